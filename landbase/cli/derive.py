"""The command that derives what is unsupplied: approvals less supplies."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from landbase.cli.files import exit_code
from landbase.cli.language import UNUSABLE, lang, say
from landbase.cli.options import Crs, Encoding, Limit, Zone, as_path, out, text
from landbase.cli.show import give_way, show_files, show_frame, show_issues

if TYPE_CHECKING:
    from landbase.issues import Issues
    from landbase.parcels.derive import Derived
    from landbase.parcels.read import ReadResult

__all__ = ["derive"]

_SHOWN = 20
# what a narrow terminal need not show of the account
_LESS = ("repeated_m2", "sliver_m2", "approvals", "pieces")


def derive(
    approvals: Annotated[
        Path,
        typer.Argument(metavar="APPROVALS", parser=as_path, help=say("help.approvals")),
    ],
    supplies: Annotated[
        Path,
        typer.Argument(metavar="SUPPLIES", parser=as_path, help=say("help.supplies")),
    ],
    *,
    crs: Crs = None,
    zone: Zone = None,
    encoding: Encoding = None,
    limit: Limit = _SHOWN,
    accounts: Annotated[
        Path | None, text("help.derive_accounts", metavar="FILE", parser=as_path)
    ] = None,
    output: Annotated[Path, out("help.remainders")],
) -> None:
    """Derive the unsupplied parcels of approvals."""
    from landbase.io.write import write_parcels
    from landbase.parcels.derive import derive_unsupplied

    said = {"crs": crs, "zone": zone, "encoding": encoding}
    one, other = _read(approvals, said), _read(supplies, said)
    derived = derive_unsupplied(one.parcels, other.parcels)
    issues = one.issues + other.issues + derived.issues
    show_issues(issues, limit=limit, whole=accounts)
    heads = derived.words(lang())
    years = give_way(derived.print_years(lang=lang()), *(heads[n] for n in _LESS))
    show_frame(years, title=say("say.derive_title"))
    show_frame(derived.print_supplies(lang=lang()).to_frame())
    write_parcels(derived.parcels, output)
    written = [(output, say("file.remainders"))]
    if accounts is not None:
        _write_accounts(accounts, derived, issues)
        written.append((accounts, say("file.derive_accounts")))
    show_files(*written)
    raise typer.Exit(exit_code(issues))


def _read(path: Path, said: dict[str, Any]) -> ReadResult:
    """Read a table of approvals or supplies; neither has a category of its own."""
    from landbase.parcels.read import read_parcels

    result = read_parcels(path, category="approved_unsupplied", **said)
    if result.parcels.empty:
        show_issues(result.issues, limit=len(result.issues))
        raise typer.Exit(UNUSABLE)
    return result


def _write_accounts(path: Path, derived: Derived, issues: Issues) -> None:
    """Write the accounts and the issues to a workbook."""
    from landbase.tables.write import Sheet, write_workbook

    words = derived.words(lang())
    tables = {
        "by_year": derived.print_years(lang=lang()).reset_index(),
        "by_approval": derived.to_frame(lang=lang()),
        "outside_name": derived.supplies_to_frame(lang=lang()),
    }
    sheets = [Sheet(words[name], t, title=words["title"]) for name, t in tables.items()]
    sheets.append(Sheet(say("file.issues"), issues.to_frame(lang=lang())))
    write_workbook(path, sheets)
