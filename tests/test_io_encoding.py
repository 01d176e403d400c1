"""The encoding of attribute tables is judged on the bytes, whatever the file says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from shapefile_bytes import square, write_dbf, write_shp

from landbase.io.encoding import Claim, choose_encoding, decode, find_codec
from landbase.io.formats import read_source
from landbase.io.shapefile import read_dbf

if TYPE_CHECKING:
    from pathlib import Path

NAMES = ["准格尔旗大路新区地块", "鄂托克前旗上海庙", "批而未供", "陈家渠"]
LETTERS = "东胜康巴什达拉特准格尔鄂托克前杭锦乌审伊金霍洛旗区地块第号工业用地"
# (argument, .cpg, language byte) and the true encoding of the bytes
TOLD = {
    "nothing said, GBK": (None, None, 0, "gbk"),
    "nothing said, UTF-8": (None, None, 0, "utf-8"),
    "language byte right": (None, None, 0x4D, "gbk"),
    "language byte of the writer's own page": (None, None, 0x57, "gbk"),
    "language byte lies: GBK, bytes are UTF-8": (None, None, 0x4D, "utf-8"),
    "language byte lies: 1252, bytes are GBK": (None, None, 0x03, "gbk"),
    "cpg right, UTF-8": (None, "UTF-8", 0x57, "utf-8"),
    "cpg right by number": (None, "936", 0, "gbk"),
    "cpg lies: UTF-8, bytes are GBK": (None, "UTF-8", 0x4D, "gbk"),
    "cpg lies: GBK, bytes are UTF-8": (None, "GBK", 0, "utf-8"),
    "cpg lies: Latin-1, bytes are GBK": (None, "ISO-8859-1", 0, "gbk"),
    "cpg lies: Latin-1, bytes are UTF-8": (None, "88591", 0, "utf-8"),
    "cpg empty": (None, "", 0, "gbk"),
    "cpg says nothing known": (None, "gobbledygook", 0, "gbk"),
    "argument overrides": ("gbk", "UTF-8", 0, "gbk"),
}


@pytest.mark.parametrize("case", TOLD.values(), ids=TOLD)
def test_right_text_whatever_the_file_says(
    work: Path, case: tuple[str | None, str | None, int, str]
) -> None:
    argument, cpg, language, codec = case
    fields = [("名称".encode(codec), "C", 60, 0)]
    cells = [[name.encode(codec)] for name in NAMES]
    path = write_dbf(work / "地块.dbf", fields, cells, language=language)
    if cpg is not None:
        path.with_suffix(".cpg").write_text(cpg, encoding="ascii")

    table = read_dbf(path, source="地块.shp", encoding=argument)

    assert table.frame["名称"].tolist() == NAMES
    codes = set(table.issues.table["code"])
    name = next(k for k, v in TOLD.items() if v == case)
    unknown = "encoding_unknown" if "nothing known" in name else "encoding_chosen"
    assert codes == {"encoding_refuted" if "lies" in name else unknown}


@pytest.mark.parametrize(
    ("name", "cpg", "origin"),
    [
        (".CPG", b"GBK", "cpg"),
        (".Cpg", b"utf-8\r\n", "cpg"),
        (".cpg", b"\xef\xbb\xbfGBK", "cpg"),
        (".cpg", "GBK".encode("utf-16"), "cpg"),
        (".cpg", b"G\0B\0K\0", "cpg"),
        (".cpg", b"GBK\0\0\0\x1a", "cpg"),
        (".cpg", b" \r\n\t GBK \r\nby hand", "cpg"),
        (".cpg", b'"GB 18030"', "cpg"),
        (".cpg", b"gb_2312", "cpg"),
        (".cpg", b"\0\0", "GB18030"),
    ],
)
def test_a_cpg_as_editors_leave_it(
    work: Path, name: str, cpg: bytes, origin: str
) -> None:
    codec = "utf-8" if b"utf" in cpg else "gbk"
    fields = [("名称".encode(codec), "C", 60, 0)]
    path = write_dbf(work / "地块.dbf", fields, [[n.encode(codec)] for n in NAMES])
    path.with_suffix(name).write_bytes(cpg)
    table = read_dbf(path, source="地块.shp")
    assert table.frame["名称"].tolist() == NAMES
    assert table.issues.table["code"].tolist() == ["encoding_chosen"]
    said = table.issues.table["message_en"][0]
    assert f"(by {origin};" in said


@pytest.mark.parametrize(
    "cpg", ["hex", "idna", "undefined", "unicode_escape", "rot13", "汉字", "LDID/77"]
)
def test_a_cpg_that_names_no_encoding(work: Path, cpg: str) -> None:
    fields = [("名称".encode("gbk"), "C", 60, 0)]
    path = write_dbf(work / "地块.dbf", fields, [[n.encode("gbk")] for n in NAMES])
    path.with_suffix(".cpg").write_text(cpg, encoding="utf-8")
    table = read_dbf(path, source="地块.shp")
    assert table.frame["名称"].tolist() == NAMES
    (issue,) = table.issues.table.to_dict("records")
    assert issue["code"] == "encoding_unknown"
    assert cpg in issue["message_zh"]
    assert ".cpg" in issue["todo_zh"]


def test_western_text_under_a_right_cpg_stays_western(work: Path) -> None:
    names = ["Straße", "São Paulo", "Zürich", "Málaga"]
    path = write_dbf(
        work / "a.dbf", [(b"NAME", "C", 20, 0)], [[n.encode("latin-1")] for n in names]
    )
    path.with_suffix(".cpg").write_text("ISO-8859-1", encoding="ascii")
    assert read_dbf(path, source="a").frame["NAME"].tolist() == names


@pytest.mark.parametrize("codec", ["gb18030", "utf-8"])
def test_a_character_cut_at_the_field_width_costs_that_character_only(
    work: Path, codec: str
) -> None:
    width = 20 if codec == "utf-8" else 9
    whole = "鄂尔多斯市伊金霍洛旗"
    cells = [["乌审旗".encode(codec)], [whole.encode(codec)], [b"plain"]]
    path = write_dbf(work / "a.dbf", [(b"XMMC", "C", width, 0)], cells)

    table = read_dbf(path, source="a.shp")

    kept = whole[: width // len("旗".encode(codec))]
    assert table.frame["XMMC"].tolist() == ["乌审旗", kept, "plain"]
    cut = table.issues.by_code()["text_cut"].table
    assert cut[["source_row", "column", "value"]].to_numpy().tolist() == [
        [2, "XMMC", kept]
    ]


def test_headers_cut_in_the_middle_of_a_character(work: Path) -> None:
    header = "地块面积平方米".encode()[:10]  # three characters and a byte
    path = write_dbf(work / "a.dbf", [(header, "N", 10, 2)], [[b"1.5"]])
    table = read_dbf(path, source="a.shp", encoding="utf-8")
    assert table.frame.columns.tolist() == ["地块面"]
    assert "header_cut" in set(table.issues.table["code"])


def test_one_column_in_another_encoding_is_read_as_it_is(work: Path) -> None:
    fields = [(b"A", "C", 30, 0), (b"B", "C", 30, 0)]
    cells = [[n.encode("gbk"), n.encode("utf-8")] for n in NAMES]
    cells += [[n[::-1].encode("gbk"), b""] for n in NAMES]
    path = write_dbf(work / "a.dbf", fields, cells)
    table = read_dbf(path, source="a.shp")
    assert table.frame["A"].tolist()[:4] == NAMES
    assert table.frame["B"].tolist()[:4] == NAMES
    assert table.issues.by_code()["encoding_mixed"].table["column"].tolist() == ["B"]


def test_bytes_that_are_no_text_are_an_error_and_cost_no_other_cell(work: Path) -> None:
    cells = [[n.encode("gbk")] for n in NAMES] + [[b"\xff\xffab"]]
    path = write_dbf(work / "a.dbf", [(b"A", "C", 30, 0)], cells)
    table = read_dbf(path, source="a.shp")
    assert table.frame["A"].tolist()[:4] == NAMES
    assert table.issues.by_code()["bad_text"].table["source_row"].tolist() == [5]


def test_plain_ascii_needs_no_choice(work: Path) -> None:
    path = write_dbf(work / "a.dbf", [(b"A", "C", 5, 0)], [[b"abc"]], language=0x57)
    assert len(read_dbf(path, source="a.shp").issues) == 0


@given(
    st.lists(
        st.text(
            "东胜康巴什达拉特准格尔鄂托克前杭锦乌审伊金霍洛旗区地块第号工业用地",
            min_size=4,
        ),
        min_size=3,
    )
)
def test_ordinary_chinese_is_never_taken_for_the_other_encoding(
    texts: list[str],
) -> None:
    for codec in ("gb18030", "utf-8"):
        values = [text.encode(codec) for text in texts]
        choice = choose_encoding(values, [False] * len(values), [])
        assert choice is not None
        assert decode(values, [False] * len(values), choice.codec).texts == texts


def test_a_claim_of_big5_is_believed_when_it_decodes() -> None:
    choice = choose_encoding(["國語".encode("big5")], [False], [Claim("cpg", "BIG5")])
    assert choice is not None
    assert (choice.codec, choice.origin) == ("big5", "cpg")


@pytest.mark.parametrize(
    ("name", "codec"),
    [("65001", "utf-8"), ("OEM 936", "gb18030"), ("ISO 88591", "iso8859-1"),
     ("CP1252", "cp1252"), ("LDID/77", None), ("", None)],
)  # fmt: skip
def test_names_of_encodings_in_real_cpg_files(name: str, codec: str | None) -> None:
    assert find_codec(name) == codec


def test_real_files_read_right_with_no_argument(shared_data: Path) -> None:
    folder = shared_data / "encoding"
    (gbk,) = read_source(folder / "windr07_gbk_ldid57" / "SampleData.shp")
    assert set(gbk.frame["JHLX"]) == {"面"}
    (utf8,) = read_source(folder / "china_utf8_ldid0_nocpg" / "china.shp")
    assert "曾母暗沙" in set(utf8.frame["FCNAME"])
    (ldid,) = read_source(folder / "mapshaper_dbf" / "ldid" / "chinese.shp")
    assert ldid.frame["NAME"].tolist() == ["简体"]
    (big5,) = read_source(folder / "mapshaper_dbf" / "cpg" / "big5.shp")
    assert big5.frame["NAME"].tolist() == ["國語"]


def test_encoding_reaches_the_shapefile(work: Path) -> None:
    write_shp(work / "a.shp", [[square(0, 0)]])
    write_dbf(work / "a.dbf", [(b"A", "C", 9, 0)], [["國語".encode("big5")]])
    (table,) = read_source(work / "a.shp", encoding="big5")
    assert table.frame["A"].tolist() == ["國語"]
