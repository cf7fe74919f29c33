"""The two forms of a bulletin: HTML in one file, and PDF set by Typst."""

import json
from pathlib import Path
from typing import Any

import jinja2

from dashboards.bulletin.fonts import folders

HERE = Path(__file__).parent


def write_html(said: dict[str, Any], path: Path) -> Path:
    """One file: style and charts are inside, nothing is fetched."""
    texts = jinja2.Environment(
        loader=jinja2.FileSystemLoader(HERE),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    path.write_text(texts.get_template("bulletin.html").render(**said), "utf-8")
    return path


def write_pdf(said: dict[str, Any], path: Path) -> Path:
    """Set by Typst with the fonts that came with us; charts stay vectors."""
    import typst  # noqa: PLC0415

    typst.compile(
        HERE / "bulletin.typ",
        output=path,
        root=HERE,
        font_paths=list(folders()),
        ignore_system_fonts=True,
        sys_inputs={"said": json.dumps(said, ensure_ascii=False)},
    )
    return path
