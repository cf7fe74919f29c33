"""Which series are withheld, and from which class of periods on.

A series is one quantity of a place and tier in a calendar year. It is shown whole, from
quarters on, for the year alone, or not at all; so nothing that is shown is finer than
what may be known, and sums over time give nothing back. What is left are sums over
places, tiers and terms, which are the same for every period of a class.

What earlier publications showed is known for ever, where it has not changed since; and
what the last one withheld stays withheld.
"""

from pathlib import Path
from typing import Any, cast

import duckdb
import numpy as np
from scipy.sparse import coo_array, csr_array

from orchestration.disclosure.attack import System
from orchestration.disclosure.rules import Rule
from orchestration.disclosure.suppression import protect

CLASSES = (2, 1, 0)
# how dear it is to withhold a place and a tier: readers look at the whole first
PLACES = {6: 1.0, 4: 12.0, 2: 40.0}
TIERS = {"primary": 2.0, "all": 6.0}
PASSES = 6


def prepare(con: duckdb.DuckDBPyConnection, rule: Rule, database: str) -> None:
    """Make the tables `cells`, `nodes` and `sums` from a warehouse's marts."""
    named = {*rule.identities}
    for parts in rule.identities.values():
        named |= {*parts}
    values = {
        "units": rule.counts.units, "measures": rule.counts.measures,
        "exceptions": rule.counts.exceptions, "named": sorted(named),
    }  # fmt: skip
    run(con, "cells.sql", values, database)
    terms = "whole varchar, part varchar, weight double"
    con.execute(f"create or replace temp table terms ({terms})")
    for whole, parts in rule.identities.items():
        for part in parts:
            con.execute("insert into terms values (?, ?, 1)", [whole, part])
    con.execute(
        f"""
        insert into terms
        select distinct sides.quantity, terms.measure_id, terms.weight
        from sides
        inner join {database}.indicators.dim_indicator_terms as terms
            on sides.indicator_id = terms.indicator_id and sides.side = terms.side
        where sides.quantity <> terms.measure_id
        """
    )
    run(con, "relations.sql", {}, database)


def run(
    con: duckdb.DuckDBPyConnection, name: str, values: dict[str, Any], database: str
) -> None:
    text = Path(__file__).with_name(name).read_text("utf-8")
    for statement in duckdb.extract_statements(text.replace("{database}", database)):
        used = {k: v for k, v in values.items() if f"${k}" in statement.query}
        con.execute(statement.query, used or None)


