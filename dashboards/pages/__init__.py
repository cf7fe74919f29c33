"""The pages, in the order of the navigation.

Each has PATH, NAME, layout(**query), connect(app), and TABLES: what can be downloaded,
name to a function that makes the rows of what is chosen.
"""

from dashboards.pages import (
    communities,
    county,
    dictionary,
    flow,
    headlines,
    income,
    indicator,
    overview,
    printed_figures,
    quality,
    signing,
)

ALL = (
    overview,
    county,
    indicator,
    income,
    flow,
    signing,
    communities,
    quality,
    printed_figures,
    headlines,
    dictionary,
)
