"""Which banner each parcel of a map counts in: by place, as in the area table."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Self

import numpy as np
import pandas as pd

from landbase.banners.parts import BANNER, TWICE
from landbase.banners.split import part_parcels
from landbase.errors import GeometryError, SchemaError, warn
from landbase.rules.schema import require_columns

if TYPE_CHECKING:
    import geopandas as gpd
    import numpy.typing as npt

    from landbase.webmap.binary import Sections

__all__ = ["Places", "add_places", "find_places"]


@dataclass(frozen=True, kw_only=True, eq=False)
class Places:
    """Where parcels lie.

    Attributes
    ----------
    codes
        Codes of the banners in order, then "outside".
    home
        For each parcel, the position in `codes` of where its largest part lies.
    parts
        The parts of parcels across a line: `row` (position, ascending), `line`
        (position in `codes`), `share` of the parcel's area.
    """

    codes: list[str]
    home: npt.NDArray[np.intp]
    parts: pd.DataFrame

    def taken(self, rows: npt.NDArray[Any]) -> Self:
        """Give the places of some parcels, or of all in another order."""
        chosen = np.arange(len(self.home))[rows]
        position = np.full(len(self.home), -1)
        position[chosen] = np.arange(len(chosen))
        parts = self.parts.assign(row=position[self.parts["row"]])
        parts = parts[parts["row"] >= 0].sort_values(["row", "line"], ignore_index=True)
        return type(self)(codes=self.codes, home=self.home[chosen], parts=parts)


def find_places(
    parcels: gpd.GeoDataFrame, banners: gpd.GeoDataFrame | None
) -> Places | None:
    """Find where parcels lie, cut at the outlines of banners.

    Parameters
    ----------
    parcels
        Parcels in a known CRS. Not changed.
    banners
        Outlines, or None.

    Returns
    -------
    places
        None without outlines, or where places cannot be found or do not part the
        land: a table per banner then goes by the declared banner.

    Warns
    -----
    LandbaseWarning
        Places cannot be found; the message says why.
    """
    if banners is None or not len(parcels):
        return None
    require_columns(banners, "banner")
    try:
        parts, codes = part_parcels(parcels, banners)
    except (GeometryError, SchemaError) as error:
        warn("banners_declared", error=error, stacklevel=4)
        return None
    if (parts.place == TWICE).any():
        return None  # part_parcels has warned of outlines that overlap
    line = np.where(parts.place == BANNER, parts.banner, len(codes))
    home = np.empty(len(parcels), dtype=np.intp)
    home[parts.parcel[parts.main]] = line[parts.main]
    across = np.bincount(parts.parcel, minlength=len(parcels))[parts.parcel] > 1
    table = pd.DataFrame({
        "row": parts.parcel[across],
        "line": line[across],
        "share": parts.share[across],
    })
    return Places(codes=[*codes, "outside"], home=home, parts=table)


def add_places(sections: Sections, places: Places, labels: dict[str, str]) -> None:
    """Add places to the sections of a parcel layer.

    Parameters
    ----------
    sections
        The sections; their header gets the labels of the lines as `places`.
    places
        In the order of the parcels of the layer.
    labels
        Of the codes.
    """
    parts = places.parts
    sections.header["places"] = [labels.get(code, code) for code in places.codes]
    sections.add_numbers("place", places.home)
    sections.add_numbers("part_row", np.diff(parts["row"].to_numpy(), prepend=0))
    sections.add_numbers("part_line", parts["line"].to_numpy())
    sections.add("part_share", parts["share"].to_numpy("<f8").tobytes())
