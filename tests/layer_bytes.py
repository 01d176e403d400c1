"""Read a parcel layer as the page does, in plain Python."""

from __future__ import annotations

import base64
import gzip
import json
from typing import Any

import numpy as np
from shapely.geometry import MultiPolygon, Polygon


def read_varints(content: bytes, count: int) -> list[int]:
    numbers, at = [], 0
    for _ in range(count):
        value = shift = 0
        while True:
            byte = content[at]
            at += 1
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                break
        numbers.append(value)
    assert at == len(content)
    return numbers


def decoded(text: str, *, compressed: bool = True) -> dict[str, Any]:
    """Read a layer as the page does, in plain Python."""
    content = base64.b64decode(text)
    content = gzip.decompress(content) if compressed else content
    size = int.from_bytes(content[:4], "little")
    header = json.loads(content[4 : 4 + size])
    at, sections = 4 + size, {}
    for name, length in header["sections"]:
        sections[name] = content[at : at + length]
        at += length
    assert at == len(content)
    return {"header": header, **sections}


def texts_of(layer: dict[str, Any]) -> dict[str, list[str]]:
    found = {}
    for number, column in enumerate(layer["header"]["columns"]):
        section = layer[f"column{number}"]
        if "words" in column:
            codes = read_varints(section, layer["header"]["count"])
            found[column["label"]] = [column["words"][code] for code in codes]
        else:
            found[column["label"]] = section.decode("utf-8").split("\0")
    return found


def outlines_of(layer: dict[str, Any]) -> list[MultiPolygon]:
    polygons = read_varints(layer["polygons"], layer["header"]["count"])
    rings = read_varints(layer["rings"], sum(polygons))
    vertices = read_varints(layer["vertices"], sum(rings))
    folded = np.array(read_varints(layer["xy"], 2 * sum(vertices)), dtype=np.int64)
    differences = (folded >> 1) ^ -(folded & 1)
    xy = np.cumsum(differences.reshape(-1, 2), axis=0) / layer["header"]["scale"]
    points, ring, count = iter(xy.tolist()), iter(vertices), iter(rings)
    return [
        MultiPolygon([
            Polygon(one[0], one[1:])
            for one in (
                [[next(points) for _ in range(next(ring))] for _ in range(next(count))]
                for _ in range(number)
            )
        ])
        for number in polygons
    ]
