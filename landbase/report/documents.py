"""Documents of the procedure for idle land, and letters to banners that are behind.

国土资源部令第53号 says what a notice (article 6), a recognition (10), a plan (13) and a
decision (16) state. What the land base does not know a person gives; what nobody gives
is named, and never left blank.
"""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple, TypeAlias, get_args

import pandas as pd

from landbase.area import ellipsoidal_area
from landbase.cases.idle import idle_test
from landbase.cases.progress import progress, reminders
from landbase.errors import ConfigError, DataError, LedgerError
from landbase.report.word import (
    bytes_of,
    fill_template,
    new_paper,
    open_template,
    save_document,
)
from landbase.rules.land_uses import land_use_texts
from landbase.tables.cells import read_day
from landbase.tables.html import html_of
from landbase.texts import Texts
from landbase.units import from_m2

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    from landbase.rules.ruleset import Rules
    from landbase.store.base import LandBase
    from landbase.texts import Lang, Words

__all__ = [
    "DocumentKind",
    "MadeDocument",
    "document_template",
    "make_document",
    "make_reminders",
]

DocumentKind: TypeAlias = Literal["notice", "recognition", "plan", "fee", "reclaim"]
_REMINDER = "reminder"

_WHO = ("holder", "holder_address")
_LAND = ("location", "parcel_id", "area", "land_use", "contract_no")
_SIGNED = ("bureau", "date")
# the particulars by article, which a bureau's own template has to state, too
PARTICULARS: dict[str, tuple[str, ...]] = {
    "notice": (*_WHO, *_LAND, "facts", "limb", *_SIGNED),
    "recognition": (*_WHO, *_LAND, "facts", "limb", "cause", "idle_since", *_SIGNED),
    "plan": (*_WHO[:1], *_LAND, "recognition_no", "way", "due", "mortgage", *_SIGNED),
    "fee": (*_WHO, *_LAND, "facts", "evidence", "fee", "hearing_told", "payee",
            "review_authority", "court", *_SIGNED),
    "reclaim": (*_WHO, *_LAND, "facts", "evidence", "hearing_told", "government",
                "approval", "review_authority", "court", *_SIGNED),
    _REMINDER: ("recipient", "progress", "overdue", *_SIGNED),
}  # fmt: skip
# what a decision has to have been recorded for; a plan may be for any way
_WAYS = {"fee": "idle_fee", "reclaim": "free_reclaim"}
_DECIDED = ("plan", *_WAYS)
_FEE_SHARE = 0.2  # article 14 (1)
_NONE = {"无", "否", "未抵押", "未设定抵押", "no", "none", "False", "0"}


class MadeDocument(NamedTuple):
    """A document that was made.

    Attributes
    ----------
    path
        The file.
    missing
        Labels of what is marked as to be added.
    evidence_id
        Its number among the documents of decisions; None where the parcel has no
        decision yet that it could be attached to.
    parcels
        The parcels to whose record it is attached: by a decision, else by itself.
    """

    path: Path
    missing: tuple[str, ...]
    evidence_id: int | None
    parcels: tuple[str, ...] = ()

    def _repr_html_(self) -> str:
        return html_of(self._asdict() | {"missing": "、".join(self.missing)})


