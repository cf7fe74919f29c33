"""The fonts of the bulletin: those that were installed with us, the same everywhere."""

from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path

PACKAGES = ("cvttf_NotoSansCJK_Regular", "cvttf_NotoSansCJK_Bold")


@lru_cache(maxsize=1)
def folders() -> tuple[Path, ...]:
    """The folders of the fonts."""
    found = [find_spec(name) for name in PACKAGES]
    return tuple(
        Path(place)
        for spec in found
        if spec
        for place in spec.submodule_search_locations or ()
    )
