"""Commands on the parcels of a land base: add, export, reshape."""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from landbase.cli.files import Reading, exit_code, read_banner_file, read_files
from landbase.cli.language import UNUSABLE, lang, say
from landbase.cli.lines import show_text
from landbase.cli.options import (
    DAY,
    Banners,
    BaseArgument,
    By,
    Category,
    Crs,
    DocumentNo,
    Encoding,
    Fields,
    Files,
    Layer,
    Limit,
    On,
    Reason,
    Zone,
    as_day,
    as_fields,
    as_path,
    as_term,
    base_is_there,
    base_name,
    existing_base,
    known_day,
    text,
)
from landbase.cli.show import (
    Json,
    issue_records,
    print_json,
    show_files,
    show_issues,
)
from landbase.errors import DataError, LedgerError, SchemaError, SourceError

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Mapping

    import geopandas as gpd
    import numpy as np
    import numpy.typing as npt
    import pandas as pd

    from landbase.issues import Issues
    from landbase.rules.ruleset import Rules
    from landbase.store.base import LandBase
    from landbase.store.parcels import AddResult

__all__ = ["add", "export", "reshape"]

_SHOWN = 20


def add(  # noqa: PLR0913 - the options of a command
    base: BaseArgument,
    files: Files,
    *,
    banners: Banners = None,
    category: Category = None,
    layer: Layer = None,
    crs: Crs = None,
    zone: Zone = None,
    encoding: Encoding = None,
    fields: Fields = None,
    update: Annotated[bool, typer.Option("--update", help=say("help.update"))] = False,
    allow_errors: Annotated[
        bool, typer.Option("--allow-errors", help=say("help.add_despite"))
    ] = False,
    limit: Limit = _SHOWN,
    as_json: Json = False,
) -> None:
    """Add the parcels of files to a land base, which is made when missing."""
    reading = Reading(
        category=category, layer=layer, crs=crs, zone=zone, encoding=encoding,
        fields=as_fields(fields),
    )  # fmt: skip
    rules = _rules_at(base)
    read = read_files(files, read_banner_file(banners, rules), reading, rules=rules)
    counts, issues = None, read.issues
    stopped = bool(read.refused) or (issues.count("error") > 0 and not allow_errors)
    if read.parcels is not None and not stopped:
        counts, faults = _add(base, read.parcels, update=update)
        issues += faults
    if as_json:
        told = {} if counts is None else counts._asdict()
        print_json({"added": 0, "changed": 0, "unchanged": 0} | told
                   | {"issues": issue_records(issues)})  # fmt: skip
    else:
        show_issues(issues, limit=limit)
        wording = say("say.none_added")
        if counts is not None:
            wording = say("say.added", base=base_name(base), **counts._asdict())
        show_text(wording)
    raise typer.Exit(UNUSABLE if counts is None else exit_code(issues))


def _rules_at(base: str) -> Rules | None:
    """Read by the rules of a land base that is there."""
    if not base_is_there(base):
        return None
    with existing_base(base) as kept:
        return kept.rules


def _add(
    base: str, parcels: gpd.GeoDataFrame, *, update: bool
) -> tuple[AddResult | None, Issues]:
    """Add, and give how many; or why none."""
    from landbase.issues import Issues
    from landbase.store.base import LandBase as Base
    from landbase.store.door import STATE_COLUMNS

    # what the decisions of another land base say is found anew in this one
    own = parcels.drop(columns=[*STATE_COLUMNS], errors="ignore")
    with Base.open(base) as kept:
        try:
            return kept.add(own, update=update), Issues.none()
        except SchemaError as error:
            if error.issues is None:
                raise
            return None, error.issues


_TXT, _XLSX, _DIALECT = ".txt", ".xlsx", "supply"
# which options mean something for which kind of file
_OF_KIND = {_TXT: ("zone", "dialect"), _XLSX: ("schema",)}
_OF_LAYERS = ("schema", "crs", "layer")


