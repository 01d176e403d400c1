"""Where the synthetic sample data are: in the repository or in the package."""

from __future__ import annotations

from pathlib import Path

__all__ = ["sample_path"]

_PACKAGE = Path(__file__).resolve().parent
# A wheel carries the data inside the package; a checkout has them beside it.
_FOLDERS = (_PACKAGE / "_sample_data", _PACKAGE.parent / "sample_data")


def sample_path(*parts: str) -> Path:
    """Find the sample data, or one file of them.

    Parameters
    ----------
    *parts
        File and folder names below the sample folder; none for the folder itself.

    Returns
    -------
    path
        An existing file or folder.

    Raises
    ------
    FileNotFoundError
        The installation has no sample data, or not this file.

    Examples
    --------
    >>> sample_path("公布数据.csv").name
    '公布数据.csv'
    """
    for folder in _FOLDERS:
        path = folder.joinpath(*parts)
        if path.exists():
            return path
    raise FileNotFoundError(
        f"no sample data {'/'.join(parts) or 'folder'!r} in "
        f"{' or '.join(map(str, _FOLDERS))}; run sample_data/make_sample_data.py"
    )
