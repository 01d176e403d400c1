"""What was recorded before contact was lost is not recorded twice."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd
import pytest
import sqlalchemy as sa
from colleagues import IDS, Clock, land

from landbase.cli.language import CLEAN, UNUSABLE
from landbase.cli.main import main
from landbase.errors import LandbaseWarning, StoreError
from landbase.store import postgres
from landbase.store.base import LandBase

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from servers import Bases, Server

START = {"disposal_type": "start_by_deadline", "status": "planned"}
START |= {"effective": "2023-03-01"}
ANEW = {"disposal_type": "extend_start", "status": "planned"}
ANEW |= {"effective": "2023-03-01", "new_agreed_start": "2023-12-01"}
UNKNOWN = "0123-4567-89AB-CDEF"


@pytest.fixture
def base(base_factory: Bases) -> Iterator[LandBase]:
    with base_factory("土地", clock=Clock()) as made:
        made.add(land())
        yield made


def run(*words: str) -> object:
    with pytest.raises(SystemExit) as left:
        main([*words])
    return left.value.code


def rows() -> pd.DataFrame:
    return pd.DataFrame({"parcel_id": IDS[:2], **START}).astype("str")


@pytest.mark.parametrize("said", [START, ANEW])
def test_a_decision_is_found_by_its_code(base: LandBase, said: dict[str, str]) -> None:
    if said is ANEW:
        base.add(land().assign(cause="government"))
    first = base.record(IDS[0], **said)
    code, before = base.head, base.decisions()
    with pytest.warns(LandbaseWarning, match="nothing is recorded twice"):
        again = base.record(IDS[0], **said, unless=code)
    assert again == first
    assert base.head == code
    pd.testing.assert_frame_equal(base.decisions(), before)
    assert base.record(IDS[0], **said).event_id == 2  # who does not ask doubles it


def test_so_is_a_table(base: LandBase) -> None:
    base.record(IDS[2], **START)
    base.record_many(rows())
    code = base.head.replace("-", " ").lower()
    base.record(IDS[2], **START)  # others went on meanwhile
    with pytest.warns(LandbaseWarning, match="2 decision"):
        assert base.record_many(rows(), unless=code) == 2
    assert len(base.decisions()) == 4


def test_what_is_not_there_is_recorded(base: LandBase) -> None:
    assert base.record(IDS[0], **START, unless=UNKNOWN).event_id == 1
    assert base.record_many(rows(), unless=UNKNOWN) == 2
    assert len(base.decisions()) == 3


def test_the_code_of_something_else_is_refused(base: LandBase) -> None:
    added = base.head
    base.record(IDS[1], **START)
    other = base.head
    for code in (added, other):
        with pytest.raises(StoreError, match="another writing"):
            base.record(IDS[0], **START, unless=code)
        with pytest.raises(StoreError, match="another writing"):
            base.record_many(rows(), unless=code)
    for code in ("", "9F8", "%%%%%%%%", "________"):
        with pytest.raises(StoreError, match="no code"):
            base.record(IDS[0], **START, unless=code)
    assert len(base.decisions()) == 1
    assert not len(base.verify().of_severity("error"))


@pytest.mark.parametrize("case", ["kept", "lost", "table kept", "table lost"])
def test_who_cannot_ask_is_told_a_code_and_does_it_again(
    server: Server,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    work: Path,
    case: str,
) -> None:
    kept, many = "kept" in case, "table" in case
    name = server.new()
    place = server.address(name)
    with LandBase.open(place) as base:
        base.add(land())
    table = str(work / "决定.csv")
    rows().to_csv(table, index=False)
    one = ["record", place, IDS[0], "start_by_deadline", "--status", "planned",
           "--effective", "2023-03-01"]  # fmt: skip
    command = ["record-many", place, table] if many else one
    commit, cuts = sa.Connection.commit, []
    shut = "ALTER DATABASE {} ALLOW_CONNECTIONS {}"

    def cut(connection: sa.Connection) -> None:
        written = connection.exec_driver_sql("SELECT count(*) FROM decisions").scalar()
        if written and not cuts:
            cuts.append(1)
            pid = connection.exec_driver_sql("SELECT pg_backend_pid()").scalar_one()
            if kept:
                commit(connection)
            server.run("postgres", shut.format(name, "false"),
                       f"SELECT pg_terminate_backend({pid}, 5000)")  # fmt: skip
            connection.exec_driver_sql("SELECT 1")
        commit(connection)

    monkeypatch.setattr(postgres, "_ASK_AGAIN_WITHIN", 0.5)
    monkeypatch.setattr(sa.Connection, "commit", cut)
    assert run(*command, "--lang", "en") == UNUSABLE
    told = capsys.readouterr().err
    assert "the server cannot be asked" in told
    code = told.partition("(code ")[2].partition(")")[0]
    server.run("postgres", shut.format(name, "true"))
    assert run(*command, "--lang", "en", "--unless", code) == CLEAN
    told = capsys.readouterr()
    assert ("recorded twice" in told.out + told.err) is kept
    with LandBase.open(place) as base:
        assert len(base.decisions()) == 1 + many
        assert not len(base.verify().of_severity("error", "warning"))
    server.drop(name)
