"""Check a built site: all it refers to is there, and nothing comes from outside.

python docs/check_site.py docs/_build/html     leave with 1 where it is not so
"""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import landbase

__all__ = ["faults"]

# what a browser fetches by itself; an <a> is followed by hand only
_FETCHED = {"img", "script", "iframe", "source", "video", "audio", "embed", "object"}
_FETCHED_LINKS = {"stylesheet", "icon", "preload", "modulepreload", "manifest"}
_IN_CSS = re.compile(r"""url\(\s*["']?([^"')]+)["']?\s*\)|@import\s+["']([^"']+)""")


@dataclass
class _Page(HTMLParser):
    """What one page refers to, and the places in it that can be referred to."""

    fetched: list[str] = field(default_factory=list)
    linked: list[str] = field(default_factory=list)
    places: set[str] = field(default_factory=set)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note what the tag refers to."""
        said = {name: value or "" for name, value in attrs}
        self.places |= {said[name] for name in ("id", "name") if name in said}
        self.fetched += [url for _, url in _urls(_IN_CSS, said.get("style", ""))]
        if tag in _FETCHED:
            self.fetched += [said[n] for n in ("src", "data", "poster") if n in said]
            self.fetched += [
                part.split()[0] for part in said.get("srcset", "").split(",") if part
            ]
        elif tag == "link" and _FETCHED_LINKS & set(said.get("rel", "").split()):
            self.fetched.append(said.get("href", ""))
        elif tag == "a" and "href" in said:
            self.linked.append(said["href"])


def _urls(pattern: re.Pattern[str], text: str) -> list[tuple[str, str]]:
    return [("css", one or other) for one, other in pattern.findall(text)]


def _read(path: Path) -> _Page:
    page = _Page()
    page.feed(path.read_text("utf-8"))
    return page


def faults(site: Path) -> list[str]:
    """List what is wrong with a built site.

    Parameters
    ----------
    site
        Its folder.

    Returns
    -------
    faults
        A line each, in the order of the pages: something fetched from outside, a
        missing file or place in a page, a public name without a page.
    """
    paths = [p for p in sorted(site.rglob("*.html")) if "_static" not in p.parts]
    pages = {path.resolve(): _read(path) for path in paths}
    found = []
    for path, page in pages.items():
        here = path.relative_to(site.resolve()).as_posix()
        for url in page.fetched:
            found += [f"{here}: {f}" for f in _fetch(path, url)]
        for url in page.linked:
            found += [f"{here}: {f}" for f in _follow(path, url, pages)]
    for path in sorted(site.rglob("*.css")):
        for _, url in _urls(_IN_CSS, path.read_text("utf-8")):
            found += [f"{path.name}: {f}" for f in _fetch(path.resolve(), url)]
    names = set()
    for name in {*landbase.__all__} - {"__version__"}:
        own = getattr(getattr(landbase, name), "__all__", None)  # of a room: lb.scale
        names |= {name} if own is None else {f"{name}.{each}" for each in own}
    return found + [
        f"{name} has no page"
        for name in sorted(names)
        if not _describes(pages.get((site / "api" / f"{name}.html").resolve()), name)
    ]


def _describes(page: _Page | None, name: str) -> bool:
    return page is not None and f"landbase.{name}" in page.places


def _fetch(path: Path, url: str) -> list[str]:
    parts = urlsplit(url)
    if parts.scheme == "data" or url.startswith("#"):
        return []
    if parts.scheme or parts.netloc:
        return [f"asks for {url}"]
    target = path.parent / unquote(parts.path)
    return [] if target.is_file() else [f"{url} is missing"]


def _follow(path: Path, url: str, pages: dict[Path, _Page]) -> list[str]:
    parts = urlsplit(url)
    if parts.scheme or parts.netloc:
        return [] if parts.scheme in {"https", "mailto"} else [f"links to {url}"]
    target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
    if not target.is_file():
        return [f"{url} is missing"]
    place = unquote(parts.fragment)
    if place and target in pages and place not in pages[target].places:
        return [f"{url} is no place of that page"]
    return []


def main() -> int:
    """Say what is wrong; leave with 1 if anything is."""
    found = faults(Path(sys.argv[1]))
    sys.stderr.writelines(line + "\n" for line in found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
