"""Readers: the only rooms that know file formats."""

from landbase.sources.files import read_source
from landbase.sources.raw import RawTable

__all__ = ["RawTable", "read_source"]
