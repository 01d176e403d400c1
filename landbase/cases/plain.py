"""The plain case: one decision that can be judged without tables.

Most decisions are plain: a way and a step, no area, of a parcel that was neither split
nor disposed of. What is found to be in order here is in order by the full rules too
(`landbase.cases.allowed`), and leaves the parcel in the same state; of all else nothing
is said, and the full rules look at it.
"""

from __future__ import annotations

import datetime as dt
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from landbase.cases.allowed import initial_status, may_follow
from landbase.cases.idle import limb_of
from landbase.cases.ways import ways_for

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from landbase.rules.ruleset import Rules

__all__ = ["FACTS", "Told", "is_allowed", "read_plainly", "state_after", "with_codes"]

# what is asked of the parcel
FACTS = ("category", "cause", "actual_start", "stopped_on", "developed_ratio")
_DAY = re.compile(r"(?:19[5-9]|20[0-9])[0-9]-[0-9]{2}-[0-9]{2}")
_TEXTS = ("parcel_id", "disposal_type", "status", "document", "by", "reason")
_NEEDED = ("parcel_id", "disposal_type", "status", "effective")
# whoever says something of these is looked at by the full rules
_SILENT = ("area_m2", "supersedes", "new_agreed_start")


class Told(NamedTuple):
    """What is known of an earlier decision in force; days as ISO text."""

    event_id: int
    status: str
    disposal_type: str
    effective: str
    due: str | None
    document: str | None
    exception: str | None
    by: str | None
    area_m2: float | None


def read_plainly(event: Mapping[str, Any]) -> dict[str, Any] | None:
    """Read the values of a decision as they are stored; None where one needs reading.

    Examples
    --------
    >>> said = {"parcel_id": "A", "disposal_type": "purchase", "status": "planned"}
    >>> read_plainly(said | {"effective": dt.date(2023, 3, 1)})["effective"]
    '2023-03-01'
    >>> read_plainly(said | {"effective": "2023年3月1日"}) is None
    True
    """
    if any(event.get(name) is not None for name in _SILENT):
        return None
    said: dict[str, Any] = dict.fromkeys(_SILENT)
    for name in (*_TEXTS, "exception"):
        said[name] = text = event.get(name)
        if text is not None and not _is_plain_text(text):
            return None
    for name in ("effective", "due"):
        said[name] = _plain_day(event.get(name))
        if said[name] is None and event.get(name) is not None:
            return None
    return None if any(said[name] is None for name in _NEEDED) else said


def _is_plain_text(text: object) -> bool:
    return type(text) is str and text.isprintable() and text.strip() != ""


def _plain_day(day: object) -> str | None:
    """Write a day as ISO text; None where it is none that can be read at a glance."""
    if type(day) is dt.date:
        day = day.isoformat()
    if type(day) is not str or not _DAY.fullmatch(day):
        return None
    try:
        return dt.date.fromisoformat(day).isoformat()
    except ValueError:
        return None


def with_codes(said: dict[str, Any], rules: Rules) -> dict[str, Any] | None:
    """Put codes in place of words; None where a word alone does not say which."""
    coded = {name: _code(rules, name, said[name]) for name in _CODED}
    return None if None in coded.values() else {**said, **coded}


_CODED = ("status", "disposal_type")


@lru_cache(maxsize=1024)
def _code(rules: Rules, kind: str, word: str) -> str | None:
    known = word in rules.vocabulary.terms[kind]
    return word if known else rules.vocabulary.find(kind, word)


@lru_cache(maxsize=1024)
def _open_ways(
    rules: Rules, category: str, cause: str | None, limb: str | None
) -> frozenset[str]:
    """Give the ways that are open to a parcel whatever the years say."""
    words = rules.vocabulary
    if category not in words.terms["category"]:
        return frozenset()
    return frozenset(ways_for(words, category=category, cause=cause, limb=limb))


@lru_cache(maxsize=1024)
def _may_follow(rules: Rules, before: str, after: str) -> bool:
    return may_follow(before, after, rules=rules)


def is_allowed(
    said: Mapping[str, Any],
    earlier: Sequence[Told],
    parcel: Mapping[str, Any],
    *,
    rules: Rules,
    today: str,
) -> bool:
    """Say that a decision is in order; False where the full rules must be asked.

    Parameters
    ----------
    said
        The decision as `read_plainly` gives it, with codes.
    earlier
        The parcel's decisions in force, in the order of recording.
    parcel
        What the parcel says of `FACTS`.
    rules
        The rules.
    today
        The day of recording, as ISO text.
    """
    if said["effective"] > today or not _only_begins(said["status"], rules):
        return False
    if not all(told.area_m2 is None for told in earlier):
        return False
    if not all(_only_begins(told.status, rules) for told in earlier):
        return False
    return _fits(said, parcel, rules) and _steps_in(said, earlier, rules)


def _only_begins(status: str, rules: Rules) -> bool:
    """Tell of a status that counts for nothing yet and takes nothing back."""
    term = rules.vocabulary.terms["status"].get(status)
    return term is not None and not (term.disposed or term.accepted or term.returned)


def _fits(said: Mapping[str, Any], parcel: Mapping[str, Any], rules: Rules) -> bool:
    """Tell whether the way is open to the parcel, no years having to be counted."""
    way = rules.vocabulary.terms["disposal_type"][said["disposal_type"]]
    if way.after_years or way.supplied_until or (way.most_years and said["due"]):
        return False
    limb = limb_of(
        said["effective"],
        started=parcel["actual_start"],
        stopped=parcel["stopped_on"],
        developed=parcel["developed_ratio"],
    )
    return way.code in _open_ways(rules, parcel["category"], parcel["cause"], limb)


def _steps_in(said: Mapping[str, Any], earlier: Sequence[Told], rules: Rules) -> bool:
    """Tell whether the status may stand between those before and after it."""
    # of equal days, the one that was recorded last holds; the new one is the last
    ordered = sorted(earlier, key=_when)
    before = [told.status for told in ordered if told.effective <= said["effective"]]
    after = [told.status for told in ordered if told.effective > said["effective"]]
    start = before[-1] if before else initial_status(rules)
    follows = _may_follow(rules, start, said["status"])
    return follows and (not after or _may_follow(rules, said["status"], after[0]))


def _when(told: Told) -> str:
    return told.effective


def state_after(decisions: Sequence[Told]) -> dict[str, Any]:
    """Say in which state decisions, in the order of recording, leave their parcel.

    Examples
    --------
    >>> one = Told(1, "planned", "purchase", "2023-03-01", "2024-01-01", *[None] * 4)
    >>> two = one._replace(event_id=2, effective="2023-05-01", due=None)
    >>> state = state_after([one, two])
    >>> state["event_id"], state["due"]
    (2, '2024-01-01')
    """
    ordered = sorted(decisions, key=_when)
    last = ordered[-1]._asdict()
    del last["area_m2"]
    dues = [told.due for told in ordered if told.due is not None]
    return {**last, "due": dues[-1] if dues else None}
