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
from landbase.rules.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from landbase.rules.vocabulary import Term

FOLDER = Path(__file__).resolve().parent
NOTE = "<!-- made by docs/make_pages.py; do not edit -->\n"
_SEVERITY = {"error": "错误 error", "warning": "警告 warning", "info": "提示 info"}
_SURE = {
    "source": "依据已核 read",
    "weak": "依据系转引，待核原文 second-hand",
    "unconfirmed": "待核实 unconfirmed",
    "judgement": "自定 our own choice",
    "": "",
}
_LIMB = {"not_started": "未动工", "stopped": "已动工后中止开发"}
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
# in the order of the work
_ROOMS = (
    *("clean", "ledger", "banners", "tasks", "checks", "topology", "area", "apportion"),
    *("store", "decisions", "progress", "published", "reconcile", "webmap", "figure"),
    *("report", "export", "project", "pipeline", "rules", "issues"),
    *("sample", "errors"),
)
_API_TREE = """\
```{toctree}
:hidden:
:glob:

api/*
```
"""
_WAY = (
    "方式 way",
    "依据 basis",
    "可靠程度 how sure",
    "何时可用 open from",
    "限制 limit",
    "限制的可靠程度",
    "所需资料 needs",
)
_RULES = """\
landbase 按这些规定拒绝、提醒和建议；每条注明出处和可靠程度，由代码所用的
`vocabulary.toml` 生成。凡非“依据已核”的，用前请核对原文；本单位的规定在项目文件的 `[vocabulary.*]` 中改。
These are the rules by which decisions are refused and ways recommended: one check, for
`record`, `record-many`, `run` and `recommend`.

- **依据已核** 原文已读 · the text itself was read
- **依据系转引，待核原文** 见于摘要、新闻发布会等 · in a summary, a press conference or the like
- **待核实** 只凭一般了解，未查到原文 · from general knowledge only
- **自定** landbase 自己的选择 · our own choice
"""
_FIXED = """\
## 闲置土地的认定 · What is idle land

`idle_test` 按《闲置土地处置办法》（国土资源部令第53号，2012年7月1日起施行）：

| 情形 | 条件 | 结论 | 可靠程度 how sure |
|---|---|---|---|
| 未动工 not started（第二条第一款） | 超过约定动工日满一年未动工 | 闲置 idle；处置方式看原因：政府原因、不可抗力按第十二条，其他按第十四条 | 依据已核 read |
| 已动工后中止开发 stopped（第二条第二款） | 已动工，开发面积不足三分之一或投资不足百分之二十五，且中止满一年 | 可以认定 may be recognised；不论原因按第十二条处置（第十二条第三款），不征缴闲置费、不无偿收回 | 依据已核 read |
| 起算日 counted from | 新约定动工日期（第十二条第二款）；没有的为约定动工日期；都没有的为实际交地满一年之日（第二十二条） | | 依据已核 read |
| 动工 start（第三十条） | 已投资额不算动工；既无动工日期又未说明未动工（已开发面积占比为0）的 | 资料不足 cannot tell，并列出所缺 | 依据已核 read |
| 一年的终点 end of the year | 周年当日（无此日的为该月末日），次日起算闲置（民法典第二百零一条、第二百零二条）；末日为节假日的顺延（第二百零三条）未计 | | 依据已核 read |
| 备案 filing（第二十五条） | 未在监测监管系统备案的，不得采用第十二条的方式：备案号未填的，`recommend` 列为尚缺，`review` 给出警告 | | 依据已核 read |

已开发面积是建设用地面积还是建筑基底面积，各地理解不一，所以占比由文件给出，landbase 不推算。

## 面积 · Areas

| 规则 | 出处 | 可靠程度 how sure |
|---|---|---|
| 椭球面积、70 米加密、各步取位 | 国土调查办发〔2008〕32 号 | 依据已核 read |
| 完成率 = 已处置面积 ÷ 年度任务，以平方米计算 | 各地公布数与之相符 | 依据已核 read |
| 自报处置、审核认定：各按处置日期、认定日期计入年度 | 自行约定 | 自定 our own choice |
| 供地率 = 已供面积 ÷ 批准面积，按批准年度的起止 | 五年供地率低于 65% 不得新设开发区；计算口径未见原文 | 待核实 unconfirmed |
| 批而未供率 = 未供面积 ÷ 批准面积；闲置率 = 闲置面积 ÷ 已供面积 | 计算口径未见原文 | 待核实 unconfirmed |
| 存量按列入任务基数的地块计 | 杭政办发〔2022〕136号（批准年度 2009—2019） | 依据已核 read |
| 各项容差（见 [project-file.md](project-file.md)） | 没有可查的统一规定 | 自定 our own choice |
"""
_KINDS = {
    "category": "土地类别 · categories",
    "status": "处置状态 · statuses",
    "cause": "形成原因 · causes",
    "disposal_type": "处置方式 · disposal types",
    "banner": "旗区 · banners",
    "yes_no": "是否 · yes and no",
    "field": "地块表字段 · columns of the parcel table",
    "ledger_field": "台账字段 · further columns of ledgers",
    "table_field": "任务表和公布数字表的字段 · columns of tasks and published figures",
    "record_field": "记录字段 · columns that landbase adds",
    "land_scheme": "用途分类标准 · classifications of land use",
    "land_class_2023": "国土空间用地用海分类 · land and sea use",
    "land_class_gbt21010": "GB/T 21010-2017 土地利用现状分类 · present land use",
    "land_class_survey3": "三调工作分类 · third survey",
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
    """List every public name with the first line of its documentation, by room."""
    rooms: dict[str, list[tuple[str, str]]] = {}
    for name in sorted(set(landbase.__all__) - {"__version__"}, key=_order):
        value = getattr(landbase, name)
        if inspect.ismodule(value):  # a room of its own: lb.scale.area_table
            rooms[value.__name__] = [
                (f"`{name}.{own}`", _first_line(getattr(value, own)))
                for own in sorted(value.__all__, key=_order)
            ]
            continue
        room = ".".join(value.__module__.split(".")[:2])
        rooms.setdefault(room, []).append((f"`{name}`", _first_line(value)))
    heads = ("name", "what it is")
    parts = ["# 公开名称 · Public names\n", _NAMES]
    for room in sorted(rooms, key=_place):
        about = _first_line(sys.modules[room])
        parts += [f"## {room}\n", about + "\n", table(heads, rooms[room])]
    tools = _functions(FOLDER.parent / "landbase" / "testing.py")
    parts += ["## landbase.testing\n", "For tests of your own.\n", table(heads, tools)]
    return "\n".join([*parts, _API_TREE])


def _order(name: str) -> tuple[str, str]:
    """Sort without regard to case; names alike but for it always the same way."""
    return name.casefold(), name


def _place(room: str) -> tuple[int, str]:
    """Order rooms as the work goes; further ones come last, by name."""
    name = room.removeprefix("landbase.")
    return (_ROOMS.index(name) if name in _ROOMS else len(_ROOMS), name)


def _first_line(value: object) -> str:
    return (inspect.getdoc(value) or "").partition("\n")[0]


def _functions(path: Path) -> list[tuple[str, str]]:
    tree = ast.parse(path.read_text("utf-8"))
    public = [
        n for n in tree.body if isinstance(n, ast.FunctionDef) and n.name[0] != "_"
    ]
    return [
        (f"`{n.name}`", (ast.get_docstring(n) or "").partition("\n")[0]) for n in public
    ]


def rules_page() -> str:
    """List every rule with its source and how sure it is: ways, causes, measures."""
    words = Vocabulary.default()
    parts = ["# 规定与出处 · Rules and their sources\n", _RULES]
    for category in words.terms["category"].values():
        codes = words.codes("disposal_type", category=category.code)
        rows = [_way(words.term("disposal_type", c)) for c in codes]
        parts += [f"## {category.zh}的处置方式 · {category.en}\n", table(_WAY, rows)]
    causes = [
        (f"`{t.code}`", t.zh, t.en, t.basis or "", _SURE[t.sure])
        for t in words.terms["cause"].values()
    ]
    heads = ("代码 code", "中文", "English", "依据 basis", "可靠程度 how sure")
    parts += ["## 形成原因 · Causes\n", table(heads, causes), _FIXED]
    return "\n".join(parts)


def _way(term: Term) -> tuple[str, ...]:
    words = Vocabulary.default()
    labels = words.labels("field")
    return (
        f"{term.zh}<br>{term.en}",
        term.basis,
        _SURE[term.sure],
        "；".join(_open_for(term, words)),
        f"{term.limit_zh}<br>{term.limit_en}" if term.limit() else "",
        _SURE[term.limit_sure],
        "、".join(labels[name] for name in term.needs),
    )


def _open_for(term: Term, words: Vocabulary) -> Iterator[str]:
    """Say in which case a way is open: causes, limb, years."""
    if term.causes:
        yield "原因：" + "、".join(words.label("cause", cause) for cause in term.causes)
    if term.any_cause_limbs:
        yield "、".join(_LIMB[limb] for limb in term.any_cause_limbs) + "的不论原因"
    if term.limbs:
        yield "限于" + "、".join(_LIMB[limb] for limb in term.limbs)
    if term.after_years:
        since = words.label("field", term.years_from or "agreed_start")
        yield f"{since}起满{term.after_years}年"


PAGES: dict[str, Callable[[], str]] = {
    "issue-codes.md": issue_page,
    "vocabulary.md": vocabulary_page,
    "rules.md": rules_page,
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
