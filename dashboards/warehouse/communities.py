"""Questions about county medical communities: members, reviews, the list of 2024."""

from datetime import date
from typing import Any

from dashboards.warehouse import ask, in_language, kept, records, tables

Rows = list[dict[str, Any]]


def communities(within: str, lang: str) -> Rows:
    """The communities of a division, with how many members they have, by tier."""
    rows = ask(
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
    return records(in_language(rows, lang))


def reviews(within: str, edition: str, end: date, lang: str) -> Rows:
    """Each community's newest review by a moment: its items and their grades."""
    rows = ask(
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
    return records(in_language(rows, lang))


@kept
def listed(edition: str, lang: str) -> Rows:
    """The indicators of an official list, in its order."""
    if "dim_indicator_editions" not in tables():
        return []
    rows = ask(
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
    return records(in_language(rows, lang))


def standing(
    indicator_ids: tuple[str, ...], within: str, geography: str, period_type: str,
    period_end: date,
) -> dict[tuple[str, str], dict[str, Any]]:  # fmt: skip
    """Each indicator in every county, held against its target."""
    rows = ask(
        """
        with found as (
            select
                indicator_id, division_code, facility_tier, geography, period_type,
                period_end, value, null_reason
            from fct_indicator_values
            where
                indicator_id in (select unnest($ids)) and division_level = 'county'
                and starts_with(division_code, $within) and facility_tier = 'all'
                and geography = $geography and period_type = $type
                and period_end = $period_end
        ),
        compared as (
            select indicator_id, division_code, target_value, is_target_met
            from fct_indicator_comparisons
            where
                indicator_id in (select unnest($ids)) and division_level = 'county'
                and starts_with(division_code, $within) and facility_tier = 'all'
                and geography = $geography and period_type = $type
                and period_end = $period_end
        )
        select found.*, compared.target_value, compared.is_target_met
        from found
        left join compared using (indicator_id, division_code)
        """,
        {
            "ids": list(indicator_ids), "within": within, "geography": geography,
            "type": period_type, "period_end": period_end,
        },
    )  # fmt: skip
    return {(row["indicator_id"], row["division_code"]): row for row in records(rows)}
