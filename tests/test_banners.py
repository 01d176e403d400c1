"""Banner outlines, parts of parcels, and the area table that closes."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import Polygon, box

from landbase.area import ellipsoidal_area
from landbase.banners.layer import read_banners
from landbase.banners.split import split_by_banner
from landbase.banners.table import area_table, print_table
from landbase.errors import (
    CRSError,
    GeometryError,
    LandbaseWarning,
    SchemaError,
    SourceError,
)
from landbase.rules.ruleset import Rules
from landbase.rules.vocabulary import Vocabulary

if TYPE_CHECKING:
    from pathlib import Path

X, Y = 500_000, 4_300_000
WEST, EAST = "150622", "150627"
KM2 = [2151.1, 372.9, 8238.5, 7556.7, 12213.5, 20358.8, 18817.3, 11663.5, 5481.0]


def square(east: float, north: float = 0, *, side: float = 100) -> Polygon:
    return box(X + east, Y + north, X + east + side, Y + north + side)


def table(*shapes: object, crs: str | None = "EPSG:4546") -> gpd.GeoDataFrame:
    ids = [f"P{number}" for number in range(len(shapes))]
    kinds = [
        "idle" if number % 2 else "approved_unsupplied" for number in range(len(ids))
    ]
    columns = {"parcel_id": ids, "category": kinds}
    return gpd.GeoDataFrame(columns, geometry=list(shapes), crs=crs)


def two_banners(*, west: float = 1000, east: float = 1000) -> gpd.GeoDataFrame:
    """Two banners that meet at 1 km, or overlap, or leave a gap.

    With a vertex every 20 m: a long edge straight in the plane would not be straight
    in longitude and latitude.
    """
    outlines = [box(X, Y, X + west, Y + 1000), box(X + east, Y, X + 2000, Y + 1000)]
    codes = {"banner": [EAST, WEST], "name": ["东旗", "西旗"]}
    dense = shapely.segmentize(outlines[::-1], 20)
    return gpd.GeoDataFrame(codes, geometry=dense, crs="EPSG:4546")


# ---------------------------------------------------------------- reading


def save(frame: gpd.GeoDataFrame, folder: Path, name: str = "旗区 界线.gpkg") -> Path:
    path = folder / name
    frame.to_file(path)
    return path


def test_the_real_outlines(shared_data: Path) -> None:
    path = shared_data / "boundaries" / "ordos9_tianditu_cgcs2000.geojson"
    banners = read_banners(path)
    assert banners["banner"].tolist() == Vocabulary.default().codes("banner")
    assert banners["name"].iloc[0] == "东胜区"
    assert banners.crs.to_epsg() == 4490
    km2 = ellipsoidal_area(banners) / 1e6
    np.testing.assert_allclose(km2, KM2, rtol=2e-5, atol=0.05)


@pytest.mark.parametrize(
    ("header", "values"),
    [
        ("code", ["150622", "150627"]),
        ("XZQDM", [150622, 150627]),
        ("XZQDM", [150622.0, 150627.0]),
        ("gb", ["150622000", "150627000000"]),
        ("旧代码", ["152723", "152728"]),
        ("旗区", ["准格尔旗", "伊旗"]),
        ("全称", ["内蒙古自治区鄂尔多斯市准格尔旗", "鄂尔多斯市伊金霍洛旗"]),
        ("name_en", ["Jungar Banner", "ejin horo banner"]),
    ],
)
def test_the_banner_is_found_by_header_or_values(
    work: Path, header: str, values: list[object]
) -> None:
    other = {"OID": [100001, 100002], "市": "150600", "长度": [1.5, 2.5]}
    layer = two_banners()[["geometry"]].assign(**other, **{header: values})
    banners = read_banners(save(layer, work))
    assert banners["banner"].tolist() == [WEST, EAST]
    assert banners["name"].tolist() == ["准格尔旗", "伊金霍洛旗"]
    assert list(banners) == ["banner", "name", "geometry"]


def test_rows_of_one_banner_become_one_outline(work: Path) -> None:
    layer = two_banners().assign(banner=WEST)
    [banner] = read_banners(save(layer, work)).to_dict("records")
    assert banner["banner"] == WEST
    assert banner["geometry"].geom_type == "Polygon"


def test_banners_of_another_city_and_names_of_the_layer(work: Path) -> None:
    layer = two_banners()[["geometry"]].assign(
        XZQDM=["150202", "150203"], XZQMC=["东河区", "昆都仑区"], 简称=["东河", "昆区"]
    )
    path = save(layer, work)
    assert read_banners(path)["name"].tolist() == ["东河区", "昆都仑区"]
    assert read_banners(path, name="简称")["name"].tolist() == ["东河", "昆区"]
    words = Vocabulary.default().extended({
        "banner": {"150202": {"zh": "东河", "en": "D", "aliases": ["Old"]}}
    })
    assert read_banners(path, rules=Rules(vocabulary=words))["name"].tolist() == [
        "东河",
        "昆都仑区",
    ]


def test_the_column_named_wins(work: Path) -> None:
    layer = two_banners().assign(new=["150602", "150603"])
    path = save(layer, work)
    assert read_banners(path, code="new")["banner"].tolist() == ["150602", "150603"]


def test_banners_that_are_not_understood(work: Path) -> None:
    path = save(two_banners().assign(banner=["某旗", "准格尔旗"]), work)
    with pytest.raises(SchemaError, match=r"某旗.*code="):
        read_banners(path)
    with pytest.raises(SchemaError, match="other"):
        read_banners(path, code="other")
    numbers = two_banners()[["geometry"]].assign(OID=[100001, 100002])
    with pytest.raises(SchemaError, match="OID"):
        read_banners(save(numbers, work, "无.gpkg"))


def test_broken_outlines_are_repaired_with_a_warning(work: Path) -> None:
    bow = Polygon([(X, Y), (X + 90, Y + 100), (X + 90, Y), (X, Y + 100)])
    path = save(two_banners().set_geometry([bow, square(500)]), work)
    with pytest.warns(LandbaseWarning, match=EAST):
        banners = read_banners(path)
    assert banners.is_valid.all()


def test_an_outline_drawn_twice_over_stays_land(work: Path) -> None:
    """The upper half of a hectare, drawn a second time, is no hole."""
    corners = [(0, 0), (100, 0), (100, 100), (0, 100), (0, 50), (100, 50)]
    twice = Polygon([(X + x, Y + y) for x, y in [*corners, (100, 100), (0, 100)]])
    path = save(two_banners().set_geometry([twice, square(500)]), work)
    with pytest.warns(LandbaseWarning, match=EAST):
        banners = read_banners(path)
    area = ellipsoidal_area(banners.set_index("banner"))
    assert area[EAST] == pytest.approx(10_000, abs=10)


def test_a_row_without_polygon_is_refused(work: Path) -> None:
    path = save(two_banners().set_geometry([None, square(0)], crs="EPSG:4546"), work)
    with pytest.raises(GeometryError, match="row"):
        read_banners(path)


@pytest.mark.parametrize("suffix", [".shp", ".gpkg", ".geojson", ".parquet"])
def test_a_layer_without_rows_is_refused(work: Path, suffix: str) -> None:
    frame = gpd.GeoDataFrame(
        {"banner": ["东胜区"]}, geometry=[box(0, 0, 1, 1)], crs=4490
    )
    path = work / f"旗区{suffix}"
    if suffix == ".parquet":
        frame[:0].to_parquet(path)
    else:
        frame[:0].to_file(path)
    with pytest.raises(SourceError, match="has no rows"):
        read_banners(path)


def test_several_layers_need_a_name(work: Path) -> None:
    path = work / "界线.gpkg"
    two_banners().to_file(path, layer="旗区")
    two_banners().to_file(path, layer="苏木")
    with pytest.raises(SourceError, match="layer="):
        read_banners(path)
    assert len(read_banners(path, layer="旗区")) == 2


def test_a_crs_that_nobody_knows_is_refused(work: Path) -> None:
    frame = gpd.GeoDataFrame(
        {"banner": ["东胜区"]}, geometry=[box(110, 39, 111, 40)], crs=4490
    )
    for name in ("a.gpkg", "b.shp"):
        frame.to_file(work / name)
    (work / "b.prj").unlink()
    for name in ("a.gpkg", "b.shp"):
        with pytest.raises(CRSError, match="not known to PROJ"):
            read_banners(work / name, crs="nonsense")


def test_crs_is_stated_given_or_refused(work: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # the writer says that there is no CRS
        path = save(two_banners().set_crs(None, allow_override=True), work)
        metres = save(two_banners().set_crs(4326, allow_override=True), work, "米.gpkg")
    with pytest.raises(CRSError, match="crs="):
        read_banners(path)
    assert read_banners(path, crs="EPSG:4546").crs.to_epsg() == 4490
    with pytest.raises(CRSError, match="crs="):
        read_banners(metres)
    assert read_banners(metres, crs=4546).total_bounds[0] == pytest.approx(111, abs=0.1)
    stated = save(two_banners(), work, "有.gpkg")
    with pytest.raises(CRSError, match="leave crs= out"):
        read_banners(stated, crs=4545)


# ---------------------------------------------------------------- parts


def test_a_square_across_the_line_is_halved() -> None:
    parcels = table(square(100), square(950), square(1500))
    parts = split_by_banner(parcels, two_banners())
    assert parts["parcel_id"].tolist() == ["P0", "P1", "P1", "P2"]
    assert parts["banner"].tolist() == [WEST, WEST, EAST, EAST]
    assert parts["place"].tolist() == ["banner"] * 4
    assert parts["area_m2"].tolist() == pytest.approx([1e4, 5e3, 5e3, 1e4], rel=1e-6)
    assert parts.crs.to_epsg() == 4490
    assert parts.index.tolist() == [0, 1, 1, 2]


def test_land_outside_is_a_part_of_its_own() -> None:
    parcels = table(square(-25, 300), square(1950, 950), square(5000))
    parts = split_by_banner(parcels, two_banners())
    places = parts.set_index(["parcel_id", "place"])["area_m2"].round(1).to_dict()
    assert places == {
        ("P0", "banner"): 7500,
        ("P0", "outside"): 2500,
        ("P1", "banner"): 2500,
        ("P1", "outside"): 7500,
        ("P2", "outside"): 10_000,
    }
    assert parts.loc[parts["place"] == "outside", "banner"].isna().all()


def test_land_in_two_banners_is_taken_off_again() -> None:
    parcels = table(square(950), square(1015, side=10), square(100))
    with pytest.warns(LandbaseWarning, match=EAST):
        parts = split_by_banner(parcels, two_banners(west=1030, east=1010))
    first = parts[parts["parcel_id"] == "P0"]
    assert first["area_m2"].round().tolist() == [8000, 4000, 2000]
    assert first["place"].tolist() == ["banner", "banner", "twice"]
    # wholly inside both banners
    second = parts[parts["parcel_id"] == "P1"]
    assert second["area_m2"].round(2).tolist() == [100, 100, 100]
    with pytest.warns(LandbaseWarning, match="overlap"):
        sums = area_table(parcels, two_banners(west=1030, east=1010))["all"]
    assert sums.loc["twice", "ha"] == pytest.approx(0.21, rel=1e-4)
    assert sums.loc["twice", "count"] == 0
    assert sums["count"].to_dict() == {WEST: 3, EAST: 0, "twice": 0, "total": 3}


def test_three_banners_on_one_spot_still_close() -> None:
    outlines = [square(0, side=500), square(100, side=500), square(200, side=500)]
    banners = gpd.GeoDataFrame(
        {"banner": ["150602", "150603", "150621"]}, geometry=outlines, crs="EPSG:4546"
    )
    parcels = table(square(150, 150, side=300), square(450, 450, side=300))
    with pytest.warns(LandbaseWarning, match="overlap"):
        parts = split_by_banner(parcels, banners)
    signed = parts["area_m2"].where(parts["place"] != "twice", -parts["area_m2"])
    sums = signed.groupby(parts["parcel_id"]).sum()
    np.testing.assert_allclose(sums, ellipsoidal_area(parcels), rtol=1e-12)


def test_a_gap_between_banners_is_outside() -> None:
    parts = split_by_banner(table(square(950)), two_banners(west=990, east=1010))
    assert parts["area_m2"].round().tolist() == [4000, 4000, 2000]
    assert parts["place"].tolist() == ["banner", "banner", "outside"]


def test_hairlines_are_counted_with_the_largest_part() -> None:
    hair = two_banners(west=1000.00001, east=1000.00001)
    parcels = table(square(900), square(1000))
    parts = split_by_banner(parcels, hair)
    assert parts["banner"].tolist() == [WEST, EAST]
    np.testing.assert_allclose(parts["area_m2"], ellipsoidal_area(parcels), rtol=1e-12)


def test_holes_parts_and_any_crs() -> None:
    ring = square(900, 100, side=200).difference(square(950, 150, side=100))
    pair = shapely.union_all([square(500, 500), square(1500, 500)])
    parcels = table(ring, pair)
    parts = split_by_banner(parcels, two_banners())
    assert parts["area_m2"].round(1).tolist() == [15_000, 15_000, 10_000, 10_000]
    zone36 = parcels.to_crs("EPSG:4524").rename_geometry("界")
    other = split_by_banner(zone36, two_banners().to_crs("EPSG:4490"))
    np.testing.assert_allclose(other["area_m2"], parts["area_m2"], rtol=1e-6)


def test_many_vertices_are_clipped_without_a_trace() -> None:
    dense = two_banners()
    dense = dense.set_geometry(dense.geometry.segmentize(0.5))
    parcels = table(*(square(950, north) for north in range(0, 900, 150)))
    parts = split_by_banner(parcels, dense)
    assert parts["area_m2"].round(1).tolist() == [5000.0] * 12


@pytest.mark.parametrize("west", [1000, 1100])
def test_the_grid_changes_no_figure(
    west: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    random = np.random.default_rng(1)
    places = random.uniform((-200, -200, 1), (2200, 1200, 150), (900, 3))
    parcels = table(*(square(e, n, side=s) for e, n, s in places))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", LandbaseWarning)
        with_grid = split_by_banner(parcels, two_banners(west=west))
        monkeypatch.setattr("landbase.banners.split._MOST_CELLS", 0)
        without = split_by_banner(parcels, two_banners(west=west))
    pd.testing.assert_frame_equal(with_grid, without)


def test_no_parcels_and_no_banners() -> None:
    empty = table().set_crs("EPSG:4546", allow_override=True)
    assert split_by_banner(empty, two_banners()).empty
    sums = area_table(empty, two_banners())
    assert sums.index.tolist() == [WEST, EAST, "total"]
    assert (sums == 0).all(axis=None)
    assert print_table(sums).index.tolist() == ["西旗", "东旗", "合计"]
    parts = split_by_banner(table(square(0)), two_banners().iloc[:0])
    assert parts["place"].tolist() == ["outside"]


def test_refusals() -> None:
    parcels = table(square(950))
    with pytest.raises(CRSError):
        split_by_banner(table(square(0), crs=None), two_banners())
    with pytest.raises(CRSError):
        split_by_banner(parcels, two_banners().set_crs(None, allow_override=True))
    with pytest.raises(CRSError):
        area_table(parcels.set_crs(2381, allow_override=True), two_banners())
    with pytest.raises(SchemaError, match="read_banners"):
        split_by_banner(parcels, two_banners().assign(banner=[WEST, None]))
    with pytest.raises(SchemaError, match="read_banners"):
        split_by_banner(parcels, two_banners().assign(banner=WEST))
    with pytest.raises(SchemaError, match="parcel_id"):
        split_by_banner(parcels.drop(columns="parcel_id"), two_banners())
    with pytest.raises(GeometryError, match="P1"):
        split_by_banner(table(square(0), None), two_banners())
    bow = Polygon([(X, Y), (X + 900, Y + 100), (X + 900, Y), (X, Y + 100)])
    with pytest.raises(GeometryError, match="P0"):
        split_by_banner(table(bow), two_banners())
    with pytest.raises(GeometryError, match=WEST):
        split_by_banner(parcels, two_banners().set_geometry([square(0), bow]))


def test_inputs_are_left_alone() -> None:
    parcels, banners = table(square(950), square(-50)), two_banners()
    copies = parcels.copy(deep=True), banners.copy(deep=True)
    print_table(area_table(parcels, banners))
    split_by_banner(parcels, banners)
    pd.testing.assert_frame_equal(parcels, copies[0])
    pd.testing.assert_frame_equal(banners, copies[1])


# ---------------------------------------------------------------- the table


def test_counts_mu_and_hectares_per_banner_and_category() -> None:
    # 1 ha each; P1 is halved and counted once, in the first of two equal parts
    parcels = table(square(100), square(950), square(1500), square(-5000))
    sums = area_table(parcels, two_banners()).round(3)
    assert sums.index.name == "banner"
    assert sums.index.tolist() == [WEST, EAST, "outside", "total"]
    assert list(sums.columns) == [
        (group, measure)
        for group in ("approved_unsupplied", "idle", "all")
        for measure in ("count", "mu", "ha")
    ]
    assert sums["all", "ha"].tolist() == [1.5, 1.5, 1, 4]
    assert sums["all", "mu"].tolist() == [22.5, 22.5, 15, 60]
    assert sums["idle", "ha"].tolist() == [0.5, 0.5, 1, 2]
    assert sums["idle", "count"].sum() == 4
    assert sums["all", "count"].tolist()[-1] == 4
    assert sums["all", "count"].dtype == np.int64


def test_by_declared_banner_with_missing_ones() -> None:
    parcels = table(square(0), square(200), square(400)).assign(
        banner=[EAST, None, WEST]
    )
    sums = area_table(parcels)["all"].round(3)
    assert sums.index.tolist() == [WEST, EAST, "missing", "total"]
    assert sums["ha"].tolist() == [1, 1, 1, 3]


def test_by_other_columns_in_the_order_of_the_vocabulary() -> None:
    parcels = table(square(0), square(200), square(400)).assign(
        status=["closed", "registered", "自定"], zone=["乙园", None, "甲园"]
    )
    by_status = area_table(parcels, two_banners(), by="status")
    assert by_status.index.tolist() == ["registered", "closed", "自定", "total"]
    assert print_table(by_status).index.tolist() == [
        "已上图入库",
        "已销号",
        "自定",
        "合计",
    ]
    by_zone = area_table(parcels, by="zone")
    assert by_zone.index.tolist() == ["乙园", "甲园", "missing", "total"]
    assert print_table(by_zone, lang="en").index.name == "development zone"
    with pytest.raises(SchemaError, match="cause"):
        area_table(parcels, by="cause")
    with pytest.raises(SchemaError, match="total"):
        area_table(parcels.assign(zone="total"), by="zone")


def test_without_category_there_is_one_group() -> None:
    sums = area_table(table(square(0)).drop(columns="category"), two_banners())
    assert list(sums.columns.get_level_values(0).unique()) == ["all"]
    assert print_table(sums).loc["合计", ("合计", "亩")] == 15
    kinds = table(square(0), square(200)).assign(category=["idle", None])
    groups = area_table(kinds, two_banners()).columns.get_level_values(0).unique()
    assert list(groups) == ["idle", "missing", "all"]


def test_which_area() -> None:
    parcels = table(square(950), square(100)).assign(declared_area_m2=[3000.0, 600.0])
    banners = two_banners()
    declared = area_table(parcels, banners, areas="declared")["all", "ha"]
    assert declared.round(6).tolist() == [0.21, 0.15, 0.36]
    planar = area_table(parcels, banners, areas="planar")["all", "ha"]
    assert planar["total"] == pytest.approx(2)
    own = pd.Series([1e4, 2e4], index=parcels.index)
    assert area_table(parcels, banners, areas=own).loc["total", ("all", "ha")] == 3
    with pytest.raises(ValueError, match="index"):
        area_table(parcels, banners, areas=own.set_axis(["a", "b"]))
    with pytest.raises(ValueError, match="published"):
        area_table(parcels, banners, areas="published")
    with pytest.raises(SchemaError, match="declared_area_m2"):
        area_table(table(square(0)), areas="declared", by="category")


def test_parcels_without_an_area_are_counted_and_told() -> None:
    parcels = table(square(0), square(200)).assign(declared_area_m2=[3000.0, None])
    with pytest.warns(LandbaseWarning, match="1 of 2"):
        sums = area_table(parcels, two_banners(), areas="declared")["all"]
    assert sums.loc["total"].round(6).tolist() == [2, 4.5, 0.3]


def test_labels() -> None:
    parcels = table(square(100), square(5000))
    printed = print_table(area_table(parcels, two_banners()))
    assert printed.index.name == "旗区"
    assert printed.index.tolist() == ["西旗", "东旗", "旗区界线以外", "合计"]
    assert ("批而未供", "宗数") in printed.columns
    assert ("合计", "公顷") in printed.columns
    english = print_table(area_table(parcels, two_banners()), lang="en")
    assert english.index.tolist() == [
        "Jungar Banner",
        "Ejin Horo Banner",
        "outside all banners",
        "total",
    ]


def figures(cells: list[list[float]], names: list[str] | None = None) -> pd.DataFrame:
    """Make a table of hectares as `area_table` does."""
    leaves = np.array(cells, dtype=float)
    names = names or [str(number) for number in range(len(leaves))]
    sign = np.where(np.array(names) == "twice", -1, 1)
    full = np.vstack([leaves, sign @ leaves])
    full = np.column_stack([full, full.sum(axis=1)])
    groups = [f"g{number}" for number in range(leaves.shape[1])]
    columns = pd.MultiIndex.from_product([[*groups, "all"], ["ha"]])
    return pd.DataFrame(full, index=[*names, "total"], columns=columns)


def test_printed_figures_close_where_rounding_alone_does_not() -> None:
    printed = print_table(
        figures([[1 / 3, 0.5], [1 / 3, 0.5], [1 / 3, 0.5]]), decimals=0
    )
    assert (
        printed.to_numpy()[:-1].sum(axis=0).tolist() == printed.to_numpy()[-1].tolist()
    )
    assert printed.to_numpy()[-1].tolist() == [1, 2, 3]


def test_the_grand_total_is_rounded_half_up() -> None:
    printed = print_table(figures([[1.335], [1.34]]))
    assert printed.iloc[-1, -1] == 2.68


cells = st.floats(0, 1e5).map(lambda value: round(value, 4))


@settings(max_examples=60, deadline=None)
@given(
    st.integers(1, 3).flatmap(
        lambda width: st.lists(
            st.lists(cells, min_size=width, max_size=width), min_size=2, max_size=12
        )
    ),
    st.integers(0, 2),
)
def test_printed_tables_close_both_ways(rows: list[list[float]], decimals: int) -> None:
    names = [*map(str, range(len(rows) - 1)), "twice"]
    exact = figures(rows, names)
    printed = print_table(exact, decimals=decimals)
    unit = 10.0**-decimals
    units = np.rint(printed.to_numpy() / unit).astype(int)
    np.testing.assert_allclose(units * unit, printed, atol=1e-9)
    sign = np.where(np.array(names) == "twice", -1, 1)
    assert (sign @ units[:-1] == units[-1]).all()
    assert (units[:, :-1].sum(axis=1) == units[:, -1]).all()
    off = np.abs(units - exact.to_numpy() / unit)
    off[:-1, -1] /= 2  # totals of lines: the documented exception
    assert (off < 1 + 1e-6).all()


def test_totals_of_lines_are_exchanged_into_their_unit() -> None:
    # Levelled by column, both 0.6 of the first line would go up: 1 + 1 for 1.2.
    exact = figures([[0.6, 0.6], [0.4, 0.4], [0.5, 0.5], [0.5, 0.5]])
    printed = print_table(exact, decimals=0)
    off = (printed.to_numpy() - exact.to_numpy())[:, -1]
    assert (np.abs(off) < 1).all()


# ---------------------------------------------------------------- properties

corner = st.tuples(st.floats(-300, 2100), st.floats(-300, 1100), st.floats(1, 900))


@settings(max_examples=30, deadline=None)
@given(st.lists(corner, min_size=1, max_size=8), st.randoms(use_true_random=False))
def test_sums_close_and_order_does_not_matter(corners: list, random) -> None:  # noqa: ANN001 - hypothesis gives a Random
    parcels = table(*(square(e, n, side=s) for e, n, s in corners))
    banners = two_banners(west=1100, east=900)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", LandbaseWarning)
        sums = area_table(parcels, banners)
        order = list(range(len(parcels)))
        random.shuffle(order)
        shuffled = area_table(parcels.iloc[order], banners)
        parts = split_by_banner(parcels, banners)
    sign = np.where(sums.index[:-1] == "twice", -1, 1)
    np.testing.assert_allclose(sign @ sums.iloc[:-1], sums.iloc[-1], rtol=1e-9)
    total = ellipsoidal_area(parcels).sum() / 1e4
    assert sums.loc["total", ("all", "ha")] == pytest.approx(total, rel=1e-12)
    assert sums.loc["total", ("all", "count")] == len(parcels)
    pd.testing.assert_frame_equal(sums, shuffled, rtol=1e-9)
    signed = parts["area_m2"].where(parts["place"] != "twice", -parts["area_m2"])
    by_parcel = signed.groupby(level=0).sum()
    np.testing.assert_allclose(by_parcel, ellipsoidal_area(parcels), rtol=1e-9)


@settings(max_examples=20, deadline=None)
@given(corner, st.floats(0.1, 0.9))
def test_splitting_a_parcel_keeps_totals(place: tuple, at: float) -> None:
    east, north, side = place
    whole = square(east, north, side=side)
    x0, y0, x1, y1 = whole.bounds
    cut = x0 + at * (x1 - x0)
    halves = table(box(x0, y0, cut, y1), box(cut, y0, x1, y1)).assign(category="idle")
    once = area_table(table(whole).assign(category="idle"), two_banners())["all", "ha"]
    twice = area_table(halves, two_banners())["all", "ha"]
    assert twice["total"] == pytest.approx(once["total"], rel=1e-6, abs=1e-8)
    for line in (WEST, EAST):
        # an edge is cut where it runs in degrees, a centimetre beside the plane's
        assert twice[line] == pytest.approx(once[line], rel=1e-4, abs=2e-4)


def test_what_is_blank_is_not_filled_in() -> None:
    parcels = table(*(square(200 * n) for n in range(5))).assign(
        zone=["", None, "  ", "a", "A"]
    )
    sums = area_table(parcels, by="zone")["all"].round(3)
    assert sums.index.tolist() == ["A", "a", "missing", "total"]
    assert sums["count"].tolist() == [1, 1, 3, 5]
    assert sums["ha"].tolist() == [1, 1, 3, 5]
    for value in ("missing", "outside", "total"):
        with pytest.raises(SchemaError, match=value):
            area_table(parcels.assign(zone=["", None, value, "a", "A"]), by="zone")


def test_a_category_that_is_called_as_a_group_of_the_table_is_refused() -> None:
    parcels = table(square(0), square(200))
    for value in ("missing", "all"):
        with pytest.raises(SchemaError, match=value):
            area_table(parcels.assign(category=["idle", value]), two_banners())


def crossed() -> gpd.GeoDataFrame:
    squares = [
        box(x, 4_300_000, x + 100, 4_300_100) for x in range(500_000, 500_800, 200)
    ]
    return gpd.GeoDataFrame(
        {
            "category": "idle",
            "banner": ["150622", "150602", "150602", None],
            "cause": ["planning_changed", "planning_changed", None, None],
            "year": [2019, 2009, 2009, 10],
        },
        geometry=squares,
        crs="EPSG:4546",
    )


def test_a_table_by_several_columns_closes_and_keeps_the_order_of_its_words() -> None:
    table = area_table(crossed(), by=["banner", "cause"])
    assert table.index.names == ["banner", "cause"]
    assert table.index.tolist() == [
        ("150602", "planning_changed"),
        ("150602", "missing"),
        ("150622", "planning_changed"),
        ("missing", "missing"),
        ("total", ""),
    ]
    assert table[("all", "count")].tolist() == [1, 1, 1, 1, 4]
    assert table[("all", "mu")].iloc[:-1].sum() == pytest.approx(60, rel=1e-3)
    printed = print_table(table)
    assert printed.index[0] == ("东胜区", "规划调整")
    assert printed.index[-1] == ("合计", "")
    assert printed.index.names == ["旗区", "形成原因"]


def test_one_column_in_a_list_is_that_column() -> None:
    pd.testing.assert_frame_equal(
        area_table(crossed(), by=["cause"]), area_table(crossed(), by="cause")
    )


def test_with_outlines_the_banner_of_several_columns_is_where_the_land_lies() -> None:
    parcels = crossed()
    half = gpd.GeoDataFrame(
        {"banner": ["150602"], "name": ["甲"]},
        geometry=[box(500_000, 4_300_000, 500_250, 4_300_100)],
        crs="EPSG:4546",
    )
    table = area_table(parcels, half, by=["banner", "cause"])
    assert table.index.tolist() == [
        ("150602", "planning_changed"),
        ("outside", "planning_changed"),
        ("outside", "missing"),
        ("total", ""),
    ]
    assert table[("all", "mu")].iloc[0] == pytest.approx(22.5, rel=1e-3)
    alone = area_table(parcels, half)
    assert table[("all", "mu")].iloc[-1] == pytest.approx(alone[("all", "mu")].iloc[-1])


def test_numbers_are_lines_in_the_order_of_numbers() -> None:
    table = area_table(crossed(), by="year")
    assert table.index.tolist() == ["10", "2009", "2019", "total"]


@pytest.mark.parametrize("by", [[], ["cause", "cause"]])
def test_columns_of_a_table_are_there_and_different(by: list[str]) -> None:
    with pytest.raises(ValueError, match="different columns"):
        area_table(crossed(), by=by)
