"""Reading files of any size: cleaned piece by piece, laid down in partitions."""

from __future__ import annotations

import shutil
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from landbase.errors import SchemaError, SourceError
from landbase.files import why_blocked
from landbase.io.formats import read_source, without_parts
from landbase.io.gdal import read_parquet
from landbase.issues import Issues
from landbase.parcels.georeference import CRSHints
from landbase.parcels.read import (
    Cleaning,
    as_texts,
    clean_some,
    drop_repeats,
    known_category,
    require_headers,
)
from landbase.rules.ruleset import rules_of
from landbase.scale.partitions import (
    Addressed,
    Keys,
    computed,
    empty_of,
    gathered,
    in_pieces,
    keys_of,
    later,
    lay_partitions,
    open_partitions,
    partitioned,
    places_of,
    ready_workers,
    require_dask,
    rows_sharing,
)
from landbase.tables.cells import parse_text
from landbase.tables.ids import id_keys

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import dask.dataframe as dd
    import dask_geopandas as dgpd
    import geopandas as gpd
    import numpy.typing as npt

    from landbase.io.layers import RawTable
    from landbase.rules.ruleset import Rules
    from landbase.texts import Text

__all__ = [
    "ScaledResult",
    "Source",
    "cleaning",
    "open_parcels",
    "read_parcels",
    "read_sources",
]

ROWS = 200_000  # of a piece: cleaned, some 400 MB at the most
_PARCELS, _ISSUES, _PIECES = "parcels", "issues", "pieces"
_SUFFIXES = (".parquet", ".geoparquet")


class ScaledResult(NamedTuple):
    """What was read, in partitions.

    Attributes
    ----------
    parcels
        The parcel table in EPSG:4490, in partitions of neighbours; its index is the
        place of each row in the whole table.
    issues
        The columns of `Issues.table`. Rows in the sources = rows of `parcels` + rows
        set aside.
    """

    parcels: dgpd.GeoDataFrame
    issues: dd.DataFrame


class Source(NamedTuple):
    """Files for which the same was said: how they are read, and how cleaned.

    `reading` are the options of `landbase.io.formats.read_source`.
    """

    paths: Path | str | Sequence[Path | str]
    options: Cleaning
    reading: Mapping[str, Any]


class _Piece(NamedTuple):
    """Rows of a file that are cleaned together; all of them where `part` is None."""

    path: Path
    source: str
    part: range | None
    of: Source


class _Cleaned(NamedTuple):
    """What is known of a piece without reading it again.

    `sample` is its first row without geometry, `rows` how many rows of each source
    were kept and set aside, `whole` the issues about a source as such; `faults` and
    `headers` are as in `landbase.parcels.read.Cleaned`. `keys` stand for the ids, and
    `along` says where each row is along a Hilbert curve.
    """

    sample: pd.DataFrame
    rows: pd.DataFrame
    whole: pd.DataFrame
    faults: list[Text]
    headers: list[str]
    keys: Keys
    along: npt.NDArray[np.uint32]


def read_parcels(  # noqa: PLR0913 - what read_parcels of one table asks, and where to
    paths: Path | str | Sequence[Path | str],
    folder: Path | str,
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
    npartitions: int | None = None,
) -> ScaledResult:
    """Read files of any number and size into a folder of partitions.

    Every piece is cleaned by what `landbase.read_parcels` does; files of GeoParquet are
    read in pieces of 200,000 rows, others whole. Equal ids are found over all files.

    Parameters
    ----------
    paths
        Files, or folders of them.
    folder
        Where the parcels are laid down; it must not exist, or be empty. Workers on
        other machines need it under the same name.
    category, layer, crs, encoding, fields, zone, rules, transformation, dialect
        As in `landbase.read_parcels`.
    npartitions
        How many partitions; by default one for each piece.

    Returns
    -------
    result
        The parcels and the issues.

    Raises
    ------
    SourceError
        A file is missing or damaged; the folder holds something; or pieces of a file
        without units in its headers seem to be in different units.
    MissingDependencyError
        dask-geopandas is not installed (extra `scale`).

    Examples
    --------
    >>> import tempfile
    >>> from landbase.testing import make_parcels
    >>> with tempfile.TemporaryDirectory() as made:
    ...     make_parcels(60).to_parquet(f"{made}/a.parquet")
    ...     parcels, issues = read_parcels(f"{made}/a.parquet", f"{made}/read")
    ...     len(parcels), issues.compute()["message_en"].iloc[-1]
    (60, 'a.parquet: 60 rows read, 60 kept as parcels, 0 set aside.')
    """
    options = cleaning(
        rules_of(rules),
        category=category,
        crs=crs,
        fields=fields,
        zone=zone,
        transformation=transformation,
    )
    reading = {"layer": layer, "encoding": encoding, "dialect": dialect}
    source = Source(paths, options, reading)
    return read_sources([source], folder, npartitions=npartitions)