class Plan:
    """The search for what to withhold; `hidden` counts the withheld classes of a node.

    0: nothing is withheld; 1: months; 2: quarters too; 3: the year as well.
    """

    def __init__(self, con: duckdb.DuckDBPyConnection, rule: Rule) -> None:
        self.con, self.rule = con, rule
        self.mark_small()
        nodes = arrays(con.execute("from nodes order by node"))
        self.count = len(nodes["node"])
        self.dear = dearness(nodes)
        self.cost = self.dear * (0.1 + np.log1p(np.maximum(nodes["size"], 0)))
        self.relations = self.equations()
        self.hidden = self.first()

    def search(self) -> np.ndarray:
        """Withhold until neither sums of places nor sums of months give anything."""
        for _ in range(PASSES):
            before = self.hidden.copy()
            self.close_time()
            for level in CLASSES:
                for period in self.periods(level):
                    self.close_places(level, period)
            if (self.hidden == before).all():
                break
        return self.hidden

    def mark_small(self) -> None:
        """Cells by node, with what is small and what is known from before."""
        least = "> 0" if self.rule.zeros == "shown" else ">= 0"
        self.con.execute(
            f"""
            create or replace temp table marked as
            select
                nodes.node,
                cells.class,
                cells.period_type,
                cells.period_end,
                max(cells.value) as most,
                min(cells.value) as value,
                bool_or(cells.is_person and cells.value {least}
                    and cells.value < {self.rule.threshold}) as is_small,
                bool_or(shown_before.value is not null
                    and abs(shown_before.value - cells.value) < 1e-9) as is_known
            from cells
            inner join nodes
                on cells.quantity = nodes.quantity and cells.spot = nodes.spot
                and cells.tier = nodes.tier
                and nodes.year between cells.first_year and cells.year
            left join shown_before
                on cells.source = shown_before.source
                and cells.place = shown_before.place
                and cells.tier = shown_before.tier
                and cells.geography = shown_before.geography
                and cells.period_type = shown_before.period_type
                and cells.period_end = shown_before.period_end
            group by all
            """
        )

    def first(self) -> np.ndarray:
        """What small counts alone withhold, and what was withheld before."""
        found = arrays(
            self.con.execute(
                """
            select node, max(hidden) as hidden from (
                select node, class + 1 as hidden from marked where is_small
                union all
                select nodes.node, nodes_before.hidden
                from nodes_before
                inner join nodes using (quantity, spot, tier, year)
            ) group by node
            """
            )
        )
        hidden = np.zeros(self.count, int)
        hidden[found["node"]] = found["hidden"]
        return hidden

    def close_time(self) -> None:
        """A sum over time whose other parts are all known gives the one that is not."""
        found = arrays(
            self.con.execute(
                """
            select node, 2 as level from marked
            where class = 0 and period_type = 'month' and not is_known
            group by node, quarter(period_end) having count(*) = 1
            union all
            select node, 3 from marked
            where class = 0 and period_type = 'month' and not is_known
            group by node having count(*) = 1
            union all
            select node, 3 from marked
            where class = 1 and period_type = 'quarter' and not is_known
            group by node having count(*) = 1
            """
            )
        )
        for level in (2, 3):
            nodes = found["node"][found["level"] == level]
            nodes = nodes[(self.hidden[nodes] > 0) & (self.hidden[nodes] < level)]
            self.hidden[nodes] = level

    def periods(self, level: int) -> list[Any]:
        """All periods at once; and each that is new where others of it are known."""
        found = self.con.execute(
            """
            select period_end from marked where class = ?
            group by period_end
            having bool_or(is_known) and bool_or(not is_known)
            order by period_end
            """,
            [level],
        ).fetchall()
        return [None, *(row[0] for row in found)]

    def close_places(self, level: int, period: Any) -> None:
        """Withhold until sums over places, tiers and terms give nothing of a class."""
        cells = arrays(
            self.con.execute(
                """
            select node, month(period_end) - 1 as place, bool_or(is_small) as is_small,
                bool_or(is_known) as is_known, min(value) as value
            from marked where class = $1 and ($2 is null or period_end = $2)
                and period_type in ('month', 'quarter', 'year')
            group by all
            """,
                [level, period],
            )
        )
        values = np.zeros((self.count, 12))
        values[cells["node"], cells["place"]] = cells["value"]
        small, known = np.zeros(self.count, bool), np.zeros(self.count, bool)
        small[cells["node"][cells["is_small"]]] = True
        if period is not None:
            known[cells["node"][cells["is_known"]]] = True
        found = protect(
            System(self.relations, values),
            small & ~known,
            (self.hidden > level) & ~known,
            np.where(known, np.inf, self.cost),
            self.rule.together,
            self.dear,
        )
        self.hidden[found.withheld] = np.maximum(self.hidden[found.withheld], level + 1)

    def equations(self) -> csr_array:
        """The sums as equations over nodes."""
        found = arrays(
            self.con.execute(
                """
            select relation, whole as node, -1.0 as weight from sums
            union all
            select relation, part.part, part.weight
            from (select relation, unnest(parts) as part from sums)
            order by all
            """
            )
        )
        rows = found["relation"] - 1
        size = int(rows.max()) + 1 if rows.size else 0
        shape = (size, self.count)
        return csr_array(coo_array((found["weight"], (rows, found["node"])), shape))


def dearness(nodes: dict[str, np.ndarray]) -> np.ndarray:
    places = np.array([PLACES.get(int(digits), 1.0) for digits in nodes["digits"]])
    tiers = np.array([TIERS.get(str(tier), 1.0) for tier in nodes["tier"]])
    return places * tiers


def arrays(answer: duckdb.DuckDBPyConnection) -> dict[str, np.ndarray]:
    """The columns of an answer; none of ours are categories."""
    return cast(dict[str, np.ndarray], answer.fetchnumpy())
