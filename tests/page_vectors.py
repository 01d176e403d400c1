"""What the scripts of map pages must give: cases with the answers of Python.

They lie as JSON in ``tests/vectors``. `test_page_vectors` holds them to Python, and
``node --test`` holds the scripts to them. After a change of either side that is meant,
``python tests/page_vectors.py`` writes them anew.
"""

from __future__ import annotations

import json
import unicodedata
from itertools import permutations
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from pyproj import Geod, Transformer

from landbase.apportion import apportion, apportion_crossed
from landbase.cases.fold import in_force
from landbase.cases.progress import disposed_areas
from landbase.crs import zone_crs
from landbase.rules.vocabulary import Vocabulary
from landbase.testing import make_parcels
from landbase.units import from_m2, round_half_up
from landbase.webmap.layer import ParcelLayer
from landbase.webmap.states import Timeline

if TYPE_CHECKING:
    import geopandas as gpd

FOLDER = Path(__file__).parent / "vectors"
# of the ellipsoid of CGCS2000, by PROJ: digits that any version of it agrees on
GEOD = Geod(a=6378137.0, rf=298.257222101)
DAYS = (
    "2020-12-31",
    "2021-03-01",
    "2021-07-15",
    "2022-01-01",
    "2022-06-30",
    "2030-01-01",
    "2022-09-01",
)
# what a card shows of a decision
SHOWN = ("effective", "disposal_type", "status", "area_m2")
COLUMNS = (
    *("parcel_id", "name", "banner", "holder", "cause"),
    *("status", "disposal_type", "due"),
)


def tables(random: np.random.Generator, count: int) -> list[list[list[float]]]:
    """Tables of lines and categories, with what is hard to round among them."""
    found = []
    for number in range(count):
        size = int(random.integers(1, 12)), int(random.integers(1, 4))
        parts = random.uniform(0, 10.0 ** random.integers(0, 6), size)
        parts[random.random(size) < 0.2] = 0
        if number % 3 == 1:  # many thirds: there lines have to exchange roundings
            parts = np.round(parts * 2, 2) / 3
        if number % 3 == 2:  # halves of the last digit
            parts = np.round(parts * 4) / 8
        found.append(parts.tolist())
    return found


def whole_units(values: list[float], decimals: int) -> list[int]:
    """Round to whole units of the last digit."""
    scaled = round_half_up(values, decimals) * 10**decimals
    return np.rint(scaled).astype(int).tolist()


def apportion_vectors() -> dict[str, Any]:
    """Rounding half up, parts that close, tables that close."""
    random = np.random.default_rng(0)
    numbers = [2.675, -2.675, 0.125, 1.005, 1e-9, 0.0, 8.345, 1_234_567.895, 99.995]
    numbers += random.uniform(0, 1e6, 40).tolist()
    lists = [
        parts for table in tables(random, 12) for parts in zip(*table, strict=True)
    ]
    return {
        "rounded": [
            {"value": value, "decimals": decimals, "units": units}
            for decimals in (0, 2, 4)
            for value, units in zip(
                numbers, whole_units(numbers, decimals), strict=True
            )
        ],
        "parts": [
            {
                "parts": parts,
                "total": whole_units([sum(parts)], 2)[0],
                "units": np
                .rint(apportion(parts, sum(parts)) * 100)
                .astype(int)
                .tolist(),
            }
            for parts in map(list, lists)
        ],
        "tables": [
            {
                "table": table,
                "decimals": 2,
                "units": apportion_crossed(np.array(table)).tolist(),
            }
            for table in tables(random, 30)
        ],
    }


def _places(lon: float, lat: float, turns: Any, reach: Any) -> list[list[float]]:
    """Places around one, in directions and at distances."""
    ends = [
        GEOD.fwd(lon, lat, turn, far)[:2]
        for turn, far in zip(turns, reach, strict=True)
    ]
    return [[round(x, 9), round(y, 9)] for x, y in ends]