def cleaning(
    rules: Rules,
    *,
    category: str | None = None,
    fields: Mapping[str, str] | None = None,
    **hints: Any,
) -> Cleaning:
    """Bring together what was said of files."""
    return Cleaning(
        category=known_category(category, rules),
        fields=fields or {},
        hints=CRSHints(**hints),
        rules=rules,
    )


def read_sources(
    sources: Sequence[Source], folder: Path | str, *, npartitions: int | None = None
) -> ScaledResult:
    """Read files for which different things were said into a folder of partitions."""
    target = Path(folder)
    require_dask()
    _require_new(target)
    ready_workers()
    try:
        for name in (_ISSUES, _PIECES):
            (target / name).mkdir(parents=True)
        _lay_parcels(sources, target, npartitions)
    except BaseException as error:
        shutil.rmtree(target, ignore_errors=True)  # so that it can be tried again
        if isinstance(error, OSError):
            why = why_blocked(error)
            raise SourceError("file_not_written", path=target, why=why) from error
        raise
    return open_parcels(target)


def _lay_parcels(
    sources: Sequence[Source], target: Path, npartitions: int | None
) -> None:
    """Clean the pieces, find what concerns several of them, and lay partitions down."""
    pieces = [piece for found in _files(sources) for piece in _pieces_of(*found)]
    clean = later(_clean)
    tasks = [clean(piece, target, n) for n, piece in enumerate(pieces)]
    cleaned: list[_Cleaned] = computed(tasks)
    for source in sources:
        its = [
            part
            for part, piece in zip(cleaned, pieces, strict=True)
            if piece.of is source
        ]
        require_headers(
            source.options.fields, [h for part in its for h in part.headers]
        )
        if not any(len(part.sample.columns) for part in its):
            raise SchemaError("all_of", faults=[f for part in its for f in part.faults])
    kept = [part for part in cleaned if len(part.sample.columns)]
    loose = _loose(target, kept)
    repeats = _repeats(loose, [part.keys for part in kept])
    told = [_of_sources(cleaned, repeats.issues), repeats.issues]
    _lay_down(Issues.concat(told), target, "whole")
    along = np.concatenate([part.along for part in kept])
    cuts = _cuts(along, npartitions or len(pieces))
    _lay_partitions(loose, repeats.positions, cuts, target / _PARCELS)
    shutil.rmtree(target / _PIECES)


def open_parcels(folder: Path | str) -> ScaledResult:
    """Open parcels that `read_parcels` has laid down.

    Raises
    ------
    SourceError
        The folder holds none.
    MissingDependencyError
        dask-geopandas is not installed (extra `scale`).
    """
    require_dask()
    import dask.dataframe as dd

    there = Path(folder)
    parcels = open_partitions(there / _PARCELS)
    if parcels is None:
        raise SourceError("scale_folder_without_parcels", path=there)
    return ScaledResult(parcels, dd.read_parquet(there / _ISSUES))


