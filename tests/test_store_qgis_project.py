"""The project file for QGIS: groups, places of layers, the view it opens on."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import geopandas as gpd
import pytest
from shapely import box

import landbase as lb
from landbase.cli.main import main
from landbase.errors import StoreError

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def base(work: Path) -> lb.LandBase:
    parcels = gpd.GeoDataFrame(
        {"parcel_id": ["A"], "category": "idle"},
        geometry=[box(110, 39, 110.001, 39.001)],
        crs=4490,
    )
    made = lb.LandBase.open(work / "土地 库.gpkg")
    made.add(parcels)
    return made


def read(path: Path) -> ET.Element:
    with zipfile.ZipFile(path) as archive:
        (name,) = archive.namelist()
        assert name == f"{path.stem}.qgs"
        return ET.fromstring(archive.read(name))  # noqa: S314 - our own text


def places(root: ET.Element) -> dict[str, str]:
    return {
        str(layer.findtext("id")): str(layer.findtext("datasource"))
        for layer in root.iter("maplayer")
    }


def test_layers_lie_beside_the_project(base: lb.LandBase) -> None:
    root = read(lb.write_qgis_project(base, base.path.with_name("图.qgz")))
    found = places(root)
    assert found["landbase_layer_parcels"] == "./土地 库.gpkg|layername=parcels"
    below = lb.write_qgis_project(base, base.path.parent / "下 级" / "图.qgz")
    assert set(places(read(below)).values()) == {
        place.replace("./", "../") for place in found.values()
    }
    listed = {str(node.get("id")) for node in root.iter("layer-tree-layer")}
    assert listed == set(found)
    for relation in root.iter("relation"):
        assert {relation.get("referencingLayer"), relation.get("referencedLayer")} <= {
            *found
        }


def test_what_is_edited_is_hidden_at_first_and_alone_not_read_only(
    base: lb.LandBase,
) -> None:
    root = read(lb.write_qgis_project(base, base.path.with_name("图.qgz"), lang="en"))
    groups = {
        group.get("name"): group.get("checked")
        for group in root.findall("layer-tree-group/layer-tree-group")
    }
    assert groups == {
        "Editing": "Qt::Unchecked",
        "Parcels": "Qt::Checked",
        "Records (read-only)": "Qt::Checked",
    }
    free = [
        layer.findtext("id")
        for layer in root.iter("maplayer")
        if layer.get("readOnly") == "0"
    ]
    assert free == ["landbase_layer_parcels"]


def test_it_opens_on_the_parcels_in_their_zone(base: lb.LandBase) -> None:
    root = read(lb.write_qgis_project(base, base.path.with_name("图.qgz")))
    assert root.findtext("projectCrs/spatialrefsys/authid") == "EPSG:4525"
    extent = root.find("mapcanvas/extent")
    assert extent is not None
    west, south, east, north = (float(str(edge.text)) for edge in extent)
    plane = base.parcels().to_crs(4525).total_bounds
    assert (west, south) < (plane[0], plane[1])
    assert (east, north) > (plane[2], plane[3])
    assert 1.0 < (east - west) / (plane[2] - plane[0]) < 1.2


def test_an_empty_base_has_a_project_too(work: Path) -> None:
    empty = lb.LandBase.open(work / "空.gpkg")
    root = read(lb.write_qgis_project(empty, work / "空.qgz"))
    assert root.findtext("projectCrs/spatialrefsys/authid") == "EPSG:4490"
    assert root.find("mapcanvas") is None


def test_outlines_keep_their_own_system(base: lb.LandBase, work: Path) -> None:
    outlines = base.parcels()[["geometry"]].to_crs(4546)
    outlines.to_file(work / "界线.gpkg")
    root = read(
        lb.write_qgis_project(base, work / "图.qgz", banners=work / "界线.gpkg")
    )
    layers = {layer.findtext("id"): layer for layer in root.iter("maplayer")}
    drawn = layers["landbase_layer_outlines"]
    assert drawn.findtext("srs/spatialrefsys/authid") == "EPSG:4546"
    assert drawn.findtext("datasource") == "./界线.gpkg"


def test_the_same_base_gives_the_same_bytes(base: lb.LandBase, work: Path) -> None:
    made = [lb.write_qgis_project(base, work / n / "图.qgz") for n in ("1", "2")]
    assert made[0].read_bytes() == made[1].read_bytes()


def test_another_ending_is_refused(base: lb.LandBase, work: Path) -> None:
    with pytest.raises(StoreError, match=r"\.qgz"):
        lb.write_qgis_project(base, work / "图.qgs")


def test_the_command_writes_it(
    base: lb.LandBase, work: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as left:
        main(["qgis", str(base.path), "-o", str(work / "图.qgz")])
    assert not left.value.code
    assert "图.qgz" in capsys.readouterr().out
    assert places(read(work / "图.qgz"))
