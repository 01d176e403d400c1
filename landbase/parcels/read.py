"""`read_parcels`: from any file to the parcel table, with an issue for every guess."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from os import PathLike
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, NamedTuple

import geopandas as gpd
import numpy as np
import pandas as pd

from landbase.area import ellipsoidal_area
from landbase.crs import CGCS2000
from landbase.errors import SchemaError
from landbase.io.bases import is_land_base
from landbase.io.formats import read_source, read_sources
from landbase.issues import Issues
from landbase.parcels.convert import (
    Mapped,
    Notes,
    Shown,
    compare_areas,
    convert,
    note_ruined,
    read_areas,
    read_ids,
    repair_shapes,
)
from landbase.parcels.georeference import CRSHints, georeference
from landbase.rules.ruleset import Rules, remember_rules, rules_of
from landbase.rules.schema import PARCEL_COLUMNS, Tolerances, as_parcels
from landbase.tables.cells import parse_text, says_something
from landbase.tables.columns import MatchedColumns, match_columns
from landbase.tables.distinct import by_values, remembered
from landbase.tables.html import html_of
from landbase.tables.ids import all_differ, id_keys, visible
from landbase.tables.ruined import likely_original
from landbase.texts import Both, Text

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from pathlib import Path

    import numpy.typing as npt

    from landbase.io.layers import RawTable
    from landbase.rules.vocabulary import Vocabulary

__all__ = ["Cleaning", "ReadResult", "clean_tables", "read_parcels"]

_RESERVED = {*PARCEL_COLUMNS, "geometry"}


def map_columns(
    raw: RawTable,
    notes: Notes,
    *,
    fields: Mapping[str, str] | None,
    rules: Rules,
) -> Mapped:
    """Match the headers of a table and note the outcome."""
    headers = [str(header) for header in raw.frame.columns]
    stated = {h: column for h, column in (fields or {}).items() if h in headers}
    empty = {h for h in headers if not says_something(raw.frame[h])}
    restored = {h: likely for h in headers if (likely := likely_original(h))}
    for header, likely in restored.items():
        notes.once("header_ruined", column=header, value=likely)
    matched = match_columns(
        headers,
        fields=stated,
        aliases={**restored, **raw.aliases},
        empty=empty,
        cut=True,
        rules=rules,
    )
    _report(matched, notes)
    ours = raw.frame[list(matched.headers.values())].set_axis(
        list(matched.headers), axis=1
    )
    names = {h: _own_name(h, headers) for h in matched.kept}
    for header, name in names.items():
        if header != name:
            notes.once("column_renamed", column=header, value=name)
    others = raw.frame[list(names)].set_axis(list(names.values()), axis=1)
    for own in list(names.values()):
        column = others[own]
        if isinstance(column.dtype, pd.DatetimeTZDtype):
            others[own] = column.dt.tz_convert(rules.zone).dt.tz_localize(None)
            notes.once("moments_in_zone", column=own, zone=rules.region.time_zone)
    return Mapped(ours, others, matched)


def _own_name(header: str, headers: list[str]) -> str:
    """Keep a header, unless it is the name of a column of ours."""
    name = header
    while name.casefold() in _RESERVED or (name != header and name in headers):
        name += "_found"
    return name


def _report(matched: MatchedColumns, notes: Notes) -> None:
    pairs = [f"{header}→{column}" for column, header in matched.headers.items()]
    mapped = matched.in_words() or "—"
    stated = "、".join(pairs) or "—"
    notes.once("columns_mapped", value=stated, mapped_zh=mapped, mapped_en=stated)
    if matched.kept:
        notes.once("columns_kept", value="、".join(matched.kept))
    for column, others in matched.rivals.items():
        taken = matched.headers[column]
        notes.once("columns_rival", column=column, value="、".join(others), taken=taken)
    for column in matched.guessed:
        notes.once("column_guessed", column=column, value=matched.headers[column])


_PROVENANCE = ["source", "source_row"]


class Unique(NamedTuple):
    """Rows whose ids are unique, and an issue for every row set aside."""

    parcels: gpd.GeoDataFrame
    issues: Issues


def read_category(
    mapped: Mapped, notes: Notes, *, category: str | None, rules: Rules
) -> pd.Series:
    """Read the category of each row; rows without a known one are set aside."""
    index = mapped.others.index
    if "category" not in mapped.ours:
        return pd.Series(category, index=index, dtype="str")
    header = mapped.matched.headers["category"]
    texts = parse_text(mapped.ours["category"])
    codes = by_values(texts, lambda t: rules.vocabulary.find_all("category", t))
    shown = Shown(texts)
    if category is not None:
        other = codes.notna() & (codes != category)
        label = rules.vocabulary.label("category", category)
        notes.at("category_differs", other, column=header, value=shown, given=label)
        return pd.Series(category, index=index, dtype="str")
    notes.at("missing_category", texts.isna(), column=header, set_aside=True)
    unknown = texts.notna() & codes.isna()
    notes.at("unknown_category", unknown, column=header, value=shown, set_aside=True)
    return codes


def drop_repeats(parcels: gpd.GeoDataFrame) -> Unique:
    """Keep the first row of each parcel id."""
    keys = id_keys(parcels["parcel_id"])
    if all_differ(keys):
        return Unique(parcels, Issues.none())
    first = ~keys.duplicated()
    later = np.flatnonzero(~first)
    position = pd.Series(np.flatnonzero(first), index=keys[first])
    earlier = position[keys.iloc[later]].to_numpy()
    ids, category = (
        parcels[name].to_numpy(dtype=object) for name in ("parcel_id", "category")
    )
    alike = ids[later] != ids[earlier]
    same = _same_rows(parcels, later, earlier)
    other = category[later] != category[earlier]
    kinds = (
        ("ids_look_alike", alike),
        ("id_in_both_categories", ~alike & other),
        ("duplicate_id", ~alike & ~other & ~same),
        ("repeated_row", ~alike & same),
    )
    issues = [_repeat(code, parcels, later[hit], earlier[hit]) for code, hit in kinds]
    return Unique(parcels[first].reset_index(drop=True), Issues.concat(issues))


def _repeat(
    code: str,
    parcels: gpd.GeoDataFrame,
    later: npt.NDArray[np.intp],
    earlier: npt.NDArray[np.intp],
) -> Issues:
    if not len(later):
        return Issues.none()
    rows, before = parcels.iloc[later], parcels.iloc[earlier]
    details = {"other_source": before["source"], "other_row": before["source_row"]}
    alike = code == "ids_look_alike"
    if alike:
        details["other_id"] = before["parcel_id"].map(visible)
    return Issues.of(
        code,
        source=rows["source"],
        source_row=rows["source_row"],
        parcel_id=rows["parcel_id"],
        value=rows["parcel_id"].map(visible) if alike else None,
        set_aside=True,
        details=details,
    )


def _same_rows(
    parcels: gpd.GeoDataFrame, left: npt.NDArray[np.intp], right: npt.NDArray[np.intp]
) -> npt.NDArray[np.bool_]:
    """Tell which pairs of rows agree in every cell and vertex."""
    cells = parcels.drop(columns=[*_PROVENANCE, parcels.geometry.name])
    one, other = cells.iloc[left], cells.iloc[right].set_axis(left, axis=0)
    one = one.set_axis(left, axis=0)
    same = ((one == other) | (one.isna() & other.isna())).all(axis=1).to_numpy()
    shapes = parcels.geometry.to_numpy()
    alike = [
        a.equals_exact(b) for a, b in zip(shapes[left], shapes[right], strict=True)
    ]
    return np.asarray(same & np.array(alike, dtype=bool))


def find_fault(raw: RawTable, mapped: Mapped, *, category: str | None) -> Text | None:
    """Say what a table lacks to be one of parcels."""
    lacking = _lacking(raw, mapped, category)
    errors = raw.issues.of_severity("error").table
    if lacking is None or errors.empty:
        return lacking
    first = Both(errors.iloc[0]["message_en"], errors.iloc[0]["message_zh"])
    return Text("errors.table_and_reading", lacking=lacking, first=first)


def _lacking(raw: RawTable, mapped: Mapped, category: str | None) -> Text | None:
    headers = list(map(str, raw.frame.columns))
    has = headers or Text("errors.no_columns")
    if raw.geometry is None:
        return Text("errors.table_without_geometry", source=raw.source)
    if not headers and not len(raw.rows):
        return Text("errors.table_without_rows", source=raw.source)
    if "parcel_id" not in mapped.ours:
        return Text("errors.table_without_id", source=raw.source, headers=has)
    if category is None and "category" not in mapped.ours:
        return Text("errors.table_without_category", source=raw.source, headers=has)
    return None


# An area that prints as 0.00 m².
_NOTHING_M2 = 0.005


class ReadResult(NamedTuple):
    """What was read.

    Attributes
    ----------
    parcels
        The parcel table in CGCS2000 geographic (EPSG:4490), on a RangeIndex.
    issues
        Everything guessed, repaired, missing or set aside. Rows in the sources =
        rows of `parcels` + rows set aside.
    """

    parcels: gpd.GeoDataFrame
    issues: Issues

    def _repr_html_(self) -> str:
        return html_of(self._asdict())


@dataclass(frozen=True, kw_only=True)
class Cleaning:
    """What a user says about a file; see `read_parcels` for each."""

    category: str | None = None
    fields: Mapping[str, str] = field(default_factory=dict)
    hints: CRSHints = field(default_factory=CRSHints)
    rules: Rules = field(default_factory=Rules.default)


def read_parcels(  # noqa: PLR0913 - every one is a question that only the user can answer
    path: Path | str | Sequence[Path | str],
    *,
    category: str | None = None,
    layer: str | None = None,
    crs: Any = None,
    encoding: str | None = None,
    fields: Mapping[str, str] | None = None,
    zone: int | None = None,
    rules: Rules | None = None,
    transformation: Any = None,
    dialect: str | Mapping[str, Any] | None = None,
    vocabulary: Vocabulary | None = None,
    tolerances: Tolerances | None = None,
) -> ReadResult:
    """Read parcels from a file, clean them, and account for every row.

    A land base is opened as one: its parcels as `LandBase.parcels` gives them, after
    all decisions, splits and mergers, with the columns and rules that it keeps.

    Parameters
    ----------
    path
        A shapefile, GeoPackage, File Geodatabase, GeoJSON, or any other file, zip
        archive or folder that `read_source` knows; or a list of them, read into one
        table, for which all that is said here holds. A land base is read by itself.
    category
        "approved_unsupplied" (批而未供) or "idle" (闲置土地) for all rows; needed where
        the file has no column that says it.
    layer
        The only layer wanted of a file that has several; by default every layer of
        polygons. Of a land base, its plain table is read then.
    crs
        The CRS, where the file states none; anything pyproj understands. It must
        agree with the file where the file does state one.
    encoding
        Encoding of the text of a shapefile, MapInfo or boundary-point file, where
        the one found is wrong.
    fields
        Header of the file → column of the parcel table, such as
        ``{"地块代号": "parcel_id"}``; for headers the vocabulary does not know, or
        takes wrongly. "source" means the name of the file, as in
        ``{"source": "parcel_id"}`` where each file holds a parcel and all say the
        same number.
    zone
        The 3° zone (25 to 45) of eastings without a prefix, in metres on CGCS2000.
    rules
        The words, and what counts as too much; by default those that come with
        landbase. Other functions go by the same rules where they are given these
        parcels.
    transformation
        How to come from Xian 1980 or Beijing 1954 to CGCS2000: a
        `pyproj.Transformer` or a PROJ pipeline, from the file's CRS to EPSG:4490.
    dialect
        For boundary points: the template of their head lines, as for `read_source`.
    vocabulary, tolerances
        As parts of `rules`; they will go.

    Returns
    -------
    result
        The parcels and the issues. Rows in the sources = rows of `parcels` + rows
        set aside, and every row set aside has an issue.

    Raises
    ------
    SourceError
        The file is missing, of a kind that is not read, or damaged.
    CRSError
        The CRS cannot be decided, contradicts `crs`, or is of another datum and no
        `transformation` is given; the message names the argument to pass.
    SchemaError
        No column holds the parcel id, or the category; or `fields` does not fit.
    ValueError
        `category` or `zone` names what landbase does not know, or the list of files
        is empty.
    """
    known = rules_of(rules, vocabulary=vocabulary, tolerances=tolerances)
    options = Cleaning(
        category=known_category(category, known),
        fields=fields or {},
        hints=CRSHints(crs=crs, zone=zone, transformation=transformation),
        rules=known,
    )
    if not isinstance(path, (str, PathLike)):
        if not (paths := list(path)):
            raise ValueError("read_parcels needs at least one file")
        raws = read_sources(paths, layer=layer, encoding=encoding, dialect=dialect)
        return clean_tables(raws, options)
    if layer is None and is_land_base(path):
        from landbase.store.door import read_base  # its database is heavy to load

        given = {"category": category, "crs": crs, "encoding": encoding}
        given |= {"fields": fields, "zone": zone, "dialect": dialect}
        given |= {"transformation": transformation}
        unused = [f"{name}=" for name, value in given.items() if value is not None]
        own = rules is None and vocabulary is None and tolerances is None
        wanted = None if own else known
        return ReadResult(*read_base(path, rules=wanted, unused=unused))
    tables = read_source(path, layer=layer, encoding=encoding, dialect=dialect)
    return clean_tables(tables, options)


def clean_tables(tables: Iterable[RawTable], options: Cleaning) -> ReadResult:
    """Clean raw tables into one parcel table."""
    done = clean_some(tables, options)
    require_headers(options.fields, done.headers)
    if done.parcels is None:
        raise SchemaError("all_of", faults=done.faults)
    remember_rules(done.parcels, options.rules)
    return ReadResult(done.parcels, done.issues)


class Cleaned(NamedTuple):
    """What came of some of all tables.

    `parcels` are None where no table is one of parcels, `faults` say why not;
    `headers` are those of all tables.
    """

    parcels: gpd.GeoDataFrame | None
    issues: Issues
    faults: list[Text]
    headers: list[str]


def clean_some(tables: Iterable[RawTable], options: Cleaning) -> Cleaned:
    """Clean raw tables, perhaps not all that there are, into one parcel table."""
    raws = [_with_source_ids(raw, options.fields) for raw in tables]
    headers = list(dict.fromkeys(str(h) for raw in raws for h in raw.frame.columns))
    cleaned = []
    for raw in raws:
        with remembered():
            cleaned.append(_clean(raw, options))
    faults = [part.fault for part in cleaned if part.fault]
    frames = [part.frame for part in cleaned if not part.fault]
    found = [part.issues for part in cleaned]
    if not frames:
        return Cleaned(None, Issues.concat(found), faults, headers)
    unique = drop_repeats(_together(frames))
    issues = Issues.concat([*found, unique.issues])
    rejected = issues.set_aside_rows()
    counts = [_count(part, unique.parcels, rejected) for part in cleaned]
    parcels = as_parcels(unique.parcels)
    return Cleaned(parcels, Issues.concat([issues, *counts]), faults, headers)


@dataclass(frozen=True)
class _Part:
    """One table cleaned; `fault` says why it has no parcels at all."""

    raw: RawTable
    frame: pd.DataFrame
    issues: Issues
    fault: Text | None = None


def _clean(raw: RawTable, options: Cleaning) -> _Part:
    """Clean one table, all but what concerns several tables."""
    notes = Notes(raw)
    mapped = map_columns(raw, notes, fields=options.fields, rules=options.rules)
    if fault := find_fault(raw, mapped, category=options.category):
        notes.at("not_parcels", ~notes.rejected, set_aside=True)
        return _Part(raw, pd.DataFrame(), notes.issues(), fault)
    ids = read_ids(
        mapped.ours["parcel_id"], notes, header=mapped.matched.headers["parcel_id"]
    )
    category = read_category(
        mapped, notes, category=options.category, rules=options.rules
    )
    geometry = _geometry(raw, notes, options)
    measured = ellipsoidal_area(geometry)
    notes.at("zero_area", measured < _NOTHING_M2, set_aside=True)
    note_ruined(raw.frame, notes)
    columns = convert(mapped, notes, category=category, rules=options.rules)
    declared = read_areas(mapped, notes, measured=measured)
    columns |= declared.columns
    compare_areas(declared, measured, notes, tolerances=options.rules.tolerances)
    known = {"parcel_id": ids, "category": category, **columns}
    rows = {"source": raw.source, "source_row": raw.rows, "geometry": geometry}
    frame = mapped.others.assign(**known, **rows)
    return _Part(raw, frame[~notes.rejected], notes.issues())


def _geometry(raw: RawTable, notes: Notes, options: Cleaning) -> gpd.GeoSeries:
    found = np.full(len(raw.rows), None) if raw.geometry is None else raw.geometry
    shapes = repair_shapes(found, notes, tolerances=options.rules.tolerances)
    return georeference(shapes, raw.crs, notes, hints=options.hints)


def _together(frames: list[pd.DataFrame]) -> gpd.GeoDataFrame:
    """Put tables under one another."""
    filled = [frame for frame in frames if len(frame)] or frames[:1]
    stacked = as_texts(pd.concat(filled, ignore_index=True))
    return gpd.GeoDataFrame(stacked, geometry="geometry", crs=CGCS2000)


def as_texts(table: pd.DataFrame) -> pd.DataFrame:
    """Make text of a column of several kinds."""
    for name in table.columns:
        if name != "geometry" and table[name].dtype == object:
            table[name] = parse_text(table[name])
    return table


def _count(part: _Part, parcels: gpd.GeoDataFrame, rejected: pd.DataFrame) -> Issues:
    """Account for the rows of a table."""
    raw = part.raw
    kept = int((parcels["source"] == raw.source).sum())
    lost = int((rejected["source"] == raw.source).sum())
    given = len(raw.rows) + len(raw.issues.set_aside_rows())
    counted = given if raw.counted is None else raw.counted
    details = {"read": counted, "kept": kept, "aside": lost}
    issues = Issues.of("rows_counted", source=raw.source, details=details)
    if kept + lost != given:
        details = {"counted": counted, "given": kept + lost}
        more = Issues.of("rows_count_differs", source=raw.source, details=details)
        issues = issues + more
    return issues


def _with_source_ids(raw: RawTable, fields: Mapping[str, str]) -> RawTable:
    """Give a table the column “source”, where the user takes it for a column of ours.

    It holds the file's name, with the number of the row where there are several.
    """
    if "source" not in fields or "source" in raw.frame.columns or raw.frame.empty:
        return raw
    file, _, layer = PurePosixPath(raw.source).name.partition("(")
    stem = PurePosixPath(file).stem + (f"-{layer.removesuffix(')')}" if layer else "")
    several = len(raw.rows) > 1
    names = [f"{stem}-{row}" if several else stem for row in raw.rows.tolist()]
    issue = Issues.of(
        "value_from_source",
        source=raw.source,
        source_row=raw.rows,
        column=fields["source"],
        value=names,
    )
    frame = raw.frame.assign(source=pd.array(names, dtype="str"))
    return replace(raw, frame=frame, issues=raw.issues + issue)


def require_headers(fields: Mapping[str, str], headers: list[str]) -> None:
    """Refuse a header that no table has."""
    if missing := [header for header in fields if header not in headers]:
        raise SchemaError("fields_headers_missing", missing=missing, headers=headers)


def known_category(category: str | None, rules: Rules) -> str | None:
    """Give the code of a category that a user names."""
    found = category and rules.vocabulary.find("category", category)
    if category and not found:
        known = ", ".join(rules.vocabulary.codes("category"))
        raise ValueError(f"category {category!r} is not known; use one of {known}")
    return found
