"""Where copies of documents lie: always in the folder of their land base."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from landbase.store.papers import folder_of, place_of

if TYPE_CHECKING:
    from pathlib import Path

DIGEST = "0123456789abcdef" * 4


@pytest.mark.parametrize(
    "name",
    ["../../外.pdf", "/外.pdf", "..", ".", "", "a/../../../外.pdf", "x\0.pdf", "夹/"],
)
@pytest.mark.parametrize("digest", [DIGEST, "../../../../../a", "/a/b/c", "", "ABCDEF"])
def test_no_name_and_no_digest_leads_elsewhere(
    tmp_path: Path, name: str, digest: str
) -> None:
    """A base that somebody else made says both."""
    folder = folder_of(tmp_path / "库.gpkg")
    place = place_of(tmp_path / "库.gpkg", digest, name).resolve()
    assert place.parent.parent == folder.resolve()
    assert "\0" not in str(place)


def test_an_honest_document_lies_under_its_own_name(tmp_path: Path) -> None:
    place = place_of(tmp_path / "库.gpkg", DIGEST, "会议纪要.pdf")
    assert place == tmp_path / "库.files" / DIGEST[:16] / "会议纪要.pdf"
