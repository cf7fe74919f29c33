"""What a reader looks at, as it stands in the address."""

from dataclasses import dataclass
from urllib.parse import urlencode

from dashboards import verdicts
from dashboards.words import LANGUAGES


@dataclass(frozen=True)
class View:
    """One view of a page; what an address does not say is the default."""

    lang: str = "zh"
    document: str = ""
    verdicts: tuple[str, ...] = ()
    text: str = ""
    figure: str = ""

    @classmethod
    def of(cls, **query: object) -> "View":
        """Read an address; anything unknown in it is left aside."""
        said = {name: last(value) for name, value in query.items()}
        lang = said.get("lang", "zh")
        asked = said.get("verdict", "").split(",")
        return cls(
            lang=lang if lang in LANGUAGES else "zh",
            document=said.get("document", ""),
            verdicts=tuple(v for v in verdicts.ORDER if v in asked),
            text=said.get("q", ""),
            figure=said.get("id", ""),
        )

    def address(self, path: str) -> str:
        """The address of this view; `remember` in assets/view.js writes the same."""
        parts = {
            "lang": "" if self.lang == "zh" else self.lang,
            "document": self.document,
            "verdict": ",".join(self.verdicts),
            "q": self.text,
            "id": self.figure,
        }
        query = urlencode({name: part for name, part in parts.items() if part})
        return f"{path}?{query}" if query else path


def last(value: object) -> str:
    """A name given twice in an address arrives as a list."""
    if isinstance(value, list):
        value = value[-1] if value else ""
    return "" if value is None else str(value)
