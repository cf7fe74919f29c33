"""The kinds of facility and their size in the whole prefecture at scale 1.

Chosen so that the whole resembles Chifeng in 2017: 4 750 facilities, 20 million
visits and 780 000 stays a year for 4.6 million residents.
"""

from typing import NamedTuple

import numpy as np


class Kind(NamedTuple):
    """One kind of facility: numbers of the whole prefecture and its average prices."""

    zh: str
    class_code: str
    tier: str
    count: int
    minimum: int  # facilities in each county
    visits: float  # million a year
    visit_yuan: float
    stays: float  # thousand a year of people of the facility's own county
    stay_yuan: float
    stay_days: float
    bed_use: float
    claimed: float  # share of visits of people of the own county that are claimed
    fiscal: float  # fiscal subsidy over medical income


KINDS = {
    "county_hospital": Kind("人民医院", "A100", "county_hospital", 12, 1, 4.0, 165,
                            366, 5200, 8.2, 0.84, 0.45, 0.09),
    "tcm_hospital": Kind("中医医院", "A210", "county_hospital", 12, 1, 1.4, 150,
                         109, 5600, 9.0, 0.78, 0.45, 0.11),
    "mch_hospital": Kind("妇幼保健院", "G100", "county_hospital", 12, 1, 0.6, 140,
                         31, 3900, 5.5, 0.60, 0.40, 0.30),
    "private_hospital": Kind("民营医院", "A100", "other", 66, 0, 0.9, 120,
                             62, 4300, 7.5, 0.58, 0.40, 0.0),
    "city_hospital": Kind("医院", "A100", "city", 8, 2, 2.6, 290,
                          56, 11500, 9.5, 0.92, 0.20, 0.06),
    "township": Kind("卫生院", "C220", "township", 241, 2, 3.6, 62,
                     74, 1900, 6.5, 0.48, 0.40, 0.85),
    "community": Kind("社区卫生服务中心", "B100", "township", 36, 1, 0.6, 75,
                      5, 2100, 7.0, 0.40, 0.40, 0.80),
    "village": Kind("村卫生室", "D600", "village", 2139, 2, 4.2, 38,
                    0, 0, 0, 0, 0.25, 0.45),
    "station": Kind("社区卫生服务站", "B200", "village", 60, 1, 0.15, 45,
                    0, 0, 0, 0, 0.25, 0.40),
    "clinic": Kind("诊所", "D211", "other", 2151, 1, 1.95, 60,
                   0, 0, 0, 0, 0.10, 0.0),
    "cdc": Kind("疾病预防控制中心", "J100", "other", 13, 1, 0, 0,
                0, 0, 0, 0, 0, 0.0),
}  # fmt: skip
NAMES = list(KINDS)
TIERS = ("county_hospital", "township", "village", "city", "other")
PRIMARY = ("township", "community", "village", "station", "clinic")
HOSPITALS = (
    "county_hospital", "tcm_hospital", "mch_hospital", "private_hospital",
    "city_hospital",
)  # fmt: skip
REPORTING = (*HOSPITALS, "township", "community")  # the others are reported for
RECORDING = ("county_hospital", "tcm_hospital", "mch_hospital", "city_hospital")
PARENTS = ("township", "community")
CHILDREN = ("village", "station", "clinic")
RESIDENTS = 4_600_000
PHARMACIES = 900
PHARMACY_PURCHASES = 2.0  # million a year
# average stay outside the prefecture
AWAY_VISIT_YUAN, AWAY_STAY_YUAN, AWAY_STAY_DAYS = 420.0, 19_000.0, 10.0


def each(field: str) -> np.ndarray:
    """One attribute of every kind, in the order of `NAMES`."""
    return np.array([getattr(kind, field) for kind in KINDS.values()])


def number(*names: str) -> np.ndarray:
    return np.array([NAMES.index(name) for name in names])
