"""Every indicator from the dictionary's files and the raw tables alone, in polars.

Nothing of the project's models or loaders is used. Which facilities and counties stand
in an indicator, how months and places add up, and why a value is missing is decided
here anew, by the words of the design and of the contracts.
"""

from recompute.cells import recompute
from recompute.formulas import Definition, definitions
from recompute.places import LENGTHS

__all__ = ["LENGTHS", "Definition", "definitions", "recompute"]
