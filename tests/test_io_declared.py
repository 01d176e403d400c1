"""Text formats that declare types: no cell becomes what it is not."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest

from landbase.io.formats import read_source
from landbase.parcels.read import read_parcels

if TYPE_CHECKING:
    from pathlib import Path

    from landbase.io.layers import RawTable

CELLS = [
    ("T-1", "20220908", "15.5", "3"),
    ("T-2", "2022年9月9日", "15,5", "12.5"),
    ("T-3", "", "约15", "1506222022012345678"),
]


def mif(path: Path) -> Path:
    head = (
        'Version 300\nCharset "Neutral"\nDelimiter ","\n'
        "CoordSys Earth Projection 1, 0\nColumns 4\n"
        "  DKBH Char(20)\n  PZRQ Date\n  MJ Float\n  N Integer\nData\n"
    )
    regions = "".join(
        f"Region 1\n  4\n{x} 40\n{x}.001 40\n{x}.001 40.001\n{x} 40\n"
        for x in (110, 111, 112)
    )
    rows = [",".join(f'"{cell}"' for cell in row) for row in CELLS]
    path.write_text(head + regions, "gb18030")
    path.with_suffix(".mid").write_text("\n".join(rows) + "\n", "gb18030")
    return path


def kml(path: Path) -> Path:
    kinds = {"DKBH": "string", "PZRQ": "string", "MJ": "double", "N": "int"}
    fields = "".join(f'<SimpleField name="{n}" type="{t}"/>' for n, t in kinds.items())
    rows = []
    for x, row in zip((110, 111, 112), CELLS, strict=True):
        data = "".join(
            f'<SimpleData name="{n}">{cell}</SimpleData>'
            for n, cell in zip(kinds, row, strict=True)
        )
        ring = f"{x},40 {x}.001,40 {x}.001,40.001 {x},40"
        rows.append(
            "<Placemark><ExtendedData><SchemaData schemaUrl='#s'>"
            f"{data}</SchemaData></ExtendedData><Polygon><outerBoundaryIs><LinearRing>"
            f"<coordinates>{ring}</coordinates></LinearRing></outerBoundaryIs></Polygon>"
            "</Placemark>"
        )
    path.write_text(
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
        f'<Schema name="s" id="s">{fields}</Schema>{"".join(rows)}</Document></kml>',
        "utf-8",
    )
    return path


def gml(path: Path) -> Path:
    kinds = {"DKBH": "string", "PZRQ": "date", "MJ": "decimal", "N": "integer"}
    fields = "".join(
        f'<xs:element name="{n}" minOccurs="0"><xs:simpleType>'
        f'<xs:restriction base="xs:{t}"/></xs:simpleType></xs:element>'
        for n, t in kinds.items()
    )
    path.with_suffix(".xsd").write_text(
        '<xs:schema targetNamespace="http://ogr.maptools.org/"'
        ' xmlns:ogr="http://ogr.maptools.org/"'
        ' xmlns:xs="http://www.w3.org/2001/XMLSchema"'
        ' xmlns:gml="http://www.opengis.net/gml">'
        '<xs:element name="t" type="ogr:t_Type" substitutionGroup="gml:_Feature"/>'
        '<xs:complexType name="t_Type"><xs:complexContent>'
        '<xs:extension base="gml:AbstractFeatureType"><xs:sequence>'
        '<xs:element name="geometryProperty" type="gml:PolygonPropertyType"/>'
        f"{fields}</xs:sequence></xs:extension></xs:complexContent></xs:complexType>"
        "</xs:schema>",
        "utf-8",
    )
    rows = []
    for x, row in zip((110, 111, 112), CELLS, strict=True):
        ring = f"{x},40 {x}.001,40 {x}.001,40.001 {x},40"
        data = "".join(
            f"<ogr:{n}>{cell}</ogr:{n}>" for n, cell in zip(kinds, row, strict=True)
        )
        rows.append(
            "<gml:featureMember><ogr:t><ogr:geometryProperty>"
            '<gml:Polygon srsName="EPSG:4490"><gml:outerBoundaryIs><gml:LinearRing>'
            f"<gml:coordinates>{ring}</gml:coordinates></gml:LinearRing>"
            "</gml:outerBoundaryIs></gml:Polygon></ogr:geometryProperty>"
            f"{data}</ogr:t></gml:featureMember>"
        )
    path.write_text(
        '<?xml version="1.0" encoding="utf-8"?><ogr:FeatureCollection'
        ' xmlns:ogr="http://ogr.maptools.org/" xmlns:gml="http://www.opengis.net/gml">'
        f"{''.join(rows)}</ogr:FeatureCollection>",
        "utf-8",
    )
    return path


FORMATS = {"mif": mif, "kml": kml, "gml": gml}


def told(table: RawTable) -> dict[str, list[str]]:
    rows = table.issues.table
    rows = rows[rows["code"] == "cell_of_other_kind"]
    return rows.groupby("column")["value"].agg(list).to_dict()


@pytest.mark.parametrize("kind", list(FORMATS))
def test_no_cell_is_forced_into_the_type_declared(tmp_path: Path, kind: str) -> None:
    (table,) = read_source(FORMATS[kind](tmp_path / f"t.{kind}"))

    assert table.frame["MJ"].tolist() == ["15.5", "15,5", "约15"]
    assert table.frame["N"].tolist() == ["3", "12.5", "1506222022012345678"]
    assert told(table)["MJ"] == ["15,5", "约15"]
    assert told(table)["N"] == ["12.5"]
    assert table.counted == 3


@pytest.mark.parametrize("kind", list(FORMATS))
def test_days_in_any_form_are_read(tmp_path: Path, kind: str) -> None:
    path = FORMATS[kind](tmp_path / f"t.{kind}")

    crs = "EPSG:4490" if kind == "mif" else None
    parcels = read_parcels(path, category="idle", crs=crs).parcels

    days = parcels["approval_date"].dt.strftime("%Y-%m-%d")
    assert days.tolist()[:2] == ["2022-09-08", "2022-09-09"]
    assert pd.isna(days[2])


@pytest.mark.parametrize("kind", list(FORMATS))
def test_columns_wholly_of_their_kind_have_their_type(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    rows = [(f"T-{n}", "2022-09-08", f"{n}.5", str(n)) for n in range(3)]
    monkeypatch.setitem(globals(), "CELLS", rows)
    (table,) = read_source(FORMATS[kind](tmp_path / f"t.{kind}"))

    assert table.frame["MJ"].tolist() == [0.5, 1.5, 2.5]
    assert table.frame["N"].tolist() == [0, 1, 2]
    assert not told(table)


def test_arcs_of_gml_are_told(tmp_path: Path) -> None:
    path = gml(tmp_path / "t.gml")
    text = path.read_text("utf-8")
    arc = (
        "<gml:Polygon srsName='EPSG:4490'><gml:exterior><gml:Ring><gml:curveMember>"
        "<gml:Curve><gml:segments><gml:Circle><gml:posList>110 40 110.001 40.001"
        " 110.002 40</gml:posList></gml:Circle></gml:segments></gml:Curve>"
        "</gml:curveMember></gml:Ring></gml:exterior></gml:Polygon>"
    )
    first = text.index("<gml:Polygon")
    end = text.index("</gml:Polygon>") + len("</gml:Polygon>")
    path.write_text(text[:first] + arc + text[end:], "utf-8")

    (table,) = read_source(path)

    assert "arcs_parted" in set(table.issues.table["code"])
