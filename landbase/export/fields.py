"""An exact field schema, and whether a table's values fit it."""

from __future__ import annotations

import codecs
import tomllib
from dataclasses import dataclass, fields
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd

from landbase.errors import ConfigError, SchemaError
from landbase.issues import Issues
from landbase.rules import rules_of
from landbase.rules.vocabulary import KINDS
from landbase.texts import Text
from landbase.units import from_m2, round_half_up

if TYPE_CHECKING:
    from landbase.rules import Rules, Vocabulary
    from landbase.units import AreaUnit

__all__ = ["ExportField", "ExportSchema", "fit_columns"]

_TYPES = ("str", "int", "float", "date")
_NAME_BYTES = 10
_MAX_TEXT = 254


@dataclass(frozen=True, kw_only=True)
class ExportField:
    """One field of a schema.

    Attributes
    ----------
    name
        The field's name, at most ten bytes in the schema's encoding.
    source
        The column of the parcel table it is filled from (``from`` in TOML).
    type
        "str", "int", "float" or "date".
    width
        Bytes of text, or characters of a number with sign and point.
    precision
        Decimals of a "float"; half-up.
    value
        For coded columns: "code", "zh" or "en".
    unit
        For area columns (held in m²): the unit written.
    required
        Whether a missing value is a fault.
    """

    name: str
    source: str
    type: str = "str"
    width: int = 254
    precision: int = 0
    value: str = "code"
    unit: AreaUnit = "m2"
    required: bool = False


@dataclass(frozen=True, kw_only=True)
class ExportSchema:
    """The fields of a file in order, and its encoding.

    Attributes
    ----------
    fields
        In the order they are written.
    encoding
        "GBK" or "UTF-8" (any codec that Python and GDAL both know).
    """

    fields: tuple[ExportField, ...]
    encoding: str = "GBK"

    @classmethod
    def load(cls, path: Path | str) -> ExportSchema:
        """Read a schema from a TOML file.

        Parameters
        ----------
        path
            A file with ``encoding`` and one ``[[field]]`` table a field.

        Returns
        -------
        schema
            The schema, checked.

        Raises
        ------
        ConfigError
            The file is no TOML, or an entry is unknown or cannot be; the message
            names the field.
        """
        try:
            entries = tomllib.loads(Path(path).read_text("utf-8"))
        except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
            raise ConfigError(
                "export_schema_unreadable", path=path, error=error
            ) from error
        return _make_schema(entries, str(path))

    @classmethod
    def default(cls) -> ExportSchema:
        """Give the schema that comes with landbase."""
        name = "export/default_schema.toml"
        text = files("landbase").joinpath(name).read_text("utf-8")
        return _make_schema(tomllib.loads(text), name)


def _make_schema(entries: dict[str, Any], where: str) -> ExportSchema:
    if unknown := set(entries) - {"encoding", "field"}:
        raise ConfigError(
            "export_schema_unknown_entries", where=where, unknown=sorted(unknown)
        )
    encoding = entries.get("encoding", "GBK")
    try:
        codecs.lookup(encoding)
    except LookupError as error:
        raise ConfigError(
            "export_schema_encoding_unknown", where=where, encoding=encoding
        ) from error
    made = tuple(_make_field(e, encoding, where) for e in entries.get("field", ()))
    names = [field.name.upper() for field in made]
    if not made or len(set(names)) < len(names):
        raise ConfigError("export_schema_field_names", where=where)
    return ExportSchema(fields=made, encoding=encoding)


def _make_field(entries: dict[str, Any], encoding: str, where: str) -> ExportField:
    given = {"source" if k == "from" else k: v for k, v in entries.items()}
    name = str(given.get("name", ""))
    here = Text("errors.export_field", where=where, name=name)
    known = {field.name for field in fields(ExportField)}
    if wrong := set(given) - known or {"name", "source"} - set(given):
        raise ConfigError("export_field_entries_wrong", here=here, wrong=sorted(wrong))
    made = ExportField(**given)
    _check_field(made, here)
    try:
        size = len(name.encode(encoding))
    except UnicodeEncodeError as error:
        raise ConfigError(
            "export_field_name_unencodable", here=here, encoding=encoding
        ) from error
    if not 0 < size <= _NAME_BYTES:
        raise ConfigError(
            "export_field_name_long", here=here, encoding=encoding, size=size
        )
    return made


