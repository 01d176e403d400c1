"""Values of a project file: files that are there, words that are known."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal, get_args

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, ValidationInfo

from landbase.rules.vocabulary import Vocabulary

__all__ = [
    "PRODUCTS",
    "STRICT",
    "Below",
    "Category",
    "Crs",
    "Existing",
    "Matching",
    "Product",
    "Settings",
    "SevenParameters",
    "TiandituLayer",
    "files_of",
]

STRICT = ConfigDict(extra="forbid", frozen=True, validate_default=True)


class Settings(BaseModel):
    """A table of the file: frozen, and unknown entries are refused."""

    model_config = STRICT


_GLOB = frozenset("*?[")


def _below(path: Path, info: ValidationInfo) -> Path:
    """Take a relative path from the folder of the project file."""
    return Path((info.context or {}).get("folder", ".")) / path


def _existing(path: Path, info: ValidationInfo) -> Path:
    full = _below(path, info)
    if not full.exists():
        raise ValueError(f"there is no file {full}")
    return full


def _matching(pattern: str, info: ValidationInfo) -> str:
    full = _below(Path(pattern), info)
    if not files_of(full):
        raise ValueError(f"no file fits {full}")
    return str(full)


def files_of(path: Path) -> list[Path]:
    """List the files a path or pattern names, in order; a real name is no pattern."""
    if path.exists():
        return [path]
    parts = path.parts
    wild = next((n for n, part in enumerate(parts) if _GLOB & {*part}), None)
    if wild is None:
        return []
    return sorted(Path(*parts[:wild]).glob("/".join(parts[wild:])))


def _known_category(word: str) -> str:
    found = Vocabulary.default().find("category", word)
    if found is None:
        known = ", ".join(Vocabulary.default().codes("category"))
        raise ValueError(f"category {word!r} is not known; use one of {known}")
    return found


Category = Annotated[str, AfterValidator(_known_category)]
Below = Annotated[Path, AfterValidator(_below)]
Existing = Annotated[Path, AfterValidator(_existing)]
Matching = Annotated[str, AfterValidator(_matching)]
Crs = str | int
SevenParameters = Annotated[list[float], Field(min_length=7, max_length=7)]
Product = Literal["map", "charts", "atlas", "tables", "bulletin"]
PRODUCTS: tuple[Product, ...] = get_args(Product)
TiandituLayer = Literal["vec", "cva", "img", "cia", "ter", "cta"]
