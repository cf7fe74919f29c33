"""People who do not exist, and files that name them."""

import csv
import io
from dataclasses import dataclass

from extracts.contract import Contract, load_contracts

FACILITY = "9901014700000012A1001X"


@dataclass(frozen=True)
class Person:
    """A made-up person: the region does not exist, nor do the numbers."""

    name: str
    number: str
    phone: str
    address: str

    @property
    def secrets(self) -> tuple[str, ...]:
        return self.name, self.number, self.phone, self.address


def person(at: int) -> Person:
    number = f"990101{1950 + at % 60}01{1 + at % 28:02}{at % 1000:03}X"
    return Person(
        f"假名{'甲乙丙丁戊己庚辛壬癸'[at % 10]}某{at}",
        f"{number[:-4]}{at % 1000:03}X",
        f"199{at:08}",
        f"虚构路{at}号没有门牌",
    )


HEADER = ["机构代码", "签约机构", "团队编号", "证件号码", "姓名", "联系电话", "住址",
          "签约日期", "服务包"]  # fmt: skip


def signing(at: int, facility: str = FACILITY) -> list[str]:
    """A row of the register of signings."""
    who = person(at)
    return [facility, "甲镇卫生院", f"T{at % 7}", who.number, who.name, who.phone,
            who.address, "2024-01-05", "基本包"]  # fmt: skip


CLAIMS = ["结算ID", "人员编号", "证件号码", "参保地", "险种类型", "结算时间",
          "医疗类别", "医疗费总额", "基金支付总额"]  # fmt: skip
FACTS = ["990101", "390", "2024-01-05", "11", "10.5", "5"]
KEY = "5a" * 32
CONTRACTS = load_contracts()


def contract(name: str) -> Contract:
    return CONTRACTS[name]


def text_of(rows: list[list[str]]) -> str:
    """The rows as CSV."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue()