def make_document(  # noqa: PLR0913 - what a document rests on, each by its name
    base: LandBase,
    parcel_id: str,
    kind: DocumentKind,
    *,
    on: dt.date | str,
    path: Path | str,
    given: Mapping[str, Any] | None = None,
    template: Path | str | None = None,
    allow_missing: bool = False,
    lang: Lang = "zh",
) -> MadeDocument:
    """Make a document of the procedure for one parcel, and attach it to its record.

    A plan or a decision is attached to the recorded way that it carries out, a notice
    or recognition to the parcel; a draft, which still lacks particulars, to nothing.

    Parameters
    ----------
    base
        The land base.
    parcel_id
        The parcel.
    kind
        "notice" 闲置土地调查通知书, "recognition" 闲置土地认定书, "plan"
        闲置土地处置方案, "fee" 征缴土地闲置费决定书 or "reclaim"
        收回国有建设用地使用权决定书. A plan or a decision needs a recorded way.
    on
        The day on the document; facts are those of that day.
    path
        The .docx file.
    given
        Particulars by name or label, such as ``{"用地单位地址": "…"}``; they go before
        what the land base knows. docs/documents.md lists them.
    template
        The bureau's own .docx in the notation of docxtpl; by default ours.
    allow_missing
        Mark what is missing as “〔待补：…〕” instead of refusing.
    lang
        Language of the texts.

    Returns
    -------
    made
        The file, what is marked as missing, and its number among the documents.

    Raises
    ------
    LedgerError
        There is no such parcel, or no decision that the document could carry out.
    DataError
        Particulars are missing; the message names all of them.
    ConfigError
        A name in `given` or in the template is not known, the template lacks a
        particular, or it cannot be read.
    ValueError
        `kind` is not known, or `on` is not a day.
    MissingDependencyError
        A package of the extra "report" is not installed.

    Notes
    -----
    The time limits of review and suit (60 days, 6 months) are of 行政复议法 and
    行政诉讼法, from general knowledge: check them, or bring a template.
    """
    if kind not in get_args(DocumentKind):
        raise ValueError(f"kind is one of {get_args(DocumentKind)}, not {kind!r}")
    office = _Office.of(base.rules, lang)
    day = pd.Timestamp(read_day(on))
    parcels = base.parcels(on=day.date())
    found = parcels[parcels["parcel_id"] == parcel_id]
    if found.empty:
        raise LedgerError("parcel_unknown_add_first", parcel_id=parcel_id)
    event = _event(base, parcel_id, kind, day)
    fields = _of_parcel(found, day, office) | {"date": office.day(day)}
    stated = office.given(given)
    fields |= {"mortgage": _mortgage(found.iloc[0].get("mortgaged"), stated, office)}
    fields |= _decided(kind, event, office) | stated
    fields = _priced(fields)
    made = office.write(kind, fields, path=Path(path), day=day, template=template,
                        allow_missing=allow_missing)  # fmt: skip
    if made.missing:
        return made
    title = office.words[f"kind.{kind}"]
    how: dict[str, Any] = {"kind": title, "dated": day.date(), "keep": True}
    if event is None or kind not in _DECIDED:
        base.attach_to_parcel(parcel_id, made.path, **how)
        return made._replace(parcels=(parcel_id,))
    number = base.attach(int(event["event_id"]), made.path, **how)
    return made._replace(evidence_id=number, parcels=(parcel_id,))


def make_reminders(  # noqa: PLR0913 - as `make_document`
    base: LandBase,
    *,
    on: dt.date | str,
    folder: Path | str,
    tasks: pd.DataFrame | None = None,
    banner: str | None = None,
    given: Mapping[str, Any] | None = None,
    template: Path | str | None = None,
    allow_missing: bool = False,
    lang: Lang = "zh",
) -> list[MadeDocument]:
    """Write a letter (提醒函) to each banner that is behind or has overdue parcels.

    Each is attached to the record of the overdue parcels that it names, drafts apart.

    Parameters
    ----------
    base
        The land base.
    on
        The day of the letters.
    folder
        Where they are written, each under the banner's name.
    tasks
        Annual tasks, as `read_tasks` gives them; without them only overdue parcels
        are reminded of.
    banner
        The code of the only banner to write to; by default all.
    given, template, allow_missing, lang
        As for `make_document`.

    Returns
    -------
    made
        One for each letter, in the order of the banners; none where nobody is behind.

    Raises
    ------
    DataError, ConfigError, ValueError, MissingDependencyError
        As `make_document`.
    """
    office = _Office.of(base.rules, lang)
    day = pd.Timestamp(read_day(on))
    late = base.deadlines(day.date(), steps=False)
    late = late[late["deadline"] == "overdue"]
    behind = _behind(base, tasks, day, office)
    labels = base.rules.vocabulary.labels("banner", lang)
    wanted = [
        code for code in labels
        if (code in behind or (late["banner"] == code).any())
        and banner in {None, code}
    ]  # fmt: skip
    stated = office.given(given)
    made = []
    for code in wanted:
        rows = office.overdue(late[late["banner"] == code])
        none = office.words("said.no_progress", year=day.year)
        fields = {
            "recipient": office.words("said.recipient", banner=labels[code]),
            "year": day.year,
            "progress": "".join(behind.get(code, [none])),
            "overdue": rows,
            "overdue_count": len(rows),
            "date": office.day(day),
        }
        title = office.words["kind.reminder"]
        path = Path(folder) / f"{title}_{labels[code]}.docx"
        letter = office.write(
            _REMINDER, fields | stated, path=path, day=day, template=template,
            allow_missing=allow_missing,
        )  # fmt: skip
        late_ids = dict.fromkeys(row["parcel_id"] for row in rows)
        named = () if letter.missing else tuple(late_ids)
        for parcel_id in named:
            base.attach_to_parcel(
                parcel_id, letter.path, kind=title, dated=day.date(), keep=True
            )
        made.append(letter._replace(parcels=named))
    return made


