"""Parcels of a region or a country: the library's own functions on dask-geopandas.

Where one process does not hold all parcels, they lie as GeoParquet in a folder, in
partitions of neighbours. The functions here do per partition what those of the same
name do on one table, and bring the answers together; the figures are the same to the
last digit. Whatever scheduler dask has been given does the work: threads, processes, or
the workers of a cluster that see the same folder.
"""

from landbase.scale.accounts import reconcile
from landbase.scale.areas import area_table, split_by_banner
from landbase.scale.cases import ScaledCases, fold, progress, progress_by_year
from landbase.scale.checks import check_parcels
from landbase.scale.ledgers import join_ledger
from landbase.scale.maps import disposal_map
from landbase.scale.reading import ScaledResult, open_parcels, read_parcels
from landbase.scale.writing import write_parcels

__all__ = [
    "ScaledCases",
    "ScaledResult",
    "area_table",
    "check_parcels",
    "disposal_map",
    "fold",
    "join_ledger",
    "open_parcels",
    "progress",
    "progress_by_year",
    "read_parcels",
    "reconcile",
    "split_by_banner",
    "write_parcels",
]
