"""A project file for QGIS: the layers of a land base in groups, styled and related."""

from __future__ import annotations

import io
import os
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, TypeAlias
from xml.etree import ElementTree as ET

import numpy as np
import pyproj
import shapely

from landbase.crs import geographic_crs, plane_crs, project, zone_of
from landbase.errors import StoreError
from landbase.files import write_file
from landbase.io.formats import read_source
from landbase.store.database import database_of, reading
from landbase.store.journals import JOURNALS
from landbase.store.layers import CURRENT
from landbase.store.qgis import DRAWN, EDITED, SHOWN, option, renew_styles, style_parts
from landbase.store.queries import load_rules
from landbase.store.sealing import writing
from landbase.store.writes import moment_of
from landbase.texts import words

if TYPE_CHECKING:
    from landbase.rules.ruleset import Rules
    from landbase.store.base import LandBase
    from landbase.texts import Lang

    Edges: TypeAlias = tuple[float, float, float, float]

__all__ = ["write_qgis_project"]

# group → its layers, from the top of the list
_GROUPS = {
    "editing": (EDITED,),
    "parcels": (CURRENT,),
    "records": tuple(name for name in SHOWN if name not in DRAWN),
}
_OUTLINES = "outlines"
_ENDING = ".qgz"
_MARGIN = 0.03  # of the width, around all parcels
_ZIP_DAY = (1980, 1, 1, 0, 0, 0)  # the same project, the same bytes


def write_qgis_project(
    base: LandBase,
    path: Path | str,
    *,
    banners: Path | str | None = None,
    lang: Lang = "zh",
) -> Path:
    """Write a project file for QGIS: a land base's layers in groups, styled.

    Parcels are coloured by status with labels by scale; records are below them,
    read-only, and related to the parcels. Layers are found beside the project file, so
    that both can be moved together. The styles in the land base are renewed as well.

    Parameters
    ----------
    base
        The land base.
    path
        The .qgz file.
    banners
        A file of outlines to be drawn above the parcels.
    lang
        Language of layers, fields and words.

    Returns
    -------
    path
        The file written.

    Raises
    ------
    StoreError
        `path` does not end with .qgz, the land base stays busy, or it is on a server,
        where QGIS opens its layers without a project file.
    """
    target = Path(path).absolute()
    if target.suffix.lower() != _ENDING:
        raise StoreError("qgis_project_ending", path=target.name)
    if base.home is None:
        raise StoreError("qgis_of_server", path=base.place)
    of_base = base.path
    with writing(base._engine) as connection:  # noqa: SLF001 - of this room
        rules = load_rules(connection)
        renew_styles(connection, rules, now=moment_of(base, connection))
    with reading(base._engine) as connection:  # noqa: SLF001 - of this room
        extent = database_of(connection).extent(connection)
    file, degrees = _beside(of_base, target), geographic_crs("cgcs2000")
    sources = {name: Source(f"{file}|layername={name}", degrees) for name in SHOWN}
    if banners is not None:
        where = Path(banners).absolute()
        crs = read_source(where)[0].crs or degrees
        sources[_OUTLINES] = Source(_beside(where, target), pyproj.CRS(crs))
    root = _project(sources, rules, lang, extent)
    head = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
    text = head + ET.tostring(root, encoding="unicode") + "\n"
    return write_file(target, _zipped(f"{target.stem}.qgs", text))


class Source(NamedTuple):
    """Where a layer lies, and its CRS."""

    place: str
    crs: pyproj.CRS


def _zipped(name: str, text: str) -> bytes:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        member = zipfile.ZipInfo(name, _ZIP_DAY)
        member.compress_type = zipfile.ZIP_DEFLATED
        archive.writestr(member, text.encode("utf-8"))
    return held.getvalue()


def _beside(file: Path, project_file: Path) -> str:
    """Name a file as seen from the project, with strokes as QGIS has them."""
    try:
        found = Path(os.path.relpath(file, project_file.parent)).as_posix()
    except ValueError:  # on another drive of Windows
        return file.as_posix()
    return found if found.startswith("..") else f"./{found}"


def _project(
    sources: dict[str, Source],
    rules: Rules,
    lang: Lang,
    extent: Edges | None,
) -> ET.Element:
    """Make the whole project."""
    root = ET.Element("qgis", projectname="landbase", version="3.22.0")
    shown, view = geographic_crs("cgcs2000"), None
    if extent is not None:
        shown = plane_crs(int(zone_of((extent[0] + extent[2]) / 2)))
        view = _view(extent, shown)
    ET.SubElement(root, "projectCrs").append(_srs(shown))
    root.append(_tree(sources, lang))
    root.append(_relations(lang))
    if view is not None:
        root.append(_canvas(view, shown))
    layers = ET.SubElement(root, "projectlayers")
    for name, source in sources.items():
        layers.append(_layer(name, source, rules, lang))
    root.append(_properties())
    return root


