"""Areas per banner or any other column, whose sums close, also as printed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias, get_args

import numpy as np
import numpy.typing as npt
import pandas as pd

from landbase.apportion import apportion_crossed, exact_parts, exact_sums, sums_of_parts
from landbase.area import ellipsoidal_area, planar_area
from landbase.banners.split import OUTSIDE, TWICE, part_parcels
from landbase.errors import SchemaError, warn, wrong_kind
from landbase.rules.ruleset import remember_rules, rules_of
from landbase.rules.schema import column_labels, column_named, require_columns
from landbase.rules.vocabulary import KINDS, Vocabulary
from landbase.style import missing_key
from landbase.tables.cells import in_natural_order, texts_given
from landbase.texts import Text, Texts
from landbase.units import from_m2

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    import geopandas as gpd

    from landbase.banners.split import Parts
    from landbase.rules.ruleset import Rules
    from landbase.texts import Lang, Words

__all__ = [
    "ALL",
    "MEASURES",
    "AreaKind",
    "Located",
    "area_table",
    "label_table",
    "located_table",
    "print_table",
    "round_table",
]

Floats = npt.NDArray[np.float64]

MEASURES = ("count", "mu", "ha")
ALL = "all"


@dataclass(frozen=True, eq=False)
class Lines:
    """Which line of the table each part of a parcel goes to.

    A line by several columns is named by a tuple.
    """

    names: list[Any]
    parcel: npt.NDArray[np.intp]
    line: npt.NDArray[np.intp]
    share: Floats
    main: npt.NDArray[np.bool_]


@dataclass(frozen=True, eq=False)
class Sums:
    """Counts and areas per line and category, exact, so that sums can be added.

    Attributes
    ----------
    cells
        Index (line, group), as many as occur; columns count, and the area in m² as
        `landbase.apportion.exact_parts` takes it apart.
    lines, groups
        Their names, in order.
    """

    cells: pd.DataFrame
    lines: list[Any]
    groups: list[str]

    def table(self, by: list[str]) -> pd.DataFrame:
        """Make the area table of the sums, its lines named by these columns."""
        m2, count = np.zeros((2, len(self.lines), len(self.groups)))
        lines = {name: at for at, name in enumerate(self.lines)}
        numbers, sums = self.cells["count"], sums_of_parts(self.cells)
        cells = zip(self.cells.index, numbers, sums, strict=True)
        for (line, group), number, area in cells:
            at = lines[line], self.groups.index(group)
            count[at], m2[at] = number, area
        table = _framed(m2, count, self.lines, self.groups)
        table.index.names = by
        return table


def sums_of(
    parcels: gpd.GeoDataFrame, area: Floats, lines: Lines, words: Vocabulary
) -> Sums:
    """Sum counts and areas per line and category.

    Areas are summed as whole numbers, so that no order and no division of the parcels
    into tables changes a digit.
    """
    groups, group = _groups(parcels, words)
    counted = exact_parts(lines.share * area[lines.parcel])
    counted.insert(0, "count", lines.main.astype(np.int64))
    cell = lines.line * len(groups) + group[lines.parcel]
    sums = counted.groupby(cell).sum()
    places = [divmod(int(at), len(groups)) for at in sums.index]
    named = [(lines.names[line], groups[own]) for line, own in places]
    sums.index = _pairs(named)
    return Sums(sums, lines.names, groups)


def _pairs(named: list[tuple[Any, str]]) -> pd.MultiIndex:
    """Index sums by line and group; a line by several columns stays one tuple."""
    line, group = np.empty(len(named), dtype=object), [group for _, group in named]
    line[:] = [name for name, _ in named]
    return pd.MultiIndex.from_arrays([line, group], names=["line", "group"])


def _groups(
    parcels: gpd.GeoDataFrame, words: Vocabulary
) -> tuple[list[str], npt.NDArray[np.intp]]:
    """Give the categories found, and which one each parcel has."""
    if "category" not in parcels:
        return [ALL], np.zeros(len(parcels), dtype=np.intp)
    return coded(parcels["category"], "category", words)


def coded(
    values: pd.Series, kind: str, words: Vocabulary
) -> tuple[list[str], npt.NDArray[np.intp]]:
    """Give each value a number, in the order of its vocabulary, missing ones last."""
    text = texts_given(values)
    names = ordered(text.dropna().unique(), kind, words)
    code = pd.Categorical(text, categories=names).codes.astype(np.intp)
    if (code < 0).any():
        code = np.where(code < 0, len(names), code)
        names = [*names, MISSING]
    return names, code


def ordered(values: Iterable[str], kind: str, words: Vocabulary) -> list[str]:
    """Put values in the order of their vocabulary, others behind it, missing last."""
    found = in_natural_order(list(values))
    known = words.codes(kind) if kind in KINDS else []
    names = [c for c in known if c in found] + [c for c in found if c not in known]
    if clash := sorted({*names} & {*EXTRA_ROWS, ALL}):
        raise SchemaError("table_line_names_clash", by=kind, clash=clash)
    return names


def _framed(
    m2: Floats, count: Floats, names: list[Any], groups: list[str]
) -> pd.DataFrame:
    """Add the totals, drop extra lines without land, and convert units."""
    nested = bool(names) and isinstance(names[0], tuple)
    first = np.array([name[0] if nested else name for name in names], dtype=object)
    sign = np.where(first == "twice", -1.0, 1.0)
    columns: dict[tuple[str, str], npt.NDArray[Any]] = {}
    for number, group in enumerate([*groups, ALL] if groups != [ALL] else groups):
        one = slice(None) if group == ALL else slice(number, number + 1)
        area, parcels = _row_sums(m2[:, one]), count[:, one].sum(axis=1)
        area = np.append(area, _row_sums((area * sign)[None, :]))
        parcels = np.append(parcels, parcels.sum()).astype(np.int64)
        figures = (parcels, from_m2(area, "mu"), from_m2(area, "ha"))
        columns |= {(group, m): f for m, f in zip(MEASURES, figures, strict=True)}
    index = pd.Index([*names, "total"], dtype="str") if not nested else _nested(names)
    table = pd.DataFrame(columns, index=index)
    table.columns = pd.MultiIndex.from_tuples(columns, names=["group", "measure"])
    # of several columns only the lines that occur; of one, every banner of the layer
    extra = np.append(nested | np.isin(first, ["outside", "twice"]), values=False)
    found = (table[(ALL, "count")] > 0) | (table[(ALL, "mu")] > 0)
    return table.loc[~extra | found]


def _row_sums(areas: Floats) -> Floats:
    rows = np.repeat(np.arange(len(areas)), areas.shape[1])
    sums = exact_sums(pd.Series(areas.ravel()), rows)
    return sums.reindex(range(len(areas)), fill_value=0.0).to_numpy()


def _nested(names: list[tuple[str, ...]]) -> pd.MultiIndex:
    """Index lines by several columns; the total names itself in the first alone."""
    total = ("total", *[""] * (len(names[0]) - 1))
    levels = zip(*names, total, strict=True)
    return pd.MultiIndex.from_arrays([pd.Index(level, dtype="str") for level in levels])


AreaKind: TypeAlias = Literal["ellipsoidal", "planar", "declared"]

MISSING = "missing"
EXTRA_ROWS = ("outside", "twice", MISSING, "total")


def area_table(
    parcels: gpd.GeoDataFrame,
    banners: gpd.GeoDataFrame | None = None,
    *,
    by: str | Sequence[str] = "banner",
    areas: AreaKind | pd.Series = "ellipsoidal",
    rules: Rules | None = None,
    vocabulary: Vocabulary | None = None,
) -> pd.DataFrame:
    """Count parcels and sum their areas per banner and category.

    Areas are in m² until the table is made; 1 ha = 10 000 m² and 1 mu = 1 ha / 15.

    Parameters
    ----------
    parcels
        Parcels, in any CGCS2000 system; with `category` where the table is to have
        a group of columns for each.
    banners
        Outlines as `read_banners` gives them. With them the table "by banner" goes
        by where parcels lie, cut at the lines; without, by the declared `banner`.
        For any other `by` they are not needed.
    by
        The column that makes the lines, or several, one within the other, such as
        ``["zone", "cause"]``; Chinese names of columns are taken too (开发区).
    areas
        "ellipsoidal" (of record), "planar" (each parcel in its own zone), "declared"
        (`declared_area_m2`), or a Series of m² on the index of `parcels`. A parcel
        on a banner line is parted in proportion to its parts on the ellipsoid.
    rules
        What orders categories and values; by default the rules that the parcels were
        read by.
    vocabulary
        As part of `rules`; it will go.

    Returns
    -------
    table
        Index named `by`: all banners of the layer in code order, or the values found
        (in the order of the vocabulary, else sorted, numbers as numbers; of several
        columns the combinations found, on an index of as many levels whose total is
        ("total", "")), then where they occur "outside"
        all banners, "twice" (in two banners) and "missing", and "total". Columns
        (group, measure): the categories found, then "all"; count, mu and ha, at full
        precision. In every column, lines + outside - twice + missing = total, and
        the categories sum to "all". A parcel is counted once, where its largest part
        is. ``attrs["names"]`` holds the names of the banners in the layer.

    Raises
    ------
    CRSError
        A CRS is missing or not CGCS2000.
    SchemaError
        A column is missing, or a value of `by` is the name of a line of the table.
    GeometryError
        A geometry is missing, or one that has to be cut is not valid.
    ValueError
        `areas` is of no known kind, or not on the index of `parcels`; or `by` names
        no column, or one twice.

    Warns
    -----
    LandbaseWarning
        Parcels have no area of the kind asked for; they are counted with 0 m².

    Examples
    --------
    >>> import geopandas as gpd
    >>> from shapely.geometry import box
    >>> squares = [box(x, 4300000, x + 100, 4300100) for x in (500000, 500200)]
    >>> parcels = gpd.GeoDataFrame(
    ...     {"category": "idle", "banner": ["150622", None]},
    ...     geometry=squares,
    ...     crs="EPSG:4546",
    ... )
    >>> area_table(parcels)["all"].round(2)
    measure  count    mu   ha
    banner
    150622       1  15.0  1.0
    missing      1  15.0  1.0
    total        2  30.0  2.0
    """
    area = _areas(parcels, areas)
    held = rules_of(rules, vocabulary=vocabulary, of=parcels)
    columns = columns_of(parcels, by)
    lines = lines_by(parcels, banners, columns, held.vocabulary)
    sums = sums_of(parcels, area, lines, held.vocabulary)
    return made_table(sums, banners, columns, held)


def made_table(
    sums: Sums, banners: gpd.GeoDataFrame | None, columns: list[str], rules: Rules
) -> pd.DataFrame:
    """Make the table of sums, which remembers its rules and the names of banners."""
    table = sums.table(columns)
    table.attrs = {"names": _names_in(table, banners, columns)}
    remember_rules(table, rules)
    return table


def columns_of(parcels: pd.DataFrame, by: str | Sequence[str]) -> list[str]:
    """Find the columns that lines are made by."""
    asked = [by] if isinstance(by, str) else list(by)
    columns = [column_named(parcels, column) for column in asked]
    if not columns or len(set(columns)) < len(columns):
        raise ValueError(f"by needs one or several different columns, not {columns}")
    return columns


def lines_by(
    parcels: gpd.GeoDataFrame,
    banners: gpd.GeoDataFrame | None,
    columns: list[str],
    words: Vocabulary,
) -> Lines:
    """Tell to which line each part of a parcel goes; of several columns one name each.

    With banners, “banner” is where the parcel lies.
    """
    placed = banners is not None and "banner" in columns
    if banners is not None and placed:
        lines = _by_place(*part_parcels(parcels, banners))
        if columns == ["banner"]:
            return lines
    elif len(columns) == 1:
        return _by_value(parcels, columns[0], words)
    else:
        every = np.arange(len(parcels))
        one = np.ones(len(parcels))
        lines = Lines([], every, np.zeros_like(every), one, one > 0)
    names: list[tuple[str, ...]] = [()]
    line = np.zeros(len(lines.parcel), dtype=np.intp)
    for column in columns:
        if placed and column == "banner":
            own, of_part = lines.names, lines.line
        else:
            require_columns(parcels, column)
            own, of_parcel = coded(parcels[column], column, words)
            of_part = of_parcel[lines.parcel]
        line = line * len(own) + of_part
        names = [(*name, value) for name in names for value in own]
    occurs, line = np.unique(line, return_inverse=True)
    return replace(lines, names=[names[at] for at in occurs], line=line)


def _names_in(
    table: pd.DataFrame, banners: gpd.GeoDataFrame | None, columns: list[str]
) -> dict[str, str]:
    """Give the names that the layer has for the banners of a table by place."""
    if banners is None or "banner" not in columns or "name" not in banners:
        return {}
    named = banners[["banner", "name"]].dropna()
    names = dict(zip(named["banner"], named["name"], strict=True))
    if len(columns) > 1:
        return names
    return {code: name for code, name in names.items() if code in table.index}


class Located(NamedTuple):
    """The area table per banner, and the parts of parcels that it counts.

    Attributes
    ----------
    table
        As `area_table` gives it.
    parts, codes
        As `part_parcels` gives them.
    area_m2
        The area of each part, in m².
    """

    table: pd.DataFrame
    parts: Parts
    codes: list[str]
    area_m2: Floats


def located_table(
    parcels: gpd.GeoDataFrame,
    banners: gpd.GeoDataFrame,
    *,
    areas: AreaKind | pd.Series = "ellipsoidal",
    rules: Rules | None = None,
) -> Located:
    """Make the area table by where parcels lie, and keep what it was made of."""
    area = _areas(parcels, areas)
    held = rules_of(rules)
    parts, codes = part_parcels(parcels, banners)
    sums = sums_of(parcels, area, _by_place(parts, codes), held.vocabulary)
    table = made_table(sums, banners, ["banner"], held)
    return Located(table, parts, codes, parts.share * area[parts.parcel])


def _areas(parcels: gpd.GeoDataFrame, areas: AreaKind | pd.Series) -> Floats:
    """Give m² for each parcel; without an area it is 0, with a warning."""
    given = areas_of(parcels, areas)
    tell_lacking(int(given.isna().sum()), len(given), areas, stacklevel=4)
    return np.asarray(given.fillna(0.0), dtype=np.float64)


def areas_of(parcels: gpd.GeoDataFrame, areas: AreaKind | pd.Series) -> pd.Series:
    """Give m² for each parcel, NaN where there is no such area."""
    if isinstance(areas, pd.Series):
        if not areas.index.equals(parcels.index):
            raise ValueError("areas must be a Series on the index of the parcels")
        given = areas.astype("float64")
    elif areas == "declared":
        require_columns(parcels, "declared_area_m2")
        given = parcels["declared_area_m2"].astype("float64")
    elif areas in get_args(AreaKind):
        measure = ellipsoidal_area if areas == "ellipsoidal" else planar_area
        given = measure(parcels)
    else:
        raise ValueError(
            f"unknown areas {areas!r}; use one of {get_args(AreaKind)} or a Series"
        )
    if np.isinf(given).any():
        raise ValueError("areas must be finite")
    return given


def tell_lacking(
    lacking: int, count: int, areas: AreaKind | pd.Series, *, stacklevel: int
) -> None:
    """Warn of parcels that have no area of the kind asked for."""
    if lacking:
        what = Text(f"warnings.area_{areas if isinstance(areas, str) else 'given'}")
        warn(
            "areas_missing",
            lacking=lacking,
            count=count,
            what=what,
            stacklevel=stacklevel,
        )


def _by_place(parts: Parts, codes: list[str]) -> Lines:
    line = np.where(parts.place == OUTSIDE, len(codes), parts.banner)
    line = np.where(parts.place == TWICE, len(codes) + 1, line)
    return Lines(
        [*codes, "outside", "twice"], parts.parcel, line, parts.share, parts.main
    )


def _by_value(parcels: gpd.GeoDataFrame, by: str, words: Vocabulary) -> Lines:
    require_columns(parcels, by)
    names, line = coded(parcels[by], by, words)
    one = np.ones(len(line))
    return Lines(names, np.arange(len(line)), line, one, one > 0)


def print_table(
    table: pd.DataFrame,
    *,
    lang: Lang = "zh",
    decimals: int = 2,
    rules: Rules | None = None,
    vocabulary: Vocabulary | None = None,
) -> pd.DataFrame:
    """Label an area table and round it so that the printed figures still close.

    The grand total is rounded half-up. The categories are levelled to it, the lines
    of each category to that category, both by largest remainder. A line's total is
    the sum of its printed categories; where it would be a unit or more from its exact
    value, the roundings of two lines are exchanged within a category. mu and
    hectares are levelled separately, so a printed line need not be 15 : 1.

    Parameters
    ----------
    table
        As `area_table` gives it. Not changed.
    lang
        Language of the labels.
    decimals
        Digits after the decimal point.
    rules
        Where labels come from; by default the rules that the table was made by.
    vocabulary
        As part of `rules`; it will go.

    Returns
    -------
    printed
        The same lines and columns under their labels. In every column, lines +
        outside - twice + missing = total to the last digit, and in every line the
        categories sum to their total. Every figure is less than one unit of the last
        digit from its exact value; line totals are within two where whole numbers in
        the table leave no other way.

    Raises
    ------
    TypeError
        The table is none that `area_table` made.

    Examples
    --------
    >>> import pandas as pd
    >>> thirds = [1 / 3, 2 / 3, 1.0]
    >>> figures = {("idle", "ha"): thirds, ("all", "ha"): thirds}
    >>> table = pd.DataFrame(figures, index=["150602", "150603", "total"])
    >>> print_table(table, lang="en")[("total", "ha")].to_list()
    [0.33, 0.67, 1.0]
    """
    _require_units(table)
    held = rules_of(rules, vocabulary=vocabulary, of=table)
    return label_table(round_table(table, decimals=decimals), held, lang)


def _require_units(table: pd.DataFrame) -> None:
    """Check that the columns of a table are sorts of land and units."""
    if not isinstance(getattr(table, "columns", None), pd.MultiIndex):
        raise wrong_kind(table, "a table of areas (of area_table)")


def round_table(
    table: pd.DataFrame, *, decimals: int = 2, ha_decimals: int | None = None
) -> pd.DataFrame:
    """Round an area table as `print_table` does, under its own codes.

    Hectares may have decimals of their own; by default as mu have.
    """
    printed = table.copy()
    groups = [g for g in dict.fromkeys(table.columns.get_level_values(0)) if g != ALL]
    sign = np.where(table.index.get_level_values(0) == "twice", -1, 1)[:-1]
    of_ha = decimals if ha_decimals is None else ha_decimals
    for measure, places in (("mu", decimals), ("ha", of_ha)):
        leaves = [(g, measure) for g in groups or [ALL] if (g, measure) in table]
        if not leaves:
            continue
        exact = table.loc[:, leaves].to_numpy(np.float64)[:-1] * sign[:, None]
        units = apportion_crossed(exact, decimals=places) * sign[:, None]
        units = np.vstack([units, sign @ units])
        printed.loc[:, leaves] = units / 10.0**places
        printed[(ALL, measure)] = units.sum(axis=1) / 10.0**places
    return printed


def label_table(
    rounded: pd.DataFrame,
    rules: Rules,
    lang: Lang,
    *,
    measures: Mapping[str, str] | None = None,
) -> pd.DataFrame:
    """Put labels in place of the codes of a table's lines, groups and measures."""
    printed = rounded.copy()
    words, wording = rules.vocabulary, Texts(rules.texts).words("report", lang)
    top = words.labels("category", lang) | {
        ALL: wording["total"],
        "missing": wording["missing"],
    }
    printed.index = _labelled(printed, words, wording)
    of_group, of_measure = (printed.columns.get_level_values(n) for n in (0, 1))
    printed.columns = pd.MultiIndex.from_arrays([
        [top.get(group, group) for group in of_group],
        [(measures or wording).get(measure, measure) for measure in of_measure],
    ])
    return printed


def _labelled(printed: pd.DataFrame, words: Vocabulary, wording: Words) -> pd.Index:
    """Put labels in place of the lines of a table, in each of the columns it is by."""
    names = printed.attrs.get("names", {})
    fields = column_labels(wording.lang, vocabulary=words)
    levels = []
    for number, name in enumerate(printed.index.names):
        by = str(name)
        known = words.labels(by, wording.lang) if by in KINDS else {}
        layer = names if by == "banner" or printed.index.nlevels == 1 else {}
        own = known | layer if wording.lang == "zh" else layer | known
        own |= {row: wording[row] for row in EXTRA_ROWS}
        own["missing"] = wording[missing_key(by)]
        found = [own.get(row, row) for row in printed.index.get_level_values(number)]
        levels.append(pd.Index(found, dtype="str", name=fields.get(by, by)))
    return levels[0] if len(levels) == 1 else pd.MultiIndex.from_arrays(levels)
