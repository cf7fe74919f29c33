"""Which encoding, line ends and marks a text file has: UTF-8 first, then GB18030.

GB18030 decodes most UTF-8 bytes without an error into nonsense, so it is never
tried first; a UTF-8 file that merely ends in the middle of a character is a
truncated file, not a GB18030 one.
"""

import codecs
import re
from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import BinaryIO

import numpy as np
import pyarrow as pa

from extracts.problems import ExtractError, Reason

# what is looked over several times stays in the processor's cache
CHUNK = 1 << 20
PART = 1 << 24
START = 1 << 18
# as many Chinese characters in UTF-8 are no chance of another encoding
CHINESE, SURE = re.compile(b"[\xe3-\xe9][\x80-\xbf]{2}"), 4
WIDE = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
QUOTED_START = codecs.BOM_UTF8 + b'"'
# with these the blanks, quotes and marks begin that many a file does not have
MARKS = b' \t+"\xc2\xe2\xef'


@dataclass(frozen=True)
class Looks:
    """What one pass over the bytes of a file finds.

    How many line ends of each kind it has, whether its last line has one, and which of
    some bytes it has nowhere: what begins with one of them need not be looked for in
    each value.
    """

    is_utf8: bool
    feeds: int
    returns: int
    pairs: int
    last_is_whole: bool
    absent: frozenset[int]

    @property
    def are_plain(self) -> bool:
        """Whether all line ends are of one kind, and none is a lone carriage return."""
        return self.returns in (0, self.feeds) and self.returns == self.pairs

    @property
    def lines(self) -> int:
        return self.feeds + (not self.last_is_whole)


def look_over(path: Path) -> Looks:
    """Read a file once; whether all of it is UTF-8 Arrow checks at gigabytes a second.

    DuckDB must not find it out itself: some wrong bytes make it close the database.
    """
    feeds = returns = pairs = 0
    last = left = b""
    is_utf8 = True
    absent = frozenset(MARKS)
    with path.open("rb") as file:
        for chunk in chunks(file, 1 << 62):
            if is_utf8:
                whole, left = split_character(left + chunk)
                is_utf8 = arrow_reads(whole)
            feeds += chunk.count(b"\n")
            if b"\r" in chunk or last == b"\r":
                returns += chunk.count(b"\r")
                pairs += (last + chunk).count(b"\r\n")
            absent -= {mark for mark in absent if mark in chunk}
            last = chunk[-1:]
    is_utf8 = is_utf8 and arrow_reads(left)
    return Looks(is_utf8, feeds, returns, pairs, last == b"\n", absent)


def detect(path: Path, looks: Looks) -> str:
    """Return `utf-8`, which the whole file is in, or else `gb18030`.

    Whether that is so `readable` finds out.

    Raises:
        ExtractError: it is UTF-8 but for some bytes; the message gives the line.
    """
    with path.open("rb") as file:
        if file.read(2) in WIDE:
            raise ExtractError(path.name, UTF16)
    fault = None if looks.is_utf8 else first_fault(path, "utf-8")
    if fault is None:
        return "utf-8"
    at, cut = fault
    if cut:
        raise ExtractError(path.name, TRUNCATED, line_at(path, at))
    with path.open("rb") as file:
        if len(CHINESE.findall(file.read(min(at, START)))) >= SURE:
            raise ExtractError(path.name, MIXED, line_at(path, at))
    return "gb18030"


def neither(path: Path) -> ExtractError:
    """Where a file is neither in UTF-8 nor in GB18030."""
    utf8, gb18030 = first_fault(path, "utf-8"), first_fault(path, "gb18030")
    assert utf8 and gb18030
    reason = TRUNCATED if gb18030[1] else UNKNOWN
    return ExtractError(path.name, reason, line_at(path, max(utf8[0], gb18030[0])))


def split_character(chunk: bytes) -> tuple[bytes, bytes]:
    """Leave the last character, which may go on in the next chunk, for later."""
    for back in range(1, min(4, len(chunk)) + 1):
        if chunk[-back] < 0x80:
            break
        if chunk[-back] >= 0xC0:
            return chunk[:-back], chunk[-back:]
    return chunk, b""


def arrow_reads(text: bytes) -> bool:
    ends = pa.py_buffer(np.array([0, len(text)], np.int64))
    buffers = [None, ends, pa.py_buffer(text)]
    try:
        pa.Array.from_buffers(pa.large_binary(), 1, buffers).cast(pa.large_string())
    except pa.ArrowInvalid:
        return False
    return True


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


def line_at(path: Path, offset: int) -> str:
    with path.open("rb") as file:
        line = 1 + sum(chunk.count(b"\n") for chunk in chunks(file, offset))
    return f"第 {line} 行 (line {line})"


def chunks(file: BinaryIO, length: int) -> Iterator[bytes]:
    while length > 0 and (chunk := file.read(min(CHUNK, length))):
        length -= len(chunk)
        yield chunk


def readable(
    path: Path, encoding: str, looks: Looks, folder: Path
) -> tuple[Path, Looks]:
    """The file as DuckDB can read it, and its looks; a copy where it must be.

    DuckDB reads UTF-8 alone and stops where line ends differ; of a first cell in
    quotes it loses the quote behind a byte order mark.
    """
    with path.open("rb") as file:
        quoted_start = file.read(len(QUOTED_START)) == QUOTED_START
    if encoding == "utf-8" and looks.are_plain and not quoted_start:
        return path, looks
    target = folder / f"{path.stem}.utf8"
    convert = partial(converted, path, encoding, not looks.are_plain)
    try:
        with target.open("wb") as out:
            for number, part in enumerate(in_order(convert, path)):
                out.write(part if number else part.removeprefix(codecs.BOM_UTF8))
    except UnicodeDecodeError as error:
        raise neither(path) from error
    if not looks.are_plain:
        return target, look_over(target)
    # no character of GB18030 contains a line end or a mark of ASCII
    ascii_alone = frozenset(byte for byte in looks.absent if byte < 0x80)
    return target, replace(looks, absent=ascii_alone)


def in_order(convert: partial[bytes], path: Path) -> Iterator[bytes]:
    """The converted parts of a file; those of a large one by two processes."""
    if path.stat().st_size < PART:
        yield convert(0, None)
        return
    with ProcessPoolExecutor(2) as pool:
        waiting: deque[Future[bytes]] = deque()
        for start, end in parts(path):
            waiting.append(pool.submit(convert, start, end))
            if len(waiting) > 3:
                yield waiting.popleft().result()
        for future in waiting:
            yield future.result()


def parts(path: Path) -> Iterator[tuple[int, int]]:
    """Where pieces of the file start and end, each with a line."""
    start, size = 0, path.stat().st_size
    with path.open("rb") as file:
        while start < size:
            file.seek(start + PART)
            file.readline()
            end = min(file.tell(), size)
            yield start, end
            start = end


def converted(
    path: Path, encoding: str, plain_ends: bool, start: int, end: int | None
) -> bytes:
    """UTF-8 with the line ends of the file, or all alike; pure ASCII costs nothing."""
    with path.open("rb") as file:
        file.seek(start)
        part = file.read(end - start if end else -1)
    if encoding != "utf-8" and not part.isascii():
        part = part.decode(encoding).encode("utf-8")
    if plain_ends:
        part = part.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    return part


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
