"""The monthly bulletin: one HTML file that needs nothing else, and its PDF.

Derived from the published marts alone; it shows no facility's detail, so that it may go
to any reader. The same publication and month give the same files.
"""

from datetime import date
from pathlib import Path

from flask import Flask

from dashboards import warehouse
from dashboards.bulletin import content, pages
from dashboards.warehouse import NoData, NoPublication

__all__ = ["NoData", "NoPublication", "make", "newest_month"]


def app_of(published: Path) -> Flask:
    """What the questions to the warehouse need around them: a reader without a name."""
    app = Flask(__name__)
    app.config["PUBLISHED"] = Path(published)
    app.teardown_appcontext(warehouse.close)
    return app


def make(published: Path, month: str, target: Path, place: str = "") -> list[Path]:
    """Write the bulletin of a month.

    Args:
        published: the published warehouse.
        month: like 2024-12.
        target: the folder to write into.
        place: code of the division; without it the prefecture of the publication.

    Returns:
        the HTML file and the PDF.

    Raises:
        NoPublication: there is no publication.
        NoData: it holds nothing of that month or place.
    """
    with app_of(published).app_context():
        said = content.gather(date.fromisoformat(f"{month}-01"), place)
    target.mkdir(parents=True, exist_ok=True)
    mark = "synthetic_" if said["is_synthetic"] else ""
    name = f"{mark}bulletin_{said['code']}_{month}"
    # beside first: who opens a bulletin while it is made sees the whole of the old one
    beside = [
        pages.write_html(said, target / f".{name}.html"),
        pages.write_pdf(said, target / f".{name}.pdf"),
    ]
    return [path.replace(path.with_name(path.name[1:])) for path in beside]


def newest_month(published: Path) -> str:
    """The last month of which the publication knows anything."""
    with app_of(published).app_context():
        return content.newest_month()
