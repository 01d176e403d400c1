"""A template from a stranger: no code, no file, no endless work; errors are clear."""

from __future__ import annotations

import sys
import zipfile
from typing import TYPE_CHECKING, Any

import docx
import pytest

import landbase as lb
from landbase.errors import ConfigError
from landbase.report.bulletin import bulletin
from landbase.testing import make_parcels

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

DAY = "2023-07-06"
PARTS = ("body", "header", "footer", "table", "title", "comments", "footnotes")
_FOOTNOTES = (
    '<w:footnotes xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">'
    '<w:footnote w:id="2"><w:p><w:r><w:t>{}</w:t></w:r></w:p></w:footnote></w:footnotes>'  # noqa: E501
)
_KIND = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"
_RELATION = (
    '<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/'
    '2006/relationships/footnotes" Target="footnotes.xml"/></Relationships>'
)


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Iterator[lb.LandBase]:
    parcels = make_parcels(3).drop(columns=["status", "disposal_type"])
    parcels = parcels.assign(category="idle", cause="enterprise", banner="150602")
    with lb.LandBase.open(tmp_path_factory.mktemp("库") / "库.gpkg") as kept:
        kept.add(parcels)
        yield kept


@pytest.fixture(autouse=True)
def _no_figures(monkeypatch: pytest.MonkeyPatch) -> None:
    """Draw no map: these templates are refused, or ask for text."""
    module = sys.modules[bulletin.__module__]
    monkeypatch.setattr(module, "_figures", lambda *_: {"chart": None, "map": None})
    monkeypatch.setattr(module, "_picture", lambda document, _: Picture(document))


class Picture:
    """What stands for a picture: like docxtpl's, it knows its document."""

    def __init__(self, document: Any) -> None:
        self.tpl = document


def template(path: Path, part: str, text: str) -> Path:
    """Make a template with a text in one part."""
    paper = docx.Document()
    paper.add_paragraph("{{ maker }}")
    if part == "body":
        paper.add_paragraph(text)
    elif part == "table":
        paper.add_table(rows=1, cols=1).cell(0, 0).text = text
    elif part in {"header", "footer"}:
        getattr(paper.sections[0], part).paragraphs[0].text = text
    elif part in {"title", "comments"}:
        setattr(paper.core_properties, part, text)
    paper.save(str(path))
    if part == "footnotes":
        _add_footnotes(path, text)
    return path


def _add_footnotes(path: Path, text: str) -> None:
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    text = text.replace("&", "&amp;").replace("<", "&lt;")
    parts["word/footnotes.xml"] = _FOOTNOTES.format(text).encode()
    relations = parts["word/_rels/document.xml.rels"].decode()
    parts["word/_rels/document.xml.rels"] = relations.replace(
        "</Relationships>", _RELATION
    ).encode()
    types = parts["[Content_Types].xml"].decode()
    override = (
        f'<Override PartName="/word/footnotes.xml" ContentType="{_KIND}"/></Types>'
    )
    parts["[Content_Types].xml"] = types.replace("</Types>", override).encode()
    with zipfile.ZipFile(path, "w") as new:
        for name, data in parts.items():
            new.writestr(name, data)


def fill(base: lb.LandBase, path: Path) -> Path:
    return bulletin(base, on=DAY, path=path.with_name("out.docx"), template=path,
                    maker="某局", allow_errors=True)  # fmt: skip


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize(
    "way",
    [
        "{{{{ cycler.__init__.__globals__.os.mkdir('{0}') }}}}",
        "{{{{ cycler['__init__']['__globals__']['os'].mkdir('{0}') }}}}",
        "{{{{ (cycler|attr('__init__')).__globals__.os.mkdir('{0}') }}}}",
        "{{{{ title.__class__.__mro__[1].__subclasses__() }}}}",
        "{{{{ map.tpl.write_xml('{0}') }}}}",
        "{{{{ ''.format.__self__.__class__ }}}}",
        "{{{{ '{{0.__class__}}'.format(title) }}}}",
    ],
)
def test_no_code_runs_from_any_part(
    base: lb.LandBase, work: Path, part: str, way: str
) -> None:
    mark = work / "made"
    path = template(work / "模板.docx", part, way.format(mark.as_posix()))
    with pytest.raises(ConfigError) as caught:
        fill(base, path)
    assert not mark.exists()
    for told in (str(caught.value), caught.value.zh):
        assert "模板.docx" in told
    assert "模板" in caught.value.zh.split(str(path))[0]
    assert not (work / "out.docx").exists()


@pytest.mark.parametrize("part", PARTS)
@pytest.mark.parametrize(
    "wrong",
    [
        "{{ nothing_of_the_kind }}",
        "{{ city.nothing.more }}",
        "{{ title",
        "{% if title %}",
        "{{ title|nofilter }}",
        "{{ 1 // 0 }}",
        "{{ title + 1 }}",
        "{% include '/etc/passwd' %}",
        "{{ [1].index(2) }}",
    ],
)
def test_what_is_wrong_is_told_with_the_name_of_the_template(
    base: lb.LandBase, work: Path, part: str, wrong: str
) -> None:
    path = template(work / "模板.docx", part, wrong)
    with pytest.raises(ConfigError, match=r"模板\.docx") as caught:
        fill(base, path)
    assert "模板.docx" in caught.value.zh


@pytest.mark.parametrize(
    "endless",
    [
        "{% for i in range(10**9) %}{% endfor %}",
        "{% for i in range(90000) %}{% for j in range(90000) %}{% endfor %}{% endfor %}",  # noqa: E501
        "{% macro f(n) %}{% if n %}{{ f(n-1) }}{{ f(n-1) }}{% endif %}{% endmacro %}"  # noqa: ISC004
        "{{ f(60) }}",
        "{% macro f() %}{{ f() }}{% endmacro %}{{ f() }}",
        "{% for i in [[1]] recursive %}{{ loop(i) }}{% endfor %}",
        "{{ 9**9**9 }}",
        "{{ 'x' * 10**10 }}",
        "{{ [1] * 10**10 }}",
        "{{ '%9999999999d' % 1 }}",
        "{{ '{:9999999999}'.format(1) }}",
        "{{ 'x'.ljust(10**10) }}",
        "{{ 'x'|center(10**10) }}",
        "{{ '%9999999999d'|format(1) }}",
        "{{ lipsum(10**9) }}",
    ],
)
def test_work_without_end_is_refused(
    base: lb.LandBase, work: Path, endless: str
) -> None:
    path = template(work / "模板.docx", "body", endless)
    with pytest.raises(ConfigError, match=r"模板\.docx"):
        fill(base, path)


@pytest.mark.parametrize("part", PARTS)
def test_a_plain_template_is_filled_in_every_part(
    base: lb.LandBase, work: Path, part: str
) -> None:
    text = "{% for i in range(3) %}{{ loop.index * 2 }},{% endfor %}{{ maker.upper() }}"
    out = fill(base, template(work / "a.docx", part, text))
    with zipfile.ZipFile(out) as made:
        whole = "".join(
            made.read(n).decode() for n in made.namelist() if n.endswith(".xml")
        )
    assert "2,4,6,某局" in whole
