"""How QGIS shows a land base: the styles that lie in the file, in both languages.

A style holds colours and outlines by scale, labels, the names of fields, lists of codes
with their words, and which fields may be changed. QGIS takes the default one by itself.
"""

from __future__ import annotations

import operator
from typing import TYPE_CHECKING, Any
from xml.etree import ElementTree as ET

import pandas as pd
import sqlalchemy as sa

from landbase.rules.schema import column_labels
from landbase.rules.vocabulary import KINDS
from landbase.store.columns import metadata
from landbase.store.database import database_of
from landbase.store.journals import JOURNALS
from landbase.store.layers import CURRENT, CURRENT_FIELDS
from landbase.store.sealing import STYLES, head_of, mark
from landbase.style import FONTS, make_legend
from landbase.texts import LANGS, Texts, words
from landbase.units import from_m2

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from landbase.rules.ruleset import Rules
    from landbase.texts import Lang

__all__ = [
    "DRAWN",
    "EDITED",
    "SHOWN",
    "layer_qml",
    "renew_styles",
    "style_faults",
    "style_parts",
    "styles_head",
]

EDITED = "parcels"
# layers with outlines, and the column that colours each
DRAWN = {CURRENT: "status", EDITED: "category"}
# what opens with a style of its own, in the order of the list of layers
# (tables that are not in gpkg_contents QGIS does not open at all)
SHOWN = (*DRAWN, *JOURNALS)
_CURRENT_KEY = "OGC_FID"  # as GDAL calls the key of a view
# numbers and digests that say something to programs only
_HIDDEN = frozenset({"uid", "home_id", "follows", "hash", "known_at", "sha256"})
# what landbase fills in itself where parcels are edited
_OWN = frozenset({"fid", "extra", "recorded_at", "source", "source_row"})

# Beyond the first an outline would cover the parcel that it is of, and has its colour;
# beyond the second a parcel is a point that has to be seen at all.
_CITY_SCALE, _REGION_SCALE = 100_000, 500_000
_LABELS_FROM, _MORE_FROM = 25_000, 5_000
_OPACITY = 190  # of 255, so that an image below is seen
_FAINT = 60  # the layer to edit lies above the one that is looked at
# QGIS writes a version with its name ("3.22.16-Białowieża"), so a style that someone
# saved is never taken for ours.
_OURS = '<qgis version="3.22.0"'


def renew_styles(connection: sa.Connection, rules: Rules, *, now: str) -> None:
    """Put the styles of these rules in the place of our own; others' stay."""
    database = database_of(connection)
    styles = database.STYLES
    if not sa.inspect(connection).has_table(styles.name):
        return  # someone dropped it: a base without it keeps its promises
    connection.execute(sa.delete(styles).where(_is_ours(styles)))
    query = sa.select(styles.c.f_table_name).where(
        sa.cast(styles.c.useAsDefault, sa.Integer) == 1
    )
    chosen = set(connection.execute(query).scalars())
    rows = [
        {
            **database.styles_place(connection),
            "f_table_name": name,
            "f_geometry_column": "geom" if _has_outlines(name) else "",
            "styleName": words("qgis", lang)("style.name"),
            "styleQML": layer_qml(name, rules, lang),
            "styleSLD": "",
            "useAsDefault": int(lang == LANGS[0] and name not in chosen),
            "description": "landbase",
            "update_time": now,
        }
        for name in SHOWN
        for lang in LANGS
    ]
    connection.execute(sa.insert(styles), rows)
    mark(connection, **{STYLES: styles_head(connection)})


def styles_head(connection: sa.Connection) -> list[Any]:
    """Give the number and the digest of our own styles; those of people are theirs.

    Which of them a layer opens with is for people to choose.
    """
    database = database_of(connection)
    query = sa.select(*database.styles_told()).where(_is_ours(database.STYLES))
    rows = sorted(map(list, connection.execute(query)), key=_IN_ORDER)
    return head_of(rows)


_IN_ORDER = operator.itemgetter(2, 4, 5)  # layer, name and text


def _is_ours(styles: sa.Table) -> sa.ColumnElement[bool]:
    text = sa.cast(styles.c.styleQML, sa.Text)
    return text.contains(_OURS, autoescape=True)