def export(  # noqa: PLR0913 - the options of a command
    base: BaseArgument,
    out: Annotated[
        Path,
        typer.Argument(metavar="OUT", parser=as_path, help=say("help.export_out")),
    ],
    *,
    on: On = None,
    category: Annotated[str | None, text("help.category_only", metavar="NAME")] = None,
    banner: Annotated[
        list[str] | None, text("help.banner_only", metavar="NAME")
    ] = None,
    status: Annotated[
        list[str] | None, text("help.status_only", metavar="STATUS")
    ] = None,
    park: Annotated[list[str] | None, text("help.park_only", metavar="NAME")] = None,
    query: Annotated[str | None, text("help.query", metavar="TEXT")] = None,
    schema: Annotated[
        Path | None, text("help.schema", metavar="FILE", parser=as_path)
    ] = None,
    crs: Annotated[str | None, text("help.export_crs", metavar="CRS")] = None,
    layer: Annotated[str | None, text("help.export_layer", metavar="NAME")] = None,
    dialect: Annotated[str | None, text("help.dialect", metavar="NAME")] = None,
    zone: Annotated[
        int | None,
        typer.Option(metavar="N", min=13, max=45, help=say("help.points_zone")),
    ] = None,
    as_json: Json = False,
) -> None:
    """Write the parcels of a land base to a file to be sent up."""
    suffix, day = out.suffix.lower(), known_day(on)
    given = {"schema": schema, "crs": crs, "layer": layer, "zone": zone}
    _require_fitting(out, given | {"dialect": dialect})
    with existing_base(base) as kept:
        rules, parcels, cases = kept.rules, kept.parcels(day), kept.cases(day)
    wanted = {"category": [category] if category else None, "banner": banner}
    wanted |= {"status": status, "zone": park}
    chosen = _chosen(parcels, wanted, query, rules)
    if chosen.empty:
        raise DataError("export_nothing_chosen")
    if suffix == _TXT:
        from landbase.io.boundary_points.write import write_boundary_points

        write_boundary_points(chosen, out, dialect=dialect or _DIALECT, zone=zone)
    elif suffix == _XLSX:
        today = day or rules.today()
        _write_list(chosen, cases, out, day=today, schema=schema, rules=rules)
    else:
        from landbase.io.write import write_parcels

        write_parcels(chosen, out, schema=schema, layer=layer, crs=crs, rules=rules)
    if as_json:
        print_json({"file": str(out), "parcels": len(chosen)})
        return
    show_files((out, say("say.parcels", count=len(chosen))))


def _require_fitting(out: Path, given: Mapping[str, object]) -> None:
    """Refuse a kind of file that there is not, and options that it has no use for."""
    from landbase.io.write import SUFFIXES

    suffix = out.suffix.lower()
    if suffix not in {*SUFFIXES, *_OF_KIND}:
        kinds = [*SUFFIXES, *_OF_KIND]
        raise SourceError("export_suffix_unknown", file=out.name, kinds=kinds)
    fitting = _OF_KIND.get(suffix, _OF_LAYERS)
    for name, value in given.items():
        if value is not None and name not in fitting:
            raise typer.BadParameter(say("say.not_for", option=name, suffix=suffix))


def _chosen(
    parcels: gpd.GeoDataFrame,
    wanted: dict[str, list[str] | None],
    query: str | None,
    rules: Rules,
) -> gpd.GeoDataFrame:
    """Keep the parcels asked for; words are codes, or labels in either language."""
    kept = parcels
    for name, given in wanted.items():
        if given is None:
            continue
        coded = rules.vocabulary.codes(name) if name != "zone" else ()
        codes = [as_term(name, w, rules=rules) if coded else w for w in given]
        kept = kept[kept[name].isin(codes)] if name in kept else kept.iloc[:0]
    if query is not None:
        kept = _queried(kept, query, rules)
    return kept.reset_index(drop=True)


# what a condition may be made of: comparisons of columns, joined
_PARTS = (
    *(ast.Expression, ast.BoolOp, ast.And, ast.Or, ast.UnaryOp, ast.Not, ast.USub),
    *(ast.BinOp, ast.Add, ast.Sub, ast.Mult, ast.Div, ast.Compare, ast.Eq, ast.NotEq),
    *(ast.Lt, ast.LtE, ast.Gt, ast.GtE, ast.In, ast.NotIn, ast.Name, ast.Load),
    *(ast.Constant, ast.List, ast.Tuple),
)
_QUOTES = str.maketrans("“”‘’", "\"\"''")


def _queried(parcels: gpd.GeoDataFrame, query: str, rules: Rules) -> gpd.GeoDataFrame:
    """Keep what a condition on columns holds for, under their names or labels."""
    from landbase.tables.cells import half_width

    table = parcels.drop(columns=parcels.geometry.name)
    try:
        tree = ast.parse(half_width(query).translate(_QUOTES), mode="eval")
        named = _columns_of(tree, table, rules)
        plain = ast.unparse(_with_values(tree, named))
        held = table.eval(plain, engine="python", resolvers=[named])
        return parcels[_truths(held)]
    # what pandas raises over unknown names and values that cannot be compared
    except (DataError, SyntaxError, TypeError, ValueError, NameError) as error:
        raise typer.BadParameter(
            say("say.query_wrong", query=query, error=error)
        ) from error


def _truths(held: object) -> npt.NDArray[np.bool_]:
    """Refuse what is a value and no condition."""
    dtype = getattr(held, "dtype", None)
    if str(dtype) not in {"bool", "boolean"} or not hasattr(held, "to_numpy"):
        raise TypeError(say("say.no_condition"))
    truths: npt.NDArray[np.bool_] = held.to_numpy(dtype=bool, na_value=False)
    return truths


