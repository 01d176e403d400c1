"""Find what a page would fetch: every address that is not inside the page itself."""

from __future__ import annotations

import re
from html import unescape
from html.parser import HTMLParser
from typing import TYPE_CHECKING

from landbase.webmap.assets import jquery_script, leaflet_script

if TYPE_CHECKING:
    from collections.abc import Collection

__all__ = ["find_links", "scripts_of"]

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
    """List the addresses that a page would ask for when it is opened.

    Links that a reader may click are not among them.

    Parameters
    ----------
    page
        HTML.
    allowed
        Addresses to pass over.

    Returns
    -------
    links
        Each once, in order.
    """
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
        if text in {leaflet_script(), jquery_script()}:
            return  # known: the addresses in them are names, not requests
        links = _IN_SCRIPT.findall(_ANCHOR.sub("", text))
        plain = [link.replace("\\u0026", "&") for link in links]
        self.links += [link for link in plain if not link.startswith(_NAMESPACE)]
