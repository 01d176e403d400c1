"""Levelling in rows and columns at once, or a refusal."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from landbase.units import level

__all__ = ["level_table"]

Floats = npt.NDArray[np.float64]

_SLACK = 1e-6  # float noise, in units of the last digit


def level_table(
    values: npt.ArrayLike,
    *,
    rows: npt.ArrayLike | None = None,
    columns: npt.ArrayLike | None = None,
    decimals: int = 2,
) -> Floats:
    """Round a table so that rows and columns close at once (controlled rounding).

    Every figure becomes one of its two neighbours at `decimals`, so that each row and
    column has its printed total. What is to be rounded up is a flow from rows to
    columns; with totals that are roundings of the exact ones, levelled to one grand
    total, there often is one, but not always.

    Parameters
    ----------
    values
        Two-dimensional, finite.
    rows, columns
        Printed totals; by default the exact ones, levelled.
    decimals
        Digits kept after the decimal point.

    Returns
    -------
    levelled
        Of the same shape; every figure is less than one unit of the last digit from
        its exact value.

    Raises
    ------
    ValueError
        The totals of rows and columns do not sum to the same, or no rounding of the
        figures reaches them; the message names the row.

    Notes
    -----
    Integral flow: Cox (1987), Journal of the American Statistical Association 82.

    Examples
    --------
    >>> level_table([[0.5, 0.5], [0.5, 0.5]], decimals=0).sum(axis=0).tolist()
    [1.0, 1.0]
    """
    scale = 10.0**decimals
    exact = np.asarray(values, dtype=np.float64) * scale
    if not np.isfinite(exact).all():
        raise ValueError("levelling needs finite figures; treat missing values first")
    near = np.rint(exact)
    exact = np.where(np.abs(exact - near) < _SLACK, near, exact)
    down = np.floor(exact)
    needs = [
        _goal(exact.sum(axis=axis), given, scale) - down.sum(axis=axis)
        for axis, given in ((1, rows), (0, columns))
    ]
    if abs(needs[0].sum() - needs[1].sum()) > _SLACK:
        raise ValueError("the totals of the rows and of the columns differ in sum")
    up = _flow(exact - down, *(need.astype(np.int64) for need in needs))
    return np.asarray((down + up) / scale, dtype=np.float64)


def _goal(exact: Floats, given: npt.ArrayLike | None, scale: float) -> Floats:
    if given is None:
        return level(exact, decimals=0)
    return np.asarray(np.rint(np.asarray(given, dtype=np.float64) * scale))


def _flow(
    rest: Floats, rows: npt.NDArray[np.int64], columns: npt.NDArray[np.int64]
) -> Floats:
    """Choose what is rounded up so that rows and columns get what they need."""
    may = rest > 0
    if (rows < 0).any() or (columns < 0).any():
        raise ValueError("a total is below the sum of its figures rounded down")
    up = np.zeros(rest.shape, dtype=bool)
    free = columns.copy()
    for row in range(len(rows)):
        for _ in range(int(rows[row])):
            if not _augmented(up, may, free, row, rest):
                raise ValueError(
                    f"no rounding of the figures reaches the totals (row {row}); "
                    "level rows and columns apart"
                )
    if free.any():
        raise ValueError("no rounding of the figures reaches the totals")
    return up.astype(np.float64)


def _augmented(
    up: npt.NDArray[np.bool_],
    may: npt.NDArray[np.bool_],
    free: npt.NDArray[np.int64],
    start: int,
    rest: Floats,
) -> bool:
    """Round up one more figure of a row, moving others where their column is full."""
    came: dict[int, int] = {}  # column → the row it was reached from
    queue, parent = [start], {start: -1}
    for row in queue:
        for column in np.argsort(-rest[row], kind="stable").tolist():
            if column in came or not may[row, column] or up[row, column]:
                continue
            came[column] = row
            if free[column]:
                free[column] -= 1
                _turn(up, came, parent, column)
                return True
            for other in np.flatnonzero(up[:, column]).tolist():
                if other not in parent:
                    parent[other] = column
                    queue.append(other)
    return False


def _turn(
    up: npt.NDArray[np.bool_], came: dict[int, int], parent: dict[int, int], column: int
) -> None:
    """Turn the figures on the way back to the start."""
    while column >= 0:
        row = came[column]
        up[row, column] = True
        column = parent[row]
        if column >= 0:
            up[row, column] = False