def _columns_of(
    tree: ast.Expression, table: pd.DataFrame, rules: Rules
) -> dict[str, pd.Series]:
    """Find the columns that a condition names; labels give words instead of codes."""
    from landbase.rules.schema import COLUMN_KINDS
    from landbase.rules.vocabulary import KINDS

    words, named = rules.vocabulary, {}
    for part in ast.walk(tree):
        if not isinstance(part, _PARTS):  # a condition reads columns and does nothing
            raise TypeError(type(part).__name__)
        if not isinstance(part, ast.Name):
            continue
        if part.id in table:
            named[part.id] = table[part.id]
            continue
        codes = [words.find(kind, part.id) for kind in COLUMN_KINDS]
        code = next((code for code in codes if code in table), None)
        if code is not None:
            column = table[code]
            labels = words.labels(code, lang()) if code in KINDS else {}
            named[part.id] = column.map(lambda c, by=labels: by.get(c, c), "ignore")
    return named


def _with_values(tree: ast.Expression, named: dict[str, pd.Series]) -> ast.Expression:
    """Read the days and areas that columns are compared with, as people type them."""
    from landbase.tables.cells import read_area, read_day

    for part in ast.walk(tree):
        if not isinstance(part, ast.Compare) or not isinstance(part.left, ast.Name):
            continue
        column = named.get(part.left.id)
        if column is None:
            continue
        for value in part.comparators:
            if not isinstance(value, ast.Constant) or not isinstance(value.value, str):
                continue
            if str(column.name).endswith("_m2"):
                value.value = read_area(value.value)
            elif column.dtype.kind == "M":
                value.value = read_day(value.value).isoformat()
    return tree


def _write_list(
    parcels: gpd.GeoDataFrame,
    cases: pd.DataFrame,
    out: Path,
    *,
    day: dt.date,
    schema: Path | None,
    rules: Rules,
) -> None:
    """Write the list of parcels, one policy each; or the columns of a schema."""
    from landbase.area import ellipsoidal_area
    from landbase.io.write import ExportSchema, lay_out
    from landbase.report.facts import make_note
    from landbase.report.tables import parcel_form
    from landbase.tables.write import Sheet, write_forms, write_workbook
    from landbase.texts import Texts

    if schema is not None:
        fields = ExportSchema.load(schema)
        table = lay_out(parcels, fields, source=out.name, rules=rules)
        write_workbook(out, [Sheet(out.stem, table)])
        return
    words = Texts(rules.texts).words("report", lang())
    form = parcel_form(
        parcels,
        cases,
        areas=ellipsoidal_area(parcels),
        note=make_note(f"{day:%Y-%m-%d}", words=words),
        words=words,
        rules=rules,
    )
    write_forms(out, [form], footer=f"{day:%Y-%m-%d}")


def reshape(  # noqa: PLR0913 - the parts of an operation
    base: BaseArgument,
    kind: Annotated[
        str,
        typer.Argument(
            metavar="KIND",
            help=say("help.operation"),
        ),
    ],
    children: Annotated[
        Path,
        typer.Argument(
            metavar="FILE",
            parser=as_path,
            help=say("help.new_parcels"),
        ),
    ],
    *,
    parcel: Annotated[
        list[str],
        typer.Option(
            metavar="ID",
            help=say("help.old_parcels"),
        ),
    ],
    effective: Annotated[
        str, typer.Option(metavar=DAY, help=say("help.reshape_effective"))
    ],
    document: DocumentNo = None,
    by: By = None,
    reason: Reason = None,
    exception: Annotated[
        str | None,
        typer.Option(
            metavar="TEXT",
            help=say("help.areas_exception"),
        ),
    ] = None,
    as_json: Json = False,
) -> None:
    """Record a split, a merger or a boundary adjustment."""
    _require_kind(kind, parcel)
    with existing_base(base) as kept:
        found = _children(kept, children, parcel)
        name = getattr(kept, kind)(
            parcel[0] if kind == "split" else parcel,
            found,
            effective=as_day(effective),
            document=document,
            by=by,
            reason=reason,
            exception=exception,
        )
    begun = found["parcel_id"].tolist()
    if as_json:
        print_json({"operation": name, "ended": parcel, "begun": begun})
        return
    ids = "、".join(parcel), "、".join(begun)
    show_text(say("say.reshaped", before=ids[0], after=ids[1], name=name))


def _require_kind(kind: str, parents: list[str]) -> None:
    """Refuse a kind that there is not, and a split of several."""
    if kind not in {"split", "merge", "adjust"}:
        raise typer.BadParameter(say("say.operation_unknown", kind=kind))
    if kind == "split" and len(parents) > 1:
        raise typer.BadParameter(say("say.split_one_parcel"))


def _children(kept: LandBase, path: Path, parents: list[str]) -> gpd.GeoDataFrame:
    """Read the new parcels; what the file does not say, the parents will."""
    from landbase.parcels.read import read_parcels
    from landbase.tables.ids import recognise

    before = kept.parcels(ended=True)
    ids = recognise(parents, before["parcel_id"]).pairs.values()
    of_parents = before.loc[before["parcel_id"].isin(ids), "category"]
    category = of_parents.iloc[0] if len(of_parents) else "approved_unsupplied"
    children, issues = read_parcels(path, category=category, rules=kept.rules)
    if issues.count("error"):
        show_issues(issues, limit=20)
        raise LedgerError("shaping_file_has_errors", path=path)
    return children.dropna(axis="columns", how="all")
