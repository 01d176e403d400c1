"""Files of each partition, for those who take no GeoParquet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from landbase.io.write import write_parcels as write_table
from landbase.scale.partitions import computed, in_pieces, laid_out, later

if TYPE_CHECKING:
    import dask_geopandas as dgpd
    import geopandas as gpd

__all__ = ["write_parcels"]


def write_parcels(
    parcels: dgpd.GeoDataFrame, folder: Path | str, *, suffix: str = ".gpkg", **how: Any
) -> list[Path]:
    """Write the parcels, a file for each partition.

    Parameters
    ----------
    parcels
        As `read_parcels` of this package gives them.
    folder
        Made where there is none; files of the same names are replaced.
    suffix
        The kind of file, as `landbase.write_parcels` knows it.
    **how
        As in `landbase.write_parcels`.

    Returns
    -------
    paths
        The files, ``parcels-0001.gpkg`` and so on.

    Raises
    ------
    SchemaError, SourceError, CRSError
        As in `landbase.write_parcels`.
    """
    target = Path(folder)
    write = later(_write)
    tasks = [
        write(part, target / f"parcels-{number:04d}{suffix}", how)
        for number, part in enumerate(in_pieces(parcels), start=1)
    ]
    return computed(tasks)


def _write(part: gpd.GeoDataFrame, path: Path, how: dict[str, Any]) -> Path:
    return write_table(laid_out(part).reset_index(drop=True), path, **how)
