"""Readers: every file format ends as tables of text in DuckDB."""

from extracts.readers.files import read_tables
from extracts.readers.layout import Layout, find_layout
from extracts.readers.table import FileTable

__all__ = ["FileTable", "Layout", "find_layout", "read_tables"]
