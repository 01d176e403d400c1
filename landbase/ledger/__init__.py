"""Ledgers: read them, check their sums, join them to parcels, take their decisions."""

from landbase.ledger.decisions import ledger_decisions
from landbase.ledger.join import JoinResult, join_ledger
from landbase.ledger.read import LedgerResult, read_ledger

__all__ = [
    "JoinResult",
    "LedgerResult",
    "join_ledger",
    "ledger_decisions",
    "read_ledger",
]