def style_faults(connection: sa.Connection, sealed: list[Any] | None) -> list[str]:
    """Name what is wrong with the styles: ours were changed, or none is chosen."""
    styles = database_of(connection).STYLES
    if sealed is None or not sa.inspect(connection).has_table(styles.name):
        return []  # it was dropped: a base without it keeps its promises
    c = styles.c
    chosen_ones = sa.cast(c.useAsDefault, sa.Integer) == 1
    query = sa.select(c.f_table_name).where(chosen_ones)
    chosen = list(connection.execute(query).scalars())
    found = [name for name in SHOWN if chosen.count(name) != 1]
    return found if styles_head(connection) == sealed else [styles.name, *found]


def _has_outlines(name: str) -> bool:
    return "geom" in _fields(name)


def _fields(name: str) -> tuple[str, ...]:
    """Name the columns of a layer."""
    if name == CURRENT:
        return (_CURRENT_KEY, "geom", *CURRENT_FIELDS)
    table = JOURNALS[name].table if name in JOURNALS else metadata.tables[name]
    return tuple(column.name for column in table.columns)


def layer_qml(name: str, rules: Rules, lang: Lang) -> str:
    """Write the style of a layer as QGIS reads it."""
    root = ET.Element(
        "qgis",
        version="3.22.0",
        styleCategories="Symbology|Labeling|Fields|Forms",
        labelsEnabled=str(int(name in DRAWN)),
    )
    root.extend(style_parts(name, rules, lang))
    head = "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
    return head + ET.tostring(root, encoding="unicode") + "\n"


def style_parts(name: str, rules: Rules, lang: Lang) -> list[ET.Element]:
    """Make the parts of a style: they stand in a project file as well."""
    fields = [field for field in _fields(name) if field != "geom"]
    drawn = []
    if name in DRAWN:
        drawn = [_renderer(name, rules, lang), _labeling(rules, lang)]
    return [*drawn, *_forms(name, fields, rules, lang)]


def option(name: str | None, value: object, kind: str = "QString") -> ET.Element:
    """Make one setting in the notation of QGIS; a mapping or list makes a nest."""
    named = {} if name is None else {"name": name}
    if isinstance(value, dict):
        made = ET.Element("Option", named, type="Map")
        made.extend(
            child if isinstance(child, ET.Element) else option(key, child)
            for key, child in value.items()
        )
        return made
    if isinstance(value, list):
        made = ET.Element("Option", named, type="List")
        made.extend(option(None, child) for child in value)
        return made
    return ET.Element("Option", named, type=kind, value=str(value))


def _renderer(name: str, rules: Rules, lang: Lang) -> ET.Element:
    """Colour by the legend of every other map; what is no code comes last."""
    column = DRAWN[name]
    legend = make_legend(pd.DataFrame({column: []}), color_by=column, rules=rules)
    other = words("qgis", lang)("style.other")
    made = ET.Element(
        "renderer-v2", type="categorizedSymbol", attr=column, symbollevels="0"
    )
    categories, symbols = (ET.SubElement(made, n) for n in ("categories", "symbols"))
    opacity = _OPACITY if name == CURRENT else _FAINT
    for number, entry in enumerate(legend.all_classes):
        label = other if entry.code is None else entry.label(lang)
        told = {"symbol": str(number), "value": entry.code or "", "label": label}
        ET.SubElement(categories, "category", told, render="true", type="string")
        symbols.append(_symbol(number, entry.color, entry.edge, opacity))
    return made


def _rgb(color: str) -> str:
    return ",".join(str(int(color[i : i + 2], 16)) for i in (1, 3, 5))


def _symbol(number: int, color: str, edge: str, opacity: int) -> ET.Element:
    """Fill with a thin outline, which at the scale of a city has the fill's colour."""
    settings = {
        "color": f"{_rgb(color)},{opacity}",
        "style": "solid",
        "outline_color": f"{_rgb(edge)},255",
        "outline_style": "solid",
        "outline_width": "0.2",
        "outline_width_unit": "MM",
        "joinstyle": "bevel",
    }
    made = ET.Element("symbol", type="fill", name=str(number), alpha="1")
    layer = ET.SubElement(made, "layer", {"class": "SimpleFill", "enabled": "1"})
    layer.append(option(None, settings))
    far = f"@map_scale > {_CITY_SCALE}"
    by_scale = {
        "outlineColor": f"if({far}, '{_rgb(color)},255', '{_rgb(edge)},255')",
        "outlineWidth": f"if(@map_scale > {_REGION_SCALE}, 0.4, if({far}, 0.1, 0.2))",
    }
    _define_by_data(ET.SubElement(layer, "data_defined_properties"), by_scale)
    return made


