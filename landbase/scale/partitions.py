"""One door to dask, and what a partition is: rows with their places in the whole.

The index of a partition says where each of its rows stands in the whole table, which no
partition changes. It is no column, and no column of a source can be taken for it.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from landbase.crs import CGCS2000
from landbase.errors import MissingDependencyError
from landbase.issues import Issues
from landbase.rules.schema import as_parcels

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from pathlib import Path

    import dask.dataframe as dd
    import dask_geopandas as dgpd
    import geopandas as gpd
    import numpy.typing as npt

__all__ = [
    "Addressed",
    "Keys",
    "collected",
    "computed",
    "empty_of",
    "gathered",
    "in_pieces",
    "issue_table",
    "keys_of",
    "laid_out",
    "later",
    "lay_partitions",
    "open_partitions",
    "partitioned",
    "places_of",
    "plain_texts",
    "ready_workers",
    "require_dask",
    "rows_sharing",
    "same_types",
]


def places_of(piece: int, count: int) -> pd.Index:
    """Give the rows of a piece their places in the whole."""
    return pd.Index((piece << 32) + np.arange(count, dtype=np.int64))


def later(function: Callable[..., Any]) -> Callable[..., Any]:
    """Make a function that is called when dask computes."""
    require_dask()
    from dask.delayed import delayed

    made: Callable[..., Any] = delayed(function)
    return made


def require_dask() -> None:
    """Say what is missing, before anything is made."""
    try:
        import dask_geopandas  # noqa: F401 - whether it is there
    except ImportError as error:
        raise MissingDependencyError("need_dask") from error


def ready_workers() -> None:
    """Let workers of a cluster know geometry, also those that join later.

    A worker that is only sent rows by a shuffle would take outlines for bytes.
    """
    from distributed import WorkerPlugin, default_client

    class Knows(WorkerPlugin):
        def setup(self, worker: Any) -> None:
            del worker
            require_dask()

    try:
        client = default_client()  # type: ignore[no-untyped-call] # as dask has it
    except ValueError:  # threads or processes of dask's own
        return
    client.register_plugin(Knows(), name="landbase")


def computed(tasks: Iterable[Any]) -> list[Any]:
    """Compute tasks by the scheduler that dask has been given."""
    from dask.base import compute

    return list(compute(*tasks))  # type: ignore[no-untyped-call] # as dask has it


def collected(table: Any) -> Any:
    """Bring a dataset into one table."""
    return table.compute()


def in_pieces(parcels: Any) -> list[Any]:
    """Give the partitions as tasks."""
    return list(parcels.to_delayed())


def laid_out(part: gpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Give the parcel table of a partition: rows in the order of the whole table."""
    return as_parcels(plain_texts(part.sort_index(kind="stable")))


def plain_texts(table: Any) -> Any:
    """Give texts the type that tables of one process have."""
    texts = {
        name: "str"
        for name, kind in table.dtypes.items()
        if isinstance(kind, pd.StringDtype | pd.ArrowDtype)
        and pd.api.types.is_string_dtype(kind)
    }
    return table.astype(texts)


def issue_table(pieces: Iterable[Any]) -> dd.DataFrame:
    """Make a dataset of tasks that give issues."""
    import dask.dataframe as dd

    tables = [later(_table)(piece) for piece in pieces]
    nothing = Issues.none().table
    table: dd.DataFrame = dd.from_delayed(tables, meta=nothing, verify_meta=False)
    return table


def _table(issues: Issues) -> pd.DataFrame:
    return issues.table


def partitioned(tasks: Iterable[Any], like: pd.DataFrame) -> Any:
    """Make a dataset of tasks that give tables; one of parcels knows its outlines."""
    import dask.dataframe as dd
    import dask_geopandas as dgpd

    table: Any = dd.from_delayed(list(tasks), meta=like.iloc[:0], verify_meta=False)
    if "geometry" not in like:
        return table
    return dgpd.from_dask_dataframe(table, geometry="geometry")


class Addressed(NamedTuple):
    """Rows, and for each the number of the part that it is to go to."""

    rows: pd.DataFrame
    part: npt.NDArray[np.int64]


# of rows on their way: where each goes, and its place in the whole table
_TO, _AT = "to", "at"


def gathered(tasks: Iterable[Any], like: Addressed, count: int) -> list[Any]:
    """Bring the rows of addressed tables together in so many parts."""
    pack = later(_packed)
    table = partitioned((pack(task) for task in tasks), _packed(like))
    divisions = list(range(count + 1))
    parts = table.set_index(_TO, divisions=divisions).to_delayed()
    return [later(_unpacked)(part, like.rows) for part in parts]


def _packed(sent: Addressed) -> pd.DataFrame:
    """Give columns numbers for names: of names, dask has some for its own use."""
    rows = sent.rows.rename(columns=_numbered(sent.rows))
    sent_with: dict[str, Any] = {_TO: sent.part, _AT: sent.rows.index}
    return rows.reset_index(drop=True).assign(**sent_with)


