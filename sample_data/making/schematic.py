"""A schematic base map: the towns, and roads that join each to its next. Made up."""

from __future__ import annotations

import json
from math import cos, hypot, radians
from typing import TYPE_CHECKING, Any

from making.places import PLACES

if TYPE_CHECKING:
    from pathlib import Path

    from making.places import Place

__all__ = ["write_base_map"]

_SHRINK = cos(radians(39.5))  # a degree of longitude, of one of latitude


def write_base_map(path: Path) -> None:
    """Write names of places, and the shortest roads that join all of them."""
    features = [
        *(
            _feature("LineString", [_at(one), _at(other)], 类别="示意道路，主干")
            for one, other in _roads()
        ),
        *(
            _feature("Point", _at(place), 类别="地名，镇", 名称=place.name)
            for place in PLACES
        ),
    ]
    data = {"type": "FeatureCollection", "features": features}
    path.parent.mkdir(parents=True, exist_ok=True)
    text = json.dumps(data, ensure_ascii=False, indent=1)
    path.write_text(text + "\n", encoding="utf-8", newline="\n")


def _feature(kind: str, coordinates: list[Any], **properties: str) -> dict[str, Any]:
    return {
        "type": "Feature",
        "properties": properties,
        "geometry": {"type": kind, "coordinates": coordinates},
    }


def _at(place: Place) -> list[float]:
    return [place.lon, place.lat]


def _roads() -> list[tuple[Place, Place]]:
    """Join place after place to the nearest that is joined."""
    joined, left, roads = [PLACES[0]], list(PLACES[1:]), []
    while left:
        pairs = [(one, other) for one in joined for other in left]
        one, other = min(pairs, key=_apart)
        roads.append((one, other))
        joined.append(other)
        left.remove(other)
    return roads


def _apart(pair: tuple[Place, Place]) -> float:
    one, other = pair
    return hypot((one.lon - other.lon) * _SHRINK, one.lat - other.lat)
