"""Published figures: intervals, and the verdicts on the claims of real reports."""

from __future__ import annotations

from fractions import Fraction

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from landbase.errors import SchemaError
from landbase.reconciliation.published import Figure, Interval, check_published

# what each claim of DOMAIN section 1.6 comes to
CLAIMS = {
    "13.65 = 8.68 + 4.97 万亩": "holds",
    "2.44 = 1.45 + 0.99 万亩": "holds",
    "3.49 = 2.30 + 1.19 万亩": "holds",
    "28.57% = 0.66 万亩 / 2.30 万亩": "unrounded",
    "319.2% = 3.16万亩 / 0.99万亩": "holds",
    "153.1% = 2.22万亩 / 1.45万亩": "holds",
    "129.71% = 13.2303万亩 / 10.2万亩": "holds",
    "阿拉善: 112.60% = 202.6737 公顷 / 180 公顷": "holds",
    "阿拉善: 112.60% = 3040 亩 / 2700 亩": "unrounded",
    "阿拉善: 202.6737 = 112.98 + 89.6937 公顷": "holds",
    "阿拉善: 3040 = 1695 + 1346 亩": "unrounded",
    "阿拉善: 89.6937 公顷 = 1346 亩": "cannot_hold",
    "阿拉善: 89.6937 公顷 = 1345 亩": "holds",
    "阿拉善: 220.87% = 742.4295 公顷 / 333.3333 公顷": "cannot_hold",
    "乌达: 0.4168 = 23.4968 - 23.08 公顷": "holds",
    "乌达: 102% = 23.4968公顷 / 23.08公顷": "holds",
    "杭锦旗: 361.84 = 315.17 + 46.67 公顷": "holds",
    "杭锦旗: 315.17 = 66.67 + 80 + 86.67 + 81.83 公顷": "holds",
    "杭锦旗: 46.67 = 6.67 + 13.33 + 13.33 + 13.33 公顷": "unrounded",
}


@pytest.mark.parametrize(("claim", "verdict"), CLAIMS.items())
def test_published_claims(claim: str, verdict: str) -> None:
    row = check_published([claim]).iloc[0]
    assert row["verdict"] == verdict, row.to_dict()


def test_the_letters_rate_needs_unrounded_areas_in_a_narrow_range() -> None:
    row = check_published(["28.57% = 0.66 万亩 / 2.30 万亩"]).iloc[0]
    assert row["computed"] == "28.70"
    assert (row["low"], row["high"]) == (28.565, 28.575)


def test_a_sum_that_was_not_printed_as_its_parts_were_needs_unrounded_areas() -> None:
    row = check_published(["46.67 = 6.67 + 13.33 + 13.33 + 13.33 公顷"]).iloc[0]
    assert (row["claimed"], row["computed"]) == ("46.67", "46.66")
    assert (row["low"], row["high"]) == (46.665, 46.675)  # 100 mu and 3 × 200 mu
    assert row["low"] <= (100 + 3 * 200) / 15 < row["high"]


def test_truncated_figures_have_their_own_range() -> None:
    assert check_published(["0.66 = 0.333 + 0.334 万亩"]).iloc[0]["verdict"] != "holds"
    cut = check_published(["0.66 = 0.333 + 0.334 万亩"], rounding="truncate")
    assert cut.iloc[0]["verdict"] == "holds"


@pytest.mark.parametrize(
    "claim",
    ["1 + 2", "1 = 2 = 3", "1 + 2 = 3 + 4", "3 = 1 ** 2", "3 = x + 1", "= 3", "3 ="],
)
def test_what_cannot_be_read_is_quoted(claim: str) -> None:
    with pytest.raises(ValueError, match=r"claim|read"):
        check_published([claim])


def test_full_width_signs_and_names_are_understood() -> None:
    row = check_published(["存量：13.65＝8.68＋4.97万亩"]).iloc[0]
    assert (row["name"], row["verdict"]) == ("存量", "holds")


def test_an_unknown_unit_is_refused() -> None:
    with pytest.raises(ValueError, match="unit"):
        Figure("3", "acre")


def test_division_by_an_interval_with_zero_is_refused() -> None:
    with pytest.raises(ZeroDivisionError):
        Figure("1").interval() / Interval(Fraction(-1), Fraction(1))


cents = st.integers(1, 10**9)


@given(st.lists(cents, min_size=1, max_size=6))
def test_a_sum_printed_from_unrounded_parts_can_always_hold(parts: list[int]) -> None:
    """Parts in millionths, printed at two decimals: never `cannot_hold`."""
    figure = Figure("0.00", "公顷")
    printed = [figure.printed(Fraction(p, 10**6) * 10_000) for p in parts]
    total = figure.printed(Fraction(sum(parts), 10**6) * 10_000)
    claim = f"{total} = {' + '.join(printed)} 公顷"
    if len(parts) > 1:
        assert check_published([claim]).iloc[0]["verdict"] != "cannot_hold"


@given(cents, st.sampled_from(["万亩", "亩", "公顷", "平方米"]))
def test_a_value_lies_in_the_interval_of_its_printed_figure(m2: int, unit: str) -> None:
    figure = Figure(Figure("0.00", unit).printed(Fraction(m2)), unit)
    span = figure.interval()
    assert span.low <= m2 < span.high


def test_claims_come_as_text_or_as_a_table() -> None:
    text = check_published(
        "存量: 13.65 = 8.68 + 4.97 万亩\n\n2.44 = 1.45 + 0.99 万亩\n"
    )
    assert text["name"].tolist() == ["存量", ""]
    table = pd.DataFrame({
        "name": ["存量", None],
        "statement": ["13.65 = 8.68 + 4.97 万亩", "3 = 1 + 1 亩"],
    })
    checked = check_published(table)
    assert checked["name"].tolist() == ["存量", ""]
    assert checked["verdict"].tolist() == ["holds", "unrounded"]
    with pytest.raises(SchemaError, match="statement"):
        check_published(pd.DataFrame({"claim": []}))
