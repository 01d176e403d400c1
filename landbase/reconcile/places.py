"""What the ground tells of a line: shifted layers, other places, moved boundaries."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import shapely

from landbase.checks.shift import as_gcj02
from landbase.reconcile.lines import components

if TYPE_CHECKING:
    from landbase.reconcile.accounts import (
        Account,
        Booleans,
        Floats,
        Objects,
        Positions,
    )
    from landbase.reconcile.findings import Figures, Findings
    from landbase.reconcile.lines import Lines

__all__ = ["judge_places", "name_matches"]

_METRE = 1 / 111_000.0  # degrees of latitude
_NEAR_GCJ = 15 * _METRE
_FAR = 100 * _METRE
_NEAR_ZONE = 0.001
_ZONE = 3.0
_SHIFT_SHARE = 0.005  # the area changes by less when an outline is shifted
_PAIRED = 2000 * _METRE  # how far two parcels are at most that exchanged land
_BESIDE = 500 * _METRE
_PPM = 1e-6  # of its area, what an outline leaves open
_LEAST = 1.0  # m²
_SHOWN = 6


def judge_places(
    left: Account, right: Account, figures: Figures, found: Findings
) -> None:
    """Judge lines by where their outlines are; changes `found`.

    Parameters
    ----------
    left, right, figures
        The accounts, and their sums on the lines.
    found
        What the figures alone told.
    """
    _shifts(left, right, figures, found)
    _exchanges(left, right, figures, found)


def _shifts(left: Account, right: Account, figures: Figures, found: Findings) -> None:
    if left.shapes is None or right.shapes is None:
        return
    share = figures.off / np.maximum(np.maximum(figures.left, figures.right), _LEAST)
    calm = found.fine | (found.kind == "plane_for_ellipsoidal")
    calm |= (found.kind == "different") & (share < _SHIFT_SHARE)
    at = np.flatnonzero(figures.pairs & calm)
    one = shapely.bounds(left.shapes[figures.first_left[at]])
    other = shapely.bounds(right.shapes[figures.first_right[at]])
    apart = (one[:, :2] > other[:, 2:]).any(axis=1)
    apart |= (one[:, 2:] < other[:, :2]).any(axis=1)
    here, there = (one[:, :2] + one[:, 2:]) / 2, (other[:, :2] + other[:, 2:]) / 2
    far = np.abs(there - here).max(axis=1) > _FAR
    gcj = far & (_near_gcj(here, there) | _near_gcj(there, here))
    zones = np.rint((here - there)[:, 0] / _ZONE)
    wrong = far & (zones != 0)
    wrong &= np.abs((here - there)[:, 0] - _ZONE * zones) < _NEAR_ZONE
    wrong &= np.abs((here - there)[:, 1]) < _NEAR_ZONE
    metres = np.hypot(*((there - here) / _METRE * _narrowed(here)).T)
    texts = _texts(metres, "{:.0f} m")
    _change(found, at, gcj, "gcj_shift", texts)
    _change(found, at, wrong, "zone_shift", _texts(-zones, "{:+.0f} × 3°"))
    _change(found, at, apart & far & ~gcj & ~wrong, "elsewhere", texts)


def _near_gcj(points: Floats, others: Floats) -> Booleans:
    return np.asarray(np.abs(as_gcj02(points) - others).max(axis=1) < _NEAR_GCJ)


def _narrowed(points: Floats) -> Floats:
    """Give what a degree of longitude and of latitude is, in degrees of latitude."""
    return np.column_stack([np.cos(np.radians(points[:, 1])), np.ones(len(points))])


def _texts(values: Floats, form: str) -> Objects:
    return np.array([form.format(value) for value in values], dtype=object)


def _change(
    found: Findings, at: Positions, hit: Booleans, kind: str, texts: Objects
) -> None:
    found.kind[at[hit]] = kind
    found.evidence[at[hit]] = texts[hit]


def _exchanges(
    left: Account, right: Account, figures: Figures, found: Findings
) -> None:
    """Find parcels near each other whose differences cancel."""
    for grouping in (_opposites, _together):
        doubtful = (found.kind == "different") | (found.kind == "within_tolerance")
        doubtful &= figures.pairs & (figures.off > _LEAST)
        at = np.flatnonzero(doubtful)
        if left.shapes is not None:
            shapes = left.shapes[figures.first_left[at]]
        elif right.shapes is not None:
            shapes = right.shapes[figures.first_right[at]]
        else:
            return
        label = grouping(shapes, figures.delta[at])
        _cancel(left, figures, found, at=at, label=label)


def _opposites(shapes: Objects, delta: Floats) -> Positions:
    """Label two parcels alike that differ by the same, one up and one down."""
    order = np.argsort(np.abs(delta), kind="stable")
    one, other = order[:-1], order[1:]
    opposite = np.sign(delta[one]) == -np.sign(delta[other])
    opposite &= shapely.distance(shapes[one], shapes[other]) < _PAIRED
    label = np.arange(len(delta))
    label[other[opposite]] = one[opposite]
    return label


def _together(shapes: Objects, delta: Floats) -> Positions:
    """Label what lies together."""
    pairs = shapely.STRtree(shapes).query(shapes, "dwithin", distance=_BESIDE)
    return components(len(delta), *pairs)


def _cancel(
    left: Account,
    figures: Figures,
    found: Findings,
    *,
    at: Positions,
    label: Positions,
) -> None:
    """Name the groups whose differences come to nothing."""
    n = len(at)
    noise = figures.slack[at] + _PPM * (figures.left[at] + figures.right[at])
    net = np.abs(np.bincount(label, figures.delta[at], n))
    even = (net <= np.bincount(label, noise, n)) & (np.bincount(label, minlength=n) > 1)
    worth = np.zeros(n, dtype=bool)
    worth[label[found.kind[at] == "different"]] = True
    hit = np.flatnonzero(even[label] & worth[label])
    names = left.ids[figures.first_left[at[hit]]].astype(str)
    order = np.argsort(label[hit], kind="stable")
    cuts = np.flatnonzero(np.diff(label[hit][order])) + 1
    for group in np.split(order, cuts) if len(hit) else []:
        more = "" if len(group) <= _SHOWN else f" +{len(group) - _SHOWN}"
        found.kind[at[hit][group]] = "boundary_moved"
        found.evidence[at[hit][group]] = "; ".join(names[group][:_SHOWN]) + more


def name_matches(lines: Lines, figures: Figures, found: Findings) -> None:
    """Name lines whose ids differ though their land is the same; changes `found`.

    Parameters
    ----------
    lines, figures
        Lines matched by id, spelling or overlap, and their sums.
    found
        What is known of each line; only lines that are fine are named anew.
    """
    fine = found.fine
    found.change(fine & (lines.how == "spelling"), "id_spelling")
    overlap = fine & (lines.how == "overlap")
    many_left, many_right = figures.rows_left > 1, figures.rows_right > 1
    found.change(overlap & ~many_left & ~many_right, "other_id")
    found.change(overlap & ~many_left & many_right, "split", "1 : n")
    found.change(overlap & many_left & ~many_right, "merged", "n : 1")
    found.change(overlap & many_left & many_right, "regrouped", "n : m")
