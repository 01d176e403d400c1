"""Every ring of a boundary is read: KML and GML whose boundaries hold several."""

from __future__ import annotations

import re
import zipfile
from pathlib import Path

import numpy as np
import pytest
import shapely

import landbase as lb

SHELL = shapely.box(111.0, 40.0, 111.01, 40.01)
HOLES = [
    shapely.box(111.001 + step, 40.001, 111.002 + step, 40.002)
    for step in (0.0, 0.003, 0.006)
]
FOUND = Path(__file__).parents[2] / "shared/data/found/reports"
GML_HEAD = (
    '<gml:FeatureCollection xmlns:gml="http://www.opengis.net/gml" '
    'xmlns:p="http://x.cn">'
)


def kml_ring(shape: shapely.Polygon) -> str:
    places = " ".join(f"{x},{y}" for x, y in shape.exterior.coords)
    return f"<LinearRing><coordinates>{places}</coordinates></LinearRing>"


def kml(inner: str, outer: str = "") -> str:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>'
        f'<kml xmlns="http://www.opengis.net/kml/2.2"><Document>'
        f"<Placemark><name>T-1</name><Polygon><outerBoundaryIs>"
        f"{kml_ring(SHELL)}{outer}</outerBoundaryIs>{inner}</Polygon>"
        f"</Placemark></Document></kml>"
    )


def together(between: str = "") -> str:
    rings = between.join(map(kml_ring, HOLES))
    return f"<innerBoundaryIs>{rings}</innerBoundaryIs>"


def read(path: Path) -> tuple[shapely.Geometry, list[str]]:
    result = lb.read_parcels(path, category="idle", fields={"Name": "parcel_id"})
    (shape,) = result.parcels.geometry
    return shape, list(result.issues.table["code"])


RIGHT = SHELL.difference(shapely.union_all(HOLES))


@pytest.mark.parametrize("between", ["", "\n  ", "<!-- <LinearRing> -->"])
def test_every_ring_of_an_inner_boundary_is_a_hole(
    tmp_path: Path, between: str
) -> None:
    path = tmp_path / "t.kml"
    path.write_text(kml(together(between)), encoding="utf-8")

    shape, codes = read(path)

    assert shape.normalize().equals_exact(RIGHT.normalize(), 1e-12)
    assert "inner_rings_parted" in codes


def test_rings_are_parted_in_a_kmz_in_gbk_and_beside_proper_ones(
    tmp_path: Path,
) -> None:
    proper = f"<innerBoundaryIs>{kml_ring(HOLES[0])}</innerBoundaryIs>"
    two = "".join(map(kml_ring, HOLES[1:]))
    text = kml(f"{proper}<innerBoundaryIs>{two}</innerBoundaryIs>")
    with zipfile.ZipFile(tmp_path / "t.kmz", "w") as archive:
        gbk = text.replace("UTF-8", "GBK").replace("T-1", "东胜-1").encode("gbk")
        archive.writestr("doc.kml", gbk)

    shape, codes = read(tmp_path / "t.kmz")

    assert shape.normalize().equals_exact(RIGHT.normalize(), 1e-12)
    assert "inner_rings_parted" in codes


@pytest.mark.parametrize("default", [True, False])
def test_names_of_kml_with_a_prefix_are_understood(
    tmp_path: Path,
    default: bool,  # noqa: FBT001 - a case
) -> None:
    plain = kml(together())
    text = re.sub(r"<(/?)(?=\w)", r"<\1k:", plain)
    space = "http://www.opengis.net/kml/2.2"
    both = f'xmlns="{space}" xmlns:k="{space}"' if default else f'xmlns:k="{space}"'
    text = text.replace(f'xmlns="{space}"', both)
    assert "<k:Polygon>" in text
    (tmp_path / "t.kml").write_text(text, encoding="utf-8")
    shape, _ = read(tmp_path / "t.kml")
    assert shape.equals(RIGHT)


def test_proper_boundaries_are_left_alone(tmp_path: Path) -> None:
    inner = "".join(
        f"<innerBoundaryIs>{kml_ring(hole)}</innerBoundaryIs>" for hole in HOLES
    )
    (tmp_path / "t.kml").write_text(kml(inner), encoding="utf-8")

    shape, codes = read(tmp_path / "t.kml")

    assert shape.normalize().equals_exact(RIGHT.normalize(), 1e-12)
    assert not {"inner_rings_parted", "outer_rings_several"} & set(codes)


def test_several_rings_in_an_outer_boundary_are_told(tmp_path: Path) -> None:
    other = shapely.box(111.02, 40.0, 111.03, 40.01)
    text = kml("", outer=kml_ring(other))
    (tmp_path / "t.kml").write_text(text, encoding="utf-8")

    assert "outer_rings_several" in read(tmp_path / "t.kml")[1]


@pytest.mark.parametrize("names", ["inner", "interior"])
def test_every_inner_ring_of_gml_is_a_hole(tmp_path: Path, names: str) -> None:
    def ring(shape: shapely.Polygon) -> str:
        if names == "inner":
            places = " ".join(f"{x},{y}" for x, y in shape.exterior.coords)
            coordinates = f"<gml:coordinates>{places}</gml:coordinates>"
        else:
            places = " ".join(f"{x} {y}" for x, y in shape.exterior.coords)
            coordinates = f"<gml:posList>{places}</gml:posList>"
        return f"<gml:LinearRing>{coordinates}</gml:LinearRing>"

    out, into = {
        "inner": ("outerBoundaryIs", "innerBoundaryIs"),
        "interior": ("exterior", "interior"),
    }[names]
    inner = "".join(map(ring, HOLES))
    text = (
        f'<?xml version="1.0" encoding="UTF-8"?>{GML_HEAD}<gml:featureMember><p:DK>'
        f"<p:Name>T-1</p:Name><p:shape><gml:Polygon><gml:{out}>{ring(SHELL)}</gml:{out}>"
        f"<gml:{into}>{inner}</gml:{into}></gml:Polygon></p:shape></p:DK>"
        f"</gml:featureMember></gml:FeatureCollection>"
    )
    (tmp_path / "t.gml").write_text(text, encoding="utf-8")

    shape, codes = read(tmp_path / "t.gml")

    assert shape.normalize().equals_exact(RIGHT.normalize(), 1e-12)
    assert "inner_rings_parted" in codes


# 100 m squares: two holes of 400 m²; holes of 100, 400 and 900 m²; plane areas
# are 150 millionths larger here
@pytest.mark.parametrize(
    ("name", "m2"), [("04l_inner.kml", 9198.6), ("32a_3rings.kml", 8598.7)]
)
def test_found_files_have_all_their_holes(name: str, m2: float) -> None:
    if not (FOUND / name).exists():
        pytest.skip("the found files are not here")
    result = lb.read_parcels(
        FOUND / name, category="idle", fields={"Name": "parcel_id"}
    )
    area = lb.ellipsoidal_area(result.parcels.geometry).to_numpy()
    np.testing.assert_allclose(area, m2, atol=0.1)
