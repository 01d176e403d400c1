"""Files that would have GDAL read another file or ask the network, made in code."""

from __future__ import annotations

import json
import sqlite3
import zipfile
from contextlib import closing
from typing import TYPE_CHECKING, Any

import geopandas as gpd
import numpy as np
import shapely

if TYPE_CHECKING:
    from pathlib import Path

CANARY = "CANARY7741"
RED = 211
RING = [[111, 39.5], [111.001, 39.5], [111.001, 39.501], [111, 39.501], [111, 39.5]]
SQUARE = {"type": "Polygon", "coordinates": [RING]}
FEATURE = {"type": "Feature", "properties": {"地块编号": "P-1"}, "geometry": SQUARE}
COLLECTION: dict[str, Any] = {"type": "FeatureCollection", "features": [FEATURE]}
_POSITIONS = " ".join(f"{y} {x}" for x, y in RING)
_PLACEMARK = (
    "<Placemark><name>P-1</name>{}<Polygon><outerBoundaryIs><LinearRing><coordinates>"
    + " ".join(f"{x},{y}" for x, y in RING)
    + "</coordinates></LinearRing></outerBoundaryIs></Polygon></Placemark>"
)
_KML = '<kml xmlns="http://www.opengis.net/kml/2.2"><Document>{}</Document></kml>'


