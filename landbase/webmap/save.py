"""Writing a page as one file that asks for nothing from outside."""

from __future__ import annotations

import base64
import hashlib
import re
from html import unescape
from html.parser import HTMLParser
from pathlib import Path
from typing import TYPE_CHECKING

from branca.element import Figure

from landbase.errors import PageError
from landbase.files import replacing
from landbase.webmap.elements import children_of
from landbase.webmap.overlays import BaseMapLayer
from landbase.webmap.payload import (
    bundle,
    jquery_script,
    leaflet_script,
    leaflet_style,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    import folium
    from branca.element import Element

__all__ = ["find_links", "save_map", "write_page"]

_INSIDE = re.compile(r"\s*(?:data:|blob:|about:|#|$)", re.IGNORECASE)
_ADDRESSES = ("src", "srcset", "poster", "background", "xlink:href", "action")
_CSS = re.compile(r"url\(\s*[\"']?([^\"')]*)|@import\s+(?:url\()?[\"']?([^\"');]*)")
_IN_SCRIPT = re.compile(
    r"""["'`(=\s]((?:https?:|wss?:)?//[\w{}-]+(?:\.[\w{}-]+)+(?::\d+)?(?:/[^"'`\s<>)]*)?)"""
)
_ANCHOR = re.compile(r"(?:<|\\u003c)a\s[^<>]*?href=\\*[\"'][^\"'\\]*", re.IGNORECASE)
_NAMESPACE = "http://www.w3.org/"
_META_REFRESH = re.compile(r"url\s*=\s*(\S+)", re.IGNORECASE)


def find_links(page: str, *, allowed: Collection[str] = ()) -> list[str]:
    """List the addresses that a page would ask for when it is opened."""
    finder = _Finder()
    finder.feed(page)
    finder.close()
    return [link for link in dict.fromkeys(finder.links) if link not in allowed]


def scripts_of(page: str) -> list[str]:
    """List the texts of the scripts in a page that are run, in order."""
    finder = _Finder()
    finder.feed(page)
    finder.close()
    return finder.scripts


class _Finder(HTMLParser):
    """Walks through a page and collects links and scripts."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.links: list[str] = []
        self.scripts: list[str] = []
        self._inside = ""
        self._text: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        runs = values.get("type", "") in {"", "module", "text/javascript"}
        self._inside = tag if tag == "style" or (tag == "script" and runs) else ""
        links = [values[name] for name in _ADDRESSES if name in values]
        if tag in {"link", "image", "use", "base"}:
            links.append(values.get("href", ""))
        if tag == "object":
            links.append(values.get("data", ""))
        if values.get("http-equiv", "").lower() == "refresh":
            links += _META_REFRESH.findall(values.get("content", ""))
        self.links += [link for link in links if not _INSIDE.match(link)]
        self._style(values.get("style", ""))
        if "srcdoc" in values:
            self.links += find_links(unescape(values["srcdoc"]))

    def handle_endtag(self, tag: str) -> None:
        if tag != self._inside:
            return
        text = "".join(self._text)
        if tag == "style":
            self._style(text)
        else:
            self.scripts.append(text)
            self._script(text)
        self._inside, self._text = "", []

    def handle_data(self, data: str) -> None:
        if self._inside:
            self._text.append(data)

    def _style(self, text: str) -> None:
        links = [first or second for first, second in _CSS.findall(text)]
        self.links += [link for link in links if not _INSIDE.match(link)]

    def _script(self, text: str) -> None:
        if text in {leaflet_script(), jquery_script(), bundle("landbase.js")}:
            return  # known: the addresses in them are names, not requests
        links = _IN_SCRIPT.findall(_ANCHOR.sub("", text))
        plain = [link.replace("\\u0026", "&") for link in links]
        self.links += [link for link in plain if not link.startswith(_NAMESPACE)]


# folium forbids fingers to enlarge the page, which those who see badly need
_VIEWPORT = re.compile(r"<meta name=\"viewport\"[^>]*>")
_ZOOMABLE = '<meta name="viewport" content="width=device-width, initial-scale=1"/>'
# browsers of two engines (360, Sogou, QQ) take the newer one
_RENDERER = '<meta name="renderer" content="webkit"/>'
_LINK = re.compile(
    r"<script src=\"([^\"]+)\"></script>"
    r"|<link rel=\"stylesheet\" href=\"([^\"]+)\"\s*/>"
)
# folium links these on every page; each goes where the page has no sign of its use
_USUAL = {
    "jquery": re.compile(r"\$[.(]|jQuery"),
    "bootstrap": re.compile(r"data-bs-|\bbootstrap\.|glyphicon"),
    "awesome": re.compile(r"AwesomeMarkers|class=\\?[\"'][^\"']*\bfa-"),
}
_ID = re.compile(r"(?<![0-9a-f])[0-9a-f]{32}(?![0-9a-f])")
# a layer as base64: it cannot hold an address, an id or a tag
_DATA = re.compile(r'(?<=_data">)[A-Za-z0-9+/=]{1000,}(?=\s*</script>)')
_HELD = "\0data\0"  # HTML has no NUL
_HANDLER = re.compile(r"<[a-z][^<>]*\son[a-z]+\s*=", re.IGNORECASE)


def save_map(m: folium.Map, path: Path | str) -> Path:
    """Save a map as one HTML file that opens with no network.

    Leaflet and its images, and jQuery where it is used, are written into the file;
    what folium links but the page does not use is left out. A Content-Security-Policy
    in the file forbids all requests. Only tiles of a base map that was asked for
    (`basemap` of `disposal_map`) are let through: such a page asks for them when it
    is opened, and works without them.

    Parameters
    ----------
    m
        Any `folium.Map`. Not changed.
    path
        The .html file; replaced when it exists.

    Returns
    -------
    path
        The file written. The same map gives the same bytes.

    Raises
    ------
    PageError
        The page would ask for something from outside; the message names each link.
    """
    root = m.get_root()
    elements = list(_walk(root))
    layers = [element for element in elements if isinstance(element, BaseMapLayer)]
    page, held = _without_data(_rendered(root, elements))
    page = _with_fixed_ids(page, elements)
    page = _VIEWPORT.sub(_ZOOMABLE, page)
    rest = _LINK.sub("", page)
    page = _LINK.sub(lambda match: _inlined(match, rest), page)
    if links := find_links(page, allowed=[layer.tiles for layer in layers]):
        raise PageError("page_links_outside", count=len(links), links=links)
    origins = list(dict.fromkeys(host for layer in layers for host in layer.origins))
    return write_page(Path(path), page, origins=origins, held=held)


def write_page(
    path: Path, page: str, *, origins: Sequence[str] = (), held: Sequence[str] = ()
) -> Path:
    """Write a page with its security policy."""
    page = page.replace("<head>", f"<head>\n{_policy(page, origins)}\n{_RENDERER}", 1)
    parts = page.split(_HELD)
    texts = [text for pair in zip(parts, [*held, ""], strict=True) for text in pair]
    with replacing(path) as beside, beside.open("wb") as file:
        file.writelines(text.encode("utf-8") for text in texts)
    return path


def _walk(element: Element) -> Iterator[Element]:
    """Give an element and all that it holds."""
    yield element
    if isinstance(element, Figure):
        for part in (element.header, element.html, element.script):
            yield from _walk(part)
    for child in children_of(element).values():
        yield from _walk(child)


def _rendered(root: Element, elements: list[Element]) -> str:
    """Render a map; what folium adds to its elements meanwhile is taken off again."""
    before = [list(children_of(element).items()) for element in elements]
    try:
        return str(root.render())
    finally:
        for element, children in zip(elements, before, strict=True):
            children_of(element).clear()
            children_of(element).update(children)


def _without_data(page: str) -> tuple[str, list[str]]:
    """Take out what is no markup, megabytes of base64 that nobody need search."""
    held: list[str] = []

    def hold(match: re.Match[str]) -> str:
        held.append(match[0])
        return _HELD

    return _DATA.sub(hold, page), held


def _with_fixed_ids(page: str, elements: list[Element]) -> str:
    """Replace the random ids of the elements by numbers in order of appearance."""
    own = {element.to_dict(depth=0)["id"] for element in elements}
    found = dict.fromkeys(found for found in _ID.findall(page) if found in own)
    numbers = {name: f"{number:032x}" for number, name in enumerate(found, start=1)}
    return _ID.sub(lambda match: numbers.get(match[0], match[0]), page)


def _inlined(match: re.Match[str], rest: str) -> str:
    """Give what stands for a link: the thing itself, nothing, or still the link."""
    url = match[1] or match[2]
    name = url.rpartition("/")[2].lower()
    if name == "leaflet.js":
        return f"<script>{leaflet_script()}</script>"
    if name == "leaflet.css":
        return f"<style>{leaflet_style()}</style>"
    for usual, sign in _USUAL.items():
        if usual in url.lower():
            if not sign.search(rest):
                return ""
            if usual == "jquery":
                return f"<script>{jquery_script()}</script>"
    return match[0]


def _policy(page: str, origins: Sequence[str]) -> str:
    """Write the security policy: the scripts of the page, images as data, no more."""
    scripts = scripts_of(page)
    digests = [
        base64.b64encode(hashlib.sha256(text.encode()).digest()).decode("ascii")
        for text in scripts
    ]
    named = " ".join(f"'sha256-{digest}'" for digest in dict.fromkeys(digests))
    inline = any(map(_HANDLER.search, [*scripts, _without_scripts(page)]))
    rules = {
        "default-src": "'none'",
        "script-src": "'unsafe-inline'" if inline else named,
        "style-src": "'unsafe-inline'",
        "img-src": " ".join(["data:", "blob:", *origins]),
        "font-src": "data:",
        "worker-src": "blob:",
        "base-uri": "'none'",
        "form-action": "'none'",
    }
    content = "; ".join(f"{name} {value}" for name, value in rules.items())
    return f'<meta http-equiv="Content-Security-Policy" content="{content}"/>'


def _without_scripts(page: str) -> str:
    return re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL)
