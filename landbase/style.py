"""One legend for every map: classes, colours, hatches and labels, screen and paper.

A code has one colour for good: it depends on the vocabulary, never on which parcels
are shown. The colours stay apart for people with red-green colour blindness (the
test simulates it); on paper hatches tell classes apart as well. Numbers are coloured
in classes, light to dark.
"""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field
from itertools import cycle
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
from pandas.api.types import is_float_dtype

from landbase.apportion import apportion_crossed
from landbase.area import ellipsoidal_area
from landbase.errors import ConfigError
from landbase.rules.ruleset import Rules, rules_of
from landbase.rules.schema import column_labels, column_named, require_columns
from landbase.rules.vocabulary import COLOR, KINDS, Vocabulary
from landbase.tables.cells import in_natural_order, texts_given
from landbase.texts import Texts, day_in
from landbase.units import UNITS, from_m2, to_m2

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

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
# with deuteranopia or protanopia; of the first 23 by 18, of all by 13.
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
    "#0000FF",
    "#BBFFAA",
    "#FFEE00",
    "#AAFFCC",
    "#2277BB",
    "#88AABB",
    "#BBFF66",
    "#55AA77",
    "#442255",
    "#AAAA55",
)
# How far the palette is mixed with white or black each time a vocabulary is longer.
_SHADES = ((255, 0.4), (0, 0.35), (255, 0.65), (0, 0.6), (255, 0.2), (0, 0.15))
# Numbers, from few to many; lightness alone tells them apart.
_FEW_TO_MANY = (
    "#FDE39B",
    "#F9BD62",
    "#EE8A42",
    "#D4573C",
    "#A72F45",
    "#6B1A4C",
    "#33104A",
)
_QUANTILES = 5
_UNIT = re.compile(r"[（(][^（(]*[)）]$")  # that of the column, at the end of its label

_HATCHES = (
    *("", "///", "...", "\\\\\\", "xxx", "+++", "---", "|||"),
    *("ooo", "//..", "\\\\..", "**", "xx..", "++..", "/-"),
    *("\\-", "||..", "oo--", "**||", "xx||"),
    *("//", "OO", "++", "oo", "--..", "**--", "++oo", "//**", "xx--", "||oo"),
)


def _colors_of(own: Mapping[str, str], codes: list[str]) -> dict[str, str]:
    """Give every code its colour; those without one of their own get the rest."""
    rest = _endless({color.upper() for color in own.values()})
    return {code: own[code] if code in own else next(rest) for code in codes}


def _endless(taken: set[str]) -> Iterator[str]:
    """Give the palette, and then its shades."""
    yield from (color for color in _PALETTE if color not in taken)
    for end, share in cycle(_SHADES):
        yield from (_mixed(color, end, share) for color in _PALETTE)


