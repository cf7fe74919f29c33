-- Finer counts as cells. A month without a row is a month of nobody. Sums of months are
-- not published, but whoever reads the months can add them.
create or replace temp table fine_months as
with

spanned as (

    select distinct source, month from fine

),

series as (

    select distinct source, place, tier, geography, year(month) as year from fine

)

select
    series.source, series.place, series.tier, series.geography, spanned.month,
    coalesce(fine.value, 0) as value
from series
inner join spanned
    on series.source = spanned.source and series.year = year(spanned.month)
left join fine
    on
        series.source = fine.source and series.place = fine.place
        and series.tier = fine.tier and spanned.month = fine.month;

insert into found
select
    source, source, true, true, place, tier, geography, period_type,
    last_day(max(month)), sum(value)
from fine_months, (values ('month', 1), ('quarter', 3), ('year', 12)) as spans(period_type, size)
group by
    source, place, tier, geography, period_type, size, year(month),
    (month(month) - 1) // size
having count(*) = size;
