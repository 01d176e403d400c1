"""Areas of a parcel by several methods, side by side on its card."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from landbase.area import ellipsoidal_area

if TYPE_CHECKING:
    from collections.abc import Iterator

    import geopandas as gpd

    from landbase.webmap.drawing import Drawing

__all__ = ["areas_for_card", "method_labels", "others_of"]


def areas_for_card(parcels: gpd.GeoDataFrame) -> pd.DataFrame:
    """Give the ellipsoidal areas of parcels and, where there are any, the declared.

    Parameters
    ----------
    parcels
        Parcels in a known CRS. Not changed.

    Returns
    -------
    areas
        In m² on their index: `ellipsoidal_m2`, and `declared_m2` where one is known;
        neither is filled from the other.

    Raises
    ------
    CRSError
        The CRS is missing, or is of another datum.

    Examples
    --------
    >>> from landbase.testing import make_parcels
    >>> areas_for_card(make_parcels(3)).columns.tolist()
    ['ellipsoidal_m2', 'declared_m2']
    """
    areas: dict[str, Any] = {"ellipsoidal_m2": ellipsoidal_area(parcels)}
    declared = parcels.get("declared_area_m2")
    if declared is not None and declared.notna().any():
        areas["declared_m2"] = declared
    return pd.DataFrame(areas, index=parcels.index)


def others_of(drawing: Drawing) -> Iterator[tuple[str, pd.Series]]:
    """Give name and areas of each method but the first, the one that counts."""
    if drawing.methods is not None:
        for name in drawing.methods.columns[1:]:
            yield str(name), drawing.methods[name]


def method_labels(drawing: Drawing) -> list[str]:
    """Name the methods, the one that counts first; nothing where there is but one."""
    others = [name for name, _ in others_of(drawing)]
    if not others or drawing.methods is None:
        return []
    labels = drawing.words.part("areas")
    names = [str(drawing.methods.columns[0]), *others]
    return [labels.get(name, name) for name in names]
