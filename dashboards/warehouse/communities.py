"""Questions about county medical communities: members, reviews, the list of 2024."""

from datetime import date
from typing import Any

from dashboards.warehouse import (
    ask,
    in_language,
    kept,
    lately,
    near,
    records,
    rows,
    tables,
)
from dashboards.warehouse.profiles import moment

Rows = list[dict[str, Any]]


@lately
def communities(within: str, lang: str) -> Rows:
    """The communities of a division, with how many members they have, by tier."""
    told = ask(
        """
        select communities.*, divisions.name_zh, divisions.name_en
        from rpt_communities as communities
        inner join dim_divisions as divisions
            on communities.division_code = divisions.division_code
        where starts_with(communities.division_code, $within)
        order by communities.community_id
        """,
        {"within": within},
    )
    return records(in_language(told, lang))


@lately
def reviews(within: str, edition: str, end: date, lang: str) -> Rows:
    """Each community's newest review by a moment: its items and their grades."""
    told = ask(
        """
        select * exclude (item, dimension), item as item_code, dimension as part
        from rpt_community_reviews
        where
            starts_with(division_code, $within) and edition = $edition
            and month <= $end
        qualify month = max(month) over (partition by community_id)
        order by community_id, dimension, item
        """,
        {"within": within, "edition": edition, "end": end},
    )
    return records(in_language(told, lang))


@kept
def listed(edition: str, lang: str) -> Rows:
    """The indicators of an official list, in its order."""
    if "dim_indicator_editions" not in tables():
        return []
    told = ask(
        """
        select
            editions.edition_number, editions.name_status as list_name_status,
            indicators.*
        from dim_indicator_editions as editions
        inner join dim_indicators as indicators
            on editions.indicator_id = indicators.indicator_id
        where editions.edition = $edition
        order by try_cast(editions.edition_number as int), indicators.indicator_id
        """,
        {"edition": edition},
    )
    return records(in_language(told, lang))


@lately
def standing(
    indicator_ids: tuple[str, ...], within: str, geography: str, period_type: str,
    period_end: date,
) -> dict[tuple[str, str], dict[str, Any]]:  # fmt: skip
    """Each indicator in every county, held against its target."""
    ids, named = near.among("near_values", "indicator_id", indicator_ids)
    also, named_also = near.among("near_comparisons", "indicator_id", indicator_ids)
    found = rows(
        f"""
        with found as (
            select
                indicator_id, division_code, 'all' as facility_tier, geography,
                period_type, period_end, value, null_reason
            from near_values
            where
                {near.same("near_values", "geography")} and {moment("near_values")}
                and {near.same("near_values", "division_level")} and {ids}
        ),
        compared as (
            select indicator_id, division_code, target_value, is_target_met
            from near_comparisons
            where
                {near.same("near_comparisons", "geography")}
                and {moment("near_comparisons")} and {also}
        )
        select found.*, compared.target_value, compared.is_target_met
        from found
        left join compared
            on found.indicator_id::varchar = compared.indicator_id::varchar
            and found.division_code::varchar = compared.division_code::varchar
        where starts_with(found.division_code::varchar, $within)
        """,
        named
        | named_also
        | {
            "within": within, "geography": geography, "type": period_type,
            "period_end": period_end, "division_level": "county",
        },
    )  # fmt: skip
    return {(row["indicator_id"], row["division_code"]): row for row in found}