def geodesy_vectors() -> dict[str, Any]:
    """Lengths of geodesics, and areas inside them."""
    random = np.random.default_rng(1)
    pairs = [[[110, 39], [110, 39]], [[110, 0], [111, 0]], [[110, 39], [110, 40]]]
    for metres in (0.01, 1, 100, 5e3, 1e5, 1e6):
        for _ in range(8):
            lon, lat = random.uniform(73, 135), random.uniform(3, 54)
            pairs.append([
                [lon, lat],
                *_places(lon, lat, [random.uniform(0, 360)], [metres]),
            ])
    rings = []
    for metres in (100, 1e3, 2.5e3, 1.5e4):  # from the middle: sides up to 5, 30 km
        for corners in (3, 5, 12):
            # no slivers: of those the area is small beside the length of their sides
            turns = (
                (np.arange(corners) + random.uniform(0, 0.5, corners)) * 360 / corners
            )
            reach = metres * random.uniform(0.5, 1, corners)
            rings.append(
                _places(random.uniform(75, 133), random.uniform(5, 53), turns, reach)
            )
    within = {True: 1e-6, False: 6e-6}
    return {
        "lengths": [
            {"from": one, "to": other, "metres": round(GEOD.inv(*one, *other)[2], 6)}
            for one, other in pairs
        ],
        "areas": [
            {"ring": ring, "m2": round(m2, 3), "within": within[m2 < 25e6]}
            for ring in rings
            for m2 in [abs(GEOD.polygon_area_perimeter(*zip(*ring, strict=True))[0])]
        ],
    }


def coordinate_vectors() -> dict[str, Any]:
    """Places in degrees and in the plane of a 3° zone, by PROJ; and as people type."""
    random = np.random.default_rng(3)
    planes = []
    for zone in (25, 36, 37, 38, 45):
        plane = Transformer.from_crs(4490, zone_crs(zone), always_xy=True)
        for lon in 3 * zone + random.uniform(-2.2, 2.2, 4):
            lat = float(random.uniform(4, 53))
            x, y = plane.transform(lon, lat)
            planes.append({
                "lon": round(float(lon), 12), "lat": lat, "zone": zone,
                "x": round(x, 6), "y": round(y, 6),
            })  # fmt: skip
    plane = Transformer.from_crs(zone_crs(37), 4490, always_xy=True)
    known = list(plane.transform(37_481_234.5, 4_386_000.25))
    minutes = [109 + 46 / 60 + 52.8 / 3600, 39 + 36 / 60 + 29.8 / 3600]
    typed: dict[str, list[float] | None] = {
        "109.781327, 39.608266": [109.781327, 39.608266],
        "39.608266 109.781327": [109.781327, 39.608266],
        "１０９.７８１３２７，３９.６０８２６６": [109.781327, 39.608266],
        "E109.781327° N39.608266°": [109.781327, 39.608266],
        "109°46′52.8″E 39°36′29.8″N": minutes,
        "109°46'52.8\" 39°36'29.8\"": minutes,
        "东经109度46分52.8秒，北纬39度36分29.8秒": minutes,
        "37481234.5, 4386000.25": known,
        "X=4386000.25 Y=37481234.5": known,
        "4386000.25 481234.5": known,
        "109°61′00″ 39°00′00″": None,
        "150622-P-0031": None,
        "1506": None,
        "12 34": None,
        "准格尔旗 109.78 39.6": None,
        "": None,
    }
    return {
        "planes": planes,
        "typed": [{"text": text, "place": place} for text, place in typed.items()],
    }


def day_vectors() -> list[dict[str, Any]]:
    """Texts that people type as a day, and which day since 1970-01-01 each is."""
    said = {
        "2023-07-06": "2023-07-06",
        " 2023/7/6 ": "2023-07-06",
        "2023.07.06": "2023-07-06",
        "2023年7月6日": "2023-07-06",
        "２０２３-０７-０６": "2023-07-06",
        "20230706": "2023-07-06",
        "2023 - 7 - 6": "2023-07-06",
        "2023–07–06": "2023-07-06",
        "2023年7月6号": "2023-07-06",
        "20230230": None,
        "2023076": None,
        "1970-01-01": "1970-01-01",
        "1969-12-31": "1969-12-31",
        "2024-02-29": "2024-02-29",
        "2023-02-29": None,
        "2023-13-01": None,
        "2023-00-10": None,
        "23-07-06": None,
        "2023-07": None,
        "昨天": None,
        "": None,
    }
    return [
        {"text": text, "iso": iso, "day": None if iso is None else day_of(iso)}
        for text, iso in said.items()
    ]


def day_of(iso: str) -> int:
    """Count the days from 1970-01-01."""
    return int((pd.Timestamp(iso) - pd.Timestamp(0)).days)


def parcels_of_layer() -> gpd.GeoDataFrame:
    """A few parcels as they were before any decision, with a ring and a part more."""
    parcels = make_parcels(24, seed=5)
    parcels["disposal_type"] = None
    parcels["status"] = "registered"
    parcels["due"] = pd.NaT
    parcels.loc[3, "due"] = pd.Timestamp("2021-06-30")
    parcels.loc[4, "holder"] = None
    parcels.loc[5, "name"] = "ＡＢＣ仓储 \U0001f3d7"
    shapes = parcels.geometry.to_list()
    parcels.loc[6, "geometry"] = shapes[6].difference(
        shapes[6].representative_point().buffer(shapes[6].area ** 0.5 / 10)
    )
    parcels.loc[7, "geometry"] = shapes[7].union(shapes[8])
    return parcels


