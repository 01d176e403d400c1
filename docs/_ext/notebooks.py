"""The notebooks, copied beside the pages and executed while building.

Outputs are kept under a name made of the package's own text: they are used again until
a notebook (myst-nb sees to that) or the code it runs has changed.
"""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import landbase

if TYPE_CHECKING:
    from sphinx.application import Sphinx
    from sphinx.config import Config

__all__ = ["digest", "setup"]

PACKAGE = Path(landbase.__file__).resolve().parent
_TEXTS = {".py", ".toml", ".sql", ".js", ".css", ".csv", ".geojson"}


def digest(*more: Path) -> str:
    """Name the state of the package, of the sample data and of further files.

    Parameters
    ----------
    *more
        Files whose content counts too.

    Returns
    -------
    name
        Sixteen hexadecimal digits.
    """
    found = [p for p in PACKAGE.rglob("*") if p.suffix in _TEXTS]
    found += [p for p in landbase.sample_path().glob("*") if p.is_file()]
    seen = hashlib.sha256()
    for path in sorted({*found, *more}):
        seen.update(path.name.encode())
        seen.update(path.read_bytes())
    return seen.hexdigest()[:16]


def _copy(app: Sphinx, config: Config) -> None:
    source = Path(app.confdir).parent / "notebooks"
    target = Path(app.srcdir) / "notebooks"
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir()
    for path in sorted(source.glob("*.ipynb")):
        shutil.copy2(path, target)
    cache = Path(app.outdir).parent / "executed" / digest()
    config.nb_execution_cache_path = str(cache)


def setup(app: Sphinx) -> dict[str, Any]:
    """Copy before the notebook extension reads its settings."""
    app.connect("config-inited", _copy, priority=100)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