def _require_new(folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise SourceError("scale_folder_not_empty", path=folder)


def _files(sources: Sequence[Source]) -> list[tuple[Path, str, Source]]:
    """List the files, with the name under which each is reported.

    A folder of GeoParquet is its files; any other is read as one, as it always is.
    """
    listed = [(path, source) for source in sources for path in _paths_of(source)]
    names = Counter(path.name for path in {path for path, _ in listed})
    found = []
    for path, of in listed:
        name = path.name if names[path.name] == 1 else path.as_posix()
        inside = sorted(p for p in path.rglob("[!.]*") if p.is_file())
        if inside and all(p.suffix.lower() in _SUFFIXES for p in inside):
            found += [
                (p, f"{name}/{p.relative_to(path).as_posix()}", of) for p in inside
            ]
        else:
            found.append((path, name, of))
    return found


def _paths_of(source: Source) -> list[Path]:
    paths = source.paths
    asked = [paths] if isinstance(paths, (str, Path)) else paths
    return without_parts(map(Path, asked))


def _pieces_of(path: Path, source: str, of: Source) -> list[_Piece]:
    """Part a file of GeoParquet by its rows."""
    if not path.exists():
        raise SourceError("file_missing", path=path)
    if path.suffix.lower() not in _SUFFIXES:
        return [_Piece(path, source, None, of)]
    from pyarrow import ArrowException, parquet

    try:
        count = parquet.read_metadata(path).num_rows
    except (ArrowException, OSError) as error:
        raise SourceError("parquet_unreadable", source=source, error=error) from error
    starts = range(0, max(count, 1), ROWS)
    parts = [range(n, min(n + ROWS, count)) for n in starts]
    return [_Piece(path, source, part, of) for part in parts]


def _raw(piece: _Piece) -> list[RawTable]:
    if piece.part is None:
        return read_source(piece.path, source=piece.source, **piece.of.reading)
    return [read_parquet(piece.path, source=piece.source, part=piece.part)]


def _clean(piece: _Piece, folder: Path, number: int) -> _Cleaned:
    """Clean a piece as a table of its own, and lay it down."""
    parcels, issues, faults, headers = clean_some(_raw(piece), piece.of.options)
    table = issues.table
    about_rows = table["source_row"].notna()
    whole = table[~about_rows & (table["code"] != "rows_counted")]
    _lay_down(Issues(table[about_rows]), folder, f"{number:06d}")
    sample, kept = pd.DataFrame(), pd.Series(dtype="int64", name="kept")
    keys, along = Keys(_NONE.astype(np.int64), _NONE), _NONE.astype(np.uint32)
    if parcels is not None:
        kept = parcels["source"].value_counts().rename("kept")
        sample = pd.DataFrame(parcels.head(1)).drop(columns=parcels.geometry.name)
        parcels.index = places_of(number, len(parcels))
        parcels.to_parquet(folder / _PIECES / f"{number:06d}.parquet", index=False)
        keys, along = keys_of(parcels, id_keys(parcels["parcel_id"])), _along(parcels)
    aside = issues.set_aside_rows()["source"].value_counts().rename("aside")
    rows = pd.concat([kept, aside], axis=1).fillna(0).astype("int64")
    return _Cleaned(sample, rows, whole, faults, headers, keys, along)


_NONE = np.empty(0, dtype=np.uint64)
_WORLD = np.array([-180.0, -90.0, 180.0, 90.0])


def _along(parcels: gpd.GeoDataFrame) -> npt.NDArray[np.uint32]:
    """Say where parcels are along a curve through the world, near ones mostly near."""
    shapes, found = parcels.geometry, np.zeros(len(parcels), dtype=np.uint32)
    there = ~(shapes.isna() | shapes.is_empty).to_numpy()
    inside = shapes[there].hilbert_distance(total_bounds=_WORLD, level=16)
    found[there] = inside.to_numpy(np.uint32)
    return found


def _cuts(along: npt.NDArray[np.uint32], count: int) -> npt.NDArray[np.uint32]:
    """Give where each partition but the first begins, about as many rows in each."""
    at = np.linspace(0, len(along), count + 1)[1:-1].astype(np.intp)
    return np.partition(along, at)[at] if len(at) and len(along) else along[:0]


def _lay_partitions(
    loose: dgpd.GeoDataFrame,
    dropped: npt.NDArray[np.int64],
    cuts: npt.NDArray[np.uint32],
    folder: Path,
) -> None:
    """Bring neighbours together, and write them."""
    like, send = empty_of(loose), later(_addressed)
    tasks = [send(piece, dropped, cuts) for piece in in_pieces(loose)]
    parts = gathered(tasks, _addressed(like, dropped, cuts), len(cuts) + 1)
    lay_partitions(partitioned(parts, like), folder)


def _addressed(
    part: gpd.GeoDataFrame,
    dropped: npt.NDArray[np.int64],
    cuts: npt.NDArray[np.uint32],
) -> Addressed:
    kept = part[~part.index.isin(dropped)]
    place = np.searchsorted(cuts, _along(kept), side="right").astype(np.int64)
    return Addressed(kept, place)


def _lay_down(issues: Issues, folder: Path, name: str) -> None:
    issues.table.reset_index(drop=True).to_parquet(folder / _ISSUES / f"{name}.parquet")


def _loose(folder: Path, cleaned: list[_Cleaned]) -> dgpd.GeoDataFrame:
    """Give the pieces as partitions of one table, with the columns of all of them."""
    import dask.dataframe as dd
    import dask_geopandas as dgpd

    # what the first rows of all pieces become in one table, the whole tables become
    samples = [piece.sample for piece in cleaned if len(piece.sample)]
    first = as_texts(pd.concat(samples, ignore_index=True))
    kinds: dict[str, Any] = {str(name): kind for name, kind in first.dtypes.items()}
    files = sorted((folder / _PIECES).iterdir())
    meta = _piece(files[0], kinds).iloc[:0]
    table: Any = dd.from_map(  # type: ignore[no-untyped-call] # as dask has it
        _piece, files, kinds=kinds, meta=meta
    )
    return dgpd.from_dask_dataframe(table, geometry="geometry")


def _piece(file: Path, kinds: dict[str, Any]) -> gpd.GeoDataFrame:
    """Read a piece, with the columns of all pieces and their types."""
    import geopandas as gpd

    piece = gpd.read_parquet(file)
    piece.index = places_of(int(file.stem), len(piece))
    for name, kind in kinds.items():
        if name not in piece:
            piece[name] = pd.Series(index=piece.index, dtype=kind)
        elif piece[name].dtype != kind:
            is_text = pd.api.types.is_string_dtype(kind)
            column = parse_text(piece[name].astype(object)) if is_text else piece[name]
            piece[name] = column.astype(kind)
    return piece[[*kinds, "geometry"]]


class _Repeats(NamedTuple):
    """Rows whose id an earlier piece has, by position, and the issues that say so."""

    positions: npt.NDArray[np.int64]
    issues: Issues


def _repeats(loose: dgpd.GeoDataFrame, keys: list[Keys]) -> _Repeats:
    alike = rows_sharing(loose, keys)
    later_rows = id_keys(alike["parcel_id"]).duplicated().to_numpy()
    unique = drop_repeats(alike.reset_index(drop=True))
    return _Repeats(alike.index.to_numpy(np.int64)[later_rows], unique.issues)


def _of_sources(cleaned: list[_Cleaned], repeated: Issues) -> Issues:
    """Say once of each source what its pieces said, and account for its rows."""
    whole = pd.concat([piece.whole for piece in cleaned])
    units = whole[whole["code"].isin(_UNITS)]
    for source, found in units.groupby("source"):
        kinds = found["value"].fillna("?").unique()
        if len(kinds) > 1:
            raise SourceError("scale_units_differ", source=source, units=list(kinds))
    whole = whole.drop_duplicates(["code", "source", "column", "value"])
    rows = pd.concat([piece.rows for piece in cleaned])
    rows = rows.groupby(level=0, sort=False).sum()
    twice = repeated.table["source"].value_counts().reindex(rows.index, fill_value=0)
    kept, aside = rows["kept"] - twice, rows["aside"] + twice
    details = {"read": kept + aside, "kept": kept, "aside": aside}
    counted = Issues.of("rows_counted", source=rows.index.to_series(), details=details)
    return Issues.concat([Issues(whole), counted])


_UNITS = ("area_unit_inferred", "area_unit_undecided")
