"""Make the zip that the plugin manager of QGIS takes.

python qgis/make_plugin.py dist     writes dist/landbase_provider.zip
"""

from __future__ import annotations

import sys
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
PLUGIN = HERE / "landbase_provider"
_DAY = (1980, 1, 1, 0, 0, 0)  # the same files, the same bytes


def make_plugin(folder: Path) -> Path:
    """Write the plugin and its licence into a zip."""
    folder.mkdir(parents=True, exist_ok=True)
    target = folder / f"{PLUGIN.name}.zip"
    files = {path.name: path for path in PLUGIN.glob("*.py")}
    files["metadata.txt"] = PLUGIN / "metadata.txt"
    files["LICENSE"] = HERE.parent / "LICENSE"
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in sorted(files):
            member = zipfile.ZipInfo(f"{PLUGIN.name}/{name}", _DAY)
            member.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(member, files[name].read_bytes())
    return target


if __name__ == "__main__":
    sys.stdout.write(f"{make_plugin(Path(sys.argv[1]))}\n")
