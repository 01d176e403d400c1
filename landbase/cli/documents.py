"""Commands for the procedure of idle land: document, procedure."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from landbase.cli.language import lang, say
from landbase.cli.lines import show_text
from landbase.cli.options import (
    BaseArgument,
    Tasks,
    as_day,
    as_path,
    as_term,
    day_of,
    existing_base,
    text,
)
from landbase.cli.options import ReportDay as On
from landbase.cli.show import show_files, show_frame
from landbase.texts import words

if TYPE_CHECKING:
    from landbase.report.documents import MadeDocument
    from landbase.store.base import LandBase

__all__ = ["document", "procedure"]

_ALL = "全部"
_REMINDER = "reminder"


def document(  # noqa: PLR0913 - the options of a command
    base: BaseArgument,
    parcel: Annotated[
        str, typer.Argument(metavar="PARCEL", help=say("help.document_parcel"))
    ],
    kind: Annotated[
        str, typer.Argument(metavar="KIND", help=say("help.document_paper"))
    ],
    *,
    on: On = None,
    set_: Annotated[
        list[str] | None, text("help.document_set", "--set", metavar="NAME=VALUE")
    ] = None,
    particulars: Annotated[
        Path | None, text("help.document_particulars", metavar="FILE", parser=as_path)
    ] = None,
    template: Annotated[
        Path | None, text("help.template", metavar="FILE", parser=as_path)
    ] = None,
    tasks: Tasks = None,
    allow_missing: Annotated[
        bool, typer.Option("--allow-missing", help=say("help.allow_missing"))
    ] = False,
    output: Annotated[
        Path | None,
        text("help.document_out", "--output", "-o", metavar="FILE", parser=as_path),
    ] = None,
) -> None:
    """Write a document of the procedure, or reminders."""
    from landbase.report.documents import make_document

    code = _kind(kind)
    how: dict[str, Any] = {
        "given": _given(particulars, set_ or []),
        "template": template,
        "allow_missing": allow_missing,
        "lang": lang(),
    }
    with existing_base(base) as kept:
        how["on"] = day_of(on, kept)
        if code == _REMINDER:
            _remind(kept, parcel, output or Path(), tasks, how)
            return
        name = words("document", lang())[f"kind.{code}"]
        path = output or Path(f"{name}_{parcel}.docx")
        made = make_document(kept, parcel, code, path=path, **how)  # type: ignore[arg-type] # checked above
    _tell_missing(made.missing)
    show_files((made.path, say("file.document")))
    _tell_attached(made)


def _kind(stated: str) -> str:
    """Find a kind by its code or its name."""
    names = words("document", lang()).part("kind")
    chinese = words("document", "zh").part("kind")
    for code in names:
        if stated in {code, names[code], chinese[code]}:
            return code
    known = list(names.values())
    raise typer.BadParameter(say("say.document_kind_unknown", text=stated, known=known))


def _given(path: Path | None, pairs: list[str]) -> dict[str, Any]:
    """Read what a person states; what is said on the command line goes first."""
    stated: dict[str, Any] = {}
    if path is not None:
        try:
            stated = tomllib.loads(path.read_text("utf-8"))
        except (OSError, ValueError) as error:
            stated_wrong = say("say.particulars_wrong", path=path, error=error)
            raise typer.BadParameter(stated_wrong) from error
    for pair in pairs:
        name, equals, value = pair.partition("=")
        if not equals:
            raise typer.BadParameter(say("say.document_set_wrong", text=pair))
        stated[name.strip()] = value.strip()
    return stated


def _remind(
    kept: LandBase, banner: str, folder: Path, tasks: Path | None, how: dict[str, Any]
) -> None:
    from landbase.parcels.tasks import read_tasks
    from landbase.report.documents import make_reminders

    rules = kept.rules
    made = make_reminders(
        kept,
        folder=folder,
        banner=None if banner == _ALL else as_term("banner", banner, rules=rules),
        tasks=None if tasks is None else read_tasks(tasks, rules=rules),
        **how,
    )
    if not made:
        show_text(say("say.nobody_behind"))
    for one in made:
        _tell_missing(one.missing)
    show_files(*((one.path, say("file.document")) for one in made))
    for one in made:
        _tell_attached(one)


def _tell_attached(made: MadeDocument) -> None:
    """Say to what a document was attached."""
    if made.missing:
        wording = say("say.document_draft")
    elif made.evidence_id is not None:
        wording = say("say.document_attached", number=made.evidence_id)
    elif made.parcels:
        wording = say("say.document_of_parcels", parcels=list(made.parcels))
    else:
        wording = say("say.document_of_none")
    show_text(wording)


def _tell_missing(missing: tuple[str, ...]) -> None:
    if missing:
        stated = say("say.document_missing", missing=list(missing))
        show_text(stated)


# what each action of a procedure takes; anything else is refused, not dropped
_TAKEN = {"start": {"unit"}, "next": {"due", "document"}, "show": set[str]()}


def procedure(
    base: BaseArgument,
    parcel_id: Annotated[
        str, typer.Argument(metavar="PARCEL", help=say("help.parcel_id"))
    ],
    action: Annotated[
        str, typer.Argument(metavar="ACTION", help=say("help.procedure_action"))
    ] = "show",
    *,
    on: Annotated[str | None, text("help.procedure_on", metavar="YYYY-MM-DD")] = None,
    due: Annotated[str | None, text("help.procedure_due", metavar="YYYY-MM-DD")] = None,
    document: Annotated[str | None, text("help.document_no")] = None,
    unit: Annotated[str | None, text("help.unit")] = None,
) -> None:
    """Start the procedure of a parcel, finish its step, or show it."""
    if action not in {"start", "next", "show"}:
        raise typer.BadParameter(say("say.action_unknown", text=action))
    stated = {"due": due, "document": document, "unit": unit}
    idle = [f"--{name}" for name in stated
            if stated[name] is not None and name not in _TAKEN[action]]  # fmt: skip
    if idle:
        wrong = say("say.procedure_option", action=action, options=idle)
        raise typer.BadParameter(wrong)
    with existing_base(base) as kept:
        day = day_of(on, kept)
        step: str | None = ""
        if action == "start":
            step = kept.start_procedure(parcel_id, on=day, unit=unit)
        elif action == "next":
            until = None if due is None else as_day(due)
            step = kept.advance_procedure(parcel_id, on=day, document=document,
                                          due=until)  # fmt: skip
        steps = kept.procedure(parcel_id, on=day)
        if steps.empty:
            kept.history(parcel_id)  # refuses a parcel that is not there
    if step is None:
        show_text(say("say.steps_done", parcel_id=parcel_id))
    elif step:
        told = say("say.step_runs", parcel_id=parcel_id, step=step)
        show_text(told)
    if steps.empty:
        show_text(say("say.no_steps", parcel_id=parcel_id))
    else:
        _show_steps(steps)


def _show_steps(steps: Any) -> None:
    """Show the steps that were started, each with its basis."""
    labels = words("cli", lang()).part("procedure")
    shown = steps.assign(**{
        name: steps[name].dt.strftime("%Y-%m-%d").fillna("")
        for name in ("due", "done_on")
    })
    names = [name for name in labels if name in shown]
    shown = shown[names].fillna("").rename(columns=labels)
    show_frame(shown.set_index(labels["step"]))