def _check_field(made: ExportField, here: Text) -> None:
    """Refuse a type, value, width or precision that cannot be."""
    if made.type not in _TYPES or made.value not in {"code", "zh", "en"}:
        raise ConfigError("export_field_type_wrong", here=here, types=list(_TYPES))
    if not 0 < made.width <= _MAX_TEXT or not 0 <= made.precision < made.width:
        raise ConfigError("export_field_width_wrong", here=here, limit=_MAX_TEXT)


def fit_columns(
    parcels: pd.DataFrame,
    schema: ExportSchema,
    *,
    source: str,
    rules: Rules | None = None,
) -> tuple[pd.DataFrame, Issues]:
    """Lay a table out by a schema and find every value that does not fit.

    Parameters
    ----------
    parcels
        The parcel table. Not changed.
    schema
        What to write.
    source
        What the issues name as their source: the file to be written.
    rules
        Where labels come from.

    Returns
    -------
    table, issues
        The fields in order, text as str, numbers rounded half-up, dates as
        `datetime64[s]`, on a plain index; an error issue for every value that would be
        cut, changed or refused.

    Raises
    ------
    SchemaError
        A required field's column is not in the table.
    """
    needed = [f.source for f in schema.fields if f.required]
    if lacking := [name for name in needed if name not in parcels.columns]:
        raise SchemaError("export_column_missing", lacking=lacking)
    words = rules_of(rules, of=parcels).vocabulary
    columns: dict[str, pd.Series] = {}
    found: list[Issues] = []
    for field in schema.fields:
        if field.source in parcels.columns:
            column = parcels[field.source].reset_index(drop=True)
        else:
            column = pd.Series(np.nan, index=range(len(parcels)))
        columns[field.name], wrong = _fit(column, field, schema.encoding, words)
        found += _issues(wrong, field, parcels, column, source)
    return pd.DataFrame(columns), Issues.concat(found)


def _fit(
    column: pd.Series, field: ExportField, encoding: str, words: Vocabulary
) -> tuple[pd.Series, dict[str, pd.Series]]:
    """Give the column as written, and masks of what does not fit by issue code."""
    missing = column.isna()
    wrong = {"export_required": missing & field.required}
    if field.type == "date":
        return pd.to_datetime(column).astype("datetime64[s]"), wrong
    if field.type == "str":
        text = _labelled(column, field, words).astype("str")
        size = text.map(lambda t: _bytes(t, encoding), na_action="ignore").fillna(0)
        wrong["export_unencodable"] = size < 0
        wrong["export_too_long"] = size > field.width
        return text, wrong
    numbers = column.astype("float64")
    if field.source.endswith("_m2"):
        numbers = from_m2(numbers, field.unit)
    digits = field.precision if field.type == "float" else 0
    rounded = pd.Series(round_half_up(numbers, digits), index=column.index)
    shown = rounded.map(lambda v: len(f"{v:.{digits}f}"), na_action="ignore").fillna(0)
    wrong["export_too_long"] = shown > field.width
    if field.type == "int":
        wrong["export_not_whole"] = ~missing & (numbers != rounded)
        return rounded.astype("Int64"), wrong
    return rounded, wrong


def _labelled(column: pd.Series, field: ExportField, words: Vocabulary) -> pd.Series:
    if field.value == "code" or field.source not in KINDS:
        return column
    labels = words.labels(field.source, "zh" if field.value == "zh" else "en")
    return column.map(lambda code: labels.get(code, code), na_action="ignore")


def _bytes(text: str, encoding: str) -> int:
    """Count the bytes of a text; -1 where the encoding lacks a character."""
    try:
        return len(text.encode(encoding))
    except UnicodeEncodeError:
        return -1


def _issues(
    wrong: dict[str, pd.Series],
    field: ExportField,
    parcels: pd.DataFrame,
    column: pd.Series,
    source: str,
) -> list[Issues]:
    return [
        Issues.of(
            code,
            source=source,
            source_row=np.flatnonzero(mask) + 1,
            parcel_id=parcels["parcel_id"].to_numpy()[mask.to_numpy()],
            column=field.name,
            value=column[mask].to_numpy(),
            details={"width": field.width},
        )
        for code, mask in wrong.items()
        if mask.any()
    ]
