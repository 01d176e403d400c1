"""Names beside codes."""

from __future__ import annotations

import pandas as pd

from landbase import LandBase, Rules, Vocabulary, with_names
from landbase.testing import make_parcels


def test_every_column_of_codes_has_its_names_behind_it() -> None:
    parcels = make_parcels(20)
    before = parcels.copy()
    named = with_names(parcels)
    pd.testing.assert_frame_equal(parcels, before)
    words = Vocabulary.default()
    columns = list(named.columns)
    for column in ("category", "banner", "status", "cause", "disposal_type"):
        assert columns[columns.index(column) + 1] == f"{column}_name"
        known = parcels[column].dropna().unique()
        labels = {words.label(column, code) for code in known}
        assert set(named[f"{column}_name"].dropna()) == labels
        missing = parcels[column].isna()
        assert named[f"{column}_name"].isna().equals(missing)
    assert type(named) is type(parcels)
    assert named.crs == parcels.crs


def test_names_are_of_the_rules_and_the_language_asked_for() -> None:
    own = Rules.from_toml('[vocabulary.status.planned]\nzh = "已定"\nen = "set"')
    table = pd.DataFrame({"status": ["planned", "什么"]})
    assert with_names(table, rules=own)["status_name"].tolist() == ["已定", "什么"]
    assert with_names(table, rules=own, lang="en")["status_name"].iloc[0] == "set"
    twice = with_names(with_names(table))
    assert list(twice.columns) == ["status", "status_name"]


def test_land_use_has_its_name_in_its_own_classification() -> None:
    table = pd.DataFrame({
        "land_use": ["1001", "1001", None],
        "land_use_scheme": ["用地用海分类", "三调", None],
    })
    names = with_names(table)["land_use_name"].tolist()
    assert names[:2] == ["1001 工业用地", "1001 铁路用地"]


def test_rules_and_vocabulary_are_short_in_a_notebook() -> None:
    words = Vocabulary.default()
    assert len(repr(words)) < 400
    assert len(repr(Rules.default())) < 100
    assert words.table("status").loc["closed", "zh"] == "已销号"
    assert "撤销批文" in words._repr_html_()
    assert LandBase.__repr__ is not object.__repr__
