"""The one-pager of a county: everything about it, on one sheet of A4."""
