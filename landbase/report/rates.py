"""The progress of a year as it is printed: a table that closes, and a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from landbase.apportion import apportion
from landbase.banners.table import label_table, round_table
from landbase.cases.progress import ALL, CITY
from landbase.rules.ruleset import rules_of
from landbase.rules.schema import column_labels
from landbase.tables.cells import read_day
from landbase.texts import Texts
from landbase.units import from_m2, round_half_up

if TYPE_CHECKING:
    import datetime as dt

    from landbase.rules.ruleset import Rules
    from landbase.texts import Lang, Words

__all__ = [
    "accepted_sentence",
    "land_name",
    "print_progress",
    "print_rates",
    "progress_sentence",
    "round_progress",
]

_REST = "unassigned"
_LEAST_M2 = 1e-3
_AREAS = ("task_m2", "disposed_m2", "accepted_m2")


def print_progress(
    table: pd.DataFrame,
    *,
    lang: Lang = "zh",
    ranked: bool = False,
    rules: Rules | None = None,
    ha_decimals: int = 2,
) -> pd.DataFrame:
    """Label the progress of a year and round it so that the printed areas close."""
    rounded = round_progress(table, ha_decimals=ha_decimals)
    shown = rounded if ranked else rounded.drop(columns="rank", level=1)
    held = rules_of(rules, of=table)
    wording = Texts(held.texts).words("report", lang).part("progress")
    labelled = label_table(shown, held, lang, measures=wording)
    return labelled.rename(index={_REST: wording[_REST]})


def round_progress(table: pd.DataFrame, *, ha_decimals: int = 2) -> pd.DataFrame:
    """Round the progress of a year as `print_progress` does, under its own codes."""
    wide = _with_rest(table)
    columns: dict[tuple[str, str], Any] = {}
    codes = list(table.index.get_level_values(1).unique())
    tasks = _rounded(wide, codes, {"mu": "task_m2"}, ha_decimals)
    of_disposed = {"mu": "disposed_m2", "ha": "disposed_m2"}
    done = _rounded(wide, codes, of_disposed, ha_decimals)
    agreed = _rounded(wide, codes, {"mu": "accepted_m2"}, ha_decimals)
    for code in codes:
        columns |= {
            (code, "task"): tasks[code, "mu"].where(wide["task_m2", code].notna()),
            (code, "mu"): done[code, "mu"],
            (code, "ha"): done[code, "ha"],
            (code, "accepted"): agreed[code, "mu"],
            (code, "rate"): round_half_up(wide["rate", code] * 100, 2),
            (code, "accepted_rate"): round_half_up(
                wide["accepted_rate", code] * 100, 2
            ),
            (code, "rank"): wide["rank", code],
        }
    arrays = {name: pd.Series(values).array for name, values in columns.items()}
    return pd.DataFrame(arrays, index=wide.index)


def _with_rest(table: pd.DataFrame) -> pd.DataFrame:
    """Lay categories side by side, with a line for what no banner has to do."""
    rows, codes = (table.index.get_level_values(n).unique() for n in (0, 1))
    shown = table[[*_AREAS, "rate", "accepted_rate", "rank"]]
    wide = pd.DataFrame(shown.unstack("category").loc[rows])
    task = wide["task_m2"].fillna(0.0)
    rest = task.loc[CITY] - task.drop(index=CITY).sum()
    if (rest.abs() >= _LEAST_M2).any():
        wide = wide.reindex([*rows.drop(CITY), _REST, CITY])
        for code in codes:
            wide.loc[_REST, ("task_m2", code)] = rest[code]
            wide.loc[_REST, [(name, code) for name in _AREAS[1:]]] = 0.0
    wide.index = pd.Index(
        ["total" if row == CITY else row for row in wide.index],
        name=str(table.index.names[0]),
    )
    return wide


def _rounded(
    wide: pd.DataFrame, codes: list[str], sources: dict[str, str], ha_decimals: int
) -> pd.DataFrame:
    """Round one measure of all categories so that lines and categories close."""
    exact = pd.DataFrame({
        (code, unit): from_m2(wide[source, code].fillna(0.0), unit)  # type: ignore[arg-type] # names of units
        for code in codes
        for unit, source in sources.items()
    })
    return round_table(exact, ha_decimals=ha_decimals)


def land_name(label: str, wording: Words) -> str:
    """Name the land of a category: 批而未供土地, but 闲置土地 as it is."""
    return label if label.endswith("地") else wording("sentence.land", what=label)


def print_rates(
    table: pd.DataFrame, *, lang: Lang = "zh", rules: Rules | None = None
) -> pd.DataFrame:
    """Label what `supply_rates` gives, in mu that sum and percent to two decimals."""
    held = rules_of(rules, of=table)
    wording = Texts(held.texts).words("report", lang)
    by, parts = str(table.index.name), table.index != CITY
    columns: dict[str, Any] = {"approvals": table["approvals"].to_numpy()}
    for name in ("approved", "supplied", "unsupplied", "idle", "unmatched"):
        mu = from_m2(table[f"{name}_m2"], "mu")
        printed = mu.copy()
        if mu.notna().all() and parts.any():
            printed[parts] = apportion(mu[parts])
            printed[CITY] = printed[parts].sum()
        columns[name] = round_half_up(printed.to_numpy("float64"), 2)
    columns["unsupplied"] = np.round(columns["approved"] - columns["supplied"], 2)
    for name in ("supply_rate", "unsupplied_rate", "idle_rate"):
        columns[name] = round_half_up(table[name].to_numpy("float64") * 100, 2)
    below = table["below_gate"]
    columns["below_gate"] = below.map({True: wording["rates.yes"], False: ""})
    names = held.vocabulary.labels("banner", lang) | {
        CITY: wording["total"],
        "missing": wording["missing"],
    }
    shown = pd.DataFrame({n: pd.Series(v).array for n, v in columns.items()})
    shown.columns = pd.Index([wording[f"rates.{n}"] for n in shown], dtype="str")
    head = column_labels(lang, vocabulary=held.vocabulary).get(by, by)
    lines = [names.get(part, part) for part in table.index]
    return shown.set_index(pd.Index(lines, dtype="str", name=head))


def progress_sentence(
    table: pd.DataFrame,
    *,
    year: int,
    on: dt.date | str,
    lang: Lang = "zh",
    rules: Rules | None = None,
) -> str:
    """Say the city's progress in one sentence, in the manner of a reply letter."""
    held = rules_of(rules, of=table)
    wording = Texts(held.texts).words("report", lang)
    city = table[table.index.get_level_values(0) == CITY].droplevel(0)
    names = [name for name in city.index if name != ALL]
    areas = from_m2(city.loc[names, ["task_m2", "disposed_m2"]].fillna(0.0), "wan_mu")
    # apportioned, so that what is printed for the categories sums to the whole
    task, done = (apportion(areas[name]) for name in ("task_m2", "disposed_m2"))
    label = {name: held.vocabulary.label("category", name, lang) for name in names}
    tasks = [
        wording("sentence.task", what=label[name], wan_mu=area)
        for name, area in zip(names, task, strict=True)
    ]
    disposed = [
        wording(
            _how_far(city.rate[name]),
            what=land_name(label[name], wording),
            wan_mu=area,
            rate=round_half_up(city.rate[name] * 100, 2),
        )
        for name, area in zip(names, done, strict=True)
    ]
    return wording(
        "sentence.city",
        year=year,
        wan_mu=task.sum(),
        tasks=wording["sentence.between"].join(tasks),
        day=pd.Timestamp(read_day(on)),
        disposed=disposed,
    )


