"""The catalogue of texts: complete, in both languages, used, and only there."""

from __future__ import annotations

import ast
import datetime as dt
import pickle
import re
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import landbase.errors
from landbase import texts
from landbase.errors import DataError, LandbaseError, SourceError
from landbase.issues import issue_codes
from landbase.rules.vocabulary import Vocabulary
from landbase.texts import Both, Text, Texts, WordingError, fields_of, text, words

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = Path(landbase.errors.__file__).parent
FILES = sorted((PACKAGE / "rules" / "texts").glob("*.toml"))
# findings have texts of their own kind (test_issues.py)
GROUPS = [path.stem for path in FILES if path.stem != "issues"]
ERRORS = {
    name
    for name, value in vars(landbase.errors).items()
    if isinstance(value, type) and issubclass(value, LandbaseError)
} | {"WordingError"}
# fields that hold the English of another program; Chinese may leave them out
FOREIGN = {"error", "why"}
# a period is named in Chinese, and in English said from day to day; what is beyond a
# task has its rate in English only
SAID_OTHERWISE = ("period.", "sentence.beyond", "date")
# how an error is made, not what fills its text
NOT_FIELDS = {"issues", None}
# Chinese that is the name of a format
SAME = {"kind_gpkg", "kind_shp", "kind_geojson", "kind_json", "all_of"}


@cache
def trees() -> dict[str, ast.Module]:
    return {
        path.relative_to(PACKAGE).as_posix(): ast.parse(path.read_text("utf-8"))
        for path in sorted(PACKAGE.rglob("*.py"))
        if "_sample_data" not in path.parts
    }


def own(group: str) -> dict[str, dict[str, str]]:
    return dict(texts._group(group))


def calls(*names: str) -> Iterator[tuple[str, ast.Call]]:
    for path, tree in trees().items():
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and (node.func.id in names)
            ):
                yield f"{path}:{node.lineno}", node


def key_of(call: ast.Call) -> str | None:
    """Give the key that a call names, where it is written out."""
    first = call.args[0] if call.args else None
    if isinstance(first, ast.Constant) and isinstance(first.value, str):
        return first.value
    return None


def made_by_key() -> Iterator[tuple[str, str, ast.Call]]:
    """List the errors that are made by a key, and the texts that errors quote."""
    for where, call in calls(*ERRORS):
        key = key_of(call)
        if key is not None and " " not in key:
            yield where, key, call
    for where, call in calls("Text"):
        key = key_of(call)
        if key is not None and key.startswith("errors."):
            yield where, key.removeprefix("errors."), call


def said() -> Iterator[str]:
    """List every text in the code; of those with values in them, as a pattern."""
    for tree in trees().values():
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield re.escape(node.value)
            elif isinstance(node, ast.JoinedStr) and len(node.values) > 1:
                parts = [
                    re.escape(str(part.value))
                    if isinstance(part, ast.Constant)
                    else ".+"
                    for part in node.values
                ]
                yield "".join(parts)


@pytest.mark.parametrize("group", GROUPS)
def test_every_text_has_both_languages_with_the_same_fields(group: str) -> None:
    for key, told in own(group).items():
        assert set(told) == {"zh", "en"}
        differ = fields_of(told["zh"]) ^ fields_of(told["en"])
        assert differ <= FOREIGN or key.startswith(SAID_OTHERWISE), key


@pytest.mark.parametrize("group", GROUPS)
def test_chinese_is_chinese_and_english_is_english(group: str) -> None:
    for key, told in own(group).items():
        chinese, english = (
            re.sub(r"\{[^}]*\}", "", told[lang]) for lang in ("zh", "en")
        )
        if re.search(r"[a-z]{4}", english) and chinese.strip():
            assert re.search(r"[\u4e00-\u9fff]", chinese) or key in SAME, key


