"""Land use codes and what they mean in their own classification."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pandas as pd

from landbase.rules.ruleset import rules_of

if TYPE_CHECKING:
    from landbase.rules.ruleset import Rules
    from landbase.texts import Lang

__all__ = ["land_use_text", "land_use_texts"]

# digits in pairs, one for each level; a letter marks a part of a class
_LEVELS = re.compile(r"(?:\d\d){1,3}[A-K]?")


def land_use_text(
    code: str,
    scheme: str | None,
    *,
    lang: Lang = "zh",
    rules: Rules | None = None,
) -> str:
    """Put what a code of land use means behind it.

    Examples
    --------
    The same digits in two classifications:

    >>> land_use_text("1001", "用地用海分类"), land_use_text("1001", "三调")
    ('1001 工业用地', '1001 铁路用地')
    >>> land_use_text("1001", None)
    '1001'
    """
    words = rules_of(rules).vocabulary
    kind = words.find("land_scheme", scheme) if scheme else None
    if kind is None:
        return code
    above = [code]
    if _LEVELS.fullmatch(code):
        above += [code[:size] for size in (6, 4, 2) if size < len(code)]
    labels = words.labels(kind, lang)
    label = next((labels[name] for name in above if name in labels), None)
    return code if label is None else f"{code} {label}"


def land_use_texts(
    parcels: pd.DataFrame, *, lang: Lang = "zh", rules: Rules | None = None
) -> pd.Series:
    """Put what the codes of land use mean behind them."""
    table = parcels.reindex(columns=["land_use", "land_use_scheme"]).astype(object)
    table = table.where(table.notna(), None)
    pairs = [*table.itertuples(index=False, name=None)]
    texts = {
        (code, scheme): land_use_text(str(code), scheme, lang=lang, rules=rules)
        for code, scheme in set(pairs)
        if code is not None
    }
    found = [texts.get(pair) for pair in pairs]
    return pd.Series(found, index=parcels.index, dtype="str", name="land_use")
