"""Columns of text that came as bytes: decoded one by one, every fault noted."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from landbase.issues import Issues
from landbase.sources.encoding import (
    Choice,
    Claim,
    choose_encoding,
    decode,
    find_codec,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

__all__ = ["ByteColumns", "choice_issue", "unique_headers"]


@dataclass
class ByteColumns:
    """Decode text columns and note what was cut or unreadable.

    Attributes
    ----------
    source
        What issues call the table.
    choice
        The encoding of the table; None where all of it is plain ASCII.
    claims
        What names an encoding; one of origin "argument" is followed everywhere.
    found
        Takes the issues.
    """

    source: str
    choice: Choice | None
    claims: Sequence[Claim]
    found: list[Issues]

    def column(
        self, values: npt.NDArray[np.object_], header: str, *, width: int | None = None
    ) -> pd.Series:
        """Decode one column.

        Parameters
        ----------
        values
            Bytes without padding; None and empty ones are missing.
        header
            What issues call the column.
        width
            Bytes that the field holds, where a value may have been cut to fit.

        Returns
        -------
        texts
            `str`. A column that does not decode in the table's encoding but does in
            another is read in that one.
        """
        codes, unique = pd.factorize(values)
        full = [len(value) == width for value in unique]
        codec = self.choice.codec if self.choice else "ascii"
        decoded = decode(unique.tolist(), full, codec)
        if decoded.bad and not any(c.origin == "argument" for c in self.claims):
            own = choose_encoding(unique.tolist(), full, [])
            other = decode(unique.tolist(), full, own.codec) if own else decoded
            if own and len(other.bad) < len(decoded.bad):
                decoded = other
                details = {"codec": own.codec, "main": codec}
                self.note("encoding_mixed", header, details=details)
        for code, positions in (("text_cut", decoded.cut), ("bad_text", decoded.bad)):
            hit = np.flatnonzero(np.isin(codes, positions))
            if len(hit):
                shown = np.array(decoded.texts, dtype=object)[codes[hit]]
                self.note(code, header, source_row=hit + 1, value=shown)
        texts = pd.array([text or None for text in decoded.texts], dtype="str")
        return pd.Series(texts.take(codes, allow_fill=True), name=header)

    def note(self, code: str, header: str, **more: Any) -> None:
        """Note something about a column; `more` goes to `Issues.of`."""
        self.found.append(Issues.of(code, source=self.source, column=header, **more))


def unique_headers(texts: Sequence[str]) -> list[str]:
    """Give every header a number where it is empty or repeats another.

    Examples
    --------
    >>> unique_headers(["A", "A", ""])
    ['A', 'A_2', 'field_3']
    """
    headers: list[str] = []
    for position, text in enumerate(texts):
        name = text or f"field_{position + 1}"
        number = 1
        while name in headers:
            number += 1
            name = f"{text}_{number}"
        headers.append(name)
    return headers


def choice_issue(choice: Choice, source: str) -> Issues:
    """Report the encoding chosen, and the claims it refuted.

    Parameters
    ----------
    choice
        What was chosen.
    source
        What issues call the table.

    Returns
    -------
    issues
        An info, or a warning where a claim was refuted, or names nothing known.
    """
    refuted = ", ".join(f"{claim.origin} {claim.name}" for claim in choice.refuted)
    known = [claim for claim in choice.refuted if find_codec(claim.name)]
    code = "encoding_refuted" if known else "encoding_unknown"
    return Issues.of(
        code if refuted else "encoding_chosen",
        source=source,
        value=choice.codec,
        details={
            "origin": choice.origin,
            "checked": choice.checked,
            "refuted": refuted,
        },
    )
