"""Which cells of a workbook Excel shows as a percentage.

62.9 % typed into Excel is stored as 0.629 with a format, and fastexcel tells no
formats; without them a rate would land a hundredth of what is printed.
"""

import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import IO
from xml.etree import ElementTree

BUILT_IN = {9, 10}
OFFICE = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
LETTERS = 26


def percent_cells(path: Path, sheet: str) -> set[tuple[int, int]]:
    """Row and column, both from 0, of the cells of a sheet with such a format."""
    with zipfile.ZipFile(path) as book:
        styles = percent_styles(book)
        part = part_of(book, sheet) if styles else None
        if not part:
            return set()
        with book.open(part) as file:
            return {
                place(cell.get("r", "A1"))
                for cell in elements(file, "c")
                if int(cell.get("s", 0)) in styles
            }


def percent_styles(book: zipfile.ZipFile) -> set[int]:
    """The cell styles, by number, whose number format has a percent sign."""
    if "xl/styles.xml" not in book.namelist():
        return set()
    root = ElementTree.fromstring(book.read("xl/styles.xml"))
    formats = {
        int(found.get("numFmtId", 0))
        for found in root.iter()
        if found.tag.endswith("}numFmt") and "%" in found.get("formatCode", "")
    }
    styles = next((e for e in root if e.tag.endswith("}cellXfs")), ())
    wanted = formats | BUILT_IN
    return {n for n, xf in enumerate(styles) if int(xf.get("numFmtId", 0)) in wanted}


def part_of(book: zipfile.ZipFile, sheet: str) -> str | None:
    """The file inside the workbook that holds a sheet."""
    sheets = ElementTree.fromstring(book.read("xl/workbook.xml"))
    links = ElementTree.fromstring(book.read("xl/_rels/workbook.xml.rels"))
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    for found in sheets.iter():
        if found.tag.endswith("}sheet") and found.get("name") == sheet:
            target = targets.get(found.get(OFFICE), "")
            part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
            return part if part in book.namelist() else None
    return None


def elements(file: IO[bytes], tag: str) -> Iterator[ElementTree.Element]:
    """The elements of one tag as they are read, forgotten row by row."""
    for _, element in ElementTree.iterparse(file):
        if element.tag.endswith("}" + tag):
            yield element
        elif element.tag.endswith("}row"):
            element.clear()


def place(reference: str) -> tuple[int, int]:
    """Row and column of a cell, from 0.

    >>> place("AB7")
    (6, 27)
    """
    letters = reference.rstrip("0123456789")
    column = 0
    for letter in letters:
        column = column * LETTERS + ord(letter) - ord("A") + 1
    return int(reference[len(letters) :]) - 1, column - 1
