"""Who answers for which part; an installation puts its own teams or addresses here."""

OWNERS = {
    "extracts": "team:data",
    "reference": "team:data",
    "staging": "team:data",
    "intermediate": "team:models",
    "marts": "team:indicators",
    "publication": "team:publication",
    "documents": "team:publication",
}


def owners(group: str) -> list[str]:
    """The owners of a group; a group without one fails when the definitions load."""
    return [OWNERS[group]]
