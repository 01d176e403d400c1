"""The words for columns: one place, both languages, whatever comes from a land base."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pandas as pd
import pytest

import landbase
from landbase.rules.ruleset import Rules
from landbase.rules.schema import (
    COLUMN_KINDS,
    PARCEL_COLUMNS,
    Tolerances,
    column_labels,
)
from landbase.rules.vocabulary import Vocabulary
from landbase.store.base import LandBase
from landbase.testing import make_parcels
from landbase.webmap.payload import pack_columns

if TYPE_CHECKING:
    import geopandas as gpd

    from landbase.texts import Lang

WAY = {"idle": "extend_start", "approved_unsupplied": "revoke_approval"}
PACKAGE = Path(landbase.__file__).parent


@pytest.fixture
def tables(tmp_path: Path) -> tuple[gpd.GeoDataFrame, pd.DataFrame]:
    """Parcels and decisions of a fresh land base, with all columns there can be."""
    with LandBase.open(tmp_path / "a.gpkg") as base:
        parcels = make_parcels(3).drop(columns=["status", "disposal_type"])
        parcels["cause"] = None
        base.add(parcels.assign(**dict.fromkeys({*PARCEL_COLUMNS} - {*parcels})))
        first = parcels.iloc[0]
        base.record(
            str(first["parcel_id"]),
            disposal_type=WAY[first["category"]],
            status="planned",
            effective="2023-07-06",
            due="2024-01-31",
        )
        return base.parcels(), base.decisions(superseded=True)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_column_of_a_land_base_has_a_label(
    tables: tuple[gpd.GeoDataFrame, pd.DataFrame], lang: Lang
) -> None:
    labels = column_labels(lang)
    there = {*tables[0], *tables[1]}
    assert there >= {"due", "effective", "disposed_area_m2", "exception", "event_id"}
    assert not there - {*labels}
    chinese = {name for name in there if re.search("[\u4e00-\u9fff]", labels[name])}
    assert chinese == (there if lang == "zh" else set())
    assert not [name for name in there if "_" in labels[name]]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_map_page_heads_columns_with_these_labels(
    tables: tuple[gpd.GeoDataFrame, pd.DataFrame], lang: Lang
) -> None:
    labels, words = column_labels(lang), Vocabulary.default()
    for table in tables:
        names = [name for name in table if name != "geometry"]
        packed = pack_columns(table, names, lang=lang, rules=Rules(vocabulary=words))
        assert [column["label"] for column in packed] == [labels[n] for n in names]


def test_no_column_is_named_in_two_kinds() -> None:
    words = Vocabulary.default()
    names = [name for kind in COLUMN_KINDS for name in words.codes(kind)]
    assert len(names) == len(set(names)) == len(column_labels())


def test_a_bureau_words_any_column() -> None:
    own = {"record_field": {"exception": {"zh": "特批"}}}
    words = Vocabulary.default().extended(own)
    assert column_labels(vocabulary=words)["exception"] == "特批"
    assert column_labels()["exception"] == "例外说明"


def test_labels_of_columns_are_looked_up_in_one_place() -> None:
    """Nobody else joins the kinds that hold columns, and so leaves one out."""
    asked = [
        path.relative_to(PACKAGE).as_posix()
        for path in sorted(PACKAGE.rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in {"label", "labels"}
        and node.args
        and isinstance(node.args[0], ast.Constant)
        and node.args[0].value in COLUMN_KINDS
    ]
    assert not asked


def test_the_slack_of_an_area_is_the_larger_of_both() -> None:
    """1 m² up to 1,000 m², a thousandth beyond; missing where the area is."""
    areas = [0.0, 500.0, 1_000.0, 40_000.0]
    expected = [1.0, 1.0, 1.0, 40.0]
    given = Tolerances()
    assert [given.slack(area) for area in areas] == expected
    assert given.slack(np.array(areas)).tolist() == expected
    index = pd.Index(["a", "b", "c", "d", "e"])
    slack = given.slack(pd.Series([*areas, np.nan], index=index))
    assert slack.index.equals(index)
    assert slack.iloc[:4].tolist() == expected
    assert slack.isna().tolist() == [False] * 4 + [True]
    own = Tolerances(declared_m2=5, declared_share=0.01)
    assert own.slack(400.0) == 5
    assert own.slack(600.0) == 6
