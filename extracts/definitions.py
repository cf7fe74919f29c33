"""Read a YAML definition into a pydantic model; mistakes name file and line.

Contracts, indicators and calculations are all read through here, so that a
misspelt field is answered in the same way everywhere.
"""

from pathlib import Path
from typing import Annotated, Any, Literal, TypeVar

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from extracts.problems import ContractError

# V seen in a public page, S stated in a mission document, I inferred, K recalled
Status = Literal["V", "S", "I", "K"]
Identifier = Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]*$")]


class Strict(BaseModel):
    """Refuses a field that it does not know."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Name(Strict):
    """One text in Chinese and in English."""

    zh: str
    en: str


Model = TypeVar("Model", bound=BaseModel)
# written in C where PyYAML was built with it: a tenth of the time
LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read(path: Path, model: type[Model]) -> Model:
    """Read one definition file.

    Raises:
        ContractError: the file is no YAML or a field is wrong, with its line.
    """
    text = path.read_text("utf-8")
    try:
        return model.model_validate(yaml.load(text, LOADER))
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ContractError(f"{path}:{line}: {error.problem}") from error
    except ValidationError as error:
        tree = yaml.compose(text, LOADER)
        lines = [
            f"{path}:{line_of(tree, found['loc'])}: "
            f"{'.'.join(map(str, found['loc'])) or 'file'}: {found['msg']}"
            for found in error.errors()
        ]
        raise ContractError("\n".join(lines)) from error


def line_of(node: yaml.Node | None, loc: tuple[Any, ...]) -> int:
    """The line on which the value at `loc` stands, or its nearest parent's."""
    line = node.start_mark.line + 1 if node else 1
    for step in loc:
        if isinstance(node, yaml.MappingNode):
            found = [(k, v) for k, v in node.value if k.value == step]
            if not found:
                break
            key, node = found[0]
            line = key.start_mark.line + 1
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int):
            node = node.value[step]
            line = node.start_mark.line + 1
    return line
