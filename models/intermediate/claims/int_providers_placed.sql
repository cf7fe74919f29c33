-- What an institution of the insurer was in a month, as the registry says of the
-- facility that it is; and what that facility is now.
select
    providers.fixmedins_code,
    facilities.month,
    facilities.geography,
    facilities.facility_code,
    facilities.division_code,
    facilities.facility_tier,
    facilities.is_primary_care,
    facilities.is_hospital,
    facilities.is_lead
from {{ ref('int_providers_mapped') }} as providers
inner join {{ ref('int_facilities_placed') }} as facilities
    on
        providers.facility_code = facilities.facility_code
        and facilities.part = 'own'
