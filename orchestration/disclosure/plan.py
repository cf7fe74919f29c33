"""Which series are withheld, and from which class of periods on.

A series is one quantity of a place and tier in a calendar year. It is shown whole, from
quarters on, for the year alone, or not at all; so nothing that is shown is finer than
what may be known, and sums over time give nothing back. What is left are sums over
places, tiers and terms, which are the same for every period of a class.

What earlier publications showed is known for ever, where it has not changed since; and
what the last one withheld stays withheld.
"""

from pathlib import Path
from typing import Any

import duckdb
import numpy as np
from scipy.sparse import coo_array, csr_array

from expectations.withholding import columns_of
from orchestration.disclosure.marked import Marked, Period, arrays
from orchestration.disclosure.rules import Rule
from orchestration.disclosure.suppression import protect

CLASSES = (2, 1, 0)
# how dear it is to withhold a place and a tier: readers look at the whole first
PLACES = {6: 1.0, 4: 12.0, 2: 40.0}
TIERS = {"primary": 2.0, "all": 6.0}
# a flow stands in several sums, so that withholding one takes others with it: first
# come tiers of counties
FINER = 3.0
PASSES = 20
SQL = Path(__file__).with_name("sql")
# the finer tables, by the file that makes cells of theirs
DETAILS = {
    "flows": "indicators.rpt_patient_flows",
    "claims": "indicators.rpt_reports_against_claims",
    "mortality": "indicators.rpt_standardised_mortality",
}
FINE = """
    source varchar, place varchar, tier varchar, geography varchar, month date,
    value double
"""


def prepare(con: duckdb.DuckDBPyConnection, rule: Rule, database: str) -> None:
    """Make the tables `cells`, `nodes` and `sums` from a warehouse's marts."""
    named = {*rule.identities, *rule.flows}
    for parts in (*rule.identities.values(), *rule.money.values(),
                  *rule.money_of_some_tiers.values()):  # fmt: skip
        named |= {*parts}
    values = {
        "units": rule.counts.units, "measures": rule.counts.measures,
        "exceptions": rule.counts.exceptions, "named": sorted(named),
        "money": rule.kinds_of_money, "reported": rule.reported_stays,
        "flows": [
            {"measure": measure, **flows.model_dump()}
            for measure, flows in rule.flows.items()
        ],
    }  # fmt: skip
    for name in ("counted", "found"):
        run(con, name, values, database)
    con.execute(f"create or replace temp table fine ({FINE})")
    for name, table in DETAILS.items():
        if columns_of(con, database, *table.split(".")):
            run(con, name, values, database)
    for name in ("fine", "cells"):
        run(con, name, values, database)
    keep_terms(con, rule, database)
    for name in ("relations", "fine_relations", "sums"):
        run(con, name, values, database)


def keep_terms(con: duckdb.DuckDBPyConnection, rule: Rule, database: str) -> None:
    """Which quantities are weighted sums of others."""
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


def run(
    con: duckdb.DuckDBPyConnection, name: str, values: dict[str, Any], database: str
) -> None:
    text = (SQL / f"{name}.sql").read_text("utf-8").replace("{database}", database)
    for statement in duckdb.extract_statements(text):
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
        self.is_fine = nodes["is_fine"].astype(bool)
        self.dear = dearness(nodes)
        self.cost = self.dear * (0.1 + np.log1p(np.maximum(nodes["size"], 0)))
        self.marked = Marked(con, self.equations())
        self.hidden = self.first()

    def search(self) -> np.ndarray:
        """Withhold until neither sums of places nor sums of months give anything."""
        for _ in range(PASSES):
            before = self.hidden.copy()
            self.close_time()
            for level in CLASSES:
                for period in self.marked.periods(level):
                    self.close_places(level, period)
            if (self.hidden == before).all():
                break
        return self.hidden

    def mark_small(self) -> None:
        """Cells by node, with what is small and what is known from before."""
        values = {"threshold": self.rule.threshold, "zeros": self.rule.zeros}
        run(self.con, "marked", values, "none")

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
        return self.whole_years(hidden)

    def whole_years(self, hidden: np.ndarray) -> np.ndarray:
        """Finer series are months alone: with them their sums are withheld."""
        return np.where(self.is_fine & (hidden > 0), max(CLASSES) + 1, hidden)

    def close_time(self) -> None:
        """A sum over time whose other parts can be told gives the one that cannot."""
        for level, nodes in self.marked.last_ones():
            found = nodes & (self.hidden > 0) & (self.hidden < level)
            self.hidden[found] = level

    def close_places(self, level: int, period: Period) -> None:
        """Withhold until sums over places, tiers and terms give nothing of a class."""
        found = protect(
            period.system,
            period.small & ~period.known,
            (self.hidden > level) & ~period.known,
            np.where(period.known, np.inf, self.cost),
            self.rule.together,
            self.dear,
        )
        self.hidden[found.withheld] = np.maximum(self.hidden[found.withheld], level + 1)
        self.hidden = self.whole_years(self.hidden)
        if period.end is not None:
            self.marked.told[level][:, period.end] = period.known | found.recovered

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
    return places * tiers * np.where(nodes["is_fine"].astype(bool), FINER, 1.0)