# What officials do not write, and what they write instead (LAW.md, section 5).
FORBIDDEN = {
    "数据截止": "数据截至", "已超期": "已逾期", "批而未供消化": "批而未供土地消化",
    "闲置认定": "闲置初判", "由人决定": "经研究确定", "满一年后天数": "超出天数",
    "首尾相连": "校验值逐条衔接", "土地库完好": "核查通过", "二手资料": "依据系转引",
    "待核实": "待核", "加快供应": "加快土地供应", "延期动工": "延长动工开发期限",
    "征缴闲置费": "征缴土地闲置费", "转让合作": "转让或合作开发",
    "停工日期": "中止开发日期", "登记的旗区": "登记旗区", "记载面积": "统计口径",
    "权利人": "用地单位", "含有文字": "关键字", "应在之处": "登记位置",
    "另有来历": "已另作登记", "说法不一": "登记不一致", "读不懂": "无法识别",
    "待人处理": "待处理", "登记附件": "添加附件", "不用服务器": "离线交换",
    "不认识": "无法识别", "项处置已生效": "处置记录…条", "纳入台账的存量": "列入台账",
    "「": "“", "」": "”",
}  # fmt: skip
# names that are written in Latin letters in Chinese too
PROPER = re.compile(
    r"landbase|LANDBASE_LANG|CGCS2000|WGS84|GCJ-02|EPSG:\d+|PROJ|GDAL|GeoPackage|GeoJSON"
    r"|GeoParquet|WKB|TOML|DBF|CSV|XML|JSON|DOCTYPE|UTF-8|utf-8|GBK|gb18030|shapefile"
    r"|ArcGIS|QGIS|Excel|WPS|Word|PDF|SVG|PNG|Shift|Esc|NaN|matplotlib|pypdf|pyarrow"
    r"|cryptography|PEM|PostgreSQL|postgresql://|PostGIS|psycopg|PGPASSWORD|\.pgpass"
    r"|MBTiles|PMTiles|pmtiles|mapbox-vector-tile|gzip|JPEG|WebP|MVT|MB(?![A-Za-z])"
    r"|GB/T|rasterio|docxtpl|python-docx|Debian|Ubuntu|docs/project-file\.md|https?\S*"
    r"|(?<![A-Za-z])\.?(?:shp|shx|dbf|prj|cpg|gpkg|gdb|geojson|zip|xlsx?|csv|toml|txt|dxf"
    r"|tab|mif|kml|kmz|gml|fgb|parquet|pgw|jgw|tfw|qgz)(?![A-Za-z])"
)
# texts that are no sentences of ours: of page scripts, of programs, typed as they stand
NO_SENTENCE = re.compile(
    r"cli\.(?:metavar|value|usage)\.|map\.(?:html_lang|date)|report\.template\.under"
    r"|finding\.(?:geos|origin)\."
)
# a word typed on the command line, beside its Chinese
TYPED = re.compile(r"（[a-z]+）|（zh为中文，en为英文）")
HAN = r"\u4e00-\u9fff"


def chinese() -> list[tuple[str, str]]:
    """List every Chinese text of the catalogue, of findings and of the vocabulary."""
    told = [(f"{g}.{key}", both["zh"]) for g in GROUPS for key, both in own(g).items()]
    parts = ("zh", "title_zh", "todo_zh")
    for code, finding in issue_codes().items():
        told += [(f"issues.{code}.{part}", finding[part]) for part in parts]
    for kind, terms in Vocabulary.default().terms.items():
        told += [(f"{kind}.{code}", term.zh) for code, term in terms.items()]
        told += [
            (f"{kind}.{code}.limit", t.limit_zh or "") for code, t in terms.items()
        ]
    return told


def faults_of(text_: str) -> list[str]:
    """List what is not Chinese as an office writes it; values are left out."""
    bare = re.sub(r"\{\{ ?\w+ ?\}\}|\{[^}]*\}", "0", text_)
    found = [word for word in FORBIDDEN if word in text_]
    unquoted = re.sub(r"“[^”]*”", "“”", bare)
    if re.search(rf"[{HAN}] +[\w.]|[\w.%] +[{HAN}]", unquoted):
        found.append("blank")
    if re.search(rf"[{HAN}][,;:!?](?!\d)|[{HAN}]\(|\)[{HAN}]", unquoted):
        found.append("half-width punctuation")
    latin = re.findall(r"[A-Za-z]{2,}", PROPER.sub("", TYPED.sub("", unquoted)))
    return found + latin


def test_chinese_is_as_an_office_writes_it() -> None:
    wrong = {
        key: found
        for key, text_ in chinese()
        if not NO_SENTENCE.match(key) and (found := faults_of(text_))
    }
    assert not wrong
    assert len(chinese()) > 1500


@pytest.mark.parametrize(
    ("text_", "fault"),
    [
        ("共 {count} 宗", "blank"),
        ("30 日内", "blank"),
        ("数据截止{day}", "数据截止"),
        ("字段「{name}」", "「"),
        ("缺少字段,请补填", "half-width punctuation"),
        ("面积(亩)", "half-width punctuation"),
        ("在 exception 中写明理由", "exception"),
        ("用encoding=指定", "encoding"),
    ],
)
def test_what_an_office_would_not_write_is_found(text_: str, fault: str) -> None:
    assert fault in faults_of(text_)


def test_days_are_written_out_in_chinese() -> None:
    day = dt.date(2023, 7, 6)
    assert text("common.as_of", "zh", day=day) == "数据截至2023年7月6日"
    assert text("common.as_of", "zh", day="2023-07-06") == "数据截至2023年7月6日"
    assert text("common.as_of", "zh", day="7月上旬") == "数据截至7月上旬"
    assert text("common.as_of", "en", day=day) == "as of 2023-07-06"


@pytest.mark.parametrize("group", GROUPS)
def test_every_text_is_used(group: str) -> None:
    told = list(dict.fromkeys(said()))
    exact = {re.sub(r"\\(.)", r"\1", pattern) for pattern in told}
    loose = [re.compile(p) for p in told if ".+" in p and re.search(r"\w{3}", p)]
    parts = {text_ for text_ in exact if text_.isidentifier()}
    unused = []
    for key in own(group):
        table, _, name = key.rpartition(".")
        if table in parts or (table and table.partition("_")[2] == "class"):
            continue  # the whole table goes to a page's script or renames codes
        names = {key, name, f"{group}.{key}"}
        if not names & exact and not any(p.fullmatch(n) for n in names for p in loose):
            unused.append(key)
    assert not unused


