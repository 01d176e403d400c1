"""Charts show the figures of the tables, in mu."""

from __future__ import annotations

import io
from typing import Any

import pandas as pd
import pytest
from pypdf import PdfReader

import landbase as lb
from landbase.paper.charts import monthly_chart, progress_chart, stacked_chart
from landbase.rules.vocabulary import Vocabulary
from landbase.sample import sample_path
from landbase.style import make_legend
from landbase.testing import make_parcels

EVENTS = pd.DataFrame({
    "parcel_id": ["A", "B"],
    "category": ["idle", "approved_unsupplied"],
    "banner": ["150602", "150603"],
    "status": ["disposed", "disposed"],
    "effective": pd.to_datetime(["2023-02-03", "2023-03-04"]),
    "area_m2": [10_000.0, 20_000.0],
})
TASKS = pd.DataFrame({
    "year": [2023, 2023],
    "banner": ["150602", "150603"],
    "category": ["idle", "approved_unsupplied"],
    "area": [2.0, 2.0],
    "unit": ["ha", "ha"],
})


def bars(figure: object) -> list[float]:
    """Give the lengths of all bars that have one."""
    patches = figure.axes[0].patches  # type: ignore[attr-defined]
    return sorted(
        round(max(p.get_width(), p.get_height()), 6)
        for p in patches
        if min(p.get_width(), p.get_height()) > 0
    )


def test_progress_bars_are_tasks_and_disposals_in_mu() -> None:
    table = lb.progress(EVENTS, TASKS, year=2023, on="2023-07-06")
    figure = progress_chart(table, title="进度")
    assert bars(figure) == [15.0, 30.0, 30.0, 30.0]
    text = PdfReader(io.BytesIO(figure.to_bytes("pdf"))).pages[0].extract_text()
    for part in ("东胜区", "50.00%", "100.00%", "任务（亩）", "进度"):
        assert part in text


def test_months_sum_to_what_progress_counts() -> None:
    figure = monthly_chart(EVENTS, year=2023, on="2023-07-06")
    assert bars(figure) == [15.0, 30.0]
    assert bars(monthly_chart(EVENTS, year=2023, on="2023-02-28")) == [15.0]


def test_stacked_bars_have_the_colours_of_the_map_and_sum_to_the_parcels() -> None:
    parcels = make_parcels(60)
    figure = stacked_chart(parcels, by="cause")
    total = lb.ellipsoidal_area(parcels).sum() * 15 / 10_000
    assert sum(p.get_width() for p in figure.axes[0].patches) == pytest.approx(total)
    known = {c.color.lower() for c in make_legend(parcels, color_by="cause").classes}
    shown = figure.axes[0].get_legend().get_patches()
    from matplotlib.colors import to_hex

    assert {to_hex(p.get_facecolor()) for p in shown} <= known | {"#d5dade"}


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_longest_words_of_a_legend_are_on_the_paper(lang: Any) -> None:
    words = Vocabulary.default()
    for by in ("disposal_type", "cause"):
        codes = words.codes(by)[:15]
        parcels = make_parcels(len(codes)).assign(**{by: codes})
        figure = stacked_chart(parcels, by=by, lang=lang)
        figure.to_bytes("png", dpi=50)
        legend = figure.axes[0].get_legend()
        assert legend is not None
        box, paper = legend.get_window_extent(), figure.bbox
        assert box.x1 <= paper.x1
        assert box.y0 >= paper.y0


def test_a_banner_that_the_vocabulary_does_not_know_keeps_its_code() -> None:
    index = pd.MultiIndex.from_product(
        [["150699", "missing", "city"], ["all"]], names=["banner", "category"]
    )
    table = pd.DataFrame({"task_m2": 1e6, "disposed_m2": 5e5, "rate": 0.5}, index=index)
    figure = progress_chart(table)
    names = [label.get_text() for label in figure.axes[0].get_yticklabels()]
    assert names == ["150699", "未填"]


def test_bars_of_banners_are_the_lines_of_the_table() -> None:
    parcels = make_parcels(60, seed=5)
    banners = lb.read_banners(sample_path("旗区界线(示意).geojson"))
    figure = stacked_chart(parcels, by="status", banners=banners)
    axes = figure.axes[0]
    names = [label.get_text() for label in axes.get_yticklabels()]
    ends: dict[str, float] = {}
    for bar in axes.patches:
        name = names[round(bar.get_y() + bar.get_height() / 2)]
        ends[name] = ends.get(name, 0.0) + bar.get_width()
    exact = lb.area_table(parcels, banners)
    printed = lb.print_table(exact)
    wanted = dict(zip(printed.index, exact[("all", "mu")], strict=True))
    wanted = {k: v for k, v in wanted.items() if v > 0 and k != "合计"}
    assert "旗区界线以外" in wanted
    assert ends == pytest.approx(wanted)


def test_stacked_bars_lose_nothing_that_is_blank_or_called_as_a_line() -> None:
    marks = ["", None, "  ", "missing", "total", "未填"]
    parcels = make_parcels(6).assign(mark=marks, zone=marks[::-1])
    figure = stacked_chart(parcels, by="mark", over="zone")
    names = [label.get_text() for label in figure.axes[0].get_yticklabels()]
    assert sorted(names) == ["missing", "total", "未填", "未填"]
    mu = lb.ellipsoidal_area(parcels).sum() * 15 / 10_000
    assert sum(p.get_width() for p in figure.axes[0].patches) == pytest.approx(mu)
