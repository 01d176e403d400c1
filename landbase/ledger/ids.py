"""Match ids of two tables: exactly, then by what is left when writing styles go."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple

from landbase.rules.vocabulary import fold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

__all__ = ["Matches", "match_ids"]

_RUNS = re.compile(r"[0-9]+|[^\W0-9_]+")


class Matches(NamedTuple):
    """Which id of one table is which of another.

    Attributes
    ----------
    pairs
        Left id → right id.
    rewritten
        Those of the pairs that are not written alike.
    ambiguous
        Ids of either side that answer to more than one of the other, or share their
        answer; not matched.
    """

    pairs: dict[str, str]
    rewritten: dict[str, str]
    ambiguous: list[str]


def match_ids(left: Iterable[str], right: Iterable[str]) -> Matches:
    """Match ids, exactly first; what is left without width, case, dashes and zeros.

    Parameters
    ----------
    left, right
        Different ids of either side.

    Returns
    -------
    matches
        Every id at most once; an id that could mean several is matched with none.

    Examples
    --------
    >>> found = match_ids(["150622-P-0031", "A-1"], ["150622Ｐ31", "A-1"])
    >>> found.rewritten, found.pairs["A-1"]
    ({'150622-P-0031': '150622Ｐ31'}, 'A-1')
    """
    ours, theirs = list(dict.fromkeys(left)), list(dict.fromkeys(right))
    known = set(theirs)
    pairs = {name: name for name in ours if name in known}
    ours = [name for name in ours if name not in pairs]
    theirs = [name for name in theirs if name not in pairs]
    rewritten: dict[str, str] = {}
    doubtful: dict[str, None] = {}
    for key in (fold, _without_zeros):
        here, there = _by_key(ours, key), _by_key(theirs, key)
        for common in here.keys() & there.keys():
            if len(here[common]) == len(there[common]) == 1:
                rewritten[here[common][0]] = there[common][0]
            else:
                doubtful |= dict.fromkeys([*here[common], *there[common]])
        settled = {*rewritten, *rewritten.values(), *doubtful}
        ours = [name for name in ours if name not in settled]
        theirs = [name for name in theirs if name not in settled]
    ordered = dict(sorted(rewritten.items()))
    return Matches(pairs | ordered, ordered, sorted(doubtful))


def _by_key(names: list[str], key: Callable[[str], str]) -> dict[str, list[str]]:
    groups: dict[str, list[str]] = defaultdict(list)
    for name in names:
        if folded := key(name):
            groups[folded].append(name)
    return groups


def _without_zeros(text: str) -> str:
    """Drop the zeros that numbers in an id are filled up with, and what parts them."""
    normal = unicodedata.normalize("NFKC", text).casefold()
    runs = (
        run.lstrip("0") or "0" if run.isdigit() else run
        for run in _RUNS.findall(normal)
    )
    return "-".join(runs)
