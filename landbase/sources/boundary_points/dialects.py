"""Templates of the head and point lines, and which of them a file follows."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from landbase.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Mapping

    import numpy.typing as npt

__all__ = ["AREA", "COUNT", "SHAPE", "Dialect", "choose_dialect", "known_dialects"]

COUNT, AREA, SHAPE = "界址点数", "地块面积", "记录图形属性"
_SHAPES = {"面", "线", "点", ""}
_POINT_FIELDS = {"point", "ring", "north", "east", "1"}
_OWN = "own"
_LEAST = 0.5


@dataclass(frozen=True, kw_only=True)
class Dialect:
    """One template.

    Attributes
    ----------
    code, zh, en
        Its name, and its labels.
    head
        Names of the fields of a head line; "" for one that is always empty.
    point
        "point", "ring", "north", "east", or "1", for the fields of a point line.
    info
        Keys of the section 项目信息.
    """

    code: str
    zh: str
    en: str
    head: tuple[str, ...]
    point: tuple[str, ...] = ("point", "ring", "north", "east")
    info: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        wrong = set(self.point) - _POINT_FIELDS
        if wrong or not {"north", "east"} <= set(self.point) or not self.head:
            raise ConfigError(
                "points_dialect_incomplete",
                code=self.code,
                allowed=sorted(_POINT_FIELDS),
            )


@cache
def _shipped() -> dict[str, Dialect]:
    text = (
        files("landbase.sources.boundary_points")
        .joinpath("dialects.toml")
        .read_text("utf-8")
    )
    return _parse(tomllib.loads(text))


def _parse(tables: Mapping[str, Mapping[str, Any]]) -> dict[str, Dialect]:
    parsed = {}
    for code, table in tables.items():
        listed = {k: tuple(v) if isinstance(v, list) else v for k, v in table.items()}
        values: dict[str, Any] = {"code": code, "zh": code, "en": code, **listed}
        try:
            parsed[code] = Dialect(**values)
        except TypeError as error:
            raise ConfigError("points_dialect_wrong", code=code, error=error) from error
    return parsed


def known_dialects(
    told: str | Mapping[str, Any] | None = None,
) -> tuple[dict[str, Dialect], str | None]:
    """List the templates, and say which of them was told.

    Parameters
    ----------
    told
        The code of a template that comes with landbase; or one of the caller's own,
        with head and point (and zh, en, info) as in the TOML file.

    Returns
    -------
    dialects, code
        By code, one of the caller's own first; and the code told, if any.

    Raises
    ------
    ConfigError
        A template of the caller's own names unknown fields.
    ValueError
        No template has that code.

    Examples
    --------
    >>> dialects, code = known_dialects("enforcement")
    >>> dialects[code].point
    ('point', 'ring', 'east', 'north')
    """
    shipped = _shipped()
    if told is not None and not isinstance(told, str):
        return _parse({_OWN: told}) | shipped, _OWN
    if told is not None and told not in shipped:
        raise ValueError(f"dialect must be one of {', '.join(shipped)}, not {told!r}")
    return dict(shipped), told


def choose_dialect(
    heads: pd.DataFrame, counts: npt.NDArray[np.intp], among: Mapping[str, Dialect]
) -> Dialect | None:
    """Choose the template that head lines of one width follow.

    Parameters
    ----------
    heads
        The fields, one column each.
    counts
        How many point lines follow each head line.
    among
        The templates to choose from.

    Returns
    -------
    dialect
        The one of the nearest width of which most checks hold; None where less than
        half of the checks of any hold.
    """
    best, rank = None, (0.0, 0.0)
    for dialect in among.values():
        share = _share(heads, counts, dialect)
        gap = float(abs(len(dialect.head) - heads.shape[1]))
        if share >= _LEAST and (best is None or (gap, -share) < rank):
            best, rank = dialect, (gap, -share)
    return best


def _share(
    heads: pd.DataFrame, counts: npt.NDArray[np.intp], dialect: Dialect
) -> float:
    """Give the share of the checks of a template that head lines pass."""
    checks = []
    for position, name in enumerate(dialect.head[: heads.shape[1]]):
        column = heads.iloc[:, position]
        if name == COUNT:
            said = pd.to_numeric(column, errors="coerce").to_numpy(dtype=np.float64)
            checks += [np.abs(said - counts) <= 1] * 2
        elif name == SHAPE:
            checks.append(column.isin(_SHAPES).to_numpy())
        elif name == AREA:
            number = column.str.match(r"[\d.]|$").to_numpy(dtype=bool)
            checks.append(number)
        elif not name:
            checks.append((column == "").to_numpy())
    return float(np.mean(checks)) if checks and len(heads) else _LEAST