class Canaries:
    """Files of the reader's own, which no file of a stranger may show."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        frame = gpd.GeoDataFrame(
            {"DKBH": [CANARY]}, geometry=[shapely.box(111, 39, 111.1, 39.1)], crs=4490
        )
        self.vector = folder / "own.geojson"
        frame.to_file(self.vector, driver="GeoJSON")
        self.tab = folder / "own.tab"
        frame.to_file(self.tab, driver="MapInfo File")
        self.image = folder / "own.tif"
        write_tif(self.image, level=RED)
        self.xsd = folder / "own.xsd"
        self.xsd.write_text(_xsd(CANARY), encoding="utf-8")
        self.text = folder / "own.txt"
        self.text.write_text(CANARY, encoding="utf-8")


def write_tif(path: Path, *, level: int, size: int = 64, **tags: str) -> None:
    """Write a GeoTIFF of one value, with items of its domain OVERVIEWS."""
    import rasterio
    from rasterio.transform import from_bounds

    place = from_bounds(111, 39, 111.1, 39.1, size, size)
    with rasterio.open(
        path, "w", driver="GTiff", width=size, height=size, count=1, dtype="uint8",
        crs="EPSG:4490", transform=place,
    ) as into:  # fmt: skip
        into.write(np.full((1, size, size), level, dtype=np.uint8))
        if tags:
            into.update_tags(ns="OVERVIEWS", **tags)


def _xsd(field: str, more: str = "") -> str:
    return (
        '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" '
        'xmlns:gml="http://www.opengis.net/gml" xmlns:ogr="http://ogr.maptools.org/" '
        'targetNamespace="http://ogr.maptools.org/" elementFormDefault="qualified">'
        f'{more}<xs:element name="P" type="ogr:P_Type" '
        'substitutionGroup="gml:_Feature"/><xs:complexType name="P_Type">'
        '<xs:complexContent><xs:extension base="gml:AbstractFeatureType"><xs:sequence>'
        '<xs:element name="geom" type="gml:PolygonPropertyType" minOccurs="0"/>'
        f'<xs:element name="{field}" type="xs:string" minOccurs="0"/>'
        "</xs:sequence></xs:extension></xs:complexContent></xs:complexType></xs:schema>"
    )


def gml(
    *, root: str = "", srs: str = "EPSG:4326", link: str = "", head: str = ""
) -> str:
    return (
        f'<?xml version="1.0" encoding="utf-8"?>{head}<ogr:FeatureCollection '
        'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
        'xmlns:xlink="http://www.w3.org/1999/xlink" '
        'xmlns:wfs="http://www.opengis.net/wfs" '
        'xmlns:ogr="http://ogr.maptools.org/" xmlns:gml="http://www.opengis.net/gml" '
        f'{root}><gml:featureMember><ogr:P gml:id="P.1"><ogr:geom>'
        f'<gml:Polygon srsName="{srs}"><gml:exterior><gml:LinearRing><gml:posList>'
        f"{_POSITIONS}</gml:posList></gml:LinearRing></gml:exterior></gml:Polygon>"
        f"</ogr:geom><ogr:DKBH>P-1</ogr:DKBH>{link}</ogr:P></gml:featureMember>"
        "</ogr:FeatureCollection>"
    )


def _vector_vrt(source: str) -> str:
    return (
        '<OGRVRTDataSource><OGRVRTLayer name="own"><SrcDataSource relativeToVRT="0">'
        f"{source}</SrcDataSource></OGRVRTLayer></OGRVRTDataSource>"
    )


def _raster_vrt(source: str) -> str:
    return (
        '<VRTDataset rasterXSize="64" rasterYSize="64"><SRS>EPSG:4490</SRS>'
        "<GeoTransform>111, 0.0015625, 0, 39.1, 0, -0.0015625</GeoTransform>"
        '<VRTRasterBand dataType="Byte" band="1"><SimpleSource><SourceFilename '
        f'relativeToVRT="0">{source}</SourceFilename><SourceBand>1</SourceBand>'
        "</SimpleSource></VRTRasterBand></VRTDataset>"
    )


def _wms(url: str) -> str:
    return (
        f'<GDAL_WMS><Service name="TMS"><ServerUrl>{url}/${{z}}/${{x}}/${{y}}.png'
        "</ServerUrl></Service><DataWindow><UpperLeftX>111</UpperLeftX><UpperLeftY>39.1"
        "</UpperLeftY><LowerRightX>111.1</LowerRightX><LowerRightY>39</LowerRightY>"
        "<TileLevel>0</TileLevel><TileCountX>1</TileCountX><TileCountY>1</TileCountY>"
        "<YOrigin>top</YOrigin></DataWindow><Projection>EPSG:4490</Projection>"
        "<BlockSizeX>64</BlockSizeX><BlockSizeY>64</BlockSizeY><BandsCount>3"
        "</BandsCount></GDAL_WMS>"
    )


def _overview(source: str) -> str:
    return (
        '<PAMDataset><Metadata domain="OVERVIEWS"><MDI key="OVERVIEW_FILE">'
        f"{source}</MDI></Metadata></PAMDataset>"
    )


def _streamed(source: str, kind: str = "vector") -> str:
    read = f"gdal {kind} pipeline ! read {source}"
    return json.dumps({"type": "gdal_streamed_alg", "command_line": read})


def vectors(url: str, own: Canaries) -> dict[str, dict[str, str]]:
    """Name each attack by vector files, with the texts of its files; the first leads."""  # noqa: E501
    found: dict[str, dict[str, str]] = {}
    far = f"/vsicurl/{url}/a.geojson"
    for suffix in ("json", "geojson"):
        found[f"streamed-file-{suffix}"] = {f"a.{suffix}": _streamed(str(own.vector))}
        found[f"streamed-net-{suffix}"] = {f"a.{suffix}": _streamed(far)}
    # said twice: what one reader takes, another may not
    twice = (
        '{"type":"FeatureCollection","features":[],' + _streamed(str(own.vector))[1:]
    )
    found["streamed-twice"] = {"a.json": twice}
    for kind in ("ogcwkt", "proj4", "esriwkt", ""):
        link = {"type": "link", "properties": {"href": f"{url}/crs", "type": kind}}
        found[f"crs-link-{kind}"] = {
            "a.geojson": json.dumps(COLLECTION | {"crs": link})
        }
    last = {"type": "Feature"} | FEATURE | {"crs": link}
    found["crs-link-feature"] = {"a.geojson": json.dumps(last)}
    found["crs-link-escaped"] = {
        "a.geojson": json.dumps(COLLECTION | {"crs": link}).replace(
            '"link"', '"l\\u0069nk"'
        )
    }
    name = {"type": "name", "properties": {"name": f"{url}/crs"}}
    found["crs-name"] = {"a.geojson": json.dumps(COLLECTION | {"crs": name})}
    fg = COLLECTION | {"conformsTo": ["[ogc-json-fg-1-0.1:core]"]}
    for crs in (f"{url}/crs", str(own.text)):
        found[f"json-fg-{crs[:4]}"] = {"a.json": json.dumps(fg | {"coordRefSys": crs})}
    pages = [{"rel": "next", "href": f"{url}/next", "type": "application/geo+json"}]
    found["pages"] = {"a.geojson": json.dumps(COLLECTION | {"links": pages})}
    topology = {"type": "Topology", "objects": {}, "arcs": [], "crs": link}
    found["topology"] = {"a.json": json.dumps(topology)}
    esri = {
        "geometryType": "esriGeometryPolygon", "exceededTransferLimit": True,
        "spatialReference": {"wkt": f"{url}/crs"}, "fields": [],
        "features": [{"attributes": {}, "geometry": {"rings": [RING]}}],
    }  # fmt: skip
    found["esri-json"] = {"a.json": json.dumps(esri)}
    found["lines"] = {"a.geojsonl": json.dumps(FEATURE | {"crs": link}) + "\n"}
    found |= _by_pointer(url, own)
    found |= _by_markup(url, own)
    return found


def _by_pointer(url: str, own: Canaries) -> dict[str, dict[str, str]]:
    """Name the files that are nothing but a pointer, under every suffix we read."""
    found = {}
    pointers = {
        "vrt-file": _vector_vrt(str(own.vector)),
        "vrt-net": _vector_vrt(f"/vsicurl/{url}/a.geojson"),
        "wfs": f"<OGRWFSDataSource><URL>{url}/wfs</URL></OGRWFSDataSource>",
        "oapif": f"<OGCAPI><URL>{url}/oapif</URL></OGCAPI>",
        "streamed": _streamed(str(own.vector)),
    }
    for suffix in ("shp", "gpkg", "json", "geojson", "geojsonl", "topojson", "tab",
                   "mif", "kml", "gml", "dxf", "fgb", "sqlite"):  # fmt: skip
        for name, text in pointers.items():
            found[f"{name}-{suffix}"] = {f"a.{suffix}": text}
    junk = {"x.gdb/a00000001.gdbtable": "no"}
    found["gdb-of-vrt"] = junk | {"x.gdb/a.vrt": pointers["vrt-file"]}
    seamless = (
        "!table\n!version 900\n!charset Neutral\n\nDefinition Table\n  Type NATIVE "
        'Charset "Neutral"\n  Fields 1\n    Table Char (200) ;\n'
        'begin_metadata\n"\\IsSeamless" = "TRUE"\n'
        '"\\IsSeamless\\AttributeColumnName" = "Table"\nend_metadata\n'
    )
    found["tab-seamless"] = {"a.tab": seamless}
    view = (
        '!table\n!version 100\n\nOpen Table "{0}" Hide\nOpen Table "{0}" Hide\n\n'
        "Create View a As\nSelect DKBH\nFrom own, own\nWhere own.DKBH = own.DKBH\n"
    )
    found["tab-view"] = {"a.tab": view.format("../" * 12 + str(own.tab))}
    return found


def _by_markup(url: str, own: Canaries) -> dict[str, dict[str, str]]:
    """Name the files of GML and KML that point elsewhere."""
    schema = "http://ogr.maptools.org/"
    found = {}
    for name, place in (("net", f"{url}/own.xsd"), ("file", str(own.xsd))):
        for word in ("include", "import", "redefine"):
            more = f'<xs:{word} schemaLocation="{place}"/>'
            found[f"xsd-{word}-{name}"] = {"a.gml": gml(), "a.xsd": _xsd("DKBH", more)}
        located = f'xsi:schemaLocation="{schema} {place}"'
        found[f"gml-schema-{name}"] = {"a.gml": gml(root=located)}
        link = f'<ogr:o xlink:href="{place}#x"/>'
        found[f"gml-xlink-{name}"] = {"a.gml": gml(link=link)}
        geometry = f'<ogr:geom xlink:href="{place}#x"/>'
        found[f"gml-xlink-geom-{name}"] = {"a.gml": gml(link=geometry)}
        entity = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{place}">]>'
        text = "<ogr:o>&e;</ogr:o>"
        found[f"gml-entity-{name}"] = {"a.gml": gml(head=entity, link=text)}
        dtd = f'<!DOCTYPE x SYSTEM "{place}">'
        found[f"gml-dtd-{name}"] = {"a.gml": gml(head=dtd)}
        found[f"gml-srs-{name}"] = {"a.gml": gml(srs=place)}
        linked = f"<NetworkLink><Link><href>{place}</href></Link></NetworkLink>"
        styled = f"<styleUrl>{place}#s</styleUrl>"
        for kml, body in (
            ("link", linked + _PLACEMARK.format("")),
            ("style", _PLACEMARK.format(styled)),
            ("schema", _PLACEMARK.format(
                f'<ExtendedData><SchemaData schemaUrl="{place}#s"><SimpleData name="a">'
                "1</SimpleData></SchemaData></ExtendedData>"
            )),
        ):  # fmt: skip
            found[f"kml-{kml}-{name}"] = {"a.kml": _KML.format(body)}
        found[f"kml-entity-{name}"] = {
            "a.kml": entity + _KML.format(_PLACEMARK.format("").replace("P-1", "&e;"))
        }
    asked = f"{url}/wfs?SERVICE=WFS&amp;VERSION=1.1.0&amp;REQUEST=DescribeFeatureType"
    located = f'xsi:schemaLocation="{schema} {asked}&amp;TYPENAME=ogr:P"'
    found["gml-describe"] = {
        "a.gml": gml(root=located).replace(
            "ogr:FeatureCollection", "wfs:FeatureCollection"
        )
    }
    return found


def databases(folder: Path, url: str, own: Canaries) -> dict[str, Path]:
    """Write GeoPackages and SQLite files whose views and tables reach outside."""
    found = {}
    for suffix in ("gpkg", "sqlite"):
        for name, words in (
            ("pixel", "gdal_get_pixel_value('{}', 1, 'georef', 111.05, 39.05)"),
            ("geocode", "ogr_geocode('{}')"),
            ("extension", "load_extension('{}')"),
        ):
            for place in (f"/vsicurl/{url}/a.tif", str(own.image)):
                path = folder / f"{name}-{place[1:4]}" / f"a.{suffix}"
                path.parent.mkdir(exist_ok=True)
                _with_view(path, words.format(place))
                found[f"{name}-{place[1:4]}-{suffix}"] = path
        path = folder / f"virtual.{suffix}"
        _write_base(path)
        with closing(sqlite3.connect(path)) as base, base:
            base.execute("PRAGMA writable_schema = 1")
            base.execute(
                "INSERT INTO sqlite_master VALUES ('table', 'v', 'v', 0, ?)",
                (f"CREATE VIRTUAL TABLE v USING VirtualOGR('{own.vector}')",),
            )
            if suffix == "gpkg":
                _register(base, "v", "geometry")
        found[f"virtual-{suffix}"] = path
    return found


def _write_base(path: Path) -> None:
    frame = gpd.GeoDataFrame({"DKBH": ["P-1"]}, geometry=[shapely.box(111, 39, 112, 40)],  # noqa: E501
                             crs=4490)  # fmt: skip
    frame.to_file(
        path, driver="GPKG" if path.suffix == ".gpkg" else "SQLite", layer="a"
    )


def _register(base: sqlite3.Connection, name: str, column: str) -> None:
    base.execute(
        "INSERT INTO gpkg_contents (table_name, data_type, identifier, srs_id) "
        "SELECT ?, data_type, ?, srs_id FROM gpkg_contents LIMIT 1",
        (name, name),
    )
    base.execute(
        "INSERT INTO gpkg_geometry_columns SELECT ?, ?, geometry_type_name, srs_id, z, m"  # noqa: E501
        " FROM gpkg_geometry_columns LIMIT 1",
        (name, column),
    )


def _with_view(path: Path, words: str) -> None:
    _write_base(path)
    words = words.replace('"', '""')
    with closing(sqlite3.connect(path)) as base, base:
        gpkg = path.suffix == ".gpkg"
        column, key = ("geom", "fid") if gpkg else ("GEOMETRY", "ogc_fid")
        base.execute(
            f'CREATE VIEW v AS SELECT {key} AS OGC_FID, {column}, {words} AS "地块编号" FROM a'  # noqa: E501, S608
        )
        if gpkg:
            _register(base, "v", column)


def images(folder: Path, url: str, own: Canaries) -> dict[str, Path]:
    """Write images that are pointers, or have one beside them or inside."""
    found = {}
    far = f"/vsicurl/{url}/a.tif"
    texts = {
        "vrt-file": _raster_vrt(str(own.image)),
        "vrt-net": _raster_vrt(far),
        "wms": _wms(url),
        "streamed": _streamed(str(own.image), "raster"),
        "wcs": f"<WCS_GDAL><ServiceURL>{url}/wcs?</ServiceURL><CoverageName>a"
        "</CoverageName></WCS_GDAL>",
        "wmts": f"<GDAL_WMTS><GetCapabilitiesUrl>{url}/wmts</GetCapabilitiesUrl>"
        "</GDAL_WMTS>",
    }
    for name, text in texts.items():
        for suffix in ("tif", "tiff", "png", "jpg", "jpeg"):
            path = folder / f"{name}.{suffix}"
            path.write_text(text, encoding="utf-8")
            found[f"{name}-{suffix}"] = path
    for name, place in (("file", str(own.image)), ("net", far)):
        path = folder / f"inside-{name}.tif"
        write_tif(path, level=7, OVERVIEW_FILE=place)
        found[f"overview-inside-{name}"] = path
        for suffix, text in ((".aux.xml", _overview(place)), (".ovr", _raster_vrt(place)),  # noqa: E501
                             (".msk", _raster_vrt(place))):  # fmt: skip
            path = folder / f"beside{suffix}-{name}.tif"
            write_tif(path, level=7)
            path.with_name(path.name + suffix).write_text(text, encoding="utf-8")
            found[f"overview{suffix}-{name}"] = path
    return found


def put(files: dict[str, str], folder: Path, own: Canaries) -> Path:
    """Write the files of an attack; give the first."""
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    first = folder / next(iter(files))
    if "IsSeamless" in next(iter(files.values())):
        _fill_tab(first, own)
    return first.parent if first.suffix == ".gdbtable" else first


def _fill_tab(path: Path, own: Canaries) -> None:
    """Give a seamless table its one record: the path of another table."""
    up = "../" * 12 + str(own.tab)
    frame = gpd.GeoDataFrame({"Table": [up]}, geometry=[shapely.box(111, 39, 112, 40)],
                             crs=4490)  # fmt: skip
    text = path.read_text("utf-8")
    frame.to_file(path, driver="MapInfo File")
    metadata = text[text.index("begin_metadata") :]
    path.write_text(path.read_text("latin-1") + metadata, encoding="latin-1")


def zipped(path: Path, target: Path) -> Path:
    """Pack the folder of a file, or a folder, as an archive."""
    folder = path if path.is_dir() else path.parent
    with zipfile.ZipFile(target, "w") as archive:
        for part in sorted(folder.rglob("*")):
            if part.is_file():
                archive.write(part, part.relative_to(folder.parent))
    return target
