"""Phrases of SQL that each database says in its own way."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa
from sqlalchemy.sql.functions import GenericFunction

__all__ = ["ExtraValue", "OtherLetters"]


class ExtraValue(GenericFunction[Any]):
    """What `extra` keeps under a name: (extra, name)."""

    inherit_cache = True


class OtherLetters(GenericFunction[bool]):
    """Whether a text has other letters than those that look only like themselves."""

    type = sa.Boolean()
    inherit_cache = True
