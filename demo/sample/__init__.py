"""The generator of synthetic extracts: a made-up prefecture with a known truth."""

from demo.sample.generate import generate
from demo.sample.scope import SampleError
from demo.sample.truth import Fault, Truth

__all__ = ["Fault", "SampleError", "Truth", "generate"]
