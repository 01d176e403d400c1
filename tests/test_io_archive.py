"""Archives and folders: read whole, within bounds, and nothing written outside."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

import pytest
from shapefile_bytes import square, write_dbf, write_shp

from landbase.errors import SourceError
from landbase.io.formats import read_source, unpack
from landbase.parcels.read import read_parcels

if TYPE_CHECKING:
    from pathlib import Path

WEST, SOUTH = 37_450_000.0, 4_400_000.0


def shapefile(folder: Path, name: str = "地块", number: int = 1) -> list[Path]:
    folder.mkdir(parents=True, exist_ok=True)
    path = write_shp(folder / f"{name}.shp", [[square(WEST + 300 * number, SOUTH)]])
    cell = [[f"P-{number}".encode()]]
    write_dbf(folder / f"{name}.dbf", [(b"DKBH", "C", 5, 0)], cell)
    return [path.with_suffix(suffix) for suffix in (".shp", ".shx", ".dbf")]


def pack(target: Path, *files: Path, prefix: str = "") -> Path:
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for file in files:
            archive.write(file, prefix + file.name)
    return target


def test_a_zip_of_a_shapefile(work: Path) -> None:
    packed = pack(work / "报件.zip", *shapefile(work / "in"), prefix="某 项目/")
    (table,) = read_source(packed)
    assert table.source == "报件.zip/某 项目/地块.shp"
    assert read_parcels(packed, category="idle").parcels["parcel_id"].tolist() == [
        "P-1"
    ]


def test_chinese_names_that_windows_wrote_in_gbk(work: Path) -> None:
    shapefile(work / "in")
    packed = _in_gbk(work / "in", work / "a.zip")
    (table,) = read_source(packed)
    assert table.source == "a.zip/批而未供/地块.shp"


def _in_gbk(folder: Path, packed: Path) -> Path:
    """Write a zip whose names are GBK bytes without the mark of UTF-8."""

    class Gbk(zipfile.ZipInfo):
        def _encodeFilenameFlags(self) -> tuple[bytes, int]:  # noqa: N802 - zipfile's own name
            return self.filename.encode("gbk"), self.flag_bits & ~0x800

    with zipfile.ZipFile(packed, "w") as archive:
        for file in sorted(folder.iterdir()):
            archive.writestr(Gbk(f"批而未供/{file.name}"), file.read_bytes())
    return packed


def test_a_zip_within_a_zip_and_a_folder_of_both(work: Path) -> None:
    inner = pack(work / "内.zip", *shapefile(work / "in", number=1))
    folder = work / "收件"
    folder.mkdir()
    pack(folder / "外.zip", inner)
    shapefile(folder / "子 目录", number=2)
    tables = read_source(folder)
    assert [table.source for table in tables] == [
        "收件/外.zip/内.zip/地块.shp",
        "收件/子 目录/地块.shp",
    ]
    parcels, issues = read_parcels(folder, category="idle")
    assert parcels["parcel_id"].tolist() == ["P-1", "P-2"]
    assert len(issues.by_code()["rows_counted"]) == 2


def test_archives_nested_without_end_are_refused(work: Path) -> None:
    packed = pack(work / "0.zip", *shapefile(work / "in"))
    for level in range(1, 6):
        packed = pack(work / f"{level}.zip", packed)
    with pytest.raises(SourceError, match="more than 3 deep"):
        read_source(packed)


def test_a_damaged_file_beside_a_good_one_is_an_issue(work: Path) -> None:
    folder = work / "收件"
    shapefile(folder)
    (folder / "坏.gpkg").write_bytes(b"no database")
    (table,) = read_source(folder)
    assert "坏.gpkg" in table.issues.by_code()["source_refused"].table["value"][0]


def test_nothing_is_written_outside_the_folder(work: Path) -> None:
    packed = work / "evil.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        for name in (
            "../out.txt",
            "/abs.txt",
            "a/../../b.txt",
            "C:\\c.txt",
            "..\\d.txt",
        ):
            archive.writestr(name, "x")
    inside = work / "inside"
    inside.mkdir()
    unpack(packed, inside)
    written = list(work.rglob("*.txt"))
    assert len(written) == 5
    assert all(inside in path.parents for path in written)


def test_a_bomb_is_stopped_by_bytes_written_not_by_bytes_claimed(work: Path) -> None:
    packed = work / "bomb.zip"
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.shp", bytes(5_000_000))
    inside = work / "inside"
    inside.mkdir()
    with pytest.raises(SourceError, match="unpacks to more than 1000000 bytes"):
        unpack(packed, inside, limit=1_000_000)


def test_what_is_no_archive_or_an_empty_one_is_refused(work: Path) -> None:
    (work / "a.zip").write_bytes(b"PK no archive")
    with pytest.raises(SourceError, match="not a zip archive that can be read"):
        read_source(work / "a.zip")
    with pytest.raises(SourceError, match="empty archive"):
        read_source(pack(work / "b.zip"))
    (work / "readme.txt").write_text("x", encoding="utf-8")
    with pytest.raises(SourceError, match="holds no file that can be read"):
        read_source(pack(work / "c.zip", work / "readme.txt"))


def test_a_truncated_archive_is_refused(work: Path) -> None:
    packed = pack(work / "a.zip", *shapefile(work / "in"))
    data = packed.read_bytes()
    for size in (10, len(data) // 2, len(data) - 5):
        packed.write_bytes(data[:size])
        with pytest.raises(SourceError, match=r"a\.zip"):
            read_source(packed)


def test_a_damaged_member_is_refused(work: Path) -> None:
    packed = pack(work / "a.zip", *shapefile(work / "in"))
    data = bytearray(packed.read_bytes())
    data[60:70] = b"\xff" * 10
    packed.write_bytes(bytes(data))
    with pytest.raises(SourceError, match="not a zip archive that can be read"):
        read_source(packed)


def test_clutter_of_other_systems_is_passed_over(work: Path) -> None:
    packed = work / "a.zip"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("__MACOSX/._地块.shp", "x")
        for file in shapefile(work / "in"):
            archive.write(file, file.name)
    assert len(read_source(packed)) == 1


def test_a_layer_named_selects_among_all_files(work: Path) -> None:
    folder = work / "收件"
    shapefile(folder, "批而未供", 1)
    shapefile(folder, "闲置土地", 2)
    (table,) = read_source(folder, layer="闲置土地")
    assert table.source == "收件/闲置土地.shp"
    assert "source_refused" not in set(table.issues.table["code"])


def test_real_archives(shared_data: Path) -> None:
    two = shared_data / "broken" / "truncated" / "blockgroups_multishapefile.zip"
    assert [len(table.frame) for table in read_source(two)] == [663, 663]
    with pytest.raises(SourceError, match="empty archive"):
        read_source(shared_data / "broken" / "truncated" / "empty_zipfile.zip")