def _mixed(color: str, end: int, share: float) -> str:
    parts = [int(color[i : i + 2], 16) for i in (1, 3, 5)]
    return "#" + "".join(f"{round(p + (end - p) * share):02X}" for p in parts)


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

    def _repr_html_(self) -> str:
        said = [f"<b>{html.escape(self.title)}</b>"] if self.title else []
        beside = [*self.lines(), *([self.source] if self.source else [])]
        return f"<p>{'<br>'.join([*said, *map(html.escape, beside)])}</p>"

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
        Fill, as ``#RRGGBB``; names of colours are refused (`ConfigError`).
    hatch
        Hatch for print, in the notation of matplotlib.
    """

    code: str | None
    zh: str
    en: str
    color: str
    hatch: str = ""

    def __post_init__(self) -> None:
        if not COLOR.fullmatch(self.color):
            raise ConfigError("color_not_hex", color=self.color, code=self.zh)

    def _repr_html_(self) -> str:
        return f"<table>{_shown_class(self)}</table>"

    @property
    def edge(self) -> str:
        """Outline: the fill, darkened enough to be seen on white."""
        return _darker(self.color)

    def label(self, lang: Lang = "zh") -> str:
        """Give the label in one language."""
        return self.zh if lang == "zh" else self.en


def _shown_class(entry: LegendClass) -> str:
    """Show a class as a row: colour, both labels, and what to write for the colour."""
    return (
        f'<tr><td style="background:{entry.color};min-width:2em"></td>'
        f"<td>{html.escape(entry.zh)}</td><td>{html.escape(entry.en)}</td>"
        f"<td>{entry.color}</td></tr>"
    )


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
    breaks
        For numbers: where each class but the first begins, in the unit of the column.
    unit
        For numbers: the unit of the labels.
    """

    column: str
    classes: tuple[LegendClass, ...]
    rules: Rules = field(default_factory=Rules.default, repr=False)
    breaks: tuple[float, ...] = ()
    unit: str = ""

    def _repr_html_(self) -> str:
        rows = "".join(map(_shown_class, self.all_classes))
        return f"<p><b>{html.escape(self.title())}</b></p><table>{rows}</table>"

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
        name = labels.get(self.column, self.column)
        if not self.unit:
            return name
        name, unit = _UNIT.sub("", name), _unit_name(self.unit, lang)
        return f"{name}（{unit}）" if lang == "zh" else f"{name} ({unit})"

    def positions(self, values: pd.Series) -> npt.NDArray[np.intp]:
        """Find the class of each value."""
        if self.breaks:
            numbers = pd.to_numeric(values, errors="coerce").to_numpy(float)
            found = np.digitize(numbers, self.breaks)
            return np.where(np.isnan(numbers), len(self.classes), found)
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
    breaks: Sequence[float] | int | None = None,
    unit: str | None = None,
    colors: Mapping[str, str] | None = None,
    rules: Rules | None = None,
) -> Legend:
    """Make the legend of a column.

    A code of the vocabulary has the same colour whatever parcels are shown; values of
    other columns have theirs in order. Numbers are coloured in classes where `breaks`
    asks for it, or where there are too many of them for a class each.

    Parameters
    ----------
    parcels
        A table with the column.
    color_by
        The column, or its Chinese name (形成原因).
    breaks
        For a column of numbers: where each class but the first begins, rising, in
        `unit`; or how many classes of about as many parcels each (quantiles).
    unit
        Of breaks and labels. For an area in m² (a column ending in ``_m2``) "mu", the
        default, "ha", "m2", "wan_mu" or "km2"; for other numbers any text.
    colors
        Value → colour as ``#RRGGBB``, in place of landbase's own; for a code its name
        is taken too (已销号). Of numbers the number of the class, "1" being the first.
    rules
        Words and colours; by default the rules that the parcels were read by.

    Returns
    -------
    legend
        What `disposal_map`, `report_map` and the others take as `color_by`.

    Raises
    ------
    SchemaError
        The column is missing.
    ConfigError
        A colour is not of the form ``#RRGGBB``.
    ValueError
        The column has too many values for a legend, `breaks` do not rise, or `colors`
        names a value that is not there.

    Examples
    --------
    >>> legend = make_legend(pd.DataFrame({"status": ["closed"]}))
    >>> legend.classes[0].label("zh"), legend.classes[4].color
    ('已上图入库', '#12A57C')
    >>> areas = pd.DataFrame({"declared_area_m2": [5000.0, 10000.0, 40000.0]})
    >>> legend = make_legend(areas, color_by="declared_area_m2", breaks=[10, 50])
    >>> [entry.label() for entry in legend.classes], legend.title()
    (['小于10', '10～50', '50以上'], '登记面积（亩）')
    """
    color_by = column_named(parcels, color_by)
    require_columns(parcels, color_by)
    known = rules_of(rules, of=parcels)
    values = parcels[color_by]
    if breaks is not None or (color_by not in KINDS and _is_continuous(values)):
        asked = _QUANTILES if breaks is None else breaks
        return _of_numbers(values, asked, unit=unit, colors=colors or {}, rules=known)
    words = known.vocabulary
    terms = words.terms.get(color_by, {}) if color_by in KINDS else {}
    used = set(texts_given(values).dropna())
    every = [*terms, *in_natural_order(used - set(terms))]
    code_of = {term.zh: code for code, term in terms.items() if term.zh not in used}
    colors = {code_of.get(v, v): color for v, color in (colors or {}).items()}
    if wrong := sorted(set(colors) - set(every)):
        raise ValueError(f"colors names values that {color_by} does not have: {wrong}")
    own = {code: term.color for code, term in terms.items() if term.color}
    color_of = _colors_of(own | colors, every)
    hatch_of = dict(zip(every, cycle(_HATCHES), strict=False))
    codes = every
    if len(every) > len(_PALETTE):  # a long vocabulary, of which few codes occur
        codes = [code for code in every if code in used]
    if len(codes) > len(_PALETTE):
        raise ValueError(
            f"column {color_by} has {len(codes)} values, a legend holds "
            f"{len(_PALETTE)}; colour by another column"
        )
    classes = tuple(
        LegendClass(
            code=code,
            zh=words.label(color_by, code, "zh") if terms else code,
            en=words.label(color_by, code, "en") if terms else code,
            color=color_of[code],
            hatch=hatch_of[code],
        )
        for code in codes
    )
    return Legend(column=color_by, classes=classes, rules=known)


