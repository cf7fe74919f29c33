"""The dictionary: what is measured, how it is computed, and from which files."""
