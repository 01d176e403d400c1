"""Make the pictures of the README from the sample data, small.

python docs/make_pictures.py        writes docs/pictures; needs Chromium and Pillow
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from PIL import Image

DOCS = Path(__file__).resolve().parent
sys.path.insert(0, str(DOCS / "_ext"))

from pictures import draw  # noqa: E402 - from the folder named above

# pictures of the gallery that the README shows: name → name of the file
SHOWN = {"map_page": "map", "banner": "sheet"}
_WIDTH, _COLORS = 900, 128


def shrink(source: Path, target: Path) -> None:
    """Write a picture at the width of a page, with few colours."""
    picture = Image.open(source).convert("RGB")
    size = (_WIDTH, round(picture.height * _WIDTH / picture.width))
    small = picture.resize(size, Image.Resampling.LANCZOS).quantize(_COLORS)
    small.save(target, optimize=True)


if __name__ == "__main__":
    folder = DOCS / "pictures"
    folder.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as work:
        draw(Path(work), SHOWN)
        for name, called in SHOWN.items():
            shrink(Path(work) / f"{name}.png", folder / f"{called}.png")