def _is_continuous(values: pd.Series) -> bool:
    """Tell numbers of which a legend cannot hold each."""
    return is_float_dtype(values.dtype) and values.nunique() > len(_PALETTE)


def _of_numbers(
    values: pd.Series,
    breaks: Sequence[float] | int,
    *,
    unit: str | None,
    colors: Mapping[str, str],
    rules: Rules,
) -> Legend:
    """Make classes of numbers."""
    column = str(values.name)
    unit = unit or ("mu" if column.endswith("_m2") else "")
    numbers = pd.to_numeric(values, errors="coerce").dropna().to_numpy(float)
    shown = from_m2(numbers, unit) if column.endswith("_m2") else numbers  # type: ignore[arg-type] # from_m2 names what is no unit
    edges = _edges(shown, breaks)
    size = len(edges) + 1
    at = np.linspace(0, len(_FEW_TO_MANY) - 1, size) if size > 1 else np.zeros(1)
    ramp = [colors.get(str(n + 1), _on_ramp(where)) for n, where in enumerate(at)]
    own = to_m2(edges, unit) if column.endswith("_m2") else edges  # type: ignore[arg-type] # as above
    classes = tuple(
        LegendClass(
            code=str(number + 1),
            zh=_span(edges, number, "zh", rules),
            en=_span(edges, number, "en", rules),
            color=color,
            hatch=_HATCHES[number % len(_HATCHES)],
        )
        for number, color in enumerate(ramp)
    )
    return Legend(
        column=column,
        classes=classes,
        rules=rules,
        breaks=tuple(map(float, own)),
        unit=unit,
    )


def _edges(
    shown: npt.NDArray[np.float64], breaks: Sequence[float] | int
) -> npt.NDArray[np.float64]:
    """Give where classes begin: as asked, or at quantiles rounded to three digits."""
    if not isinstance(breaks, int):
        edges = np.asarray(breaks, dtype=np.float64)
        if (
            not len(edges)
            or not np.isfinite(edges).all()
            or (np.diff(edges) <= 0).any()
        ):
            raise ValueError(f"breaks must be rising numbers, not {list(breaks)}")
        return edges
    if breaks < _LEAST:
        raise ValueError(f"breaks={breaks}: there are two classes at least")
    if not len(shown):
        return np.zeros(1)
    quantiles = np.quantile(shown, np.arange(1, breaks) / breaks)
    return np.unique([float(f"{edge:.3g}") for edge in quantiles])


_LEAST = 2


def _on_ramp(where: float) -> str:
    """Give the colour at a place of the ramp, between two of its colours."""
    low = min(int(where), len(_FEW_TO_MANY) - 2)
    pair = [[int(c[i : i + 2], 16) for i in (1, 3, 5)] for c in _FEW_TO_MANY[low:]][:2]
    share = where - low
    mixed = (round(a + (b - a) * share) for a, b in zip(*pair, strict=True))
    return "#" + "".join(f"{part:02X}" for part in mixed)


def _span(edges: npt.NDArray[np.float64], number: int, lang: Lang, rules: Rules) -> str:
    """Say from where to where a class goes."""
    wording = Texts(rules.texts).words("common", lang)
    shown = [f"{edge:,.10g}" for edge in edges]
    if number == 0:
        return wording("class_below", high=shown[0])
    if number == len(shown):
        return wording("class_from", low=shown[-1])
    return wording("class_between", low=shown[number - 1], high=shown[number])


def _unit_name(unit: str, lang: Lang) -> str:
    known = {str(name): found for name, found in UNITS.items()}
    return known[unit].name(lang) if unit in known else unit


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
