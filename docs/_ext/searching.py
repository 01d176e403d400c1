"""Search for Chinese words in the built pages, with no dictionary to install.

The page looks for a word of two characters among whole terms only, and for a longer one
also inside terms. So a run of Chinese is put into the index whole, and as its pairs.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from sphinx.search.en import SearchEnglish

if TYPE_CHECKING:
    from sphinx.application import Sphinx

__all__ = ["setup"]

_RUN = re.compile(r"[\u4e00-\u9fff]+")
_WORD = re.compile(r"[^\W\u4e00-\u9fff]+")


class SearchBoth(SearchEnglish):
    """English words by their stem, Chinese by runs and pairs of characters."""

    lang = "zh"

    def split(self, input: str) -> list[str]:  # noqa: A002 - the name Sphinx calls it by
        """Split a text into the terms of the index."""
        runs = _RUN.findall(input)
        pairs = [run[i : i + 2] for run in runs for i in range(len(run) - 1)]
        return _WORD.findall(input) + runs + pairs


def setup(app: Sphinx) -> dict[str, Any]:
    """Put it in the place of the one that needs a dictionary."""
    app.add_search_language(SearchBoth)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
