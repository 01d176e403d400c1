"""A page for every public name, and links to it wherever it is named in backticks."""

from __future__ import annotations

import ast
import inspect
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from docutils import nodes
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.nodes import make_refnode

import landbase

if TYPE_CHECKING:
    from sphinx.application import Sphinx

__all__ = ["names", "setup", "testing_names"]

# our own base classes, but nothing of other libraries
_MEMBERS = "   :members:\n   :inherited-members: object, tuple, BaseModel, Layer\n"
_PACKAGE = Path(landbase.__file__).resolve().parent


def names() -> list[str]:
    """List the public names."""
    public = {*landbase.__all__} - {"__version__", *rooms()}
    return sorted(public, key=str.casefold)


def rooms() -> list[str]:
    """List the rooms that are public as such: `lb.scale`."""
    return [n for n in landbase.__all__ if inspect.ismodule(getattr(landbase, n))]


def testing_names() -> list[str]:
    """List the functions of `landbase.testing`."""
    tree = ast.parse((_PACKAGE / "testing.py").read_text("utf-8"))
    functions = [n.name for n in tree.body if isinstance(n, ast.FunctionDef)]
    return [name for name in functions if not name.startswith("_")]


def _page(module: str, name: str, value: Any) -> str:
    kind, options = "autofunction", ""
    if inspect.isclass(value):
        kind = "autoexception" if issubclass(value, Exception) else "autoclass"
        options = _MEMBERS if kind == "autoclass" else ""
    full = f"{module}.{name}"
    return f"{full}\n{'=' * len(full)}\n\n.. {kind}:: {full}\n{options}"


def _write(app: Sphinx) -> None:
    """Write what has changed only, so that a second build reads little."""
    folder = Path(app.srcdir) / "api"
    pages = {n: _page("landbase", n, getattr(landbase, n)) for n in names()}
    pages |= {n: _page("landbase.testing", n, None) for n in testing_names()}
    for room in rooms():
        own = getattr(landbase, room)
        for name in own.__all__:
            value = getattr(own, name)
            pages[f"{room}.{name}"] = _page(f"landbase.{room}", name, value)
    if folder.is_dir() and {
        p.name.removesuffix(".rst") for p in folder.iterdir()
    } - set(pages):
        shutil.rmtree(folder)
    folder.mkdir(exist_ok=True)
    for name, text in pages.items():
        path = folder / f"{name}.rst"
        if not path.exists() or path.read_text("utf-8") != text:
            path.write_text(text, "utf-8")


class LinkNames(SphinxPostTransform):
    """Turn `area_table` or `lb.area_table` into a link, except on its own page."""

    default_priority = 5

    def run(self, **_: Any) -> None:
        """Go through the literals of one page."""
        known = {**dict.fromkeys(names(), "landbase")}
        known |= dict.fromkeys(testing_names(), "landbase.testing")
        here = self.env.current_document.docname
        for node in list(self.document.findall(nodes.literal)):
            name = node.astext().partition("(")[0].rpartition(".")[2]
            prefix = node.astext().partition("(")[0].rpartition(".")[0]
            target = f"api/{name}"
            if (
                name in known
                and prefix in {"", "lb", "landbase", known[name]}
                and target in self.env.found_docs
                and here != target
                and not isinstance(node.parent, nodes.reference)
            ):
                link = make_refnode(
                    self.app.builder, here, target, f"{known[name]}.{name}", []
                )
                node.replace_self(link)
                link.append(node)


def setup(app: Sphinx) -> dict[str, Any]:
    """Write the pages before sources are listed; link once all are read."""
    app.connect("builder-inited", _write)
    app.add_post_transform(LinkNames)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
