"""Zip files: an envelope whose members are files of their own."""

import os
import shutil
import time
import zipfile
import zlib
from pathlib import Path

from extracts.problems import ExtractError, Reason

UTF8_NAME = 0x800
ENCRYPTED = 0x1


def is_envelope(path: Path) -> bool:
    """Whether a file is a zip that is no workbook."""
    try:
        with zipfile.ZipFile(path) as archive:
            return "[Content_Types].xml" not in archive.namelist()
    except (zipfile.BadZipFile, FileNotFoundError):
        return False


def unpack(path: Path, folder: Path) -> list[Path]:
    """Write the members to a folder, each with its own time and under its own name.

    Raises:
        ExtractError: it is encrypted, damaged, or holds no file.
    """
    found = []
    try:
        with zipfile.ZipFile(path) as archive:
            for member in archive.infolist():
                if not member.is_dir() and not hidden(member):
                    found.append(write(archive, member, folder, path))
    except (zipfile.BadZipFile, zlib.error, EOFError) as error:
        raise ExtractError(path.name, DAMAGED) from error
    except NotImplementedError as error:
        raise ExtractError(path.name, METHOD) from error
    if not found:
        raise ExtractError(path.name, EMPTY)
    return found


def hidden(member: zipfile.ZipInfo) -> bool:
    name = Path(member.filename).name
    return name.startswith((".", "~$")) or "__MACOSX" in member.filename


def write(
    archive: zipfile.ZipFile, member: zipfile.ZipInfo, folder: Path, path: Path
) -> Path:
    if member.flag_bits & ENCRYPTED:
        raise ExtractError(path.name, LOCKED)
    # only the last part of a member's name: an archive must not choose folders
    name = Path(member_name(member).replace("\\", "/"))
    target = folder / f"{path.name}!{name.name[-80:]}"
    if target.exists():
        whole = str(name).replace("/", "_")
        target = folder / f"{path.name}!{member.header_offset}_{whole[-80:]}"
    with archive.open(member) as source, target.open("wb") as out:
        shutil.copyfileobj(source, out)
    moment = time.mktime((*member.date_time, 0, 0, -1))
    os.utime(target, (moment, moment))
    return target


def member_name(member: zipfile.ZipInfo) -> str:
    """Chinese Windows writes member names in GBK without saying so."""
    if member.flag_bits & UTF8_NAME:
        return member.filename
    try:
        return member.filename.encode("cp437").decode("gb18030")
    except (UnicodeDecodeError, UnicodeEncodeError):
        return member.filename


DAMAGED = Reason("damaged", "压缩包损坏，请重新压缩", "the archive is damaged")
LOCKED = Reason("locked", "压缩包有密码，请去掉密码", "the archive has a password")
METHOD = Reason(
    "damaged",
    "压缩方式不能识别，请用普通 zip 重新压缩",
    "an unknown way of compression; make a plain zip",
)
EMPTY = Reason("empty", "压缩包里没有文件", "the archive holds no file")
