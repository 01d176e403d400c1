"""What a page is made of: our scripts and styles as built, Leaflet with its images."""

from __future__ import annotations

import base64
import re
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from importlib.resources.abc import Traversable

__all__ = ["bundle", "jquery_script", "leaflet_script", "leaflet_style"]

_SOURCE_MAP = re.compile(r"\n?//# sourceMappingURL=\S*\s*$")
_IMAGE = re.compile(r"url\((images/[\w.-]+)\)")


@cache
def bundle(name: str) -> str:
    """Read what was built of our own scripts or styles.

    Parameters
    ----------
    name
        ``landbase.js``, ``landbase.css`` or ``contents.css``; ``make js`` builds them
        from the modules in the folder ``js`` beside this one.

    Returns
    -------
    text
        Its text.
    """
    return files("landbase.webmap").joinpath("js", "dist", name).read_text("utf-8")


@cache
def leaflet_script() -> str:
    """Give Leaflet, with the images of its markers as data."""
    images = {
        "iconUrl": "marker-icon.png",
        "iconRetinaUrl": "marker-icon-2x.png",
        "shadowUrl": "marker-shadow.png",
    }
    options = ",".join(f'{key}:"{_data(name)}"' for key, name in images.items())
    code = _SOURCE_MAP.sub("", _xstatic("leaflet", "leaflet.js").read_text("utf-8"))
    return (
        f'{code}\nL.Icon.Default.imagePath="";'
        f"L.Icon.Default.mergeOptions({{{options}}});"
    )


@cache
def leaflet_style() -> str:
    """Give the style of Leaflet, with its images as data."""
    style = _xstatic("leaflet", "leaflet.css").read_text("utf-8")
    style = style.replace("\r\n", "\n").replace("behavior: url(#default#VML);", "")
    return _IMAGE.sub(lambda m: f"url({_data(m[1].removeprefix('images/'))})", style)


@cache
def jquery_script() -> str:
    """Give jQuery, which the popups of folium need."""
    return _SOURCE_MAP.sub("", _xstatic("jquery", "jquery.min.js").read_text("utf-8"))


def _xstatic(package: str, name: str) -> Traversable:
    return files(f"xstatic.pkg.{package}").joinpath("data", name)


def _data(image: str) -> str:
    """Give an image of Leaflet as a data URI."""
    content = _xstatic("leaflet", f"images/{image}").read_bytes()
    return "data:image/png;base64," + base64.b64encode(content).decode("ascii")
