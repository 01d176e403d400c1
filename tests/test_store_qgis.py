"""Styles for QGIS in a land base: by its rules, in both languages, others' kept."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import geopandas as gpd
import pytest
from shapely import box

import landbase as lb
from landbase.rules.ruleset import Rules
from landbase.rules.vocabulary import Vocabulary
from landbase.store.qgis import SHOWN, layer_qml
from landbase.style import make_legend

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def base(work: Path) -> lb.LandBase:
    parcels = gpd.GeoDataFrame(
        {"parcel_id": ["A", "B"], "category": "idle"},
        geometry=[box(110, 39, 110.001, 39.001), box(110.01, 39, 110.011, 39.001)],
        crs=4490,
    )
    made = lb.LandBase.open(work / "土地 库.gpkg")
    made.add(parcels)
    return made


def asked(path: Path, query: str, *values: object) -> list[tuple[Any, ...]]:
    with closing(sqlite3.connect(path)) as database:
        rows = database.execute(query, values).fetchall()
        database.commit()
    return rows


def style(path: Path, layer: str, name: str = "landbase（中文）") -> ET.Element:
    query = "SELECT styleQML FROM layer_styles WHERE f_table_name = ? AND styleName = ?"
    ((text,),) = asked(path, query, layer, name)
    return ET.fromstring(text)  # noqa: S314 - our own text


def classes(root: ET.Element) -> dict[str | None, str | None]:
    return {c.get("value"): c.get("label") for c in root.iter("category")}


def test_each_layer_has_one_default_style_and_one_in_english(base: lb.LandBase) -> None:
    rows = asked(
        base.path,
        "SELECT f_table_name, f_geometry_column, styleName, useAsDefault"
        " FROM layer_styles ORDER BY id",
    )
    drawn = {"parcels", "parcels_current"}
    assert rows == [
        (layer, "geom" if layer in drawn else "", name, default)
        for layer in SHOWN
        for name, default in (("landbase（中文）", 1), ("landbase (English)", 0))
    ]


def test_colours_are_those_of_every_map(base: lb.LandBase) -> None:
    root = style(base.path, "parcels_current")
    assert classes(root) == Vocabulary.default().labels("status") | {"": "其他"}
    colors = [
        option.get("value")
        for option in root.iter("Option")
        if option.get("name") == "color"
    ]
    legend = make_legend(base.parcels(), color_by="status")
    expected = [
        ",".join(str(int(entry.color[i : i + 2], 16)) for i in (1, 3, 5)) + ",190"
        for entry in legend.all_classes
    ]
    assert colors == expected


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("layer", SHOWN)
def test_every_field_has_a_name_and_codes_have_words(layer: str, lang: Any) -> None:
    root = ET.fromstring(layer_qml(layer, Rules.default(), lang))  # noqa: S314
    aliases = {a.get("field"): a.get("name") for a in root.iter("alias")}
    hidden = {"uid", "home_id", "follows", "hash", "known_at", "sha256"}
    named = {name for field, name in aliases.items() if field not in hidden}
    english = {name for name in named if name and name.replace("²", "").isascii()}
    assert english == (named if lang == "en" else set())
    for field in root.iter("field"):
        widget = field.find("editWidget[@type='ValueMap']")
        if widget is None:
            continue
        words = {
            option.get("value"): option.get("name")
            for option in widget.iter("Option")
            if option.get("type") == "QString"
        }
        kind = str(field.get("name"))
        assert words == Vocabulary.default().labels(kind, lang)


def test_only_parcels_may_be_changed() -> None:
    for layer in SHOWN:
        root = ET.fromstring(layer_qml(layer, Rules.default(), "zh"))  # noqa: S314
        free = {f.get("name") for f in root.iter("field") if f.get("editable") == "1"}
        assert bool(free) == (layer == "parcels"), layer


def test_styles_follow_the_rules(base: lb.LandBase) -> None:
    own = Rules.from_toml('[vocabulary.status.planned]\nzh = "已有方案"\n')
    base.set_rules(own, by="张三", reason="改称")
    assert classes(style(base.path, "parcels_current"))["planned"] == "已有方案"


def test_a_style_that_someone_saved_stays_and_stays_the_default(
    base: lb.LandBase,
) -> None:
    own = '<qgis version="3.22.16-Białowieża">mine</qgis>'
    asked(
        base.path,
        "UPDATE layer_styles SET styleQML = ? WHERE f_table_name = 'parcels_current'"
        " AND useAsDefault = 1",
        own,
    )
    lb.write_qgis_project(base, base.path.with_suffix(".qgz"))
    rows = asked(
        base.path,
        "SELECT useAsDefault, styleQML = ? FROM layer_styles"
        " WHERE f_table_name = 'parcels_current' ORDER BY id",
        own,
    )
    assert rows == [(1, 1), (0, 0), (0, 0)]


def test_the_style_of_an_earlier_version_is_renewed(base: lb.LandBase) -> None:
    old = '<qgis version="3.22.0" styleCategories="Symbology"></qgis>'
    asked(base.path, "DELETE FROM layer_styles")
    asked(
        base.path,
        "INSERT INTO layer_styles (f_table_name, styleName, styleQML, useAsDefault)"
        " VALUES ('parcels_current', '按处置状态', ?, 1)",
        old,
    )
    lb.write_qgis_project(base, base.path.with_suffix(".qgz"))
    assert classes(style(base.path, "parcels_current"))
    names = asked(base.path, "SELECT DISTINCT styleName FROM layer_styles")
    assert ("按处置状态",) not in names


def test_a_base_without_styles_takes_rules_and_gives_a_project(
    base: lb.LandBase,
) -> None:
    asked(base.path, "DROP TABLE layer_styles")
    own = Rules.from_toml('[vocabulary.status.planned]\nzh = "已有方案"\n')
    base.set_rules(own, by="张三", reason="改称")
    assert lb.write_qgis_project(base, base.path.with_suffix(".qgz")).is_file()
