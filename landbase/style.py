"""One legend for every map: classes, colours, hatches and labels, screen and paper.

A code has one colour for good: it depends on the vocabulary, never on which parcels
are shown. The colours stay apart for people with red-green colour blindness (the
test simulates it); on paper hatches tell classes apart as well.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import cycle
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from landbase.apportion import apportion_crossed
from landbase.area import ellipsoidal_area
from landbase.rules.ruleset import Rules, rules_of
from landbase.rules.schema import column_labels, require_columns
from landbase.rules.vocabulary import KINDS, Vocabulary
from landbase.tables.cells import texts_given
from landbase.texts import Texts, day_in
from landbase.units import from_m2

if TYPE_CHECKING:
    from collections.abc import Mapping

    import geopandas as gpd
    import numpy.typing as npt

    from landbase.texts import Lang

__all__ = [
    "FONTS",
    "MISSING_COLOR",
    "TOTAL",
    "Heading",
    "Legend",
    "LegendClass",
    "legend_table",
    "make_legend",
    "missing_key",
    "sum_by_category",
]

# Fonts with Chinese letters, on Windows, macOS and Linux in this order.
FONTS = ("Microsoft YaHei", "PingFang SC", "Noto Sans CJK SC", "sans-serif")

MISSING_COLOR = "#D5DADE"
# In place of the position of a class: the line of all. Tables of classes go by
# position, for the values of a column may be anything, "missing" and "total" too.
TOTAL = -1
_DARKER = 0.55  # share of a colour's light that its outline keeps

# Found by search: of the first 15 the nearest two differ by 19 in CIELAB, also as seen
# with deuteranopia or protanopia; of all by 18.
_PALETTE = (
    "#334488",
    "#FFBB33",
    "#229988",
    "#CC5544",
    "#6699FF",
    "#998800",
    "#663355",
    "#88CC88",
    "#0088AA",
    "#AA4455",
    "#555511",
    "#00DDEE",
    "#CCCC66",
    "#22DDBB",
    "#2233AA",
    "#7755FF",
    "#004422",
    "#77BBFF",
    "#3366CC",
    "#1122CC",
)
_HATCHES = (
    *("", "///", "...", "\\\\\\", "xxx", "+++", "---", "|||"),
    *("ooo", "//..", "\\\\..", "**", "xx..", "++..", "/-"),
    *("\\-", "||..", "oo--", "**||", "xx||"),
)


def _colors_of(own: Mapping[str, str], codes: list[str]) -> list[str]:
    """Give every code its colour; those without one of their own get the rest."""
    rest = iter([color for color in _PALETTE if color not in own.values()])
    return [own[code] if code in own else next(rest) for code in codes]


def _darker(color: str) -> str:
    """Darken a colour so much that an outline of it is seen on white."""
    light = [int(color[i : i + 2], 16) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(part * _DARKER):02X}" for part in light)


@dataclass(frozen=True, kw_only=True)
class Heading:
    """What stands over a map.

    Attributes
    ----------
    title
        Title of the map; by default one that names what it is coloured by.
    as_of
        The day the data are of, as it is to be printed.
    note
        A mark such as 内部使用, or where the data come from.
    review_no
        审图号, for maps that were reviewed for publication.
    source
        Where the data come from, as a printed page says it at its foot.
    """

    title: str | None = None
    as_of: str | None = None
    note: str | None = None
    review_no: str | None = None
    source: str | None = None

    def lines(self, lang: Lang = "zh", *, texts: Texts | None = None) -> list[str]:
        """Give what stands beside the title, in order."""
        wording = (texts or Texts.default()).words("common", lang)
        return [
            *([wording("as_of", day=day_in(self.as_of, lang))] if self.as_of else []),
            *([self.note] if self.note else []),
            *([wording("review_no", number=self.review_no)] if self.review_no else []),
        ]


@dataclass(frozen=True, kw_only=True)
class LegendClass:
    """One class of a legend.

    Attributes
    ----------
    code
        The value in the table; None for the class of missing values.
    zh, en
        Labels.
    color
        Fill, as ``#RRGGBB``.
    hatch
        Hatch for print, in the notation of matplotlib.
    """

    code: str | None
    zh: str
    en: str
    color: str
    hatch: str = ""

    @property
    def edge(self) -> str:
        """Outline: the fill, darkened enough to be seen on white."""
        return _darker(self.color)

    def label(self, lang: Lang = "zh") -> str:
        """Give the label in one language."""
        return self.zh if lang == "zh" else self.en


def missing_key(column: str) -> str:
    """Name the text for a missing value: a way that is missing is not decided yet."""
    return "undecided" if column == "disposal_type" else "missing"


@dataclass(frozen=True, kw_only=True)
class Legend:
    """The classes of one column, in order; immutable.

    Attributes
    ----------
    column
        The column that colours the parcels.
    classes
        All classes, whether shown or not.
    rules
        Where the labels come from.
    """

    column: str
    classes: tuple[LegendClass, ...]
    rules: Rules = field(default_factory=Rules.default, repr=False)

    @property
    def vocabulary(self) -> Vocabulary:
        """The words of its rules."""
        return self.rules.vocabulary

    @property
    def missing(self) -> LegendClass:
        """The class of parcels without a value."""
        texts = Texts(self.rules.texts)
        key = missing_key(self.column)
        return LegendClass(
            code=None,
            zh=texts.text(f"common.{key}", "zh"),
            en=texts.text(f"common.{key}", "en"),
            color=MISSING_COLOR,
        )

    @property
    def all_classes(self) -> tuple[LegendClass, ...]:
        """The classes, and the one of missing values last."""
        return (*self.classes, self.missing)

    def title(self, lang: Lang = "zh") -> str:
        """Name what the classes are of."""
        labels = column_labels(lang, vocabulary=self.vocabulary)
        return labels.get(self.column, self.column)

    def positions(self, values: pd.Series) -> npt.NDArray[np.intp]:
        """Find the class of each value."""
        codes = [entry.code for entry in self.classes]
        texts = texts_given(values)
        found = pd.Index(codes, dtype=object).get_indexer(pd.Index(texts, dtype=object))
        lost = values[(found < 0) & texts.notna().to_numpy()]
        if len(lost):
            shown = ", ".join(sorted(set(map(str, lost)))[:5])
            raise ValueError(
                f"the legend of {self.column} has no class for {shown}; "
                "make it from all parcels with make_legend"
            )
        return np.where(found < 0, len(codes), found)


def make_legend(
    parcels: pd.DataFrame,
    *,
    color_by: str = "status",
    rules: Rules | None = None,
) -> Legend:
    """Make the legend of a column.

    Raises
    ------
    SchemaError
        The column is missing.
    ValueError
        The column has too many values for a legend.

    Examples
    --------
    >>> legend = make_legend(pd.DataFrame({"status": ["closed"]}))
    >>> legend.classes[0].label("zh"), legend.classes[4].color
    ('已上图入库', '#12A57C')
    """
    require_columns(parcels, color_by)
    known = rules_of(rules, of=parcels)
    words = known.vocabulary
    terms = words.terms.get(color_by, {}) if color_by in KINDS else {}
    used = set(texts_given(parcels[color_by]).dropna())
    found = used - set(terms)
    codes = [*terms, *sorted(found)]
    if len(codes) > len(_PALETTE):  # a long vocabulary, of which few codes occur
        codes = [code for code in codes if code in used]
    if len(codes) > len(_PALETTE):
        raise ValueError(
            f"column {color_by} has {len(codes)} values, a legend holds "
            f"{len(_PALETTE)}; colour by another column"
        )
    own = {code: term.color for code, term in terms.items() if term.color}
    colors = _colors_of(own, codes)
    classes = tuple(
        LegendClass(
            code=code,
            zh=words.label(color_by, code, "zh") if terms else code,
            en=words.label(color_by, code, "en") if terms else code,
            color=color,
            hatch=hatch,
        )
        for code, color, hatch in zip(codes, colors, cycle(_HATCHES), strict=False)
    )
    return Legend(column=color_by, classes=classes, rules=known)


def legend_table(
    legend: Legend,
    parcels: gpd.GeoDataFrame,
    *,
    areas: pd.Series | None = None,
    decimals: int = 2,
) -> pd.DataFrame:
    """Count parcels and sum areas per class, by position, so that the sums close."""
    require_columns(parcels, legend.column)
    if areas is not None and not areas.index.equals(parcels.index):
        raise ValueError("areas must be a Series on the index of the parcels")
    m2 = (ellipsoidal_area(parcels) if areas is None else areas).fillna(0).to_numpy()
    position = legend.positions(parcels[legend.column])
    size = len(legend.all_classes)
    count = np.bincount(position, minlength=size)
    there = count > 0
    found = pd.Index(np.flatnonzero(there), name="position")
    table = pd.DataFrame({"count": count[there]}, index=found)
    area = sum_by_category(parcels, position, m2, size=size)[there]
    for unit in ("mu", "ha"):
        units = apportion_crossed(from_m2(area, unit), decimals=decimals)
        table[unit] = units.sum(axis=1) / 10.0**decimals
    table.loc[TOTAL] = table.sum().round(decimals)
    return table.astype({"count": "int64"})


def sum_by_category(
    parcels: pd.DataFrame,
    line: npt.NDArray[np.intp],
    m2: npt.NDArray[np.float64],
    *,
    size: int,
) -> npt.NDArray[np.float64]:
    """Sum areas per line and category, for `apportion_crossed`."""
    column, categories = np.zeros(len(line), dtype=np.intp), 1
    if "category" in parcels:
        known = rules_of(of=parcels).vocabulary.codes("category")
        texts = texts_given(parcels["category"])
        order = pd.Index([*known, *sorted({*texts.dropna()} - {*known})])
        column = order.get_indexer(pd.Index(texts))
        column = np.where(column < 0, len(order), column)
        categories = len(order) + 1
    cells = np.bincount(
        line * categories + column, weights=m2, minlength=size * categories
    )
    sums: npt.NDArray[np.float64] = cells.reshape(size, categories).astype(np.float64)
    return sums[:, sums.any(axis=0)] if sums.any() else sums[:, :1]