@dataclass(frozen=True, eq=False)
class _Office:
    """The words that documents are written in."""

    words: Words
    rules: Rules
    labels: dict[str, str]

    @classmethod
    def of(cls, rules: Rules, lang: Lang) -> _Office:
        words = Texts(rules.texts).words("document", lang)
        return cls(words, rules, words.part("field"))

    def day(self, day: Any) -> str:
        """Write a day as documents do; empty where there is none."""
        report = Texts(self.rules.texts).words("report", self.words.lang)
        return "" if pd.isna(day) else report("date", day=pd.Timestamp(day))

    def area(self, m2: float) -> str:
        return self.words(
            "said.area", m2=m2, ha=from_m2(m2, "ha"), mu=from_m2(m2, "mu")
        )

    def given(self, stated: Mapping[str, Any] | None) -> dict[str, Any]:
        """Find the fields that a person names by their codes or labels."""
        codes = {label: code for code, label in self.labels.items()}
        codes |= {code: code for code in self.labels}
        said = dict(stated or {})
        if unknown := sorted(set(said) - set(codes)):
            fields = list(self.labels.values())
            raise ConfigError("document_field_unknown", unknown=unknown, fields=fields)
        return {codes[name]: value for name, value in said.items() if _text(value)}

    def overdue(self, late: pd.DataFrame) -> list[dict[str, Any]]:
        """List overdue parcels, as the table of a letter has them."""
        ways = self.rules.vocabulary.labels("disposal_type", self.words.lang)
        return [
            {
                "parcel_id": row.parcel_id,
                "type": ways.get(row.disposal_type, row.disposal_type),
                "due": self.day(row.due),
                "days": -int(row.days_left),
                "by": "" if pd.isna(row.by) else row.by,
            }
            for row in map(_Late._make, late[list(_Late._fields)].to_numpy(object))
        ]

    def write(
        self,
        kind: str,
        fields: Mapping[str, Any],
        *,
        path: Path,
        day: pd.Timestamp,
        template: Path | str | None,
        allow_missing: bool,
    ) -> MadeDocument:
        """Fill in a template; what it asks for and nobody said is named."""
        own = None if template is None else Path(template)
        source = own or BytesIO(_built(kind, self.words))
        document, used = open_template(source, known=self.labels)
        if lacking := sorted({*PARTICULARS[kind]} - used):
            names = [self.labels[name] for name in lacking]
            raise ConfigError("document_template_lacks", template=own, lacking=names)
        title = self.words[f"kind.{kind}"]
        said = {"title": title, "other_matters": self.words["said.nothing_more"]}
        said |= {n: v for n, v in fields.items() if isinstance(v, list) or _text(v)}
        asked = [name for name in self.labels if name in used - set(said)]
        missing = tuple(self.labels[name] for name in asked)
        if missing and not allow_missing:
            raise DataError("document_lacks", document=title, missing=list(missing))
        marks = {
            name: self.words("said.missing", label=self.labels[name]) for name in asked
        }
        fill_template(document, said | marks, own)
        author = str(said.get("bureau", ""))
        return MadeDocument(
            save_document(document, path, title=title, author=author, on=day),
            missing,
            None,
        )


class _Late(NamedTuple):
    parcel_id: str
    disposal_type: str
    due: Any
    days_left: Any
    by: Any


def _event(
    base: LandBase, parcel_id: str, kind: str, day: pd.Timestamp
) -> pd.Series | None:
    """Find the decision in force that a document belongs to: the latest that fits."""
    events = base.decisions(on=day.date())
    mine = events[events["parcel_id"] == parcel_id]
    if kind in _WAYS:
        mine = mine[mine["disposal_type"] == _WAYS[kind]]
    if mine.empty and kind in _DECIDED:
        words = base.rules.vocabulary
        way = words.label("disposal_type", _WAYS[kind]) if kind in _WAYS else "…"
        raise LedgerError("document_no_decision", parcel_id=parcel_id, way=way)
    return None if mine.empty else mine.iloc[-1]


