"""The time slider and the selection: bars at the foot of a map."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pandas as pd

from landbase.style import Heading
from landbase.webmap.parts import LayerPart
from landbase.webmap.states import before_of
from landbase.webmap.timeline import STATE_COLUMNS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from landbase.webmap.drawing import Drawing
    from landbase.webmap.elements import DataLayer
    from landbase.webmap.layer import ParcelLayer

__all__ = [
    "ParcelSelection",
    "TimeSlider",
    "codes_of_days",
    "selection",
    "time_slider",
]


def codes_of_days(drawing: Drawing) -> set[str]:
    """Find the classes that parcels belong to on any day, where days are asked for."""
    timeline, legend = drawing.timeline, drawing.legend
    if timeline is None or legend.column not in STATE_COLUMNS:
        return set()
    events = timeline.decisions[~timeline.decisions["corrected"]]
    tables = [t for t in (before_of(timeline), events) if legend.column in t]
    values = pd.concat([table[legend.column].astype(object) for table in tables])
    found = set(legend.positions(values).tolist())
    return {legend.all_classes[position].code or "missing" for position in found}


def time_slider(
    drawing: Drawing, layers: Sequence[DataLayer], heading: Heading
) -> dict[str, Any] | None:
    """Give the words of the time slider; None where there is nothing to slide over.

    Parameters
    ----------
    drawing
        The map.
    layers
        The layers that show its parcels.
    heading
        Its heading, whose day follows the slider.

    Returns
    -------
    data
        Words, layers, and the note of the heading that holds the day.
    """
    timeline = drawing.timeline
    if timeline is None or timeline.decisions.empty:
        return None
    note = heading.lines(drawing.lang)[0] if heading.as_of else ""
    ids = [layer.data_id for layer in layers]
    words = drawing.words.part("time")
    return {"layers": ids, "words": words, "asOf": heading.as_of, "note": note}


def selection(drawing: Drawing, layers: Sequence[DataLayer]) -> dict[str, Any]:
    """Give the words of the selection, and the layers to select from."""
    words = drawing.words.part("select") | {"missing": drawing.words["missing"]}
    return {"layers": [layer.data_id for layer in layers], "words": words}


class TimeSlider(LayerPart):
    """A slider over the days of decisions of a parcel layer, for any `folium.Map`.

    The layer, and a `ParcelPanel` and an open card where there are any, then show the
    day. A link keeps it.

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
