"""What the parts of a map that work on parcels have in common."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from landbase.webmap.elements import Statement, children_of

if TYPE_CHECKING:
    from collections.abc import Iterable

__all__ = ["LayerPart"]


class LayerPart(Statement):
    """A part of a map that works on parcels: panel, slider, selection.

    Parameters
    ----------
    kind, options
        As for `Statement`; the options name its `layers`.
    """

    def __init__(self, kind: str, options: dict[str, Any]) -> None:
        super().__init__(kind, options)
        self.layers = tuple(options["layers"])

    def render(self, **kwargs: Any) -> str:
        """Render the part; one map has one of each kind, all on the same layers.

        Raises
        ------
        ValueError
            Parts of the map work on different layers, or there are two of a kind.
        """
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
