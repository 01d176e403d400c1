"""One door to dask, and what a partition is: rows with their places in the whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd

from landbase.errors import MissingDependencyError
from landbase.issues import Issues
from landbase.rules.schema import as_parcels

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    import dask.dataframe as dd
    import dask_geopandas as dgpd
    import geopandas as gpd
    import numpy.typing as npt

__all__ = [
    "POSITION",
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
    "partitioned",
    "plain_texts",
    "ready_workers",
    "require_dask",
    "rows_sharing",
    "same_types",
]

# the column with the place of a row in the whole table, which no partition changes
POSITION = "position"


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
    ordered = part.sort_values(POSITION, kind="stable").set_index(POSITION)
    return as_parcels(plain_texts(ordered))


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


def gathered(
    tasks: Iterable[Any], like: pd.DataFrame, column: str, count: int
) -> list[Any]:
    """Bring the rows of tables together by a column that numbers so many parts."""
    table = partitioned(tasks, like)
    divisions = list(range(count + 1))
    parts = table.set_index(column, divisions=divisions).to_delayed()
    return [later(_back)(part, like) for part in parts]


def _back(part: pd.DataFrame, like: pd.DataFrame) -> pd.DataFrame:
    return same_types(part.reset_index(), like)


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
    return Keys(part[POSITION].to_numpy(np.int64), hashed)


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
    return part[part[POSITION].isin(positions)]