def decisions_of_layer(parcels: gpd.GeoDataFrame) -> pd.DataFrame:
    """Decisions about two parcels in three, one of them corrected."""
    events = []
    steps = (
        ("planned", "2021-03-01"),
        ("in_progress", "2021-07-15"),
        ("closed", "2022-06-30"),
    )
    for row, parcel in enumerate(parcels.itertuples()):
        way = "extend_start" if parcel.category == "idle" else "revoke_approval"
        for step, (status, day) in enumerate(steps[: row % 4]):
            due = f"202{1 + row % 2}-12-31" if step == 0 and row % 5 else None
            events.append({
                "event_id": f"E{len(events):03}",
                "parcel_id": parcel.parcel_id,
                "disposal_type": way,
                "status": status,
                "due": due,
                "supersedes": None,
                "area_m2": round(1000.0 + 37.77 * row + step, 2),
                "effective": pd.Timestamp(day) + pd.Timedelta(days=row),
            })
        if row % 8 == 7:  # closed, and then returned: what was disposed of is not
            events.append(
                events[-1]
                | {
                    "event_id": f"E{len(events):03}",
                    "status": "returned",
                    "effective": pd.Timestamp("2022-12-01"),
                    "due": None,
                }
            )
    wrong = next(event for event in events if event["status"] == "in_progress")
    day = wrong["effective"] + pd.Timedelta(days=30)
    last = {
        "event_id": f"E{len(events):03}",
        "supersedes": wrong["event_id"],
        "effective": day,
    }
    return pd.DataFrame([*events, wrong | last])


def state_on(parcels: gpd.GeoDataFrame, events: pd.DataFrame, iso: str) -> pd.DataFrame:
    """Give the parcels as of a day: event by event, as slowly as one reads it."""
    state = (
        parcels[["parcel_id", "status", "due"]]
        .assign(disposal_type=None)
        .astype(object)
    )
    due: dict[int, pd.Timestamp | None] = {}
    gone = set(events["supersedes"].dropna())
    for event in events.sort_values(["effective", "event_id"]).itertuples():
        if event.event_id in gone or event.effective > pd.Timestamp(iso):
            continue
        row = state.index[state["parcel_id"] == event.parcel_id][0]
        state.loc[row, "status"] = event.status
        state.loc[row, "disposal_type"] = event.disposal_type
        # a parcel that decisions are about is due as they say, not as it was before
        due[row] = due.get(row) if pd.isna(event.due) else pd.Timestamp(event.due)
        state.loc[row, "due"] = due[row] or pd.NaT
    return state


def late(state: pd.DataFrame, iso: str) -> pd.Series:
    """Mark what is overdue on a day."""
    terms = Vocabulary.default().terms["status"]
    done = [code for code, term in terms.items() if term.disposed]
    due = pd.to_datetime(state["due"])
    return (due < pd.Timestamp(iso)) & ~state["status"].isin(done)


def folded(texts: pd.Series) -> pd.Series:
    """Write texts as they are compared: width and case make no difference."""
    wide = texts.fillna("").astype(str)
    return wide.map(lambda text: unicodedata.normalize("NFKC", text).lower())


def labels_of(name: str) -> dict[str, str]:
    """Give the Chinese labels of a column; nothing for a missing code."""
    return {**Vocabulary.default().labels(name, "zh"), "": ""}


def parcel_vectors(parcels: gpd.GeoDataFrame, areas: pd.Series) -> list[dict[str, Any]]:
    """Say what a page must read of each parcel."""
    banners = labels_of("banner")
    return [
        {
            "id": str(parcel.parcel_id),
            "name": str(parcel.name),
            "holder": "" if pd.isna(parcel.holder) else str(parcel.holder),
            "banner": banners[parcel.banner],
            "m2": areas[parcel.Index],
            "rings": [
                [[round(x, 6), round(y, 6)] for x, y in ring.coords[:-1]]
                for part in getattr(parcel.geometry, "geoms", [parcel.geometry])
                for ring in (part.exterior, *part.interiors)
            ],
        }
        for parcel in parcels.itertuples()
    ]


def state_vectors(state: pd.DataFrame) -> dict[str, list[str]]:
    """Say by parcel what its columns that follow the day must read."""
    ways = state["disposal_type"].fillna("").map(labels_of("disposal_type"))
    due = pd.to_datetime(state["due"]).dt.strftime("%Y-%m-%d").fillna("")
    columns = (state["status"].map(labels_of("status")), ways, due)
    ids = state["parcel_id"].astype(str)
    return {one: list(texts) for one, *texts in zip(ids, *columns, strict=True)}


