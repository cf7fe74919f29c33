"""What can go wrong at the door, said so that a clerk can act on it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Reason:
    """Why a row or a file was refused, in Chinese and English."""

    code: str
    zh: str
    en: str


class ExtractError(Exception):
    """A whole file is refused: nothing of it lands.

    The message names the file and, where known, the row and the column.
    """

    def __init__(self, file: str, reason: Reason, where: str = "") -> None:
        self.file, self.reason, self.where = file, reason, where
        place = f"{file} {where}".strip()
        super().__init__(f"{place}: {reason.zh} ({reason.en})")


class ContractError(Exception):
    """A contract or a dictionary file is wrong; the message gives file and line."""


class BusyError(Exception):
    """Another process is writing the warehouse."""


class DamagedError(Exception):
    """A DuckDB file cannot be read; the message says what makes it again."""
