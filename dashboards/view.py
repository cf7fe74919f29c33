"""What a reader looks at, as it stands in the address."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from dashboards.words import LANGUAGES

# what every page shares, in the order in which an address says it
SHARED = ("place", "indicator", "by", "period", "tier", "geo")


@dataclass(frozen=True)
class View:
    """One view of a page; what an address does not say is the default.

    Args:
        lang: zh or en.
        shared: what goes along from page to page: place, indicator, by (the type of
            period), period (its last month), tier, geo (then or now).
        own: what this page alone understands, and the cell whose origin is open.
    """

    lang: str = "zh"
    shared: Mapping[str, str] = field(default_factory=dict)
    own: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def of(cls, **query: object) -> "View":
        """Read an address; a language that is not there is the first one."""
        said = {name: last(value) for name, value in query.items()}
        said = {name: value for name, value in said.items() if value}
        lang = said.pop("lang", "zh")
        return cls(
            lang if lang in LANGUAGES else "zh",
            {name: said[name] for name in SHARED if name in said},
            {name: said[name] for name in said if name not in SHARED},
        )

    def __hash__(self) -> int:
        return hash(self.address(""))

    def get(self, name: str, default: str = "") -> str:
        return self.shared.get(name) or self.own.get(name) or default

    def with_(self, **changes: str) -> "View":
        """The same view but for some parts; an empty part is left out."""
        lang = changes.pop("lang", self.lang)
        both = {**self.shared, **self.own, **changes}
        return View.of(lang=lang, **both)

    def elsewhere(self) -> "View":
        """What another page understands of this view."""
        return replace(self, own={})

    def address(self, path: str) -> str:
        """The address of this view; `go` in assets/frame.js writes the same."""
        lang = {} if self.lang == "zh" else {"lang": self.lang}
        query = urlencode({**lang, **self.shared, **self.own})
        return f"{path}?{query}" if query else path


def last(value: object) -> str:
    """A name given twice in an address arrives as a list."""
    if isinstance(value, list):
        value = value[-1] if value else ""
    return "" if value is None else str(value)
