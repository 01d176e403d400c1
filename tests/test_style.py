"""Legends: colours that stay, that people can tell apart, and sums that close."""

from __future__ import annotations

from itertools import combinations, pairwise

import geopandas as gpd
import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry import box

from landbase import style
from landbase.errors import ConfigError, CRSError, SchemaError
from landbase.rules.ruleset import Rules
from landbase.rules.vocabulary import Vocabulary
from landbase.style import _PALETTE, TOTAL, Heading, Legend, legend_table, make_legend
from landbase.testing import make_parcels
from landbase.units import from_m2, round_half_up

# Machado, Oliveira, Fernandes (2009), severity 1, on linear RGB.
VISION = {
    "usual": np.eye(3),
    "deuteranopia": np.array([
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ]),
    "protanopia": np.array([
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ]),
}
TO_XYZ = np.array([
    [0.4124564, 0.3575761, 0.1804375],
    [0.2126729, 0.7151522, 0.0721750],
    [0.0193339, 0.1191920, 0.9503041],
])


def linear(color: str) -> np.ndarray:
    srgb = np.array([int(color[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(srgb <= 0.04045, srgb / 12.92, ((srgb + 0.055) / 1.055) ** 2.4)


def lab(color: str, vision: str) -> np.ndarray:
    xyz = TO_XYZ @ np.clip(VISION[vision] @ linear(color), 0, 1)
    ratio = xyz / [0.95047, 1.0, 1.08883]
    f = np.where(ratio > 216 / 24389, np.cbrt(ratio), (24389 / 27 * ratio + 16) / 116)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def distance(one: str, other: str, vision: str) -> float:
    return float(np.linalg.norm(lab(one, vision) - lab(other, vision)))


def contrast_with_white(color: str) -> float:
    return 1.05 / (linear(color) @ [0.2126, 0.7152, 0.0722] + 0.05)


def legend_of(kind: str) -> Legend:
    """Make a legend of all terms of a kind."""
    codes = Vocabulary.default().codes(kind)
    return make_legend(
        pd.DataFrame({kind: pd.Series(codes, dtype="str")}), color_by=kind
    )


KINDS = ["status", "category", "cause", "disposal_type", "banner"]


@pytest.mark.parametrize("vision", VISION)
@pytest.mark.parametrize("kind", KINDS)
def test_colours_stay_apart_for_colour_blind_eyes(kind: str, vision: str) -> None:
    colors = [entry.color for entry in legend_of(kind).classes]
    assert min(distance(a, b, vision) for a, b in combinations(colors, 2)) >= 18


@pytest.mark.parametrize("vision", VISION)
def test_the_colour_of_missing_values_is_no_other(vision: str) -> None:
    colors = {entry.color for kind in KINDS for entry in legend_of(kind).classes}
    assert min(distance(style.MISSING_COLOR, c, vision) for c in colors) >= 10


def test_every_class_can_be_seen_on_white() -> None:
    for kind in KINDS:
        for entry in legend_of(kind).all_classes:
            assert distance(entry.color, "#FFFFFF", "usual") > 12
            assert contrast_with_white(entry.edge) >= 3  # WCAG, graphical objects


def test_hatches_tell_the_classes_of_a_vocabulary_apart() -> None:
    for kind in KINDS:
        hatches = [entry.hatch for entry in legend_of(kind).classes]
        assert len(set(hatches)) == len(hatches)


def test_every_code_has_its_colour_whatever_is_shown() -> None:
    few = make_legend(pd.DataFrame({"status": ["closed"]}))
    all_of_them = make_legend(make_parcels(200))
    assert few.classes == all_of_them.classes
    statuses = Vocabulary.default().codes("status")
    assert [entry.code for entry in few.classes] == statuses


@pytest.mark.parametrize("vision", VISION)
def test_the_whole_palette_stays_apart(vision: str) -> None:
    pairs = combinations(_PALETTE, 2)
    assert min(distance(a, b, vision) for a, b in pairs) >= 13


def test_every_way_has_its_colour_and_hatch_whichever_occur() -> None:
    ways = Vocabulary.default().codes("disposal_type")
    full = make_legend(pd.DataFrame({"disposal_type": ways}), color_by="disposal_type")
    one = make_legend(
        pd.DataFrame({"disposal_type": ways[-1:]}), color_by="disposal_type"
    )
    assert full.classes == one.classes
    assert len({entry.color for entry in full.classes}) == len(ways)
    assert len({entry.hatch for entry in full.classes}) == len(ways)


@given(st.sets(st.integers(0, 174), min_size=1, max_size=30))
@settings(max_examples=40, deadline=None)
def test_a_code_of_a_longer_vocabulary_has_one_colour_whichever_occur(
    numbers: set[int],
) -> None:
    codes = Vocabulary.default().codes("land_class_2023")

    def look(chosen: list[str]) -> dict[str | None, tuple[str, str]]:
        table = pd.DataFrame({"land_class_2023": chosen})
        legend = make_legend(table, color_by="land_class_2023")
        return {entry.code: (entry.color, entry.hatch) for entry in legend.classes}

    chosen = [codes[number] for number in sorted(numbers)]
    looks = look(chosen)
    assert list(looks) == chosen
    for code in chosen:
        assert look([code])[code] == looks[code]
    assert len({color for color, _ in looks.values()}) == len(chosen)


def test_own_colours_are_taken_and_no_other_code_has_them() -> None:
    table = pd.DataFrame({"cause": ["planning_changed"]})
    usual = make_legend(table, color_by="cause")
    own = make_legend(table, color_by="cause", colors={"planning_changed": "#229988"})
    by_code = {entry.code: entry.color for entry in own.classes}
    assert by_code["planning_changed"] == "#229988"
    assert list(by_code.values()).count("#229988") == 1
    assert len(own.classes) == len(usual.classes)
    with pytest.raises(ValueError, match="does not have"):
        make_legend(table, color_by="cause", colors={"什么": "#229988"})


@pytest.mark.parametrize("name", ["red", "#f00", "rgb(1,2,3)", "C8501E"])
def test_names_of_colours_are_refused_with_what_to_write(name: str) -> None:
    table = pd.DataFrame({"status": ["closed"]})
    with pytest.raises(ConfigError, match="six hexadecimal digits") as refused:
        make_legend(table, colors={"closed": name})
    assert f"“{name}”" in refused.value.zh
    with pytest.raises(ConfigError, match="six hexadecimal digits"):
        Rules.from_toml(f'[vocabulary.status.closed]\ncolor = "{name}"')


AREAS = pd.DataFrame({"declared_area_m2": [2000.0, 6000.0, 10_000.0, 40_000.0, None]})


def test_areas_in_classes_by_breaks_in_mu() -> None:
    legend = make_legend(AREAS, color_by="declared_area_m2", breaks=[9, 15])
    assert [entry.label() for entry in legend.classes] == ["小于9", "9～15", "15以上"]
    assert legend.classes[1].label("en") == "9 to 15"
    assert legend.title() == "登记面积（亩）"
    assert legend.title("en").endswith("(mu)")
    # 6,000 m² are 9 mu and 10,000 m² are 15: a class begins at its break
    positions = legend.positions(AREAS["declared_area_m2"])
    assert positions.tolist() == [0, 1, 2, 2, 3]
    hectares = make_legend(AREAS, color_by="declared_area_m2", breaks=[1], unit="ha")
    assert hectares.positions(AREAS["declared_area_m2"]).tolist() == [0, 0, 1, 1, 2]


def test_quantiles_hold_about_as_many_each_and_get_darker() -> None:
    values = pd.DataFrame({"出让价款": np.linspace(1, 1000, 500)})
    legend = make_legend(values, color_by="出让价款", unit="万元")
    assert legend.title() == "出让价款（万元）"
    assert np.bincount(legend.positions(values["出让价款"])).tolist() == [100] * 5
    for vision in VISION:
        light = [lab(entry.color, vision)[0] for entry in legend.classes]
        assert all(a - b > 8 for a, b in pairwise(light))
        assert lab(legend.missing.color, vision)[0] < light[0]


def test_equal_numbers_give_fewer_classes() -> None:
    values = pd.DataFrame({"x_m2": [100.0] * 40})
    legend = make_legend(values, color_by="x_m2", breaks=4, unit="m2")
    assert len(legend.classes) == 2
    assert set(legend.positions(values["x_m2"])) == {1}


@pytest.mark.parametrize("breaks", [[], [2, 1], [1, 1], [float("nan")], 1])
def test_breaks_rise(breaks: list[float] | int) -> None:
    with pytest.raises(ValueError, match="breaks"):
        make_legend(AREAS, color_by="declared_area_m2", breaks=breaks)


def test_values_that_are_no_codes_come_after_them() -> None:
    legend = make_legend(pd.DataFrame({"status": ["closed", "乙", "甲", None]}))
    assert [entry.code for entry in legend.classes][6:] == ["乙", "甲"]
    colors = [entry.color for entry in legend.classes]
    assert len(set(colors)) == len(colors)
    assert legend.positions(pd.Series(["甲", None, "registered"])).tolist() == [7, 8, 0]


def test_any_column_with_few_values_can_colour() -> None:
    zones = pd.DataFrame({"zone": ["蒙苏", "大路", None]})
    legend = make_legend(zones, color_by="zone")
    assert [entry.code for entry in legend.classes] == ["大路", "蒙苏"]
    assert legend.title() == "开发区"
    assert legend.title("en") == "development zone"
    numbers = make_legend(pd.DataFrame({"年份": [2022, 2023]}), color_by="年份")
    assert [entry.label() for entry in numbers.classes] == ["2022", "2023"]
    assert numbers.positions(pd.Series([2023])).tolist() == [1]


def test_too_many_values_are_refused() -> None:
    table = pd.DataFrame({"holder": [f"单位{n}" for n in range(31)]})
    with pytest.raises(ValueError, match="31 values, a legend holds 30"):
        make_legend(table, color_by="holder")


def test_a_long_vocabulary_shows_the_codes_that_occur() -> None:
    own = {
        "banner": {f"1502{n:02}": {"zh": f"区{n}", "en": f"D{n}"} for n in range(30)}
    }
    words = Vocabulary.default().extended(own)
    table = pd.DataFrame({"banner": ["150201", "150602"]})
    legend = make_legend(table, color_by="banner", rules=Rules(vocabulary=words))
    assert [entry.label() for entry in legend.classes] == ["东胜区", "区1"]


def test_missing_column_and_value_without_class_are_named() -> None:
    with pytest.raises(SchemaError, match="status"):
        make_legend(pd.DataFrame({"a": [1]}))
    zones = make_legend(pd.DataFrame({"zone": ["甲", "乙"]}), color_by="zone")
    with pytest.raises(ValueError, match="no class for 丙"):
        zones.positions(pd.Series(["丙"]))


def test_a_hectare_is_fifteen_mu_in_the_legend() -> None:
    parcels = gpd.GeoDataFrame(
        {"status": ["closed", None, "closed"]},
        geometry=[box(x, 0, x + 100, 100) for x in (0, 100, 200)],
        crs="EPSG:4546",
    )
    areas = pd.Series([10_000.0, 10_000.0, np.nan])
    table = legend_table(legend_of("status"), parcels, areas=areas)
    assert table.index.tolist() == [4, 6, TOTAL]
    assert table["count"].tolist() == [2, 1, 3]
    assert table["mu"].tolist() == [15, 15, 30]
    assert table["ha"].tolist() == [1, 1, 2]


@given(st.lists(st.floats(0, 1e7), min_size=6, max_size=40), st.integers(0, 4))
@settings(max_examples=60, deadline=None)
def test_lines_sum_to_the_printed_total(values: list[float], decimals: int) -> None:
    parcels = make_parcels(len(values))
    areas = pd.Series(values)
    legend = legend_of("status")
    table = legend_table(legend, parcels, areas=areas, decimals=decimals)
    for unit in ("mu", "ha"):
        units = np.rint(table[unit].to_numpy() * 10**decimals)
        assert units[:-1].sum() == units[-1]
        total = round_half_up(from_m2(sum(values), unit), decimals)
        assert table[unit].iloc[-1] == pytest.approx(total, abs=1.01 * 10.0**-decimals)
    assert table["count"].iloc[-1] == len(values)


def test_areas_are_measured_on_the_ellipsoid_when_none_are_given() -> None:
    parcels = make_parcels(30)
    before = parcels.copy()
    table = legend_table(legend_of("status"), parcels)
    declared = from_m2(parcels["declared_area_m2"].sum(), "mu")
    assert table.loc[TOTAL, "mu"] == pytest.approx(declared, rel=1e-3)
    pd.testing.assert_frame_equal(pd.DataFrame(parcels), pd.DataFrame(before))


def test_areas_need_a_crs_and_the_same_index() -> None:
    parcels = make_parcels(3)
    with pytest.raises(CRSError):
        legend_table(legend_of("status"), parcels.set_crs(None, allow_override=True))
    with pytest.raises(ValueError, match="index"):
        legend_table(legend_of("status"), parcels, areas=pd.Series([1.0]))


def test_a_legend_of_nothing_has_a_total_of_nothing() -> None:
    table = legend_table(legend_of("status"), make_parcels(0))
    assert table.index.tolist() == [TOTAL]
    assert table.loc[TOTAL].tolist() == [0, 0, 0]


def test_headings_in_both_languages() -> None:
    heading = Heading(as_of="2023-07-06", note="内部使用", review_no="GS(2023)1号")
    assert heading.lines() == [
        "数据截至2023年7月6日",
        "内部使用",
        "审图号：GS(2023)1号",
    ]
    assert Heading(as_of="2023-07-06").lines("en") == ["as of 2023-07-06"]


@pytest.mark.parametrize(
    ("values", "classes", "blank"),
    [
        (["", None, "a"], ["a"], 2),
        (["  ", pd.NA, "\u3000", "a"], ["a"], 3),
        (["missing", None, "total", ""], ["missing", "total"], 2),
        (["未填", None, "已销号", "closed"], ["closed", "已销号", "未填"], 1),
        (["a", "A", " a"], [" a", "A", "a"], 0),
        ([2023.0, np.nan, 2024.0], ["2023.0", "2024.0"], 1),
        (pd.Categorical(["a", None, "a"]), ["a"], 1),
    ],
)
def test_what_is_not_filled_in_is_one_class_and_no_parcel_is_lost(
    values: list[object], classes: list[str], blank: int
) -> None:
    parcels = make_parcels(len(values)).assign(mark=values)
    legend = make_legend(parcels, color_by="mark")
    assert [entry.code for entry in legend.all_classes] == [*sorted(classes), None]
    table = legend_table(legend, parcels)
    position = len(classes)
    assert table["count"].get(position, 0) == blank
    assert table["count"].iloc[:-1].sum() == table["count"].iloc[-1] == len(values)
    assert table["mu"].iloc[:-1].sum() == pytest.approx(table["mu"].iloc[-1])
    assert table.index.is_unique
