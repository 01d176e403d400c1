"""Check a whole table of parcels; a check reports and drops no row."""

from __future__ import annotations

from typing import TYPE_CHECKING

from landbase.checks.pairs import overlap_issues, repeated_id_issues
from landbase.checks.places import place_issues, undeclared_issues
from landbase.checks.rows import issues_at
from landbase.checks.shift import shift_issues
from landbase.issues import Issues
from landbase.rules import rules_of
from landbase.rules.schema import REQUIRED_COLUMNS, Tolerances, require_columns
from landbase.topology import find_slivers

if TYPE_CHECKING:
    import geopandas as gpd

    from landbase.rules import Rules
    from landbase.rules.vocabulary import Vocabulary

__all__ = ["check_parcels"]

_DEFAULT = Tolerances()


def check_parcels(
    parcels: gpd.GeoDataFrame,
    banners: gpd.GeoDataFrame | None = None,
    *,
    rules: Rules | None = None,
    tolerances: Tolerances | None = None,
    vocabulary: Vocabulary | None = None,
) -> Issues:
    """Check a whole table of parcels, perhaps of several files.

    Found are: one parcel id in several rows, parcels that share land, the same parcel
    in both categories, slivers, no declared banner; and with banners: parcels outside
    all of them, partly outside, in another banner than declared, across a banner
    line; and outlines that fit the parcels far better once taken for GCJ-02.

    Parameters
    ----------
    parcels
        The parcel table, in any CGCS2000 system, with valid polygons. Not changed.
    banners
        Outlines as `read_banners` gives them.
    rules
        What is too small to report, and the names of banners; by default the rules
        that the parcels were read by.
    tolerances, vocabulary
        As parts of `rules`; they will go.

    Returns
    -------
    issues
        In the order of the checks, each in the order of the table. An issue about
        two parcels stands at the first and names file and row of the other.

    Raises
    ------
    CRSError
        A CRS is missing or not CGCS2000.
    SchemaError
        `parcel_id` or `category` is missing, or a banner code is missing or repeated.
    GeometryError
        A geometry that has to be overlaid is missing or not valid.

    Examples
    --------
    >>> import geopandas as gpd
    >>> from shapely.geometry import box
    >>> parcels = gpd.GeoDataFrame(
    ...     {"parcel_id": ["P1", "P2"], "category": "idle"},
    ...     geometry=[box(x, 4300000, x + 100, 4300100) for x in (500000, 500050)],
    ...     crs="EPSG:4546",
    ... )
    >>> check_parcels(parcels).table[["parcel_id", "code"]]
      parcel_id             code
    0        P1  overlap_partial
    """
    require_columns(parcels, *REQUIRED_COLUMNS)
    known = rules_of(rules, vocabulary=vocabulary, tolerances=tolerances, of=parcels)
    tolerances, words = known.tolerances, known.vocabulary
    thin = find_slivers(
        parcels,
        thinness=tolerances.sliver_thinness,
        width=tolerances.sliver_width_m,
    )
    found = [
        repeated_id_issues(parcels),
        overlap_issues(parcels, tolerances),
        issues_at(parcels, "thin_parcel", thin, {"width": tolerances.sliver_width_m}),
        undeclared_issues(parcels),
    ]
    if banners is not None:
        found.append(place_issues(parcels, banners, tolerances, words))
        found.append(shift_issues(parcels, banners))
    return Issues.concat(found)