_PLAIN = ("parcel_id", "holder", "holder_address", "name", "location", "supply_mode",
          "contract_no", "supervision_no", "recognition_no", "title_no")  # fmt: skip


def _of_parcel(found: Any, day: pd.Timestamp, office: _Office) -> dict[str, Any]:
    """Say what the land base knows of a parcel."""
    parcel, words = found.iloc[0], office.rules.vocabulary
    lang = office.words.lang
    fields = {name: _text(parcel.get(name)) for name in _PLAIN}
    area = float(ellipsoidal_area(found).iloc[0])
    cause = _text(parcel.get("cause"))
    use = land_use_texts(found, lang=lang, rules=office.rules).iloc[0]
    fields |= {
        "area": office.area(area),
        "agreed_start": office.day(parcel.get("agreed_start")),
        "cause": words.label("cause", cause, lang) if cause else "",
        "land_use": _text(use),
        "price": parcel.get("price"),
        "way_area": office.area(area),
    }
    test = idle_test(found, on=day.date()).iloc[0]
    return fields | _facts(parcel, test, day, office)


def _facts(
    parcel: pd.Series, test: pd.Series, day: pd.Timestamp, office: _Office
) -> dict[str, str]:
    """Say why land is idle, in a sentence; nothing where it is not known to be."""
    limb = _text(test["limb"])
    if not limb:
        return {}
    shares = {
        name: office.words["said.unknown_share"]
        if pd.isna(parcel.get(f"{name}_ratio"))
        else f"{parcel[f'{name}_ratio']:.2%}"
        for name in ("developed", "invested")
    }
    sentence = office.words(
        f"said.{limb}",
        start=office.day(parcel.get("agreed_start")),
        stopped=office.day(parcel.get("stopped_on")),
        ended=office.day(test["year_ended"]),
        on=office.day(day),
        days=int(test["days_over"]),
        **shares,
    )
    return {
        "facts": sentence,
        "limb": office.words[f"said.limb_{limb}"],
        "idle_since": office.day(test["year_ended"] + pd.Timedelta(days=1)),
    }


def _mortgage(stated: Any, given: Mapping[str, Any], office: _Office) -> str:
    """Say whether land is mortgaged, and that the mortgagee was told (article 13)."""
    known = _text(stated)
    if known in _NONE:
        return office.words["said.no_mortgage"]
    told = given.get("mortgagee_told")
    if not known or not told:
        return ""
    return office.words("said.mortgage", stated=known, told=told)


def _decided(kind: str, event: pd.Series | None, office: _Office) -> dict[str, Any]:
    """Say what was decided, for documents that carry it out."""
    if event is None or kind not in _DECIDED:
        return {}
    words, way = office.rules.vocabulary, str(event["disposal_type"])
    area = event["area_m2"]
    fields = {
        "way": words.label("disposal_type", way, office.words.lang),
        "way_basis": words.terms["disposal_type"][way].basis,
        "due": office.day(event["due"]),
    }
    return fields if pd.isna(area) else fields | {"way_area": office.area(float(area))}


def _priced(fields: dict[str, Any]) -> dict[str, Any]:
    """Reckon the fee from the price, where it was not given."""
    price = pd.to_numeric(_text(fields.get("price")), errors="coerce")
    if pd.isna(price):
        return fields | {"price": ""}
    stated = f"{float(price):,.2f}".rstrip("0").rstrip(".")
    fee = f"{float(price) * _FEE_SHARE:,.4f}".rstrip("0").rstrip(".")
    return {"fee": fee} | fields | {"price": stated}


def _behind(
    base: LandBase, tasks: pd.DataFrame | None, day: pd.Timestamp, office: _Office
) -> dict[str, list[str]]:
    """Say, for each banner that is behind, how far it has come."""
    if tasks is None:
        return {}
    rules, lang = office.rules, office.words.lang
    table = progress(
        base.decisions(on=day.date()), tasks, year=day.year, on=day.date(), rules=rules
    )
    labels = rules.vocabulary.labels("category", lang)
    said: dict[str, list[str]] = {}
    late = reminders(table).reset_index()
    late = late[late["category"].isin(labels)]
    for row in late.to_dict("records"):
        sentence = office.words(
            "said.progress",
            year=day.year,
            what=labels[row["category"]],
            task=from_m2(float(row["task_m2"]), "mu"),
            done=from_m2(float(row["disposed_m2"]), "mu"),
            rate=100 * float(row["rate"]),
        )
        said.setdefault(str(row["banner"]), []).append(sentence)
    return said