def filter_vectors(
    parcels: gpd.GeoDataFrame, mu: pd.Series, states: dict[str, pd.DataFrame]
) -> list[dict[str, Any]]:
    """Say which parcels each filter must leave on a day."""
    first, closed = DAYS[0], labels_of("status")["closed"]
    here = parcels["banner"] == parcels["banner"].iloc[0]
    banner = labels_of("banner")[parcels["banner"].iloc[0]]
    names, holders = folded(parcels["name"]), folded(parcels["holder"])
    some = holders.iloc[0][:3]
    cases: list[tuple[dict[str, Any], str, pd.Series]] = [
        ({}, first, mu > 0),
        ({"least": 10, "most": 30.5}, first, mu.between(10, 30.5)),
        ({"choices": {"banner": [banner]}, "least": 5}, first, here & (mu >= 5)),
        ({"text": "abc仓储"}, first, names.str.contains("abc仓储")),
        ({"text": some}, first, holders.str.contains(some) | names.str.contains(some)),
    ]
    for iso, state in states.items():
        cases += [
            ({"overdue": True}, iso, late(state, iso)),
            ({"choices": {"status": [closed]}}, iso, state["status"] == "closed"),
        ]
    return [
        {
            "state": state,
            "day": day_of(iso),
            "ids": sorted(parcels.loc[left.to_numpy(), "parcel_id"].astype(str)),
        }
        for state, iso, left in cases
    ]


def change_vectors(
    states: dict[str, pd.DataFrame], m2: pd.Series
) -> list[dict[str, Any]]:
    """Say what changed between any two of the days, by status."""
    labels, found = labels_of("status"), []
    for (one, before), (other, after) in permutations(states.items(), 2):
        table = pd.DataFrame({
            "from": before["status"].map(labels),
            "to": after["status"].map(labels),
            "m2": m2,
        })
        moved = table[table["from"] != table["to"]].groupby(["from", "to"])["m2"]
        found.append({
            "days": [day_of(one), day_of(other)],
            "changes": [
                [*states_of, int(count), float(total)]
                for states_of, count, total in zip(
                    moved.groups, moved.count(), moved.sum(), strict=True
                )
            ],
        })
    return found


def disposal_vectors(
    parcels: gpd.GeoDataFrame, events: pd.DataFrame
) -> list[dict[str, Any]]:
    """Say what charts on paper have of each month and category, as of a day."""
    own = parcels.set_index("parcel_id")[["category", "banner"]]
    told = in_force(events.join(own, on="parcel_id"))
    found = []
    for iso in DAYS:
        counted = disposed_areas(told, on=iso)
        month = pd.to_datetime(counted["effective"]).dt.strftime("%Y-%m")
        sums = counted.groupby([month, "category"])["area_m2"].sum()
        found.append({
            "day": day_of(iso),
            "months": [[*key, float(m2)] for key, m2 in sums.items()],
        })
    return found


def layer_vectors() -> dict[str, Any]:
    """Give a layer as a page holds it, what it says, and what filters leave of it."""
    parcels = parcels_of_layer()
    events = decisions_of_layer(parcels)
    areas = pd.Series(np.arange(1.0, 25.0) * 1234.5678, index=parcels.index)
    layer = ParcelLayer(
        parcels,
        columns=COLUMNS,
        decisions=Timeline(decisions=events, columns=SHOWN),
        areas=areas,
        compress=False,
    )
    states = {iso: state_on(parcels, events, iso) for iso in DAYS}
    mu = pd.Series(from_m2(areas, "mu"), index=parcels.index)
    return {
        "text": layer.data,
        "parcels": parcel_vectors(parcels, areas),
        "days": [
            {"day": day_of(iso), "states": state_vectors(state)}
            for iso, state in states.items()
        ],
        "filters": filter_vectors(parcels, mu, states),
        "changes": change_vectors(states, areas),
        "disposals": disposal_vectors(parcels, events),
    }


def vectors() -> dict[str, Any]:
    """All of them, by the name of their file."""
    return {
        "apportion": apportion_vectors(),
        "geodesy": geodesy_vectors(),
        "days": day_vectors(),
        "coordinates": coordinate_vectors(),
        "layer": layer_vectors(),
    }


if __name__ == "__main__":
    for name, data in vectors().items():
        text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
        (FOLDER / f"{name}.json").write_text(text + "\n", "utf-8", newline="\n")
