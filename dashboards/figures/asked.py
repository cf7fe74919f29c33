"""What the page of printed figures is asked for, as it stands in the address."""

from dataclasses import dataclass

from dashboards import verdicts
from dashboards.view import View

PATH = "/printed-figures"


@dataclass(frozen=True)
class Asked:
    """Filters of the page; anything unknown in them is left aside."""

    document: str = ""
    verdicts: tuple[str, ...] = ()
    text: str = ""
    figure: str = ""

    @classmethod
    def of(cls, view: View) -> "Asked":
        wanted = view.get("verdict").split(",")
        return cls(
            document=view.get("document"),
            verdicts=tuple(v for v in verdicts.ORDER if v in wanted),
            text=view.get("q"),
            figure=view.get("id"),
        )

    def view(self, lang: str) -> View:
        """The view that asks for this."""
        return View.of(
            lang=lang,
            document=self.document,
            verdict=",".join(self.verdicts),
            q=self.text,
            id=self.figure,
        )

    def address(self, lang: str, path: str = PATH) -> str:
        return self.view(lang).address(path)
