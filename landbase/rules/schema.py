"""The parcel table: its columns, their types, and how real headers map onto them."""

from __future__ import annotations

import re
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, TypeVar

from landbase.errors import ConfigError, SchemaError, wrong_kind
from landbase.rules.shown import shown_table
from landbase.rules.vocabulary import Vocabulary
from landbase.texts import Both, words

if TYPE_CHECKING:
    import geopandas as gpd
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

    from landbase.texts import Lang

__all__ = [
    "COLUMN_KINDS",
    "PARCEL_COLUMNS",
    "REQUIRED_COLUMNS",
    "TABLE_KINDS",
    "Tolerances",
    "as_parcels",
    "column_labels",
    "column_named",
    "column_of_label",
    "require_columns",
]

Areas = TypeVar("Areas", float, "npt.NDArray[np.float64]", "pd.Series")

# type of a field in vocabulary.toml → dtype of the column
_DTYPES = {
    "date": "datetime64[s]",
    "float": "float64",
    "ratio": "float64",
    "area": "float64",
    "money": "float64",  # in 10,000 yuan (万元)
}

_UNIT = re.compile(r"（[^（）]*）$")  # behind the name of a column

# kinds of the vocabulary that hold columns
COLUMN_KINDS = ("field", "ledger_field", "record_field")
# of tables of tasks and of published figures
TABLE_KINDS = ("table_field", "field")
PARCEL_COLUMNS = (*Vocabulary.default().codes("field"), "source", "source_row")
REQUIRED_COLUMNS = ("parcel_id", "category")


@dataclass(frozen=True, kw_only=True)
class Tolerances:
    """How much is too much, in every check; a bureau sets its own in its project file.

    No readable rule fixes these figures: the defaults are proposals.

    Attributes
    ----------
    declared_m2, declared_share
        A declared area may differ from the measured one by the larger of so many m²
        and this share of it.
    repair_share
        A repair may change the area of a parcel by this share; beyond it the row is
        set aside.
    overlap_m2
        Smaller common parts of two parcels, in m², are not reported.
    same_share
        A parcel of which this share lies in another counts as lying in it.
    sliver_thinness, sliver_width_m
        A sliver is thinner than this (4πA/P²; a circle has 1) and at the same time
        narrower than so many metres (2A/P).
    straddle_m2
        A smaller part, in m², across a banner line or outside all banners is not
        reported.
    """

    declared_m2: float = 1.0
    declared_share: float = 0.001
    repair_share: float = 0.001
    overlap_m2: float = 1.0
    same_share: float = 0.99
    sliver_thinness: float = 0.05
    sliver_width_m: float = 1.0
    straddle_m2: float = 10.0

    def _repr_html_(self) -> str:
        labels = words("report", "zh").part("tolerance")
        rows = [(name, labels[name], value) for name, value in asdict(self).items()]
        return shown_table(rows, ("item", "meaning", "value"))

    def slack(self, area: Areas) -> Areas:
        """Say how far an area may be off: `declared_m2`, or a share of it where more.

        Parameters
        ----------
        area
            In m², one figure or many.

        Returns
        -------
        slack
            In m², of the same type and index; missing where the area is.

        Examples
        --------
        >>> Tolerances().slack(500.0), Tolerances().slack(40_000.0)
        (1.0, 40.0)
        """
        share = area * self.declared_share
        if isinstance(share, float | int):
            return max(share, self.declared_m2)
        return share.clip(self.declared_m2)

    def __post_init__(self) -> None:
        for name, value in vars(self).items():
            if not 0 <= value < float("inf"):
                raise ConfigError("tolerance_wrong", name=name, value=value)


def column_labels(
    lang: Lang = "zh",
    *,
    vocabulary: Vocabulary | None = None,
    kinds: tuple[str, ...] = COLUMN_KINDS,
) -> dict[str, str]:
    """Map columns to their labels: of parcels, of ledgers, of decisions.

    Examples
    --------
    >>> labels = column_labels()
    >>> labels["parcel_id"], labels["due"], labels["recorded_at"]
    ('地块编号', '整改时限', '登记时间')
    """
    words = Vocabulary.default() if vocabulary is None else vocabulary
    return {
        name: label
        for kind in kinds
        for name, label in words.labels(kind, lang).items()
    }


def column_of_label(text: str) -> str:
    """Find the column of a Chinese label; what is none is the name of a column.

    Examples
    --------
    >>> column_of_label("开发区"), column_of_label("zone"), column_of_label("登记面积")
    ('zone', 'zone', 'declared_area_m2')
    """
    labels = {label: name for name, label in reversed(column_labels("zh").items())}
    bare = {_UNIT.sub("", label): name for label, name in labels.items()}
    return (bare | labels).get(text.strip(), text)


def column_named(frame: pd.DataFrame, word: str) -> str:
    """Find the column of a table that bears a name, or else a Chinese label.

    Examples
    --------
    >>> import pandas as pd
    >>> table = pd.DataFrame({"zone": ["甲"], "原因": ["乙"]})
    >>> column_named(table, "开发区"), column_named(table, "原因")
    ('zone', '原因')
    """
    require_columns(frame)
    return word if word in frame.columns else column_of_label(word)


def require_columns(frame: pd.DataFrame, *names: str) -> None:
    """Check that a table is one, and that columns are there."""
    if not hasattr(frame, "columns"):
        raise wrong_kind(frame, "a table (DataFrame)")
    if missing := [name for name in names if name not in frame.columns]:
        labels = column_labels("zh")
        named = [Both(name, labels.get(name, name)) for name in missing]
        raise SchemaError(
            "schema_columns_missing", missing=named, present=list(frame.columns)
        )


def as_parcels(frame: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Give the columns of the parcel table their types and order."""
    require_columns(frame, *REQUIRED_COLUMNS)
    types = {n: _DTYPES.get(_field_type(n), "str") for n in PARCEL_COLUMNS}
    types["source_row"] = "Int64"
    types = {name: dtype for name, dtype in types.items() if name in frame.columns}
    try:
        typed = frame.astype(types)
    except (TypeError, ValueError) as error:
        raise SchemaError("schema_column_type", error=error) from error
    geometry = typed.geometry.name
    others = [c for c in typed.columns if c not in types and c != geometry]
    return typed[[*types, *others, geometry]]


def date_columns() -> tuple[str, ...]:
    """Name the columns of the parcel table that hold days."""
    return tuple(name for name in PARCEL_COLUMNS if _field_type(name) == "date")


def _field_type(name: str) -> str:
    fields = Vocabulary.default().terms["field"]
    return fields[name].type if name in fields else "str"