def test_every_error_made_by_key_has_its_text_and_all_values() -> None:
    errors, seen = own("errors"), 0
    for where, key, call in made_by_key():
        seen += 1
        assert key in errors, where
        if any(keyword.arg is None for keyword in call.keywords):
            continue
        given = {keyword.arg for keyword in call.keywords} - NOT_FIELDS
        needed = fields_of(errors[key]["zh"]) | fields_of(errors[key]["en"])
        assert given == needed, where
    assert seen > 140


def test_every_warning_has_its_text_and_all_values() -> None:
    told = own("warnings")
    seen = {
        str(key_of(call)): {k.arg for k in call.keywords} - {"stacklevel", "category"}
        for _, call in calls("warn")
    }
    assert seen == {
        key: set(fields_of(text["zh"]))
        for key, text in told.items()
        if not key.startswith("area_") or key == "areas_missing"
    }


def test_no_text_is_unknown() -> None:
    for where, call in calls("text", "Text", "say", "out"):
        key = key_of(call)
        if key is not None and where.startswith("cli/"):
            assert key in words("cli", "zh"), where
        elif key is not None and "." in key:
            group, _, name = key.partition(".")
            assert name in own(group), where


def test_what_the_command_line_says_has_all_its_values() -> None:
    cli, seen = own("cli") | own("common"), 0
    for where, call in calls("say"):
        key = key_of(call)
        if key is None or any(keyword.arg is None for keyword in call.keywords):
            continue
        given, seen = {keyword.arg for keyword in call.keywords}, seen + 1
        assert given == fields_of(cli[key]["zh"]) | fields_of(cli[key]["en"]), where
    assert seen > 100


def test_a_text_that_lacks_a_language_is_not_read() -> None:
    with pytest.raises(ValueError, match=r"x.toml: tools\.map needs both zh and en"):
        dict(texts._flat({"tools": {"map": {"zh": "地图"}}}, "x.toml"))
    with pytest.raises(KeyError, match="no group"):
        text("nowhere.key", "zh")
    with pytest.raises(KeyError):
        text("errors.nothing_of_the_kind", "zh")


def test_lists_are_joined_as_the_language_joins_them() -> None:
    missing = Text("errors.schema_columns_missing", missing=["a", "b"], present=["c"])
    assert missing.zh == "缺少字段a、b；现有字段：c"
    assert str(missing) == "missing column(s) a, b; the table has c"
    both = Text("errors.all_of", faults=[missing, Both("x is wrong", "x 有误")])
    assert both.zh == "缺少字段a、b；现有字段：c；x 有误"
    assert str(both) == "missing column(s) a, b; the table has c; x is wrong"
    quoted = Text("errors.fields_headers_missing", missing=["a", "b"], headers=["c"])
    assert "no header 'a', 'b'; there are c" in str(quoted)


def test_an_error_in_an_error_speaks_the_same_language() -> None:
    inner = SourceError("file_missing", path="a.shp")
    outer = SourceError("at_source", source="b.zip", error=inner)
    assert outer.zh == "b.zip：没有文件“a.shp”"
    assert str(outer) == "b.zip: there is no file a.shp"


def test_an_error_survives_the_way_from_another_process() -> None:
    error = DataError("file_missing", path="a.shp")
    again = pickle.loads(pickle.dumps(error))  # noqa: S301 - our own
    assert type(again) is DataError
    assert (str(again), again.zh, again.issues) == (str(error), error.zh, None)
    assert again.args == error.args


def test_a_bureau_words_a_text_its_own_way() -> None:
    ours = Texts({"paper.legend": {"zh": "图　例"}, "common.mu": {"zh": "市亩"}})
    assert ours.text("paper.legend", "zh") == "图　例"
    assert ours.text("paper.legend", "en") == "Legend"
    assert ours.words("paper", "zh")["mu"] == "市亩"
    assert ours.words("report", "zh")["mu"] == "市亩"
    assert words("paper", "zh")["legend"] == "图例"


@pytest.mark.parametrize(
    ("own_texts", "why"),
    [
        ({"paper.legende": {"zh": "图"}}, "no text 'paper.legende'"),
        ({"legend": {"zh": "图"}}, "no text 'legend'"),
        ({"paper.legend": {"fr": "Légende"}}, "zh or en, not 'fr'"),
        ({"paper.maker": {"zh": "{who}"}}, "no value for who"),
        ({"paper.maker": {"zh": "{maker"}}, "braces are not in pairs"),
    ],
)
def test_a_wording_that_cannot_be_is_refused(
    own_texts: dict[str, dict[str, str]], why: str
) -> None:
    with pytest.raises(WordingError, match=why) as refused:
        Texts(own_texts)
    assert re.search("[一-鿿]", refused.value.zh)


def test_texts_are_read_when_needed() -> None:
    code = (
        "import landbase.errors, landbase.texts as t, sys;"
        "assert not t._group.cache_info().currsize;"
        "landbase.errors.SourceError('file_missing', path='x');"
        "assert t._group.cache_info().currsize == 2;"
        "assert 'pandas' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)