def _text(value: Any) -> str:
    return "" if value is None or pd.isna(value) else str(value).strip()


# Our own templates


def document_template(
    kind: str, *, lang: Lang = "zh", texts: Texts | None = None
) -> bytes:
    """Make our own template of a document, to start a bureau's own from.

    Parameters
    ----------
    kind
        As for `make_document`, or "reminder".
    lang
        Its language.
    texts
        The catalogue with what the bureau words otherwise.

    Returns
    -------
    template
        The bytes of a .docx file.
    """
    return _built(kind, (texts or Texts.default()).words("document", lang))


_TITLE_PT, _BODY_PT = 22, 16  # 二号 and 三号, as official documents have them
_TABLE = {"parcel_id": 38, "type": 42, "due": 38, "days": 20, "by": 20}  # mm


def _built(kind: str, words: Words) -> bytes:
    """Write a template, from top to bottom."""
    from docx.enum.text import WD_ALIGN_PARAGRAPH
    from docx.shared import Pt

    paper = new_paper(size=_BODY_PT)
    common, own = words.part("common"), words.part(kind)
    head = paper.add_paragraph()
    head.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = head.add_run("{{ title }}")
    run.bold, run.font.size = True, Pt(_TITLE_PT)
    number = paper.add_paragraph(common["number"])
    number.alignment = WD_ALIGN_PARAGRAPH.CENTER
    paper.add_paragraph(own.get("to", common["to"]))
    for name, text in _body(kind, common, own):
        if name == "h_overdue":
            paper.add_paragraph("{%p if overdue %}")
        held = name.startswith("h_") or name == "p_contact"  # the signature never alone
        _paragraph(paper, text, heading=name.startswith("h_"), with_next=held)
        if name == "p_overdue":
            _overdue_table(paper, words.part("column"))
            paper.add_paragraph("{%p endif %}")
    for name in ("sign_bureau", "sign_date"):
        line = paper.add_paragraph(common[name])
        line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        line.paragraph_format.keep_with_next = name == "sign_bureau"
    return bytes_of(paper)


def _body(
    kind: str, common: dict[str, str], own: dict[str, str]
) -> list[tuple[str, str]]:
    """Order the paragraphs of a document, those that several share among its own."""
    lines: list[tuple[str, str]] = []
    for name, text in own.items():
        if name == "to":
            continue
        lines.append((name, text))
        if name == "p_1" and kind != _REMINDER:
            lines += [(n, common[n]) for n in ("h_land", "p_land")]
        if name == "h_remedy":
            lines.append(("p_remedy", common["p_remedy"]))
    return [*lines, ("p_contact", common["p_contact"])]


def _paragraph(paper: Any, text: str, *, heading: bool, with_next: bool) -> None:
    from docx.oxml.ns import qn
    from docx.shared import Pt

    line = paper.add_paragraph()
    line.paragraph_format.first_line_indent = Pt(2 * _BODY_PT)
    line.paragraph_format.space_after = Pt(0)
    line.paragraph_format.line_spacing = Pt(28)
    line.paragraph_format.keep_with_next = with_next
    run = line.add_run(text)
    if heading:
        run.font.name = "黑体"
        run._element.rPr.rFonts.set(qn("w:eastAsia"), "黑体")  # noqa: SLF001 - python-docx has no name for it


def _overdue_table(paper: Any, labels: dict[str, str]) -> None:
    from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT
    from docx.shared import Mm, Pt

    table = paper.add_table(rows=0, cols=len(_TABLE))
    table.style, table.autofit = "Table Grid", False
    for column, width in zip(table.columns, _TABLE.values(), strict=True):
        column.width = Mm(width)
    blank = [""] * (len(_TABLE) - 1)
    rows = [
        [labels[name] for name in _TABLE],
        ["{%tr for row in overdue %}", *blank],
        ["{{ row." + name + " }}" for name in _TABLE],
        ["{%tr endfor %}", *blank],
    ]
    for texts in rows:
        row = table.add_row()
        row.height = Mm(7)
        for cell, text, width in zip(row.cells, texts, _TABLE.values(), strict=True):
            cell.width = Mm(width)
            cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
            layout = cell.paragraphs[0].paragraph_format
            layout.space_after, layout.line_spacing = Pt(0), 1
            cell.paragraphs[0].add_run(text).font.size = Pt(10.5)
