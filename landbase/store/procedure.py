"""The procedure for idle land as milestones: which step runs, and which comes next."""

from __future__ import annotations

import datetime as dt
import tomllib
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pandas as pd

from landbase.errors import LedgerError
from landbase.store.answers import decisions, milestones
from landbase.store.writes import set_milestone
from landbase.tables.cells import read_day

if TYPE_CHECKING:
    from collections.abc import Mapping

    from landbase.store.database import Opened

__all__ = ["advance_procedure", "procedure", "start_procedure"]


@cache
def _known() -> dict[str, Any]:
    path = files("landbase").joinpath("rules", "procedure.toml")
    return tomllib.loads(path.read_text("utf-8"))


def start_procedure(
    self: Opened, parcel_id: str, *, on: dt.date | str, unit: str | None = None
) -> str:
    """Start the procedure for a parcel that may be idle land.

    Parameters
    ----------
    parcel_id
        The parcel.
    on
        The day on which it was found; 30 days of investigation run from it (article 5
        of 闲置土地处置办法).
    unit
        The unit that answers for it.

    Returns
    -------
    step
        The step that runs now.

    Raises
    ------
    LedgerError
        There is no such parcel, or its procedure runs already.
    StoreError
        The file stays busy.
    """
    if len(procedure(self, parcel_id, on=on)):
        raise LedgerError("procedure_runs", parcel_id=parcel_id)
    return _begin(self, parcel_id, "investigate", on=on, unit=unit)


def advance_procedure(
    self: Opened,
    parcel_id: str,
    *,
    on: dt.date | str,
    document: str | None = None,
    due: dt.date | str | None = None,
) -> str | None:
    """Say that the running step is done, and start the next one.

    After the recognition the steps go by the latest decision of the parcel: a hearing,
    the decision and the 30 days of article 17 for the fee and for the reclaim, a plan
    for every other way.

    Parameters
    ----------
    parcel_id
        The parcel.
    on
        The day on which the step was done; for a document, that of its service.
    document
        The number of the document that shows it.
    due
        The day of the next step; needed where the measures set no term.

    Returns
    -------
    step
        The step that runs now; None where it was the last.

    Raises
    ------
    LedgerError
        Nothing runs, the next step needs `due`, or no way was decided on yet.
    StoreError
        The file stays busy.
    """
    steps = procedure(self, parcel_id, on=on)
    open_ = steps[steps["done_on"].isna()]
    if open_.empty:
        raise LedgerError("procedure_not_running", parcel_id=parcel_id)
    running = str(open_.iloc[0]["step"])
    following = _following(self, parcel_id, running)
    if following is not None and due is None and "days" not in _step(following):
        raise LedgerError(
            "procedure_needs_due", step=_step(following)["zh"], parcel_id=parcel_id
        )
    set_milestone(self, parcel_id, running, done_on=on, document=document)
    if following is None:
        return None
    unit = open_.iloc[0].get("unit")
    return _begin(self, parcel_id, following, on=on, due=due,
                  unit=None if pd.isna(unit) else str(unit))  # fmt: skip


def procedure(self: Opened, parcel_id: str, *, on: dt.date | str) -> pd.DataFrame:
    """List the steps of the procedure of a parcel, in their order.

    Parameters
    ----------
    parcel_id
        The parcel.
    on
        The day to judge by.

    Returns
    -------
    steps
        One row a step that was started, as `milestones` gives it, with `basis`.

    Raises
    ------
    DataError
        `on` is not a day.
    """
    known = {step["zh"]: number for number, step in enumerate(_steps().values())}
    basis = {step["zh"]: step["basis"] for step in _steps().values()}
    table = milestones(self, on)
    mine = table[(table["parcel_id"] == parcel_id) & table["step"].isin(known)]
    mine = mine.sort_values("step", key=lambda steps: steps.map(known))
    return mine.assign(basis=mine["step"].map(basis)).reset_index(drop=True)


def _steps() -> dict[str, Mapping[str, Any]]:
    return dict(_known()["steps"])


def _step(code: str) -> Mapping[str, Any]:
    return _steps()[code]


def _following(self: Opened, parcel_id: str, running: str) -> str | None:
    """Find the step after one, by the way decided on where that matters."""
    [code] = [code for code, step in _steps().items() if step["zh"] == running]
    ways = _known()["ways"]
    first = ways["first"]
    if code in first[:-1]:
        return str(first[first.index(code) + 1])
    events = decisions(self)
    mine = events.loc[events["parcel_id"] == parcel_id, "disposal_type"]
    if mine.empty:
        raise LedgerError("procedure_undecided", parcel_id=parcel_id)
    chain = ways.get(str(mine.iloc[-1]), ways["other"])
    if code == first[-1]:
        return str(chain[0])
    at = chain.index(code) if code in chain else len(chain) - 1
    return str(chain[at + 1]) if at + 1 < len(chain) else None


def _begin(
    self: Opened,
    parcel_id: str,
    code: str,
    *,
    on: dt.date | str,
    due: dt.date | str | None = None,
    unit: str | None = None,
) -> str:
    step = _step(code)
    name = str(step["zh"])
    day = due if due is not None else read_day(on) + dt.timedelta(days=step["days"])
    set_milestone(self, parcel_id, name, due=day, unit=unit)
    return name
