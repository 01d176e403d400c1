"""The tables of a report as one workbook whose sums are formulas that agree."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from landbase.apportion import apportion, apportion_nested, exact_sums
from landbase.banners.table import MEASURES, area_table, label_table, round_table
from landbase.report.facts import Facts, take_facts
from landbase.report.rates import print_progress, print_rates, round_progress
from landbase.rules.land_uses import land_use_texts
from landbase.rules.schema import PARCEL_COLUMNS, column_labels
from landbase.tables.cells import texts_given
from landbase.tables.write import Form, cell_name, write_forms
from landbase.texts import day_in
from landbase.units import from_m2, to_m2

if TYPE_CHECKING:
    import datetime as dt
    from pathlib import Path

    import geopandas as gpd

    from landbase.issues import Issues
    from landbase.rules.ruleset import Rules
    from landbase.store.base import LandBase
    from landbase.texts import Lang, Words

__all__ = [
    "area_form",
    "labelled",
    "parcel_form",
    "progress_form",
    "rates_form",
    "report_tables",
]

_AREA, _COUNT = "#,##0.00", "#,##0"
_LEFT_OUT = {"declared_area_m2", "source", "source_row", "responsible"}
# what a superior asks of each parcel, filled in or not
_CASE = ("due", "responsible", "by", "effective", "document")
_DUE = ("parcel_id", "category", "banner", "disposal_type", "status", "due", "by")


def overdue_form(facts: Facts) -> Form:
    """List what is overdue, longest first."""
    words = facts.words
    late = facts.deadlines[facts.deadlines["deadline"] == "overdue"]
    shown = labelled(late[list(_DUE)], lang=words.lang, rules=facts.rules)
    days = (-late["days_left"]).tolist()
    rows = [[n, *row, d] for n, (row, d) in enumerate(zip(shown, days, strict=True), 1)]
    labels = column_labels(facts.lang, vocabulary=facts.rules.vocabulary)
    head = (words["number"], *(labels[name] for name in _DUE), words["days"])
    formats = {len(head) - 1: "0"}
    return _list("overdue", head, rows, formats, facts.note(), words)


def _hectares(decimals: int) -> str:
    """Give the format of hectares with so many decimals."""
    return "#,##0" + ("." + "0" * decimals if decimals else "")


def parcel_form(
    parcels: gpd.GeoDataFrame,
    cases: pd.DataFrame,
    *,
    areas: pd.Series,
    note: str,
    words: Words,
    rules: Rules,
    ha_decimals: int = 2,
) -> Form:
    """List parcels with what is known and decided of each, and what is left of it."""
    names = [n for n in PARCEL_COLUMNS if n in parcels and n not in _LEFT_OUT]
    names = [n for n in (*names, "exception") if n in parcels]
    names = [n for n in names if parcels[n].notna().any()]
    case = cases.reindex(parcels["parcel_id"]).set_axis(parcels.index)
    shown = pd.DataFrame(parcels[names]).assign(**{
        name: (parcels if name == "responsible" else case).get(name) for name in _CASE
    })
    labels = {"responsible": words["responsible"]}
    labels |= column_labels(words.lang, vocabulary=rules.vocabulary)
    figures = _parts(areas.fillna(0.0), case["disposed_m2"].fillna(0.0), ha_decimals)
    texts = labelled(shown, lang=words.lang, rules=rules)
    lines = zip(texts, figures.to_numpy().tolist(), strict=True)
    rows = [[n, *row, *parts] for n, (row, parts) in enumerate(lines, 1)]
    ends = figures.sum().round(max(2, ha_decimals)).tolist()
    rows.append([words["total"], *[None] * shown.shape[1], *ends])
    head = (words["number"], *(labels[str(n)] for n in shown))
    head = (*head, *(words[str(name)] for name in figures))
    last, wide = len(rows) - 1, len(head)
    measured = range(wide - figures.shape[1], wide)
    formats = dict.fromkeys(measured, _AREA)
    formats[measured[list(figures).index("area_ha")]] = _hectares(ha_decimals)
    form = _list("parcels", head, rows, formats, note, words)
    formulas = {
        (last, n): f"SUM({cell_name(3, 0, n)}:{cell_name(3, last - 1, n)})"
        for n in measured
        if last
    }
    return Form(**{**vars(form), "formulas": formulas, "totals": (last,)})


def _parts(areas: pd.Series, disposed: pd.Series, ha_decimals: int = 2) -> pd.DataFrame:
    """Print areas, what was disposed of and what is left: rows and columns close."""
    done = disposed.clip(upper=areas)
    parts = {"disposed_mu": done, "remaining_mu": areas - done}
    exact = from_m2(pd.concat(parts, names=["part"]), "mu")
    mu = apportion_nested(exact, levels=["part"]).to_numpy()
    ours, left = np.split(mu, 2)
    return pd.DataFrame({
        "area_mu": np.round(ours + left, 2),
        "area_ha": apportion(from_m2(areas.to_numpy(), "ha"), decimals=ha_decimals),
        "disposed_mu": ours,
        "remaining_mu": left,
    })


def issue_form(facts: Facts) -> Form:
    """List what is wrong with the parcels."""
    table = facts.issues.to_frame(lang=facts.lang)
    rows = table.astype(object).where(table.notna(), None).to_numpy().tolist()
    head = tuple(map(str, table.columns))
    return _list("issues", head, rows, {}, facts.note(), facts.words)


def _list(  # noqa: PLR0917 - the parts of a list
    kind: str,
    head: tuple[str, ...],
    rows: list[list[Any]],
    formats: dict[int, str],
    note: str,
    words: Words,
) -> Form:
    return Form(
        name=words[f"{kind}_name"],
        title=words[f"{kind}_title"],
        note=note,
        head=tuple((name,) for name in head),
        rows=rows,
        formats=tuple(formats.get(n, "") for n in range(len(head))),
    )


def labelled(table: pd.DataFrame, *, lang: Lang, rules: Rules) -> list[list[Any]]:
    """Give the rows of a table with labels in place of codes, None where missing."""
    columns = []
    for name in table:
        column = table[name]
        if name == "land_use":
            column = land_use_texts(table, lang=lang, rules=rules)
        if kind := rules.vocabulary.kind_of(str(name)):
            labels = rules.vocabulary.labels(kind, lang)
            column = column.map(lambda code, by=labels: by.get(code, code), "ignore")
        if pd.api.types.is_datetime64_dtype(column):
            column = column.dt.strftime("%Y-%m-%d")
        columns.append(column.astype(object).where(column.notna(), None))
    return [list(row) for row in zip(*columns, strict=True)] if len(table) else []


_MEASURES = len(MEASURES) + 1  # of each group: count, mu, ha and 万亩


def area_form(
    exact: pd.DataFrame, *, note: str, words: Words, rules: Rules, ha_decimals: int = 2
) -> Form:
    """Give the areas by one column, per category and together."""
    lang = words.lang
    rounded = _with_wan_mu(exact, ha_decimals)
    printed = label_table(rounded, rules, lang)
    groups = list(dict.fromkeys(rounded.columns.get_level_values(0)))
    columns = column_labels(lang, vocabulary=rules.vocabulary)
    by = list(map(str, exact.index.names))
    lead = tuple(words.get(name) or columns.get(name, name) for name in by)
    first = "、".join(lead) if lang == "zh" else ", ".join(lead)
    of_group, of_measure = (printed.columns.get_level_values(n) for n in (0, 1))
    measures = [words["wan_mu"] if m == "wan" else m for m in of_measure]
    labels = list(zip(of_group, measures, strict=True))
    lines = printed.index.to_frame().to_numpy(object).tolist()
    figures = printed.to_numpy(object).tolist()
    rows = [[*line, *values] for line, values in zip(lines, figures, strict=True)]
    return Form(
        name=words("by_name", what=first),
        title=words("by_title", what=first),
        note=note,
        head=(*((name, name) for name in lead), *labels),
        rows=rows,
        formats=(
            *[""] * len(lead),
            *([_COUNT, _AREA, _hectares(ha_decimals), _AREA] * len(groups)),
        ),
        formulas=_sums(
            list(exact.index.get_level_values(0)), len(groups), lead=len(lead)
        ),
        totals=(len(rows) - 1,),
    )


def _with_wan_mu(exact: pd.DataFrame, ha_decimals: int) -> pd.DataFrame:
    """Round a table, with the same areas in 万亩 behind the columns of each group."""
    scaled = exact.copy()
    for group in exact.columns.unique(0):
        scaled[group, "mu"] = from_m2(to_m2(exact[group, "mu"], "mu"), "wan_mu")
    rounded = round_table(exact, ha_decimals=ha_decimals)
    wan = round_table(scaled)
    columns: dict[tuple[str, str], pd.Series] = {}
    for group in rounded.columns.unique(0):
        columns |= {(group, measure): rounded[group, measure] for measure in MEASURES}
        columns[group, "wan"] = wan[group, "mu"]
    together = pd.DataFrame(columns)
    together.attrs = exact.attrs
    together.index.name = exact.index.name
    return together


def _sums(
    lines: list[str], groups: int, *, lead: int = 1
) -> dict[tuple[int, int], str]:
    """Give the formulas: the last row sums the lines, the last group the categories."""
    total, top, formulas = len(lines) - 1, 4, {}
    twice = [number for number, line in enumerate(lines) if line == "twice"]
    for column in range(lead, groups * _MEASURES + lead):
        first, last = (cell_name(top, row, column) for row in (0, total - 1))
        text = f"SUM({first}:{last})"
        if (column - lead) % _MEASURES:
            text += "".join(f"-2*{cell_name(top, row, column)}" for row in twice)
        formulas[total, column] = text
    if groups > 1:
        for row in range(total):
            for measure in range(lead, _MEASURES + lead):
                column = (groups - 1) * _MEASURES + measure
                parts = range(measure, column, _MEASURES)
                formulas[row, column] = "+".join(
                    cell_name(top, row, part) for part in parts
                )
    return formulas


def check_form(facts: Facts) -> Form:
    """Hold declared areas against those of record, per banner as declared."""
    texts = facts.words
    rows = _check_rows(facts)
    top, total = 3, len(rows) - 1
    formulas = {
        (total, n): f"SUM({cell_name(top, 0, n)}:{cell_name(top, total - 1, n)})"
        for n in range(1, 5)
    }
    formulas |= {
        (n, 3): f"{cell_name(top, n, 1)}-{cell_name(top, n, 2)}" for n in range(total)
    }
    heads = ("declared_banner", "declared", "ellipsoidal", "delta", "lacking")
    return Form(
        name=texts["check_name"],
        title=texts["check_title"],
        note=facts.note(),
        head=tuple((texts[name],) for name in heads),
        rows=rows,
        formats=("", _AREA, _AREA, _AREA, _COUNT),
        formulas=formulas,
        totals=(total,),
    )


def _check_rows(facts: Facts) -> list[list[Any]]:
    """Give declared, ellipsoidal, difference and count without, and their totals."""
    parcels = facts.parcels
    declared = parcels.get("declared_area_m2", pd.Series(np.nan, index=parcels.index))
    known = declared.notna()
    key = texts_given(parcels["banner"]).fillna("missing")
    sums = pd.DataFrame({
        "declared": exact_sums(declared.where(known, 0.0), key),
        "ellipsoidal": exact_sums(facts.areas.where(known, 0.0), key),
        "lacking": (~known).groupby(key).sum(),
    })
    names = facts.rules.vocabulary.labels("banner", facts.lang)
    names = {**names, "missing": facts.words["missing"]}
    mu = from_m2(sums[["declared", "ellipsoidal"]], "mu")
    ours, theirs = apportion(mu["declared"]), apportion(mu["ellipsoidal"])
    delta, lacking = np.round(ours - theirs, 2), sums["lacking"].tolist()
    lines = zip(sums.index, ours, theirs, delta, lacking, strict=True)
    rows = [[names.get(code, code), *figures] for code, *figures in lines]
    ends = [np.round(part.sum(), 2) for part in (ours, theirs, delta)]
    return [*rows, [facts.words["total"], *ends, int(sums["lacking"].sum())]]


_FORMATS = {
    **dict.fromkeys(("task", "mu", "ha", "accepted"), _AREA),
    **dict.fromkeys(("rate", "accepted_rate"), "0.00%"),
    "rank": "0",
}
_AREAS = 4  # of the measures: task, disposals in mu and ha, what of them is accepted
_TOP = 4


def progress_form(
    table: pd.DataFrame,
    *,
    year: int,
    note: str,
    words: Words,
    rules: Rules,
    ha_decimals: int = 2,
) -> Form:
    """Give task, disposals, what is accepted, rates and rank, per category."""
    printed = print_progress(
        table, lang=words.lang, ranked=True, rules=rules, ha_decimals=ha_decimals
    )
    codes, measures = zip(*round_progress(table).columns, strict=True)
    formats = _FORMATS | {"ha": _hectares(ha_decimals)}
    groups = set(codes)
    of_group, of_measure = (printed.columns.get_level_values(n) for n in (0, 1))
    named = [
        words["progress.share"] if measure == "rate" else label
        for label, measure in zip(of_measure, measures, strict=True)
    ]
    rows = [
        [label, *map(_cell, cells, measures)]
        for label, cells in zip(
            printed.index, printed.astype(object).to_numpy(), strict=True
        )
    ]
    return Form(
        name=words("progress_name", year=year),
        title=words("progress_title", year=year),
        note=note,
        head=((words["banner"], words["banner"]), *zip(of_group, named, strict=True)),
        rows=rows,
        formats=("", *map(formats.__getitem__, measures)),
        formulas=_sums_of_progress(len(rows) - 1, len(groups)),
        totals=(len(rows) - 1,),
    )


def _cell(value: Any, measure: str) -> Any:
    """Give a cell; percent become shares, which Excel shows as percent."""
    if pd.isna(value):
        return None
    if measure in {"rate", "accepted_rate"}:
        return float(np.round(value / 100, 4))
    return int(value) if measure == "rank" else float(value)


def _sums_of_progress(total: int, groups: int) -> dict[tuple[int, int], str]:
    """Sum the lines in the last row, and the categories in the last group."""
    wide, formulas = len(_FORMATS), {}
    for group in range(groups):
        for column in range(1 + group * wide, 1 + group * wide + _AREAS):
            first, last = (cell_name(_TOP, row, column) for row in (0, total - 1))
            formulas[total, column] = f"SUM({first}:{last})"
    for row in range(total):
        for measure in range(1, _AREAS + 1) if groups > 1 else ():
            column = (groups - 1) * wide + measure
            formulas[row, column] = "+".join(
                cell_name(_TOP, row, part) for part in range(measure, column, wide)
            )
    return formulas


def rates_form(
    table: pd.DataFrame, *, years: tuple[int, int], words: Words, rules: Rules
) -> Form:
    """Give what `supply_rates` gives as a sheet."""
    printed = print_rates(table, lang=words.lang, rules=rules)
    values = printed.astype(object).where(printed.notna(), None).to_numpy().tolist()
    rows = [[name, *line] for name, line in zip(printed.index, values, strict=True)]
    head = [str(printed.index.name), *map(str, printed.columns)]
    title = words("rates.title", first=years[0], last=years[1])
    last, areas = len(rows) - 1, range(1, 7)  # how many approvals, and five areas
    sums = {n: [cell_name(_TOP - 1, row, n) for row in (0, last - 1)] for n in areas}
    formulas = {
        (last, n): f"SUM({':'.join(ends)})"
        for n, ends in sums.items()
        if last and rows[last][n] is not None
    }
    return Form(
        name=words["rates.name"],
        title=title,
        note=words["rates.note"],
        head=tuple((name,) for name in head),
        rows=rows,
        formats=("", _COUNT, *[_AREA] * 8, ""),
        formulas=formulas,
        totals=(last,),
    )


_BY = ("banner", "disposal_type", "cause", "status")


def report_tables(  # noqa: PLR0913 - what the tables rest on, each by its name
    base: LandBase,
    *,
    on: dt.date | str,
    path: Path | str,
    banners: gpd.GeoDataFrame | None = None,
    tasks: pd.DataFrame | None = None,
    issues: Issues | None = None,
    lang: Lang = "zh",
    maker: str = "",
    allow_errors: bool = False,
    ha_decimals: int = 2,
) -> Path:
    """Write the tables of a report to one workbook.

    Sheets: areas by banner (mu, 公顷, 万亩), way, cause and status; task and progress
    of each year; overdue parcels; all parcels; issues; declared against measured
    areas. Every total is the sum of what is printed above it, as a formula beside
    its value.

    Parameters
    ----------
    base
        The land base.
    on
        The day.
    path
        The .xlsx file.
    banners
        Outlines; with them areas go by where parcels lie.
    tasks
        As `landbase.read_tasks` gives them.
    issues
        What is wrong; by default what `landbase.check_parcels` finds.
    lang
        Language.
    maker
        填报单位.
    allow_errors
        Write the tables although there are open errors; each says so then.
    ha_decimals
        Decimals of hectares: 2, or 4 as tables sent up have them.

    Returns
    -------
    path
        The file written; the same state gives the same bytes.

    Raises
    ------
    DataError
        There are open error-level issues.
    """
    facts = take_facts(
        base, on=on, banners=banners, tasks=tasks, issues=issues, lang=lang,
        maker=maker, allow_errors=allow_errors,
    )  # fmt: skip
    day = day_in(facts.day, lang)
    footer = f"{maker}　{day}" if maker else day
    return write_forms(path, _forms(facts, ha_decimals), footer=footer)


def _forms(facts: Facts, ha_decimals: int) -> list[Form]:
    return [
        *(_areas(facts, by, ha_decimals) for by in _BY if by in facts.parcels),
        *(_progress(facts, year, ha_decimals) for year in facts.progress),
        overdue_form(facts),
        parcel_form(
            facts.parcels,
            facts.cases,
            areas=facts.areas,
            note=facts.note(),
            words=facts.words,
            rules=facts.rules,
            ha_decimals=ha_decimals,
        ),
        issue_form(facts),
        check_form(facts),
    ]


def _areas(facts: Facts, by: str, ha_decimals: int) -> Form:
    exact = area_table(
        facts.parcels,
        facts.banners if by == "banner" else None,
        by=by,
        areas=facts.areas,
        rules=facts.rules,
    )
    return area_form(
        exact,
        note=facts.note(),
        words=facts.words,
        rules=facts.rules,
        ha_decimals=ha_decimals,
    )


def _progress(facts: Facts, year: int, ha_decimals: int) -> Form:
    return progress_form(
        facts.progress[year],
        year=year,
        note=facts.note(),
        words=facts.words,
        rules=facts.rules,
        ha_decimals=ha_decimals,
    )
