"""Finer tables without what is withheld: whole years of flows and of facilities."""

KEYS = "division_code, provider_county_code, facility_tier, care_kind, destination"
CLAIM_HELD = """
exists (select 1 from withheld_fine as held
    where held.kind = '{kind}' and held.care_kind = if(
        starts_with(shown.quantity, 'visit'), 'visit', 'stay')
        and held.place = coalesce(shown.division_code, 'none')
        and held.facility_tier = shown.facility_tier
        and held.other = shown.facility_code and held.year = year(shown.month))
"""
# figures by what they tell: of the claims, of the report, of both
CLAIMED, REPORTED = {"claimed"}, {"reported"}
BOTH = {"claims_ratio", "usual_ratio", "lowest_usual_ratio", "highest_usual_ratio"}
FACILITY = ("facility_code", "division_code", "facility_tier", "quantity", "unit")
WORDS = {
    "verdict": "'withheld'",
    "is_question": "false",
    "reason_zh": "'人数少，不公布'",
    "reason_en": "'too few persons to be shown'",
}


def flows(rows: str) -> str:
    """Flows; a withheld one stands in every month, so that no row tells of nobody."""
    return f"""
        with shown as ({rows}),
        marked as (
            select *, exists (select 1 from withheld_fine as held
                where held.kind = 'flow' and held.care_kind = shown.care_kind
                and held.place = shown.division_code
                and held.facility_tier = shown.facility_tier
                and held.other = shown.provider_county_code
                and held.destination = shown.destination
                and held.year = year(shown.month)) as is_held
            from shown
        )
        select * exclude (is_held) from marked where not is_held
        union all by name
        select {KEYS}, months.month
        from (select distinct {KEYS}, year(month) as year from marked where is_held)
            as held
        inner join (select distinct care_kind, month from shown) as months
            using (care_kind)
        where held.year = year(months.month)
    """


def claims(rows: str, columns: dict[str, str]) -> str:
    """Claims and reports of facilities, in every month of what is withheld.

    The verdict would tell of the figures.
    """
    held = {
        **dict.fromkeys(CLAIMED, "is_claim_held"),
        **dict.fromkeys(REPORTED, "is_report_held"),
        **dict.fromkeys(BOTH, "(is_claim_held or is_report_held)"),
    }
    changed = [
        f"case when not {when} then {name} end as {name}"
        for name, when in held.items()
        if name in columns
    ]
    changed += [
        f"if(is_claim_held or is_report_held, {said}, {name}) as {name}"
        for name, said in WORDS.items()
        if name in columns
    ]
    keys = ", ".join(name for name in FACILITY if name in columns)
    words = ", ".join(f"{said} as {name}" for name, said in WORDS.items()
                      if name in columns)  # fmt: skip
    return f"""
        with shown as ({rows}),
        marked as (
            select shown.*, {CLAIM_HELD.format(kind="claim")} as is_claim_held,
                {CLAIM_HELD.format(kind="report")} as is_report_held
            from shown
        )
        select * exclude (is_claim_held, is_report_held) replace ({", ".join(changed)})
        from marked
        union all by name
        select {keys}, months.month{", " + words if words else ""}
        from (
            select distinct {keys}, year(month) as year from marked
            where is_claim_held or is_report_held
        ) as held
        inner join (select distinct quantity, month from shown) as months
            using (quantity)
        where held.year = year(months.month) and not exists (
            select 1 from shown
            where shown.facility_code = held.facility_code
                and shown.quantity = months.quantity
                and shown.month = months.month)
    """
