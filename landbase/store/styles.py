"""The style that QGIS takes for the parcels as they stand: one colour a status.

QGIS looks for a layer's default style in the table `layer_styles` of the file and reads
it as QML, its own XML.
"""

from __future__ import annotations

from xml.sax.saxutils import quoteattr

import sqlalchemy as sa

from landbase.rules.vocabulary import Vocabulary

__all__ = ["CURRENT", "add_style", "renew_style", "status_qml"]

CURRENT = "parcels_current"
_STYLE = "按处置状态"
_OTHER = "#D5DADE"
_OPACITY = 190  # of 255, so that an image below is seen
_OUTLINE = "70,70,70,255"


def add_style(connection: sa.Connection, *, now: str) -> None:
    """Store the default style of `parcels_current`.

    Parameters
    ----------
    connection
        In a transaction; `layer_styles` is there.
    now
        The time of creation, as stored.
    """
    row = {
        "f_table_catalog": "",
        "f_table_schema": "",
        "f_table_name": CURRENT,
        "f_geometry_column": "geom",
        "styleName": _STYLE,
        "styleQML": status_qml(Vocabulary.default()),
        "styleSLD": "",
        "useAsDefault": 1,
        "description": "landbase",
        "owner": "",
        "update_time": now,
    }
    table = sa.table("layer_styles", *map(sa.column, row))
    connection.execute(sa.insert(table).values(row))


def renew_style(
    connection: sa.Connection, before: Vocabulary, after: Vocabulary, *, now: str
) -> None:
    """Follow a change of statuses, unless someone saved a style of their own."""
    names = ("f_table_name", "styleQML", "update_time")
    table = sa.table("layer_styles", *map(sa.column, names))
    ours = (table.c.f_table_name == CURRENT) & (table.c.styleQML == status_qml(before))
    values = {"styleQML": status_qml(after), "update_time": now}
    connection.execute(sa.update(table).where(ours).values(values))


def status_qml(vocabulary: Vocabulary) -> str:
    """Write a QGIS style with a class for each status, and one for any other.

    Parameters
    ----------
    vocabulary
        Which statuses there are, and their Chinese labels.

    Returns
    -------
    qml
        The XML text.
    """
    classes = [
        (code, term.zh, term.color or _OTHER)
        for code, term in vocabulary.terms["status"].items()
    ]
    classes.append(("", "其他", _OTHER))
    categories = "".join(
        f'<category render="true" symbol="{n}" type="string" value={quoteattr(code)}'
        f" label={quoteattr(label)}/>"
        for n, (code, label, _) in enumerate(classes)
    )
    symbols = "".join(_symbol(n, color) for n, (*_, color) in enumerate(classes))
    return (
        "<!DOCTYPE qgis PUBLIC 'http://mrcc.com/qgis.dtd' 'SYSTEM'>\n"
        '<qgis version="3.22.0" styleCategories="Symbology">'
        '<renderer-v2 type="categorizedSymbol" attr="status" forceraster="0"'
        ' symbollevels="0" enableorderby="0">'
        f"<categories>{categories}</categories><symbols>{symbols}</symbols>"
        "</renderer-v2></qgis>\n"
    )


def _symbol(number: int, color: str) -> str:
    red, green, blue = (int(color[i : i + 2], 16) for i in (1, 3, 5))
    options = {
        "color": f"{red},{green},{blue},{_OPACITY}",
        "style": "solid",
        "outline_color": _OUTLINE,
        "outline_style": "solid",
        "outline_width": "0.2",
        "outline_width_unit": "MM",
    }
    inner = "".join(
        f'<Option type="QString" name="{name}" value="{value}"/>'
        for name, value in options.items()
    )
    return (
        f'<symbol type="fill" name="{number}" alpha="1" clip_to_extent="1"'
        ' force_rhr="0"><layer class="SimpleFill" enabled="1" pass="0" locked="0">'
        f'<Option type="Map">{inner}</Option></layer></symbol>'
    )
