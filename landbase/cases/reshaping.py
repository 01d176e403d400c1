"""What must hold when parcels are split, merged or adjusted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import shapely

from landbase.area import ellipsoidal_area
from landbase.cases.allowed import initial_status
from landbase.cases.lineage import CHILD, KINDS, in_effect, living_successors
from landbase.crs import CGCS2000
from landbase.geometry import polygons_only, unite
from landbase.issues import Issues

if TYPE_CHECKING:
    import pandas as pd

    from landbase.rules.ruleset import Rules
    from landbase.rules.schema import Tolerances

__all__ = ["check_children", "check_closes", "check_parents", "inherit"]

# what is said of a child only by those who surveyed it
_OWN = ("parcel_id", "declared_area_m2", "source", "source_row", "status")
_SOURCE = "lineage"


def check_parents(
    parents: list[str],
    known: pd.Series,
    *,
    kind: str,
    children: int,
    day: pd.Timestamp,
    lineage: pd.DataFrame,
) -> Issues:
    """Find parents that are unknown or have ended, and numbers that do not fit."""
    if kind not in KINDS:
        raise ValueError(f"kind is {kind!r}; give one of {', '.join(KINDS)}")
    fits = {
        "split": len(parents) == 1 and children > 1,
        "merge": len(parents) > 1 and children == 1,
        "adjust": bool(parents) and children > 0,
    }[kind]
    unknown = [i for i in parents if i not in set(known)]
    successors = living_successors(lineage)
    ended = [i for i in parents if i in successors]
    found = [] if fits else [_issue("lineage_count", parents[:1], children=children)]
    found.append(_issue("event_unknown_parcel", unknown))
    after = ["、".join(successors[i]) for i in ended]
    found.append(_issue("lineage_parent_ended", ended, successors=after))
    valid = in_effect(lineage)
    born = valid[valid["role"] == CHILD].groupby("parcel_id")["effective"].max()
    early = [i for i in parents if i in born.index and born[i] > day]
    days = [f"{born[i]:%Y-%m-%d}" for i in early]
    said = {"born": days, "day": f"{day:%Y-%m-%d}"}
    found.append(_issue("lineage_before_birth", early, **said))
    repeated = sorted({i for i in parents if parents.count(i) > 1})
    found.append(_issue("lineage_parent_twice", repeated))
    return Issues.concat(found)


def inherit(
    children: gpd.GeoDataFrame, parents: gpd.GeoDataFrame, *, rules: Rules
) -> gpd.GeoDataFrame:
    """Fill what children do not say with what all their parents say alike."""
    filled = children.copy()
    names = [n for n in parents.columns if n not in {*_OWN, parents.geometry.name}]
    for name in [*names, *({"status"} & {*parents.columns})]:
        values = parents[name].dropna().unique()
        alike = len(values) == 1 and parents[name].notna().all()
        if not alike or (name == "status" and values[0] == initial_status(rules)):
            continue
        given = filled[name] if name in filled.columns else None
        filled[name] = values[0] if given is None else given.fillna(values[0])
    return filled


def check_children(
    children: gpd.GeoDataFrame,
    parents: gpd.GeoDataFrame,
    used: pd.Series,
    *,
    rules: Rules,
) -> Issues:
    """Find ids that were used before, and children whose state cannot be told."""
    taken = children.loc[children["parcel_id"].isin(used), "parcel_id"]
    found = [_issue("lineage_id_used", taken.tolist())]
    silent = "status" not in children.columns or children["status"].isna().any()
    if "disposed_area_m2" in parents.columns and silent:
        area = ellipsoidal_area(parents)
        disposed = parents["disposed_area_m2"].fillna(0.0)
        counts = rules.marked("disposed")
        whole = disposed >= area - rules.tolerances.slack(area)
        partly = (disposed > 0) & ~(whole & parents["status"].isin(counts))
        rows = parents[partly]
        found.append(
            _issue(
                "lineage_state_unclear",
                rows["parcel_id"].tolist(),
                disposed=disposed[partly].map("{:.2f}".format).tolist(),
                area=area[partly].map("{:.2f}".format).tolist(),
            )
        )
    return Issues.concat(found)


def check_closes(
    children: gpd.GeoDataFrame, parents: gpd.GeoDataFrame, *, tolerances: Tolerances
) -> Issues:
    """Find children that are not, together, the land of their parents."""
    before, after = (float(ellipsoidal_area(p).sum()) for p in (parents, children))
    slack = tolerances.slack(before)
    one, other = (unite(p.geometry.to_numpy()) for p in (parents, children))
    apart = np.array([shapely.symmetric_difference(one, other)], dtype=object)
    strips = gpd.GeoSeries(polygons_only(apart), crs=CGCS2000)
    astray = float(ellipsoidal_area(strips).sum())
    first = parents["parcel_id"].iloc[:1].tolist()
    texts = {"before": f"{before:.2f}", "after": f"{after:.2f}"}
    off = {"astray": f"{astray:.2f}"}
    return Issues.concat([
        _issue(
            "lineage_area_open", first if abs(after - before) > slack else [], **texts
        ),
        # what one side lacks the other has, so that an honest slip counts twice
        _issue("lineage_place", first if astray > 2 * slack else [], **off),
    ])


def _issue(code: str, ids: list[str], **details: Any) -> Issues:
    if not ids:
        return Issues.none()
    return Issues.of(
        code,
        source=_SOURCE,
        parcel_id=ids,
        column="parcel_id",
        value=ids,
        details=details,
    )
