"""Ids as people's files hold them: invisible characters, marks of text, headers."""

from __future__ import annotations

import datetime as dt
import zipfile
from pathlib import Path

import geopandas as gpd
import openpyxl
import pytest
import shapely

import landbase as lb
from landbase.tables.ids import clean_id

FOUND = Path(__file__).parents[2] / "shared/data/found/reports"
LEDGER_HEAD = "地块编号,类别,旗区,面积（亩）\n"


def parcels(ids: list[object], header: str = "parcel_id") -> gpd.GeoDataFrame:
    shapes = [
        shapely.box(110 + n / 100, 39.9, 110.001 + n / 100, 39.901)
        for n in range(len(ids))
    ]
    return gpd.GeoDataFrame({header: ids}, geometry=shapes, crs=4490)


def rows(issues: lb.Issues, code: str) -> list[int]:
    table = issues.table
    return table["source_row"][table["code"] == code].tolist()


@pytest.mark.parametrize(
    "mark",
    [
        "\u00a0",
        "\u200b",
        "\u200e",
        "\u2060",
        "\ufeff",
        "\u00ad",
        "\u202c",
        "\u3000",
        "\u2003",
    ],
)
@pytest.mark.parametrize("place", ["{mark}T-9", "T-9{mark}"])
def test_what_nobody_sees_is_no_part_of_an_id(mark: str, place: str) -> None:
    assert clean_id(place.format(mark=mark)) == "T-9"


@pytest.mark.parametrize("suffix", [".gpkg", ".geojson", ".parquet", ".fgb"])
def test_ids_that_differ_by_what_nobody_sees_are_one(
    tmp_path: Path, suffix: str
) -> None:
    frame = parcels(["T-9", "T-9\u00a0", "T\u200b-1"])
    path = tmp_path / f"t{suffix}"
    if suffix == ".parquet":
        frame.to_parquet(path)
    else:
        frame.to_file(path)

    result = lb.read_parcels(path, category="idle")

    assert sorted(result.parcels["parcel_id"]) == ["T-1", "T-9"]
    codes = result.issues.table["code"].tolist()
    assert codes.count("id_cleaned") == 2
    assert "duplicate_id" in codes


def test_names_in_two_forms_of_unicode_are_one_id(tmp_path: Path) -> None:
    parcels(["é-1", "e\u0301-1"]).to_file(tmp_path / "t.gpkg")
    result = lb.read_parcels(tmp_path / "t.gpkg", category="idle")
    assert result.parcels["parcel_id"].tolist() == ["é-1"]


def test_marks_of_text_are_no_part_of_an_id_in_a_ledger(tmp_path: Path) -> None:
    cells = ['="0012"', "'0013", "0014\t", '"=""0015"""']
    path = tmp_path / "ledger.csv"
    lines = "".join(f"{cell},批而未供,东胜区,15\n" for cell in cells)
    path.write_text(LEDGER_HEAD + lines, encoding="utf-8-sig")

    ledger = lb.read_ledger(path)

    found = ledger.ledger["parcel_id"].tolist()
    assert found == ["0012", "0013", "0014", "0015"]
    assert len(rows(ledger.issues, "id_cleaned")) == 3


def escaped_workbook(path: Path, written: str) -> None:
    """Write a workbook, one string of which is put in as the format writes it."""
    book = openpyxl.Workbook()
    for row in (["地块编号", "类别", "旗区"], ["MARK", "批而未供", "东胜区"]):
        book.active.append(row)
    plain = path.with_name("plain.xlsx")
    book.save(plain)
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b"MARK", written.encode()))


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("T-001_x000D_", "T-001"),
        ("T_x002D_001", "T-001"),
        ("T_x005F_x000D_", "T_x000D_"),
        ("T_x00g1_", "T_x00g1_"),
    ],
)
def test_escapes_of_a_workbook_are_decoded(
    tmp_path: Path, written: str, read: str
) -> None:
    escaped_workbook(tmp_path / "t.xlsx", written)
    assert lb.read_ledger(tmp_path / "t.xlsx").ledger["parcel_id"].tolist() == [read]


def test_a_cell_of_any_length_is_read(tmp_path: Path) -> None:
    outline = "POLYGON ((" + "110.5 39.5," * 20_000 + "110.5 39.5))"
    path = tmp_path / "ledger.csv"
    text = f'地块编号,类别,旗区,图形\nT-1,批而未供,东胜区,"{outline}"\n'
    path.write_text(text, encoding="utf-8-sig")

    assert lb.read_ledger(path).ledger["parcel_id"].tolist() == ["T-1"]


@pytest.mark.parametrize("header", ["TBBH", "BSM", "DKBM", "BDCDYH", "不动产单元号"])
def test_headers_of_databases_are_known(tmp_path: Path, header: str) -> None:
    parcels(["T-1", "T-2"], header).to_file(tmp_path / "t.gpkg")
    result = lb.read_parcels(tmp_path / "t.gpkg", category="idle")

    assert result.parcels["parcel_id"].tolist() == ["T-1", "T-2"]
    table = result.issues.table
    mapped = table["value"][table["code"] == "columns_mapped"].iloc[0]
    assert f"{header}→parcel_id" in mapped


def test_a_running_number_gives_way_to_the_parcel_number(tmp_path: Path) -> None:
    frame = parcels(["1", "2"], "BSM").assign(DKBH=["T-1", "T-2"])
    frame.to_file(tmp_path / "t.gpkg")
    result = lb.read_parcels(tmp_path / "t.gpkg", category="idle")
    assert result.parcels["parcel_id"].tolist() == ["T-1", "T-2"]


@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("03e_eq_quote.csv", ["0012", "0013", "0014", "0015"]),
        ("24a_x000d.xlsx", ["T-001"]),
    ],
)
def test_ids_of_the_found_ledgers(name: str, ids: list[str]) -> None:
    if not (FOUND / name).exists():
        pytest.skip("the found files are not here")
    found = lb.read_ledger(FOUND / name).ledger["parcel_id"].tolist()
    assert found[: len(ids)] == ids


@pytest.mark.parametrize("kind", ["cell", "format"])
def test_an_id_that_a_spreadsheet_made_a_date_of_is_told(
    tmp_path: Path, kind: str
) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["地块编号", "类别"])
    sheet.append([dt.date(2022, 1, 2) if kind == "cell" else 44563, "闲置土地"])
    sheet.append(["2022-1-3", "闲置土地"])
    sheet["A2"].number_format = "yyyy-m-d"
    book.save(tmp_path / "台账.xlsx")
    ledger, issues = lb.read_ledger(tmp_path / "台账.xlsx")
    told = issues.table[issues.table["code"] == "id_was_date"]
    assert told[["source_row", "value"]].values.tolist() == [[2, "2022-01-02"]]
    assert ledger["parcel_id"].tolist() == ["2022-01-02", "2022-1-3"]
