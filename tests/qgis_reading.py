"""Run by the Python of QGIS: what it makes of a land base and of its project file.

python3 qgis_reading.py PROJECT BASE PICTURES     prints JSON
python3 qgis_reading.py HOST:PORT DATABASE USER PICTURES
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from qgis.core import (
    QgsApplication,
    QgsCoordinateTransform,
    QgsDataSourceUri,
    QgsExpressionContext,
    QgsExpressionContextUtils,
    QgsMapRendererSequentialJob,
    QgsMapSettings,
    QgsProject,
    QgsRectangle,
    QgsVectorLayer,
)
from qgis.PyQt.QtCore import QSize

WIDTH, HEIGHT, DPI = 900, 700, 96
INCH = 0.0254


def told_of(layer: Any) -> dict[str, Any]:
    """Say how a layer is shown and what may be changed."""
    names = layer.fields().names()
    form = layer.editFormConfig()
    status = names.index("status") if "status" in names else -1
    words = (
        layer.editorWidgetSetup(status).config().get("map", []) if status >= 0 else []
    )
    return {
        "valid": layer.isValid(),
        "read_only": layer.readOnly(),
        "count": layer.featureCount(),
        "aliases": {n: layer.attributeDisplayName(i) for i, n in enumerate(names)},
        "free": [n for i, n in enumerate(names) if not form.readOnly(i)],
        "statuses": {code: word for one in words for word, code in one.items()},
        "colored_by": getattr(layer.renderer(), "classAttribute", str)(),
        "labels": layer.labelsEnabled(),
    }


def draw(project: Any, extent: Any, path: Path) -> float:
    """Draw what the project shows."""
    settings = QgsMapSettings()
    settings.setOutputSize(QSize(WIDTH, HEIGHT))
    settings.setOutputDpi(DPI)
    settings.setDestinationCrs(project.crs())
    layers = project.layerTreeRoot().checkedLayers()
    settings.setLayers([layer for layer in layers if layer.isSpatial()])
    settings.setExtent(extent)
    context = QgsExpressionContext()
    context.appendScope(QgsExpressionContextUtils.mapSettingsScope(settings))
    settings.setExpressionContext(context)
    job = QgsMapRendererSequentialJob(settings)
    job.start()
    job.waitForFinished()
    job.renderedImage().save(str(path))
    return float(settings.scale())


def pictures(project: Any, folder: Path) -> dict[str, float]:
    """Draw the city, and the largest parcel from near and nearer."""
    layer = next(
        x for x in project.mapLayers().values() if x.id().endswith("parcels_current")
    )
    to_plane = QgsCoordinateTransform(layer.crs(), project.crs(), project)
    whole = to_plane.transformBoundingBox(layer.extent())
    whole.scale(1.1)
    scales = {"city": draw(project, whole, folder / "city.png")}
    largest = max(layer.getFeatures(), key=lambda one: one.geometry().area())
    middle = to_plane.transform(largest.geometry().pointOnSurface().asPoint())
    for name, scale in (("mid", 15_000), ("near", 4_000)):
        x, y = (n * INCH / DPI * scale / 2 for n in (WIDTH, HEIGHT))
        box = QgsRectangle(
            middle.x() - x, middle.y() - y, middle.x() + x, middle.y() + y
        )
        scales[name] = draw(project, box, folder / f"{name}.png")
    return scales


def edit(layer: Any) -> dict[str, Any]:
    """Change a name as a person would, and try what is refused."""
    first = next(layer.getFeatures())
    column = layer.fields().indexOf("name")
    layer.startEditing()
    layer.changeAttributeValue(first.id(), column, "改过的名称")
    saved = layer.commitChanges()
    layer.startEditing()
    deleted = layer.deleteFeature(first.id()) and layer.commitChanges()
    layer.rollBack()
    return {"parcel": first["parcel_id"], "saved": saved, "deleted": deleted}


KEYS = {"parcels": "fid", "parcels_current": "OGC_FID", "decisions": "event_id"}


def of_server(place: str, database: str, user: str) -> dict[str, Any]:
    """Open the layers of a land base on a server, as who logs in."""
    host, _, port = place.partition(":")
    layers = {}
    for name, key in KEYS.items():
        uri = QgsDataSourceUri()
        uri.setConnection(host, port, database, user, os.environ["PGPASSWORD"])
        shape = None if name == "decisions" else "geom"
        uri.setDataSource("public", name, shape, "", key)
        layers[name] = QgsVectorLayer(uri.uri(expandAuthConfig=False), name, "postgres")
    return layers


def on_server(place: str, database: str, user: str, folder: str) -> dict[str, Any]:
    """Say what a layer from a server is, draw it, and edit it where one may."""
    layers = of_server(place, database, user)
    found: dict[str, Any] = {name: told_of(layer) for name, layer in layers.items()}
    project = QgsProject.instance()
    current = layers["parcels_current"]
    project.addMapLayer(current)
    project.setCrs(current.crs())
    area = current.extent()
    area.scale(1.1)
    draw(project, area, Path(folder) / f"{user}.png")
    found["edit"] = edit(layers["parcels"])
    project.removeMapLayer(current.id())
    return found


def main() -> None:
    """Say all of it."""
    application = QgsApplication([], GUIenabled=False)
    application.initQgis()
    found = on_server(*sys.argv[1:]) if len(sys.argv) == 5 else on_file(*sys.argv[1:])
    sys.stdout.write(json.dumps(found, ensure_ascii=True))
    sys.stdout.flush()
    application.exitQgis()


def on_file(project_file: str, base: str, folder: str) -> dict[str, Any]:
    """Say what a land base in a file is, by its project and by itself."""
    project = QgsProject.instance()
    found: dict[str, Any] = {"read": project.read(project_file)}
    found["crs"] = project.crs().authid()
    found["layers"] = {
        layer.id().removeprefix("landbase_layer_"): told_of(layer)
        for layer in project.mapLayers().values()
    }
    found["groups"] = {
        group.name(): [child.name() for child in group.children()]
        for group in project.layerTreeRoot().children()
    }
    relations = project.relationManager().relations().values()
    found["relations"] = [relation.isValid() for relation in relations]
    found["scales"] = pictures(project, Path(folder))
    names = ("parcels", "parcels_current", "decisions")
    alone = {n: QgsVectorLayer(f"{base}|layername={n}", n, "ogr") for n in names}
    found["alone"] = {name: told_of(layer) for name, layer in alone.items()}
    found["edit"] = edit(alone["parcels"])
    project.clear()
    return found


if __name__ == "__main__":
    main()
