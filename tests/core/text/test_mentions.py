"""Figures that a chapter states in free wording with another amount."""

from pathlib import Path

import pytest

from evaluations.core.content import interchange
from evaluations.core.form.document import Document
from evaluations.core.form.edition import Edition
from evaluations.core.text.mentions import Mention, mentions
from evaluations.core.text.sentences import linked
from tests.core.builders import document, edition, real_figures, second_document, second_edition
from tests.core.text.chapters import composed, says


def found(filled: Document, form: Edition | None = None) -> list[Mention]:
    form = form or edition()
    return list(mentions(form, filled, linked(form, filled)))


@pytest.mark.parametrize(
    ("text", "quote", "stated"),
    [
        ("全年公用经费7.25万元。", "公用经费7.25万元", "7.25"),
        ("公用经费7.25万元。", "公用经费7.25万元", "7.25"),
        ("其中：基本支出：66.56 万元，项目支出8万元。", "基本支出：66.56 万元", "66.56"),
        ("1.人员经费５９．３０万元。", "人员经费５９．３０万元", "59.3"),
        ("2023年项目支出8.3万元。", "项目支出8.3万元", "8.3"),
    ],
)
def test_another_amount_right_after_the_figures_name_is_seen(text: str, quote: str, stated: str) -> None:
    assert [(one.quote, one.stated) for one in found(says(7, text))] == [(quote, stated)]


@pytest.mark.parametrize(
    "text",
    [
        "公用经费7万元。",
        "文艺扶持项目支出3.3万元。",
        "基本支出合计66.56万元。",
        "项目支出2.5万元，用于阅读推广。",
        "2022年公用经费6.3万元。",
        "2022年，全区紧缩开支，公用经费6.3万元。",
        "与上年相比，公用经费6.3万元。",
        "公用经费6.3万元，比上年下降。",
        "年初安排：项目支出3.3万元。",
        "公用经费6.3元。",
        "公用经费约6.3万元。",
    ],
)
def test_in_doubt_nothing_is_said(text: str) -> None:
    assert found(says(7, text)) == []


def test_a_linked_sentence_speaks_for_itself() -> None:
    stale = document({"figures.operating": "7.4"})
    assert found(composed(edition(), document())) == []
    assert found(says(2, composed(edition(), document()).report.chapter(2), stale)) == []


def test_the_clean_and_the_real_documents_mention_nothing_else(shared_case: Path) -> None:
    real = interchange.for_edition(edition(), interchange.new_document((shared_case / "evaluation.json").read_bytes()))
    assert found(real) == found(real_figures()) == found(document()) == []
    assert found(second_document(), second_edition()) == []
