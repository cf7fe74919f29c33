"""How fast the dashboard answers on a hundred counties and sixty months.

    python -m benchmarks.dashboard --warehouse pages/yigai.duckdb

A made-up publication of all indicators, tiers and kinds of period is written once
(`made`). Then, while the dashboard runs in a process of its own,
callbacks  every request that a browser sends while it opens each page is sent again for
           other counties, months, tiers and languages, one after another: p95 of each;
first      a browser that has nothing stored opens the overview until its charts stand;
readers    fifty readers at once, each opens a page, reads three seconds, opens another;
           and all fifty in the same moment;
questions  the questions behind the pages alone, without making pages of the answers,
           beside the times that DHIS2 expects of itself (another machine).
"""
