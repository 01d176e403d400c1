"""`main`: one place where every error becomes a message and an exit code."""

from __future__ import annotations

import sys
import warnings
from typing import TYPE_CHECKING, NoReturn, TextIO

from landbase.cli.codes import CLEAN, FAILED, UNUSABLE, USAGE
from landbase.cli.words import lang, say, take_language
from landbase.errors import (
    ConfigError,
    CRSError,
    DataError,
    GeometryError,
    LandbaseError,
    LandbaseWarning,
    LedgerError,
    MissingDependencyError,
    PageError,
    SchemaError,
    SourceError,
    StoreError,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["main"]

_SHOWN = 10
_MEANINGS = {
    SourceError: (
        "文件无法读取。请确认路径、格式和文件是否完整，关闭正占用该文件的程序后重试。",
        "A file cannot be read. Check its path, kind and state.",
    ),
    CRSError: (
        "坐标系无法确定或不是 CGCS2000。请在命令或项目文件中指定 crs 或 zone。",
        "The coordinate system is unknown or unfit; name crs or zone.",
    ),
    SchemaError: (
        "表格缺少必需的字段，或内容不合要求。请按说明更正，或指定字段对应。",
        "Columns or values do not fit. Correct them, or map the fields.",
    ),
    GeometryError: (
        "图形为空、无效或类型不对。请用 landbase check 查看清单并更正。",
        "Geometries are empty, invalid or no polygons. See landbase check.",
    ),
    LedgerError: (
        "处置记录与地块或已有记录不符，未登记。请按说明更正。",
        "The decision does not fit its parcel; nothing was recorded.",
    ),
    DataError: ("数据无法使用。", "The data cannot be used."),
    ConfigError: (
        "项目文件或词汇表有误。请按所示行号更正后重试（见 docs/project-file.md）。",
        "The project file or a vocabulary is wrong; correct the lines named.",
    ),
    StoreError: (
        "土地库暂时无法使用。请确认文件是 landbase 建立的、没有被其他人占用。",
        "The land base cannot be used now.",
    ),
    PageError: (
        "地图页面含有外部链接，未保存。请去掉说明中列出的内容，或改用离线底图。",
        "The map page would ask for something from outside; it was not saved.",
    ),
    MissingDependencyError: (
        "缺少可选组件。请按说明用 pip 安装后重试。",
        "An optional package is missing; install the extra named.",
    ),
    LandbaseError: ("无法完成。", "This could not be done."),
}


def main(arguments: list[str] | None = None) -> NoReturn:
    """Run the command line and leave with its exit code.

    Parameters
    ----------
    arguments
        What follows the command's name; by default those of the process.

    Raises
    ------
    SystemExit
        Always: 0 clean, 1 findings, 2 usage, 3 data that could not be used, 4 a
        fault of the program.
    """
    for stream in (sys.stdout, sys.stderr):
        _speak_utf8(stream)
    try:
        rest = take_language(sys.argv[1:] if arguments is None else arguments)
    except ValueError as error:
        _tell(str(error))
        sys.exit(USAGE)
    debug = "--debug" in rest
    words = [word for word in rest if word != "--debug"] or ["--help"]
    sys.exit(_guarded(words, debug=debug))


def _guarded(arguments: list[str], *, debug: bool) -> int:
    """Run, and turn what goes wrong into a message; with debug, into a traceback."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("default" if debug else "ignore")
            warnings.simplefilter("always", LandbaseWarning)
            warnings.showwarning = _show_warning
            return _run(arguments)
    except LandbaseError as error:
        if debug:
            raise
        for line in _explained(error):
            _tell(line)
        return UNUSABLE
    except OSError as error:
        if debug:
            raise
        _tell(_blocked(error))
        return UNUSABLE
    except Exception as error:
        if debug:
            raise
        _tell(
            say(
                f"程序出错（{type(error).__name__}：{error}）。"
                "请在命令后加 --debug 重新运行，把完整输出交给维护人员。",
                f"The program failed ({type(error).__name__}: {error}). "
                "Run again with --debug and hand on the whole output.",
            )
        )
        return FAILED


def _run(arguments: list[str]) -> int:
    from landbase.cli.app import app

    try:
        app(arguments, prog_name="landbase")
    except SystemExit as left:
        code = left.code if isinstance(left.code, int) else CLEAN
        if code == USAGE:
            _tell(
                say(
                    "命令用法不对。用 landbase --help 查看全部命令，"
                    "用 landbase 命令 --help 查看单个命令。",
                    "See landbase --help, or landbase COMMAND --help.",
                )
            )
        return code
    return CLEAN


def _blocked(error: OSError) -> str:
    """Say which file or folder the system does not let us use, and why."""
    path, why = error.filename or "", error.strerror or str(error)
    return say(
        f"错误：无法读写 {path}（{why}）。请确认文件夹存在、有写入权限、磁盘未满，"
        "并关闭正在打开该文件的程序（如 Excel、WPS、QGIS）后重试。",
        f"Error: {path} cannot be read or written ({why}). Check that the folder is "
        "there and may be written, and close the program that has the file open.",
    )


def _explained(error: LandbaseError) -> Iterator[str]:
    """Say what an error means, then its own words or the rows at fault."""
    meaning = next(_MEANINGS[c] for c in type(error).__mro__ if c in _MEANINGS)
    yield say("错误：", "Error: ") + say(*meaning)
    issues = getattr(error, "issues", None)
    faults = None if issues is None else issues.of_severity("error")
    own = say(error.zh, str(error))
    messages = faults.table[f"message_{lang()}"].tolist() if faults else []
    if not any(message in own for message in messages):  # listed below
        yield say("说明：", "Detail: ") + own
    # what reading had noted so far, without an error, is not why it stopped
    yield from (f"  - {message}" for message in messages[:_SHOWN])
    if (more := len(messages) - _SHOWN) > 0:
        yield say(f"  …… 另有 {more} 条", f"  ... and {more} more")


def _show_warning(  # noqa: PLR0917 - the signature that `warnings` calls
    message: Warning | str,
    category: type[Warning],
    filename: str,
    lineno: int,
    file: TextIO | None = None,
    line: str | None = None,
) -> None:
    """Show a warning as a remark, without the place in our code."""
    del category, filename, lineno, file, line
    _tell(say("注意：", "Note: ") + str(message))


def _tell(line: str) -> None:
    sys.stderr.write(line + "\n")


def _speak_utf8(stream: TextIO) -> None:
    """Write UTF-8 whatever the code page; what cannot be written is escaped."""
    if (stream.encoding or "").lower().replace("-", "") != "utf8" and hasattr(
        stream, "reconfigure"
    ):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace")