def _numbered(table: pd.DataFrame) -> dict[Any, str]:
    return {
        name: f"c{number}"
        for number, name in enumerate(table.columns)
        if name != "geometry"
    }


def _unpacked(part: pd.DataFrame, like: pd.DataFrame) -> pd.DataFrame:
    names = {number: name for name, number in _numbered(like).items()}
    placed = part.set_index(_AT).rename_axis(None).rename(columns=names)
    return same_types(placed, like)


def same_types(table: pd.DataFrame, like: pd.DataFrame) -> pd.DataFrame:
    """Give a table the columns of another, and their types."""
    kinds = {name: like[name].dtype for name in like}
    return table.reindex(columns=[*kinds]).astype(kinds)


def empty_of(parcels: dgpd.GeoDataFrame) -> gpd.GeoDataFrame:
    """Give the columns of a dataset, without a row."""
    columns: gpd.GeoDataFrame = parcels._meta.copy()  # noqa: SLF001 - the name in dask's documentation
    columns.attrs = {}  # of GeoParquet's own, which pandas cannot compare
    return columns


class Keys(NamedTuple):
    """What stands for the rows of a partition where equal ones are looked for."""

    position: npt.NDArray[np.int64]
    key: npt.NDArray[np.uint64]


def keys_of(part: gpd.GeoDataFrame, values: pd.Series) -> Keys:
    """Hash what is to be compared; rows of one hash are looked at themselves."""
    hashed = pd.util.hash_array(np.asarray(values.to_numpy(object)))
    return Keys(part.index.to_numpy(np.int64), hashed)


def rows_sharing(parcels: dgpd.GeoDataFrame, keys: list[Keys]) -> gpd.GeoDataFrame:
    """Collect the rows whose key another row has too, in the order of the whole table.

    Of all others only the hashes, 16 bytes a row, come to the process that asks.
    """
    key = np.concatenate([part.key for part in keys])
    order = np.argsort(key, kind="stable")
    same = key[order][1:] == key[order][:-1]
    alike = np.zeros(len(key), dtype=bool)
    alike[order[1:][same]] = alike[order[:-1][same]] = True
    ends = np.cumsum([len(part.key) for part in keys])
    shared = np.split(alike, ends[:-1])
    asked = zip(in_pieces(parcels), keys, shared, strict=True)
    at = later(_at)
    tasks = [at(piece, own.position[hit]) for piece, own, hit in asked if hit.any()]
    found = [laid_out(part) for part in computed(tasks)]
    return pd.concat(found or [laid_out(empty_of(parcels))]).sort_index()


def _at(part: gpd.GeoDataFrame, positions: Any) -> gpd.GeoDataFrame:
    return part[part.index.isin(positions)]


def lay_partitions(parcels: dgpd.GeoDataFrame, folder: Path) -> None:
    """Write the partitions, and beside each a hidden file with the places of its rows.

    What others read of the folder are parcels alone.
    """
    folder.mkdir()
    like, write = empty_of(parcels), later(_laid)
    pieces = enumerate(in_pieces(parcels))
    computed(write(part, folder / f"part-{n:05d}.parquet", like) for n, part in pieces)


def _laid(part: gpd.GeoDataFrame, path: Path, like: gpd.GeoDataFrame) -> None:
    rows = same_types(part.sort_index(kind="stable"), like)
    rows.to_parquet(path, index=False)
    np.save(_places_beside(path), rows.index.to_numpy(np.int64))


def _places_beside(path: Path) -> Path:
    return path.with_name(f".{path.stem}.npy")


def open_partitions(folder: Path) -> dgpd.GeoDataFrame | None:
    """Open what `lay_partitions` has written; None where that is not there."""
    import dask.dataframe as dd
    import dask_geopandas as dgpd

    files = sorted(folder.glob("part-*.parquet"))
    if not files or not all(_places_beside(path).is_file() for path in files):
        return None
    table: Any = dd.from_map(  # type: ignore[no-untyped-call] # as dask has it
        _opened, files, meta=_opened(files[0]).iloc[:0]
    )
    parcels = dgpd.from_dask_dataframe(table, geometry="geometry")
    parcels.spatial_partitions = _extents(files)
    return parcels


def _opened(path: Path) -> gpd.GeoDataFrame:
    import geopandas as gpd

    return gpd.read_parquet(path).set_index(np.load(_places_beside(path)))


def _extents(files: list[Path]) -> gpd.GeoSeries:
    """Give the boxes of partitions as their files tell them."""
    import geopandas as gpd
    import shapely
    from pyarrow import parquet

    told = [parquet.read_schema(path).metadata[b"geo"] for path in files]
    bounds = [json.loads(one)["columns"]["geometry"].get("bbox") for one in told]
    boxes = [shapely.box(*of) if of else shapely.Polygon() for of in bounds]
    return gpd.GeoSeries(boxes, crs=CGCS2000)
