"""Read a settings file and report every fault in it with its line."""

from __future__ import annotations

import difflib
import tomllib
from typing import TYPE_CHECKING, Any, TypeVar

from pydantic import BaseModel, ValidationError

from landbase.errors import ConfigError, LandbaseError
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
        raise ConfigError(
            f"cannot read {path}: {error.strerror}",
            zh=f"无法读取 {path}（{error.strerror}）；请确认路径",
        ) from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(
            f"{path} is not TOML in UTF-8: {error}",
            zh=f"{path} 不是 UTF-8 编码的 TOML 文件：{error}",
        ) from error
    try:
        return model.model_validate(table, context={"folder": path.absolute().parent})
    except ValidationError as error:
        schema = model.model_json_schema()
        faults = sorted(
            (find_line(text, fault["loc"]), *_say(fault, schema))
            for fault in error.errors()
        )
        told = [f"  line {line}: {fault}" for line, fault, _ in faults]
        told_zh = [f"  第 {line} 行：{fault}" for line, _, fault in faults]
        raise ConfigError(
            "\n".join([f"{path} has faults:", *told]),
            zh="\n".join([f"{path} 有误：", *told_zh]),
        ) from error


def _say(fault: ErrorDetails, schema: dict[str, Any]) -> tuple[str, str]:
    """Word one fault, in both languages: which entry, what is wrong, what would do."""
    keys = fault["loc"]
    entry = ".".join(key for key in keys if isinstance(key, str))
    if fault["type"] in {"extra_forbidden", "unexpected_keyword_argument"}:
        names = known_entries(schema, keys[:-1])
        near = difflib.get_close_matches(str(keys[-1]), names, n=1)
        if near:
            advice, advice_zh = f"did you mean {near[0]}?", f"是否应为 {near[0]}？"
        else:
            advice, advice_zh = f"use {', '.join(names)}", f"可用：{'、'.join(names)}"
        return f"{entry} is unknown; {advice}", f"不认识 {entry}；{advice_zh}"
    if fault["type"] == "missing":
        return f"{entry} is missing", f"缺少 {entry}"
    what = fault["msg"].removeprefix("Value error, ")
    error = fault.get("ctx", {}).get("error")
    what_zh = error.zh if isinstance(error, LandbaseError) else what
    return f"{entry}: {what}", f"{entry} 的值不能用：{what_zh}"


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
