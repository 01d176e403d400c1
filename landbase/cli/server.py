"""Commands on land bases of many people: moving to a server, and giving rights."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated

import typer

from landbase.cli.language import say
from landbase.cli.lines import show_text
from landbase.cli.options import BaseArgument, as_place, as_term, existing_base
from landbase.cli.show import Json, print_json, records, show_frame

__all__ = ["add_server_commands"]


class Role(StrEnum):
    """What a person may do."""

    reader = "reader"
    writer = "writer"
    admin = "admin"
    none = "none"


def add_server_commands(app: typer.Typer) -> None:
    """Give the command line the commands of many people."""
    for command in (copy, grant, members):
        name = command.__name__
        app.command(name=name, help=say(f"command.{name}"))(command)


def copy(
    base: BaseArgument,
    target: Annotated[
        str, typer.Argument(metavar="TARGET", parser=as_place, help=say("help.target"))
    ],
    *,
    as_json: Json = False,
) -> None:
    """Copy a whole land base, between file and server."""
    with existing_base(base) as kept:
        made = kept.copy(target)
    if as_json:
        print_json(made._asdict())
        return
    show_text(say("say.copied", **made._asdict()))


def grant(
    base: BaseArgument,
    user: Annotated[str, typer.Argument(metavar="USER", help=say("help.grant_user"))],
    *,
    role: Annotated[Role, typer.Option(help=say("help.grant_role"))],
    banner: Annotated[
        list[str] | None, typer.Option(metavar="NAME", help=say("help.grant_banner"))
    ] = None,
) -> None:
    """Give a person rights in a land base on a server."""
    with existing_base(base) as kept:
        rules = kept.rules
        codes = [as_term("banner", name, rules=rules) for name in banner or ()]
        kept.grant(user, role=role.value, banners=codes)
    if role is Role.none:
        show_text(say("say.taken_away", user=user))
        return
    key = "say.granted" if codes else "say.granted_all"
    show_text(say(key, user=user, role=say(f"say.{role}"), count=len(codes)))


def members(base: BaseArgument, *, as_json: Json = False) -> None:
    """List who may do what in a land base on a server."""
    with existing_base(base) as kept:
        table, words = kept.members(), kept.vocabulary
    if as_json:
        print_json({"members": records(table)})
        return
    named = table["banner"].replace(words.labels("banner"))
    heads = {name: say(f"say.{name}") for name in ("member", "role", "banner")}
    roles = table["role"].map({
        r.value: say(f"say.{r}") for r in Role if r != Role.none
    })
    shown = table.assign(role=roles, banner=named.fillna(say("say.all")))
    show_frame(shown.rename(columns=heads))
