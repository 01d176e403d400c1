"""Write the pages that say what the code already knows, so that they cannot disagree.

python docs/make_pages.py           write them
python docs/make_pages.py --check   leave with 1 where one is out of date
"""

from __future__ import annotations

import ast
import inspect
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import landbase
from landbase.issues import SEVERITIES, issue_codes
from landbase.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from landbase.vocabulary import Term

FOLDER = Path(__file__).resolve().parent
NOTE = "<!-- made by docs/make_pages.py; do not edit -->\n"
_SEVERITY = {"error": "错误 error", "warning": "警告 warning", "info": "提示 info"}
_SURE = {
    "source": "有出处 in a source",
    "weak": "间接出处 weak source",
    "unconfirmed": "待核实 unconfirmed",
    "judgement": "自定 our own choice",
    "": "",
}
_ISSUES = """\
“剔除”指该行未纳入地块，原因见说明。
A row that is set aside is not among the parcels.
"""
_WORDS = """\
文件中的写法（代码、中英文名称、别名）不分大小写和全半角。本单位的用语在项目文件的
`[vocabulary.*]` 中增加，见 [project-file.md](project-file.md)。
A code, label or alias is understood in any case and width; a bureau adds its own.
"""
_NAMES = """\
`import landbase as lb` gives all of these; each says in its docstring what it takes,
gives and raises, as `help(lb.read_parcels)` shows.
"""
_KINDS = {
    "category": "土地类别 · categories",
    "status": "处置状态 · statuses",
    "cause": "形成原因 · causes",
    "disposal_type": "处置方式 · disposal types",
    "banner": "旗区 · banners",
    "field": "地块表字段 · columns of the parcel table",
    "ledger_field": "台账字段 · further columns of ledgers",
}


def table(heads: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    """Lay rows out as a Markdown table."""
    lines = [list(heads), *map(list, rows)]
    shown = [[cell.replace("|", "\\|") for cell in line] for line in lines]
    shown.insert(1, ["---"] * len(shown[0]))
    return "\n".join(f"| {' | '.join(line)} |" for line in shown) + "\n"


def issue_page() -> str:
    """List every issue code, by severity."""
    parts = [
        "# 问题代码 · Issue codes\n",
        _ISSUES,
    ]
    for severity in SEVERITIES:
        rows = [
            (f"`{code}`", t["title_zh"], t["todo_zh"], t["title_en"], t["todo_en"])
            for code, t in sorted(issue_codes().items())
            if t["severity"] == severity
        ]
        heads = ("代码 code", "问题", "处理建议", "issue", "what to do")
        parts += [f"## {_SEVERITY[severity]}\n", table(heads, rows)]
    return "\n".join(parts)


def vocabulary_page() -> str:
    """List every term with its labels, what it fits, its basis and its other words."""
    words = Vocabulary.default()
    parts = [
        "# 词汇表 · Vocabulary\n",
        _WORDS,
    ]
    for kind, title in _KINDS.items():
        rows = [_term(term, words) for term in words.terms[kind].values()]
        heads = (
            "代码 code",
            "中文",
            "English",
            "适用 fits",
            "依据 basis",
            "别名 aliases",
        )
        parts += [f"## {title}\n", table(heads, rows)]
    return "\n".join(parts)


def _term(term: Term, words: Vocabulary) -> tuple[str, ...]:
    causes = "、".join(words.label("cause", cause) for cause in term.causes)
    fits = [words.label("category", term.category)] if term.category else []
    fits += [f"原因：{causes}"] if causes else []
    basis = "；".join(part for part in (term.basis, _SURE[term.sure]) if part)
    type_ = f"类型 {term.type}" if term.type else ""
    return (
        f"`{term.code}`",
        term.zh,
        term.en,
        "；".join(fits) or type_,
        basis,
        "、".join(term.aliases),
    )


def api_page() -> str:
    """List every public name with the first line of its documentation."""
    rows = []
    names = sorted(set(landbase.__all__) - {"__version__"}, key=str.casefold)
    for name in names:
        value = getattr(landbase, name)
        room = ".".join(value.__module__.split(".")[:2])
        summary = (inspect.getdoc(value) or "").partition("\n")[0]
        rows.append((f"`{name}`", f"`{room}`", summary))
    tools = _functions(FOLDER.parent / "landbase" / "testing.py")
    return "\n".join([
        "# Public names\n",
        _NAMES,
        table(("name", "room", "what it is"), rows),
        "For tests of your own there is `landbase.testing`:\n",
        table(("name", "what it is"), tools),
    ])


def _functions(path: Path) -> list[tuple[str, str]]:
    tree = ast.parse(path.read_text("utf-8"))
    public = [
        n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name[0] != "_"
    ]
    return [
        (f"`{n.name}`", (ast.get_docstring(n) or "").partition("\n")[0]) for n in public
    ]


PAGES: dict[str, Callable[[], str]] = {
    "issue-codes.md": issue_page,
    "vocabulary.md": vocabulary_page,
    "api.md": api_page,
}


def main() -> int:
    """Write or check the pages."""
    stale = []
    for name, make in PAGES.items():
        path, text = FOLDER / name, NOTE + make()
        if not path.exists() or path.read_text("utf-8") != text:
            stale.append(name)
            if "--check" not in sys.argv:
                path.write_text(text, "utf-8")
    if stale and "--check" in sys.argv:
        sys.stderr.write(f"out of date: {', '.join(stale)}; run docs/make_pages.py\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
