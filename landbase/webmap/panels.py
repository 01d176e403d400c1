"""What stands around a map: title, legend, filters, search."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from landbase.geometry import is_shown
from landbase.style import Heading, legend_table
from landbase.texts import capital
from landbase.values import read_day
from landbase.webmap.bars import codes_of_days
from landbase.webmap.parts import LayerPart
from landbase.webmap.payload import printed_units

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd

    from landbase.webmap.drawing import Drawing
    from landbase.webmap.elements import DataLayer
    from landbase.webmap.layer import ParcelLayer

__all__ = ["ParcelPanel", "controls", "side_panel", "usual_title"]


# columns that people look a parcel up by, besides the first
_SEARCHED = ("parcel_id", "name", "holder", "approval_no", "supervision_no")
_WORDS = (
    *("search", "none", "found", "filter", "text", "area", "least", "most", "mu"),
    *("clear", "remove", "missing", "overdue"),
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
        "message": "" if len(drawing.parcels) else words["empty"],
    }


def side_panel(
    drawing: Drawing, layers: Sequence[DataLayer], heading: Heading
) -> dict[str, Any]:
    """Give the legend, and the words of search and filters.

    Parameters
    ----------
    drawing
        The parcels and their classes.
    layers
        The layers that show them.
    heading
        Its day is the one by which the page finds what is overdue.

    Returns
    -------
    data
        Of the panel.
    """
    words = {name: drawing.words[name] for name in _WORDS}
    words["area"] += f" ({drawing.words['mu']})"
    return {
        "layers": [layer.data_id for layer in layers],
        "asOf": heading.as_of or "",
        "legend": _legend(drawing),
        "words": words,
        "searched": _SEARCHED,
    }


class ParcelPanel(LayerPart):
    """Legend, filters and search of a parcel layer, for any `folium.Map`.

    The legend and the table per banner hold the figures of what the filters leave.
    People can filter by area, text, and by what the layer has of the columns
    category, banner, zone, disposal type, cause, status and due; a link keeps it.

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


def _legend(drawing: Drawing) -> dict[str, Any]:
    """Give the lines of the legend: label, colours, count, mu and hectares as text."""
    legend, words = drawing.legend, drawing.words
    table = legend_table(legend, drawing.parcels, areas=drawing.areas)
    codes = [entry.code or "missing" for entry in legend.all_classes]
    there = {*table.index, *codes_of_days(drawing)}
    table = table.reindex([*filter(there.__contains__, codes), "total"], fill_value=0)
    rows = [(str(code), figures) for code, figures in table.iterrows()]
    shapes = drawing.parcels.geometry
    lost = int((~is_shown(shapes.to_numpy())).sum())
    return {
        "title": capital(legend.title(drawing.lang)),
        "heads": [words["class"], words["count"], words["mu"], words["ha"]],
        "lines": [
            _line(code, row, codes.index(code), drawing) for code, row in rows[:-1]
        ],
        "total": _line(*rows[-1], None, drawing),
        "categories": drawing.category_codes,
        "groups": _groups(drawing),
        "units": printed_units(drawing.words),
        "notes": [
            words["note" if drawing.measured else "note_given"],
            *([words("undrawn", count=lost)] if lost else []),
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


def _line(
    code: str, figures: pd.Series, position: int | None, drawing: Drawing
) -> dict[str, Any]:
    """Write one line of the legend; the total has no class."""
    line: dict[str, Any] = {
        "code": code,
        "count": f"{int(figures['count']):,}",
        "mu": f"{figures['mu']:,.2f}",
        "ha": f"{figures['ha']:,.2f}",
    }
    if position is None:
        return line | {"label": drawing.words["total"]}
    entry = drawing.legend.all_classes[position]
    look = {"color": entry.color, "edge": entry.edge, "position": position}
    return line | look | {"label": capital(entry.label(drawing.lang))}
