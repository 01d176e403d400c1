"""DXF drawings: what their text, layers and the data of CASS say of each line."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import shapely
from shapely import GeometryType

from landbase.io.encoding import Claim
from landbase.io.layers import ARC_STEP_DEGREES
from landbase.io.outlines import CLOSED_POINTS, compare_outlines, count_outlines
from landbase.issues import Issues

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from landbase.io.layers import RawTable

__all__ = ["drawing_claims", "finish_drawing"]

# From AutoCAD 2007 on a drawing is in UTF-8, whatever code page it names.
_IN_UTF8 = "AC1021"


def drawing_claims(about: Mapping[str, Any]) -> list[Claim]:
    """Say which encodings a drawing names, by its version and its code page.

    Examples
    --------
    >>> drawing_claims({"version": "AC1018", "codepage": "ANSI_936"})
    [Claim(origin='$DWGCODEPAGE', name='ANSI_936')]
    """
    claims = []
    if str(about.get("version") or "") >= _IN_UTF8:
        claims.append(Claim("$ACADVER", "utf-8"))
    if about.get("codepage"):
        claims.append(Claim("$DWGCODEPAGE", str(about["codepage"])))
    return claims


def finish_drawing(table: RawTable, path: Path) -> RawTable:
    """Read the text of a drawing, the data of CASS, and lines that close."""
    table = compare_outlines(table, count_outlines(path))
    return _close_lines(_read_cass(_plain_text(table)))


def _plain_text(table: RawTable) -> RawTable:
    r"""Decode what CAD writes for characters: \U+4E00, \M+5D2BB, %%d, of MTEXT all."""
    frame = table.frame.copy()
    for name in frame.columns:
        escaped = frame[name].str.contains(r"\\|%%|\^", na=False).astype(bool)
        if not escaped.any():
            continue
        of_mtext = (frame["Entity"] == "MTEXT") & (name == "Text")
        plainer = _of_text if name == "Text" else _decoded
        parts = ((escaped & of_mtext, _of_mtext), (escaped & ~of_mtext, plainer))
        for which, plain in parts:
            texts = frame.loc[which, name]
            frame.loc[which, name] = texts.map({t: plain(t) for t in texts.unique()})
    return replace(table, frame=frame)


def _decoded(text: str) -> str:
    """Decode characters written by their numbers."""
    from ezdxf.lldxf.encoding import decode_dxf_unicode, decode_mif_to_unicode

    return str(decode_dxf_unicode(decode_mif_to_unicode(text)))


def _of_text(text: str) -> str:
    from ezdxf.tools.text import plain_text

    return str(plain_text(_decoded(text)))


def _of_mtext(text: str) -> str:
    from ezdxf.tools.text import plain_mtext

    return str(plain_mtext(_decoded(text)))


# CASS keeps at each entity, under the name of its maker, first the code of what it is,
# and at the boundary of a parcel (权属线) number, holder and class of land after it.
_CASS = "SOUTH_1"
_BOUNDARY = "300000"
_PARTS = {"SOUTH_2": "宗地号", "SOUTH_3": "权利人", "SOUTH_4": "地类"}


def _read_cass(table: RawTable) -> RawTable:
    """Name what CASS says of parcel boundaries; other entities are set aside."""
    if _CASS not in table.frame:
        return table
    boundary = (table.frame[_CASS] == _BOUNDARY).to_numpy(dtype=bool)
    if not boundary.any():
        return table
    kept = table.frame[boundary].reset_index(drop=True)
    said = [name for name in _PARTS if name in kept and kept[name].notna().any()]
    kept = kept.rename(columns=_PARTS).drop(columns=_CASS)
    kept = kept.dropna(axis="columns", how="all")
    details = {"count": int(boundary.sum())}
    value = "、".join(_PARTS[name] for name in said) or "—"
    found = [Issues.of("cass_read", source=table.source, value=value, details=details)]
    if (others := table.rows[~boundary]).size:
        kinds = table.frame["Entity"] + " " + table.frame["Layer"]
        found.append(
            Issues.of(
                "drawing_no_boundary",
                source=table.source,
                source_row=others,
                value=kinds[~boundary],
                set_aside=True,
            )
        )
    shapes = None if table.geometry is None else table.geometry[boundary]
    return replace(
        table,
        frame=kept,
        rows=table.rows[boundary],
        geometry=shapes,
        issues=table.issues + Issues.concat(found),
    )


def _close_lines(table: RawTable) -> RawTable:
    """Take closed lines of a drawing for polygons; its layers may name categories."""
    if table.geometry is None:
        return table
    shapes = table.geometry.copy()
    lines = shapely.get_type_id(shapes) == GeometryType.LINESTRING
    closed = (
        lines
        & shapely.is_closed(shapes)
        & (shapely.get_num_points(shapes) >= CLOSED_POINTS)
    )
    found = table.issues
    if closed.any():
        xy, owner = shapely.get_coordinates(shapes[closed], return_index=True)
        shapes[closed] = shapely.polygons(shapely.linearrings(xy, indices=owner))
        details = {"count": int(closed.sum()), "step": ARC_STEP_DEGREES}
        found += Issues.of("lines_closed", source=table.source, details=details)
    aliases = {**table.aliases, "Layer": "category"}
    return replace(table, geometry=shapes, issues=found, aliases=aliases)