def _define_by_data(place: ET.Element, expressions: Mapping[str, str]) -> None:
    properties = ET.Element("Option", name="properties", type="Map")
    for name, expression in expressions.items():
        one = ET.SubElement(properties, "Option", name=name, type="Map")
        one.append(option("active", "true", "bool"))
        one.append(option("expression", expression))
        one.append(option("type", 3, "int"))
    whole = ET.SubElement(place, "Option", type="Map")
    whole.append(option("name", ""))
    whole.append(properties)
    whole.append(option("type", "collection"))


def _labeling(rules: Rules, lang: Lang) -> ET.Element:
    """Name a parcel from a scale on; nearer, say its name and declared area too."""
    mu = ("" if lang == "zh" else " ") + Texts(rules.texts).text("common.mu", lang)
    area = f"format_number(\"declared_area_m2\" * {from_m2(1.0, 'mu')!r}, 2) || '{mu}'"
    more = f"concat(\"parcel_id\", '\\n' || \"name\", '\\n' || {area})"
    made = ET.Element("labeling", type="rule-based")
    within = ET.SubElement(made, "rules", key="landbase")
    for nearest, farthest, shown in (
        (_MORE_FROM, _LABELS_FROM, '"parcel_id"'),
        (0, _MORE_FROM, more),
    ):
        rule = ET.SubElement(
            within,
            "rule",
            key=f"landbase-{farthest}",
            scalemindenom=str(nearest),
            scalemaxdenom=str(farthest),
        )
        rule.append(_label(shown))
    return made


def _label(expression: str) -> ET.Element:
    made = ET.Element("settings", calloutType="simple")
    style = ET.SubElement(
        made,
        "text-style",
        fieldName=expression,
        isExpression="1",
        fontFamily=FONTS[0],
        fontSize="8",
        fontSizeUnit="Point",
        textColor="30,30,30,255",
        textOpacity="1",
        multilineHeight="1",
    )
    families = ET.SubElement(style, "families")
    for name in FONTS:
        ET.SubElement(families, "family", name=name)
    ET.SubElement(
        style,
        "text-buffer",
        bufferDraw="1",
        bufferSize="0.8",
        bufferSizeUnits="MM",
        bufferColor="255,255,255,255",
        bufferOpacity="1",
        bufferNoFill="1",
    )
    ET.SubElement(made, "text-format", multilineAlign="1")
    ET.SubElement(made, "placement", placement="1", priority="5", centroidInside="1")
    ET.SubElement(made, "rendering", drawLabels="1", obstacle="1", scaleVisibility="0")
    return made


def _forms(
    name: str, fields: Iterable[str], rules: Rules, lang: Lang
) -> list[ET.Element]:
    """Name the fields, give the words of codes, and say what may be changed."""
    tags = ("fieldConfiguration", "aliases", "editable")
    widgets, aliases, editable = made = [ET.Element(tag) for tag in tags]
    own = words("qgis", lang).part("column")
    labels = own | column_labels(lang, vocabulary=rules.vocabulary)
    for number, field in enumerate(fields):
        place = ET.SubElement(widgets, "field", name=field)
        if (widget := _widget(field, rules, lang)) is not None:
            place.append(widget)
        told = {"field": field, "index": str(number), "name": labels.get(field, field)}
        ET.SubElement(aliases, "alias", told)
        free = name == EDITED and field not in _OWN
        ET.SubElement(editable, "field", name=field, editable=str(int(free)))
    return made


def _widget(field: str, rules: Rules, lang: Lang) -> ET.Element | None:
    if field in _HIDDEN:
        return _edited("Hidden", {})
    if field in KINDS:
        labels = rules.vocabulary.labels(field, lang)
        return _edited("ValueMap", {"map": [{w: code} for code, w in labels.items()]})
    return None


def _edited(kind: str, settings: dict[str, object]) -> ET.Element:
    made = ET.Element("editWidget", type=kind)
    ET.SubElement(made, "config").append(option(None, settings))
    return made
