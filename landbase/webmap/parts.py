"""The parts around the layer: panel, slider, selection, tools, bars."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

import pandas as pd

from landbase.cases.deadlines import find_idle_soon
from landbase.geometry import is_shown
from landbase.style import TOTAL, Heading, legend_table
from landbase.tables.cells import read_day
from landbase.texts import Texts, capital, day_in
from landbase.webmap.elements import Statement, children_of
from landbase.webmap.figures import chart_options, overview_options, state_options
from landbase.webmap.payload import printed_units
from landbase.webmap.states import STATE_COLUMNS, before_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from landbase.texts import Lang, Words
    from landbase.webmap.drawing import Drawing
    from landbase.webmap.elements import DataLayer
    from landbase.webmap.layer import ParcelLayer

__all__ = [
    "LayerPart",
    "MapTools",
    "ParcelPanel",
    "ParcelSelection",
    "TimeSlider",
    "controls",
    "idle_soon_notes",
    "selection",
    "side_panel",
    "time_slider",
    "usual_title",
]


class LayerPart(Statement):
    """A part of a map that works on parcels: panel, slider, selection."""

    def __init__(self, kind: str, options: dict[str, Any]) -> None:
        super().__init__(kind, options)
        self.layers = tuple(options["layers"])

    def render(self, **kwargs: Any) -> str:
        """Render the part; one map has one of each kind, all on the same layers."""
        others: Iterable[Any] = ()
        if self._parent is not None:
            others = children_of(self._parent).values()
        parts = [other for other in others if isinstance(other, LayerPart)]
        kinds = [part.kind for part in parts]
        if len({part.layers for part in parts}) > 1 or len({*kinds}) < len(kinds):
            raise ValueError(
                "ParcelPanel, TimeSlider and ParcelSelection of a map work on one "
                "ParcelLayer, and there is one of each at most; make a map for each "
                "layer, or one layer of all parcels"
            )
        return super().render(**kwargs)


def classes_of_days(drawing: Drawing) -> set[int]:
    """Find the classes, by position, of any day, where days are asked for."""
    timeline, legend = drawing.timeline, drawing.legend
    if timeline is None or legend.column not in STATE_COLUMNS:
        return set()
    events = timeline.decisions[~timeline.decisions["corrected"]]
    tables = [t for t in (before_of(timeline), events) if legend.column in t]
    values = pd.concat([table[legend.column].astype(object) for table in tables])
    return set(legend.positions(values).tolist())


def time_slider(
    drawing: Drawing, layers: Sequence[DataLayer], heading: Heading
) -> dict[str, Any] | None:
    """Give the words of the time slider; None where there is nothing to slide over."""
    timeline = drawing.timeline
    if timeline is None or timeline.decisions.empty:
        return None
    note = heading.lines(drawing.lang, texts=drawing.texts)[0] if heading.as_of else ""
    ids = [layer.data_id for layer in layers]
    words: dict[str, Any] = {"date": drawing.words["date"]}
    words |= drawing.words.part("time")
    words["compare"] = {
        **drawing.words.part("compare"),
        "count": drawing.words["count"],
    }
    day = heading.as_of and day_in(heading.as_of, drawing.lang)
    return {
        "layers": ids,
        "words": words,
        "asOf": day,
        "note": note,
        "states": state_options(drawing),
    }


def _list_words(words: Words) -> dict[str, str]:
    """Give the words of what lists and saves parcels."""
    shared = {name: words[name] for name in ("missing", "count", "total")}
    return words.part("select") | words.part("list") | shared


def selection(drawing: Drawing, layers: Sequence[DataLayer]) -> dict[str, Any]:
    """Give the words of the selection, and the layers to select from."""
    words = _list_words(drawing.words)
    return {"layers": [layer.data_id for layer in layers], "words": words}


class TimeSlider(LayerPart):
    """A slider over the days of decisions of a parcel layer, for any `folium.Map`.

    The layer, and a `ParcelPanel` and an open card where there are any, then show the
    day. A link keeps it. Where the layer tells the status, two days can be compared.

    Parameters
    ----------
    layer
        The layer, made with `decisions` and added to the same map before.

    Raises
    ------
    ValueError
        The layer has no decisions about its parcels.

    Examples
    --------
    >>> import folium
    >>> import pandas as pd
    >>> from landbase import ParcelLayer
    >>> from landbase.testing import make_parcels
    >>> parcels = make_parcels(3)
    >>> decisions = pd.DataFrame({"parcel_id": parcels["parcel_id"],
    ...     "disposal_type": "interview", "status": "planned",
    ...     "effective": "2023-03-01"})
    >>> m = folium.Map(tiles=None)
    >>> layer = ParcelLayer(parcels, decisions=decisions).add_to(m)
    >>> m.add_child(TimeSlider(layer)) is m
    True
    """

    def __init__(self, layer: ParcelLayer) -> None:
        data = time_slider(layer.drawing, [layer], Heading())
        if data is None:
            raise ValueError(
                "the layer has no decisions to slide over; pass decisions= to "
                "ParcelLayer, with some about its parcels"
            )
        super().__init__("time", data)


class ParcelSelection(LayerPart):
    """Selecting parcels of a layer, for any `folium.Map`.

    With Shift and click, with a box, or all that is shown; with count, mu and
    hectares of the selection, to copy or to save as CSV and GeoJSON.

    Parameters
    ----------
    layer
        The layer, added to the same map before.

    Examples
    --------
    >>> import folium
    >>> from landbase import ParcelLayer
    >>> from landbase.testing import make_parcels
    >>> m = folium.Map(tiles=None)
    >>> layer = ParcelLayer(make_parcels(3)).add_to(m)
    >>> m.add_child(ParcelSelection(layer)) is m
    True
    """

    def __init__(self, layer: ParcelLayer) -> None:
        super().__init__("selection", selection(layer.drawing, [layer]))


_MOST_WARNED = 20
# columns that people look a parcel up by, besides the first
_SEARCHED = (
    *("parcel_id", "name", "holder"),
    *("approval_no", "supervision_no", "contract_no"),
)
_WORDS = (
    *("search", "none", "found", "filter", "text", "area", "least", "most", "mu"),
    *("clear", "remove", "missing", "undecided", "overdue", "date"),
)


def usual_title(drawing: Drawing) -> str:
    """Name a map by the categories it has and what it is coloured by."""
    there = set(drawing.parcels["category"].dropna())
    names = [
        label for code, label in drawing.labels("category").items() if code in there
    ]
    subject = drawing.words["and"].join(names) or drawing.words["parcels"]
    return capital(f"{subject} · {drawing.legend.title(drawing.lang)}")


def controls(drawing: Drawing) -> dict[str, Any]:
    """Give the words of the controls, and the message of a map of nothing."""
    words = drawing.words
    return {
        "lang": words["html_lang"],
        "zoomIn": words["zoom_in"],
        "zoomOut": words["zoom_out"],
        "metre": words["m"],
        "km": words["km"],
        **words.part("where"),
        "message": "" if len(drawing.parcels) else words["empty"],
    }


def side_panel(
    drawing: Drawing,
    layers: Sequence[DataLayer],
    heading: Heading,
    *,
    notes: Sequence[str] = (),
) -> dict[str, Any]:
    """Give the legend with further notes, and the words of search and filters."""
    words = {name: drawing.words[name] for name in _WORDS}
    words["area"] = drawing.words(
        "in_unit", what=drawing.words["area"], unit=drawing.words["mu"]
    )
    words |= drawing.words.part("find")
    return {
        "layers": [layer.data_id for layer in layers],
        "asOf": heading.as_of or "",
        "legend": _legend(drawing, notes),
        "words": words,
        "searched": _SEARCHED,
        "charts": chart_options(drawing),
        "overview": overview_options(drawing),
    }


class ParcelPanel(LayerPart):
    """Legend, filters and search of a parcel layer, for any `folium.Map`.

    The legend and the table per banner hold the figures of what the filters leave.
    People can filter by area, text, and by what the layer has of the columns
    category, banner, zone, disposal type, cause, status and due; a link keeps it. Below
    the legend are charts that filter when clicked, and the choice of what stands for
    parcels from afar.

    Parameters
    ----------
    layer
        The layer, added to the same map before.
    as_of
        The day by which parcels are overdue, ISO; by default that of a `TimeSlider`
        of the map, or the day on which somebody looks at the page.

    Raises
    ------
    ValueError
        `as_of` is no day.

    Examples
    --------
    >>> import folium
    >>> from landbase import ParcelLayer
    >>> from landbase.testing import make_parcels
    >>> m = folium.Map(tiles=None)
    >>> layer = ParcelLayer(make_parcels(3)).add_to(m)
    >>> m.add_child(ParcelPanel(layer)) is m
    True
    """

    def __init__(self, layer: ParcelLayer, *, as_of: str | None = None) -> None:
        if as_of is not None:
            as_of = str(read_day(as_of))
        data = side_panel(layer.drawing, [layer], Heading(as_of=as_of))
        super().__init__("panel", data)


def idle_soon_notes(
    parcels: pd.DataFrame, *, on: str | None, within_days: int | None, drawing: Drawing
) -> list[str]:
    """Say which open parcels reach the full year within some days of the day."""
    if on is None or within_days is None:
        return []
    done = drawing.legend.rules.marked("disposed")
    open_ = parcels[~parcels["status"].isin(done)] if "status" in parcels else parcels
    soon = find_idle_soon(open_, on=on, within_days=within_days)
    if soon.empty:
        return []
    rows = soon.sort_values(["due", "parcel_id"]).head(_MOST_WARNED)
    entry = partial(drawing.words, "idle_soon_one")
    listed = [
        entry(parcel_id=parcel_id, day=day)
        for parcel_id, day in zip(rows["parcel_id"], rows["due"], strict=True)
    ]
    count = {"count": len(soon), "days": within_days}
    more = drawing.words["idle_soon_more"] if len(soon) > len(rows) else ""
    return [drawing.words("idle_soon", **count, listed=listed, more=more)]


def _legend(drawing: Drawing, notes: Sequence[str] = ()) -> dict[str, Any]:
    """Give the lines of the legend: label, colours, count, mu and hectares as text."""
    legend, words = drawing.legend, drawing.words
    table = legend_table(legend, drawing.parcels, areas=drawing.areas)
    there = sorted({*table.index} - {TOTAL} | classes_of_days(drawing))
    table = table.reindex([*there, TOTAL], fill_value=0)
    *rows, total = [figures for _, figures in table.iterrows()]
    shapes = drawing.parcels.geometry
    lost = int((~is_shown(shapes.to_numpy())).sum())
    return {
        "title": capital(legend.title(drawing.lang)),
        "column": legend.column,
        "how": words["how"],
        "heads": [words["class"], words["count"], words["mu"], words["ha"]],
        "lines": [
            _line(figures, position, drawing)
            for figures, position in zip(rows, there, strict=True)
        ],
        "total": _line(total, None, drawing),
        "categories": drawing.category_codes,
        "groups": _groups(drawing),
        "units": printed_units(drawing.words),
        "notes": [
            words["note" if drawing.measured else "note_given"],
            *([words("undrawn", count=lost)] if lost else []),
            *notes,
        ],
    }


def _groups(drawing: Drawing) -> dict[str, Any] | None:
    """Say how the table per banner is made, where banners are asked for."""
    if "banner" not in drawing.columns:
        return None
    words, places = drawing.words, drawing.places
    labels = drawing.labels("banner") if places is None else drawing.place_labels
    return {
        "column": "banner" if places is None else "place",
        "labels": list(labels.values()),
        "note": words["declared" if places is None else "placed"],
        "title": words["by_banner"],
        "head": words["banner"],
        "missing": words["missing"],
    }


def _line(figures: pd.Series, position: int | None, drawing: Drawing) -> dict[str, Any]:
    """Write one line of the legend; the total has no class."""
    line: dict[str, Any] = {
        "count": f"{int(figures['count']):,}",
        "mu": f"{figures['mu']:,.2f}",
        "ha": f"{figures['ha']:,.2f}",
    }
    if position is None:
        return line | {"code": "total", "label": drawing.words["total"]}
    entry = drawing.legend.all_classes[position]
    look = {"color": entry.color, "edge": entry.edge, "position": position}
    label = entry.label(drawing.lang)
    terms = drawing.legend.vocabulary.terms.get(drawing.legend.column, {})
    # a value that is no term stays as it is: "a" is not "A"
    if label != entry.code or entry.code in terms:
        label = capital(label)
    # what the column holds as text, by which a line filters
    term = terms.get(entry.code or "")
    word = term.label(drawing.lang) if term else entry.code or ""
    return line | look | {"code": entry.code or "", "label": label, "word": word}


_FEATURES = (
    "list",
    "measureLength",
    "measureArea",
    "memo",
    "print",
    "picture",
    "theme",
)

# of other parts of a page too
_SHARED = {"metre": "m", "km": "km", "close": "close", "date": "date"}


def _memo_words(words: Words) -> dict[str, Any]:
    """Give the words of the notepad, those of drawing apart."""
    return {
        **words.part("memo"),
        "close": words["close"],
        "colon": words["tools.colon"],
        "drawing": words.part("drawing"),
    }


class MapTools(Statement):
    """Tools for any `folium.Map`: measure, print, save a picture, dark and light.

    They stand in the title bar of a `disposal_map`, which has them already; on another
    map they are a control of their own. Lengths and areas are measured on the
    ellipsoid of CGCS2000, places being taken as CGCS2000 or WGS 84. The print view is
    the view on one sheet, or a sheet for each banner or selected parcel, A4 or A3,
    landscape or portrait, each true to scale at its centre.

    Parameters
    ----------
    lang
        Language of the tools.
    source
        Where the data come from, as the print view says it at first.
    texts
        What a bureau words differently.

    Examples
    --------
    >>> import folium
    >>> m = folium.Map(tiles=None)
    >>> m.add_child(MapTools(lang="en")) is m
    True
    """

    def __init__(
        self, *, lang: Lang = "zh", source: str = "", texts: Texts | None = None
    ) -> None:
        wording = (texts or Texts.default()).words("map", lang)
        shared = {name: wording[key] for name, key in _SHARED.items()}
        options: dict[str, Any] = {
            "words": wording.part("tools") | shared,
            "list": _list_words(wording) | shared,
            "memo": _memo_words(wording),
            "units": printed_units(wording),
            "features": _FEATURES,
            "source": source,
        }
        super().__init__("tools", options)
