"""What a project file may say of the products that are handed in."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from landbase.project.values import PRODUCTS, Existing, Product, Settings
from landbase.rules.vocabulary import Lang  # noqa: TC001 - pydantic reads the annotations

__all__ = ["ReportSettings"]


class ReportSettings(Settings):
    """What is made to be handed in; entries as for the functions that make it.

    Attributes
    ----------
    products
        Which; by default all.
    lang, title, note, review_no, maker, source
        Language and texts; title and language are by default the project's.
    color_by, size, orientation, atlas_by
        As for `landbase.report_map` and `landbase.atlas`; a map for each of `color_by`.
    period, template
        As for `landbase.bulletin`.
    allow_errors
        Make all of it although there are open errors; each first page says so.
    folder
        Where it goes, below the folder of the results.
    """

    products: Annotated[tuple[Product, ...], Field(min_length=1)] = PRODUCTS
    lang: Lang | None = None
    title: str | None = None
    note: str | None = None
    review_no: str | None = None
    maker: str = ""
    source: str | None = None
    color_by: Annotated[tuple[str, ...], Field(min_length=1)] = ("status",)
    size: Literal["A4", "A3", "A2", "A1", "A0"] = "A4"
    orientation: Literal["landscape", "portrait"] = "landscape"
    atlas_by: Literal["banner", "zone"] | Annotated[float, Field(gt=0)] = "banner"
    period: Literal["旬", "月", "季", "年"] = "旬"
    template: Existing | None = None
    allow_errors: bool = False
    folder: Annotated[str, Field(pattern=r"^[^/\\]+$")] = "report"
