"""Commands that hold a land base to what it was: receipts, edits, repair."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from landbase.cli.language import CLEAN, FINDINGS, say
from landbase.cli.lines import show_text
from landbase.cli.options import (
    BaseArgument,
    BaseFile,
    Limit,
    as_path,
    base_is_there,
    existing_base,
    file_beside,
)
from landbase.cli.show import (
    Json,
    issue_records,
    print_json,
    show_files,
    show_issues,
    show_remarks,
)

__all__ = ["add_trust_commands"]

_SHOWN = 20


def add_trust_commands(app: typer.Typer) -> None:
    """Give the command line the commands on receipts, foreign edits and repair."""
    for command in (receipt, receipt_key, accept, repair):
        name = command.__name__
        app.command(name=name.replace("_", "-"), help=say(f"command.{name}"))(command)


def receipt(
    base: BaseArgument,
    *,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            metavar="FILE",
            parser=as_path,
            help=say("help.receipt_out"),
        ),
    ] = None,
    key: Annotated[
        Path | None,
        typer.Option(metavar="PEM", parser=as_path, help=say("help.receipt_sign")),
    ] = None,
    as_json: Json = False,
) -> None:
    """Write a receipt of what a land base holds, to be kept elsewhere."""
    with existing_base(base) as kept:
        made = kept.receipt(key=key)
        beside = file_beside(base, ".json")
        path = output or beside.with_stem(
            f"{beside.stem}_{say('say.receipt_name')}_{made.day}"
        )
    made.write(path)
    if as_json:
        print_json({
            "file": str(path),
            "day": made.day,
            "seal": made.seal,
            "head": made.head,
            "code": made.code,
            "signed": made.signature is not None,
            "counts": made.counts,
        })
        return
    show_files((path, say("file.receipt")))
    told = say("say.receipt", code=made.code, seal=made.seal)
    show_text(told)


def receipt_key(
    path: Annotated[
        Path,
        typer.Argument(metavar="PEM", parser=as_path, help=say("help.receipt_key")),
    ],
) -> None:
    """Make the key by which a bureau signs its receipts."""
    from landbase.store.receipts import make_receipt_key

    private, public = make_receipt_key(path)
    show_files((private, say("file.private_key")), (public, say("file.public_key")))
    show_text(say("say.receipt_key"))


def accept(
    base: BaseArgument,
    *,
    by: Annotated[str, typer.Option(metavar="NAME", help=say("help.responsible"))],
    reason: Annotated[str, typer.Option(metavar="TEXT", help=say("help.accept_why"))],
    as_json: Json = False,
) -> None:
    """Take on the record what another program wrote to the parcels."""
    with existing_base(base) as kept:
        ids = kept.accept_edits(by=by, reason=reason)
    if as_json:
        print_json({"parcels": ids})
        return
    shown = ids[:_SHOWN]
    told = (
        say("say.accepted", count=len(ids), ids=shown) if ids else say("say.none_open")
    )
    if (more := len(ids) - _SHOWN) > 0:
        told += say("say.more_parcels", more=more)
    show_text(told)


def repair(
    base: BaseFile,
    out: Annotated[
        Path, typer.Argument(metavar="OUT", parser=as_path, help=say("help.repair_out"))
    ],
    *,
    limit: Limit = _SHOWN,
    as_json: Json = False,
) -> None:
    """Take out of a damaged land base what still verifies."""
    from landbase.io.bases import is_address
    from landbase.store.repair import repair as take_out

    if not (is_address(base) or base_is_there(base)):
        raise typer.BadParameter(say("say.no_base", path=base))
    done = take_out(base, out)
    broken = len(done.issues.of_severity("error", "warning"))
    if as_json:
        print_json({
            "file": str(done.path),
            "parcels": done.parcels,
            "records": done.records,
            "issues": issue_records(done.issues),
        })
    else:
        show_remarks(done.issues)
        show_issues(done.issues, limit=limit)
    raise typer.Exit(FINDINGS if broken else CLEAN)
