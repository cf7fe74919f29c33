"""Communities: membership, graded items, the list of 2024 by county."""