def _properties() -> ET.Element:
    """Say that layers lie beside the project, and that its CRS counts."""
    made = ET.Element("properties")
    paths = ET.SubElement(made, "Paths")
    ET.SubElement(paths, "Absolute", type="bool").text = "false"
    reference = ET.SubElement(made, "SpatialRefSys")
    ET.SubElement(reference, "ProjectionsEnabled", type="int").text = "1"
    return made


def _view(extent: Edges, crs: pyproj.CRS) -> Edges:
    """Find the extent in the plane, with a margin."""
    moved = project(np.array([shapely.box(*extent)]), crs)
    west, south, east, north = map(float, shapely.total_bounds(moved))
    margin = _MARGIN * max(east - west, north - south)
    return west - margin, south - margin, east + margin, north + margin


def _srs(crs: pyproj.CRS) -> ET.Element:
    made = ET.Element("spatialrefsys")
    code = crs.to_epsg()
    ET.SubElement(made, "wkt").text = crs.to_wkt("WKT2_2019")
    ET.SubElement(made, "srid").text = str(code or 0)
    ET.SubElement(made, "authid").text = f"EPSG:{code}" if code else ""
    return made


def _canvas(view: Edges, crs: pyproj.CRS) -> ET.Element:
    made = ET.Element("mapcanvas", name="theMapCanvas")
    ET.SubElement(made, "units").text = "meters"
    extent = ET.SubElement(made, "extent")
    for name, edge in zip(("xmin", "ymin", "xmax", "ymax"), view, strict=True):
        ET.SubElement(extent, name).text = repr(edge)
    ET.SubElement(made, "rotation").text = "0"
    ET.SubElement(made, "destinationsrs").append(_srs(crs))
    return made


def _tree(sources: dict[str, Source], lang: Lang) -> ET.Element:
    """List the layers in groups; what is edited is not shown at first."""
    wording = words("qgis", lang)
    root = ET.Element("layer-tree-group")
    above = {_OUTLINES: (_OUTLINES,)} if _OUTLINES in sources else {}
    for group, names in (above | _GROUPS).items():
        place = _node(root, "layer-tree-group", checked=group != "editing")
        place.set("name", wording(f"group.{group}"))
        place.set("expanded", str(int(group != "records")))
        for name in names:
            node = _node(place, "layer-tree-layer", checked=True)
            node.set("id", _id(name))
            node.set("name", _title(name, lang))
            node.set("providerKey", "ogr")
            node.set("source", sources[name].place)
            node.set("expanded", str(int(name == CURRENT)))
    return root


def _node(parent: ET.Element, tag: str, *, checked: bool) -> ET.Element:
    state = "Qt::Checked" if checked else "Qt::Unchecked"
    return ET.SubElement(parent, tag, checked=state)


def _id(name: str) -> str:
    """Name a layer; QGIS gives a short name another one, which relations then miss."""
    return f"landbase_layer_{name}"


def _title(name: str, lang: Lang) -> str:
    wording = words("qgis", lang)
    return wording(f"group.{name}" if name == _OUTLINES else f"layer.{name}")


def _relations(lang: Lang) -> ET.Element:
    """Lead from a parcel to its records."""
    made = ET.Element("relations")
    for name, journal in JOURNALS.items():
        if "parcel_id" not in journal.content:
            continue
        for parcels in DRAWN:
            relation = ET.SubElement(
                made,
                "relation",
                id=f"{parcels}_{name}",
                name=_title(name, lang),
                referencingLayer=_id(name),
                referencedLayer=_id(parcels),
                strength="Association",
            )
            fields = {"referencingField": "parcel_id", "referencedField": "parcel_id"}
            ET.SubElement(relation, "fieldRef", fields)
    return made


def _layer(name: str, source: Source, rules: Rules, lang: Lang) -> ET.Element:
    drawn = name in DRAWN or name == _OUTLINES
    told = {
        "type": "vector",
        "geometry": "Polygon" if drawn else "No geometry",
        "readOnly": str(int(name != EDITED)),
        "labelsEnabled": str(int(name in DRAWN)),
        "styleCategories": "AllStyleCategories",
    }
    made = ET.Element("maplayer", told)
    for tag, text in (("id", _id(name)), ("datasource", source.place)):
        ET.SubElement(made, tag).text = text
    ET.SubElement(made, "layername").text = _title(name, lang)
    if drawn:
        ET.SubElement(made, "srs").append(_srs(source.crs))
    ET.SubElement(made, "provider", encoding="UTF-8").text = "ogr"
    made.extend([_outline()] if name == _OUTLINES else style_parts(name, rules, lang))
    return made


def _outline() -> ET.Element:
    """Draw outlines alone."""
    made = ET.Element("renderer-v2", type="singleSymbol", symbollevels="0")
    symbols = ET.SubElement(made, "symbols")
    symbol = ET.SubElement(symbols, "symbol", type="fill", name="0", alpha="1")
    layer = ET.SubElement(symbol, "layer", {"class": "SimpleFill", "enabled": "1"})
    settings = {
        "style": "no",
        "outline_color": "90,90,90,255",
        "outline_style": "solid",
        "outline_width": "0.3",
        "outline_width_unit": "MM",
    }
    layer.append(option(None, settings))
    return made