def accepted_sentence(
    table: pd.DataFrame,
    *,
    year: int,
    on: dt.date | str,
    lang: Lang = "zh",
    rules: Rules | None = None,
) -> str:
    """Say in one sentence what of the city's disposals has been accepted."""
    held = rules_of(rules, of=table)
    wording = Texts(held.texts).words("report", lang)
    city = table[table.index.get_level_values(0) == CITY].droplevel(0)
    names = [name for name in city.index if name != ALL]
    areas = apportion(from_m2(city.loc[names, "accepted_m2"].fillna(0.0), "wan_mu"))
    agreed = [
        wording(
            f"sentence.{'agreed' if np.isnan(rate) else 'agreed_rated'}",
            what=held.vocabulary.label("category", name, lang),
            wan_mu=area,
            rate=round_half_up(rate * 100, 2),
        )
        for name, area, rate in zip(
            names, areas, city.loc[names, "accepted_rate"], strict=True
        )
    ]
    return wording(
        "sentence.accepted",
        year=year,
        day=pd.Timestamp(read_day(on)),
        wan_mu=areas.sum(),
        agreed=agreed,
    )


def _how_far(rate: float) -> str:
    """Name the text for a rate: none without a task, another beyond the task."""
    if np.isnan(rate):
        return "sentence.disposed"
    return "sentence.beyond" if rate > 1 else "sentence.rated"
