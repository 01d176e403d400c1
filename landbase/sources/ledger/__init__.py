"""Spreadsheets: find the table of a ledger in a sheet, as found and not interpreted."""

from landbase.sources.ledger.grids import read_grids
from landbase.sources.ledger.table import LedgerTable, read_tables
from landbase.tables.headers import Header, find_header

__all__ = ["Header", "LedgerTable", "find_header", "read_grids", "read_tables"]
