"""The words: codes, labels, aliases, and what a bureau adds of its own."""

from __future__ import annotations

import pandas as pd
import pytest

from landbase.errors import ConfigError
from landbase.rules.vocabulary import KINDS, Vocabulary, fold

WORDS = Vocabulary.default()


@pytest.mark.parametrize("kind", KINDS)
def test_every_term_has_both_labels_and_finds_itself(kind: str) -> None:
    for code, term in WORDS.terms[kind].items():
        assert term.zh
        assert term.en
        for word in (code, term.zh, term.en):
            assert WORDS.find(kind, word, category=term.category) == code


@pytest.mark.parametrize("kind", KINDS)
def test_no_word_means_two_terms_of_one_category(kind: str) -> None:
    for category in ("approved_unsupplied", "idle"):
        codes = WORDS.codes(kind, category=category)
        words = [
            {fold(w) for w in (code, term.zh, term.en, *term.aliases)}
            for code, term in ((code, WORDS.term(kind, code)) for code in codes)
        ]
        everything = [word for some in words for word in some]
        assert len(everything) == len(set(everything))


def test_ways_name_causes_that_exist_and_fit() -> None:
    for term in WORDS.terms["disposal_type"].values():
        for cause in term.causes:
            assert WORDS.term("cause", cause).category == term.category


def test_what_a_term_rests_on_is_said() -> None:
    for kind in ("cause", "disposal_type"):
        for term in WORDS.terms[kind].values():
            assert term.sure in {"source", "weak", "unconfirmed", "judgement"}
            assert term.basis or term.sure == "judgement"


def test_the_ways_of_the_letter_and_the_region_are_there() -> None:
    labels = set(WORDS.labels("disposal_type").values())
    assert labels >= {
        *("加快土地供应", "完善供地手续", "纳入政府储备重新交易", "撤销批文"),
        *("限期开工", "闲储置换", "约谈", "延长动工开发期限"),
        *("调整土地用途、规划条件", "安排临时使用"),
        *("征缴土地闲置费", "协议有偿收回", "无偿收回", "转让或合作开发"),
    }


def test_the_life_of_a_parcel_is_in_order() -> None:
    order = ["registered", "planned", "in_progress", "disposed", "closed", "returned"]
    assert WORDS.codes("status") == order
    assert [c for c in order if WORDS.term("status", c).disposed] == [
        "disposed",
        "closed",
    ]


@pytest.mark.parametrize(
    ("kind", "text", "code"),
    [
        ("banner", "准旗", "150622"),
        ("banner", "152723", "150622"),
        ("banner", "Jungar Banner", "150622"),
        ("disposal_type", "核销批文", "revoke_approval"),
        ("status", "已销号", "closed"),
        ("status", "REGISTERED", "registered"),
        ("category", "ＰＥＷＧ", "approved_unsupplied"),
        ("field", " 地块 编号 ", "parcel_id"),
        ("cause", "海市蜃楼", None),
        ("cause", "", None),
        ("cause", "！？", None),
    ],
)
def test_words_are_found(kind: str, text: str, code: str | None) -> None:
    assert WORDS.find(kind, text) == code


def test_the_category_decides_between_like_named_causes() -> None:
    assert WORDS.find("cause", "其他") is None
    assert WORDS.find("cause", "其他", category="idle") == "other_idle"
    found = WORDS.find("cause", "其他", category="approved_unsupplied")
    assert found == "other_unsupplied"


def test_columns_of_words_are_found_on_their_index() -> None:
    texts = pd.Series(["约谈", None, "撤销批文", "瞎写", "约谈"], index=[5, 5, 7, 8, 9])
    category = pd.Series(["idle", "idle", "idle", None, None], index=texts.index)
    codes = WORDS.find_all("disposal_type", texts, category=category)
    assert codes.index.tolist() == [5, 5, 7, 8, 9]
    assert codes.dtype == "str"
    assert codes.fillna("—").tolist() == ["interview", "—", "—", "—", "interview"]
    without = WORDS.find_all("disposal_type", texts)
    assert without.fillna("—").tolist() == [
        *("interview", "—", "revoke_approval", "—", "interview")
    ]


def test_columns_of_no_words_stay_empty() -> None:
    assert WORDS.find_all("cause", pd.Series([None, None], dtype="str")).isna().all()
    assert WORDS.find_all("cause", pd.Series([], dtype="str")).empty


def test_labels_of_unknown_codes_are_the_codes() -> None:
    assert WORDS.label("status", "closed") == "已销号"
    assert WORDS.label("status", "closed", "en") == "closed"
    assert WORDS.label("status", "lost") == "lost"
    assert WORDS.term("status", "closed").label("en") == "closed"
    with pytest.raises(KeyError):
        WORDS.term("status", "lost")


def test_a_bureau_adds_terms_and_aliases() -> None:
    own = WORDS.extended({
        "banner": {"150202": {"zh": "东河区", "en": "Donghe District"}},
        "status": {"closed": {"aliases": ["办结"]}},
    })
    assert own.find("banner", "东河区") == "150202"
    assert own.find("status", "办结") == own.find("status", "销号") == "closed"
    assert WORDS.find("status", "办结") is None
    assert WORDS.find("banner", "东河区") is None


@pytest.mark.parametrize(
    ("extra", "message"),
    [
        ({"colour": {}}, "colour"),
        ({"status": {"closed": {"tint": "red"}}}, "tint"),
        ({"status": {"lost": {"zh": "丢失"}}}, "both labels"),
    ],
)
def test_wrong_additions_are_refused(extra: dict[str, object], message: str) -> None:
    with pytest.raises(ConfigError, match=message):
        WORDS.extended(extra)  # type: ignore[arg-type]
