"""Readers: the only rooms that know file formats."""
