"""The revision triangle as readers may see it.

The build compares figures that it knows; readers see fewer. So the newest publication
is compared again after the masks, by the model's own SQL: what readers do not see has
not changed for them.
"""

from pathlib import Path

import duckdb
from jinja2 import Environment

MODEL = (
    Path(__file__).parent.parent / "models" / "marts" / "quality" / "rpt_revisions.sql"
)
# each publication beside the one before; `this` is the one being made
COMPARED = "intermediate.int_revisions_followed"
HELD = "('suppressed', 'withheld_by_check')"
FIGURES = ("value", "numerator", "denominator", "null_reason")
COUNTS = ("submissions", "superseded", "refunds")


def seen(published: str) -> str:
    """The SQL of what readers see of the newest publication, beside the one before.

    Args:
        published: the table of values that they see.
    """
    changed = [f"facts.{name} as {name}" for name in FIGURES]
    # of what is withheld not even the counts
    changed += [
        f"case when facts.null_reason not in {HELD} then compared.{name} end as {name}"
        for name in COUNTS
    ]
    return f"""
        select compared.* replace ({", ".join(changed)})
        from build.{COMPARED} as compared
        inner join {published} as facts
            using (indicator_id, division_code, period_end)
        where compared.publication_id = 'this' and facts.facility_tier = 'all'
            and facts.geography = 'then' and facts.period_type = 'month'
    """


def triangle(published: str) -> str:
    """The SQL of `rpt_revisions`; of what is withheld now no earlier figure either."""
    model = Environment().from_string(MODEL.read_text("utf-8"))
    return f"""
        with newest as ({seen(published)}),
        everything as (
            from newest
            union all by name
            from build.{COMPARED} where publication_id <> 'this'
        ),
        held as (
            select indicator_id, division_code, period_end
            from newest where null_reason in {HELD}
        ),
        found as ({model.render(ref=lambda _: "everything")})
        select found.* replace (
            case when held.indicator_id is null then previous_value end
                as previous_value
        )
        from found left join held using (indicator_id, division_code, period_end)
        where held.indicator_id is null or found.reason = 'withheld'
    """


def without_empty(rows: str) -> str:
    """The rows that tell something: a figure, or that there is none any more."""
    return (
        f"from ({rows}) where value is not null or previous_value is not null "
        "or reason = 'withheld'"
    )


def is_compared(con: duckdb.DuckDBPyConnection) -> bool:
    """Whether the attached build has anything of revisions."""
    schema, name = COMPARED.split(".")
    found = con.execute(
        "select 1 from duckdb_tables() "
        "where database_name = 'build' and schema_name = ? and table_name = ?",
        [schema, name],
    ).fetchone()
    return found is not None
