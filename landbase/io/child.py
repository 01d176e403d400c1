"""A process of its own for formats whose native reader can crash: reads, writes JSON.

Started by `landbase.io.guarded` as a script, so that a crash, a hang or a flood
of memory ends here. It imports nothing of landbase and starts fast.
"""

from __future__ import annotations

import json
import runpy
import sys
import warnings
from pathlib import Path
from typing import Any

_COUNT_KEPT = (".sqlite", ".gpkg", ".fgb")  # apart, and it may be stale
_HEAVY = ("geopandas", "pandas", "pyarrow", "shapely")


def bound_memory(limit: int) -> None:
    """Refuse more memory than `limit` bytes, where the system can."""
    try:
        import resource
    except ImportError:  # Windows has no such limit; size and time are bounded there
        return
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def read(request: dict[str, Any]) -> dict[str, Any]:
    """Read the layers asked for."""
    # pyogrio looks for these and would start slowly; None makes them not found
    sys.modules.update(dict.fromkeys(_HEAVY))  # type: ignore[arg-type]  # documented use
    import pyogrio

    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        layers = [
            read_layer(request, str(name), str(kind or ""))
            for name, kind in pyogrio.list_layers(request["path"])
            if request["layers"] is None or name in request["layers"]
        ]
    texts = dict.fromkeys(str(warning.message) for warning in caught)
    return {"layers": layers, "warnings": "; ".join(texts)}


def read_layer(request: dict[str, Any], name: str, kind: str) -> dict[str, Any]:
    """Read one layer; its text stays Latin-1 where it does not decode."""
    from pyogrio import raw

    options = {"layer": name, "datetime_as_string": True, "return_fids": True}
    if request["path"].endswith(_COUNT_KEPT):
        options["where"] = "1 = 1"
    encoding = request["encoding"]
    try:
        meta, _, wkb, cells = raw.read(request["path"], encoding=encoding, **options)
    except UnicodeDecodeError:
        encoding = "ISO-8859-1"
        meta, _, wkb, cells = raw.read(request["path"], encoding=encoding, **options)
    cells = [
        exact(column, header, request["path"], name)
        if kind_of == "OFTInteger64" and column.dtype.kind == "f"
        else column.tolist()
        for column, header, kind_of in zip(
            cells, meta["fields"], meta["ogr_types"], strict=True
        )
    ]
    return {
        "name": name,
        "kind": kind,
        "undecoded": encoding == "ISO-8859-1",
        "fields": [str(field) for field in meta["fields"]],
        "types": list(meta["ogr_types"]),
        "crs": meta["crs"],
        "wkb": None
        if wkb is None
        else [part if part is None else part.hex() for part in wkb],
        "cells": [list(map(plain, column)) for column in cells],
    }


def exact(column: Any, header: Any, path: str, layer: str) -> list[Any]:
    """Give whole numbers among missing ones, which make floats of them, exactly."""
    from pyogrio import raw

    # SQLite doubles a quote within a name; elsewhere GDAL's own SQL marks it
    mark = '""' if path.endswith((".sqlite", ".gpkg")) else '\\"'
    name = str(header).replace('"', mark)
    if mark == '\\"' and (name.endswith("\\") or '\\\\"' in name):
        return list(column.tolist())  # it knows no way to write such a name
    where = f'"{name}" IS NOT NULL'
    stated = {"columns": [header], "where": where, "read_geometry": False}
    cells = raw.read(path, layer=layer, **stated)[3][0].tolist()
    there = iter(cells)
    gone = [value != value for value in column.tolist()]  # noqa: PLR0124 - NaN alone
    if gone.count(False) != len(cells):
        return list(column.tolist())
    return [None if missing else next(there) for missing in gone]


def plain(value: Any) -> Any:
    """Make a list of a cell that is an array; JSON knows no arrays."""
    return value.tolist() if hasattr(value, "tolist") else value


def reader(driver: str) -> Any:
    """Choose what reads: GDAL, or for drawings the script beside this one."""
    if driver != "ezdxf":
        return read
    script = Path(__file__).with_name("drawing_child.py")
    return runpy.run_path(str(script))["read"]


def main(request_path: str) -> None:
    """Answer the request in a file with a file beside it."""
    request = json.loads(Path(request_path).read_text("utf-8"))
    bound_memory(request["memory"])
    try:
        answer = reader(request["driver"])(request)
    except Exception as error:  # noqa: BLE001 - every failure is an answer to the parent
        answer = {"error": f"{error.__class__.__name__}: {error}"}
    text = json.dumps(answer, default=str)
    Path(request["answer"]).write_text(text, encoding="utf-8", errors="replace")


if __name__ == "__main__":
    main(sys.argv[1])
