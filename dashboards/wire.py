"""Pages as the browser receives them: written once, and kept as text.

Dash writes the same components again for every answer, and looks at each of their
thousands of parts in Python. Kept as components they were also most of what Python's
collector has to walk through: its pauses, a tenth of a second and more, were the
slowest answers.
"""

import gc
from typing import Any

import orjson
from dash.development.base_component import Component

OPTIONS = orjson.OPT_NON_STR_KEYS | orjson.OPT_SERIALIZE_NUMPY


def written(content: Any) -> orjson.Fragment:
    """Components as text, which takes its place in an answer as it is."""
    return orjson.Fragment(orjson.dumps(content, default=parts, option=OPTIONS))


def parts(thing: Any) -> Any:
    """What a component is made of."""
    if isinstance(thing, Component):
        return thing.to_plotly_json()
    raise TypeError(f"{type(thing).__name__} does not go to a browser")


def settle() -> None:
    """Leave what is loaded to the end of the process: collecting passes over it."""
    gc.collect()
    gc.freeze()
