"""Read a settings file and report every fault in it with its line."""

from __future__ import annotations

import difflib
import tomllib
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ValidationError

from landbase.errors import ConfigError
from landbase.project.lines import find_line

if TYPE_CHECKING:
    from pathlib import Path

    from pydantic_core import ErrorDetails

    from landbase.project.lines import KeyPath

__all__ = ["known_entries", "load_model"]

Model = TypeVar("Model", bound=BaseModel)


def load_model(model: type[Model], path: Path) -> Model:
    """Read a TOML file into a model.

    Parameters
    ----------
    model
        What the file must look like; its validators find the file's folder in the
        context as ``folder``.
    path
        The file.

    Returns
    -------
    settings
        An instance of `model`.

    Raises
    ------
    ConfigError
        The file is missing, not TOML, or has faults; all are named with their lines.
    """
    try:
        text = path.read_text("utf-8-sig")
        table = tomllib.loads(text)
    except OSError as error:
        raise ConfigError(f"cannot read {path}: {error.strerror}") from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{path} is not TOML in UTF-8: {error}") from error
    try:
        return model.model_validate(table, context={"folder": path.absolute().parent})
    except ValidationError as error:
        schema = model.model_json_schema()
        faults = sorted(
            (find_line(text, fault["loc"]), _say(fault, schema))
            for fault in error.errors()
        )
        told = [f"  line {line}: {fault}" for line, fault in faults]
        raise ConfigError("\n".join([f"{path} has faults:", *told])) from error


def _say(fault: ErrorDetails, schema: dict[str, Any]) -> str:
    """Word one fault: which entry, what is wrong, what would do."""
    keys = fault["loc"]
    entry = ".".join(key for key in keys if isinstance(key, str))
    if fault["type"] in {"extra_forbidden", "unexpected_keyword_argument"}:
        names = known_entries(schema, keys[:-1])
        near = difflib.get_close_matches(str(keys[-1]), names, n=1)
        advice = f"did you mean {near[0]}?" if near else f"use {', '.join(names)}"
        return f"{entry} is unknown; {advice}"
    if fault["type"] == "missing":
        return f"{entry} is missing"
    what = fault["msg"].removeprefix("Value error, ")
    return f"{entry}: {what}"


def known_entries(schema: dict[str, Any], keys: KeyPath) -> list[str]:
    """List the entries that may stand at a place.

    Parameters
    ----------
    schema
        The JSON schema of the whole file.
    keys
        The place, from the outside in; a number stands for a table of an array.

    Returns
    -------
    names
        In the order of the model; empty where any name may stand.
    """
    at = _resolved(schema, schema)
    for key in keys:
        if isinstance(key, int):
            at = at["items"]
        else:
            at = at.get("properties", {}).get(key) or at["additionalProperties"]
        at = _resolved(at, schema)
    return list(at.get("properties", {}))


def _resolved(at: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """Follow a reference, and of a table that may be absent take the table."""
    for option in at.get("anyOf", ()):
        if option.get("type") != "null":
            at = option
            break
    if "$ref" in at:
        return dict(schema["$defs"][at["$ref"].rpartition("/")[2]])
    return at
