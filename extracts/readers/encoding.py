"""Which encoding a text file has: strict UTF-8 first, then GB18030.

GB18030 decodes most UTF-8 bytes without an error into nonsense, so it is never
tried first; a UTF-8 file that merely ends in the middle of a character is a
truncated file, not a GB18030 one.
"""

import codecs
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from pathlib import Path
from typing import BinaryIO

from extracts.problems import ExtractError, Reason

CHUNK = 1 << 22
PART = 1 << 24
START = 1 << 18
WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def detect(path: Path) -> str:
    """Return `utf-8` or `gb18030`.

    Raises:
        ExtractError: neither fits; the message gives the line.
    """
    with path.open("rb") as file:
        if file.read(2) in WIDE:
            raise ExtractError(path.name, UTF16)
    fault = first_fault(path, "utf-8")
    if fault is None:
        return "utf-8"
    at, cut = fault
    if cut:
        raise ExtractError(path.name, TRUNCATED, line_at(path, at))
    if first_fault(path, "gb18030") is None:
        return "gb18030"
    raise ExtractError(path.name, UNKNOWN, line_at(path, at))


def refuse_unknown(path: Path) -> None:
    """Raise where a file that started as UTF-8 does not go on so."""
    if first_fault(path, "utf-8") is not None and detect(path) != "utf-8":
        raise ExtractError(path.name, MIXED)


def first_fault(path: Path, encoding: str) -> tuple[int, bool] | None:
    """Where decoding fails, and whether only because the file ends too early."""
    decoder = codecs.getincrementaldecoder(encoding)("strict")
    done = 0
    with path.open("rb") as file:
        while True:
            chunk = file.read(CHUNK)
            held = len(decoder.getstate()[0])
            try:
                decoder.decode(chunk, final=not chunk)
            except UnicodeDecodeError as error:
                at = done - held + error.start
                return at, not chunk
            if not chunk:
                return None
            done += len(chunk)


def of_start(path: Path) -> str | None:
    """`utf-8` where the start shows it; DuckDB then checks the rest as it reads.

    A start of pure ASCII shows nothing.
    """
    with path.open("rb") as file:
        start = file.read(START)
    if start[:2] in WIDE or start.isascii():
        return None
    try:
        codecs.getincrementaldecoder("utf-8")("strict").decode(start)
    except UnicodeDecodeError:
        return None
    return "utf-8"


def line_at(path: Path, offset: int) -> str:
    with path.open("rb") as file:
        line = 1 + sum(chunk.count(b"\n") for chunk in chunks(file, offset))
    return f"第 {line} 行 (line {line})"


def chunks(file: BinaryIO, length: int) -> Iterator[bytes]:
    while length > 0 and (chunk := file.read(min(CHUNK, length))):
        length -= len(chunk)
        yield chunk


def as_utf8(path: Path, folder: Path) -> Path:
    """Write a GB18030 file as UTF-8 for DuckDB, which reads nothing else.

    The parts end at line ends, which no GB18030 character contains, and are
    converted by two processes; a part of pure ASCII is copied as it is.
    """
    target = folder / f"{path.stem}.utf8"
    if path.stat().st_size < PART:
        target.write_bytes(converted(path.read_bytes()))
        return target
    with target.open("wb") as out, ProcessPoolExecutor(2) as pool:
        waiting: deque[Future[bytes]] = deque()
        for part in parts(path):
            waiting.append(pool.submit(converted, part))
            if len(waiting) > 3:
                out.write(waiting.popleft().result())
        for future in waiting:
            out.write(future.result())
    return target


def parts(path: Path) -> Iterator[bytes]:
    """The file in pieces that end with a line."""
    with path.open("rb") as file:
        while chunk := file.read(PART):
            yield chunk + file.readline()


def converted(part: bytes) -> bytes:
    return part if part.isascii() else part.decode("gb18030").encode("utf-8")


UTF16 = Reason(
    "encoding",
    "文件是 UTF-16 编码，请另存为“CSV UTF-8”后重新上报",
    "the file is UTF-16; save it as CSV UTF-8 and send it again",
)
TRUNCATED = Reason(
    "truncated",
    "文件在一个字的中间结束，传输不完整，请重新上报",
    "the file ends in the middle of a character: it was cut off; send it again",
)
MIXED = Reason(
    "encoding",
    "文件开头是 UTF-8，后面不是，可能由两个文件拼成，请重新导出",
    "the file starts as UTF-8 and goes on in another encoding; export it again",
)
UNKNOWN = Reason(
    "encoding",
    "此处的字节既不是 UTF-8 也不是 GB18030，文件可能损坏，请重新导出",
    "these bytes are neither UTF-8 nor GB18030; the file may be damaged, export again",
)
