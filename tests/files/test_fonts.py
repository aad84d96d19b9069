"""The fonts of PDF files and the characters that they have."""

import pytest
from typst import Fonts

from evaluations.common.refusal import Refused
from evaluations.files.fonts import MISSING, system_typeface, typeface


def test_without_our_fonts_there_is_one_clear_refusal() -> None:
    with pytest.raises(Refused, match="管理员请安装 fonts-noto-cjk。") as refused:
        typeface(Fonts(include_system_fonts=False))
    assert str(refused.value) == MISSING


@pytest.mark.slow
def test_what_offices_write_has_glyphs() -> None:
    text = "中文 ABC abc 0123 ，。、；：？！“”‘’（）《》〈〉【】…—·％℃㎡×÷±≥≤√①②Ⅰ→★αβ㏑吖𬱖"
    assert system_typeface().printable(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("😀", "〔U+1F600〕"),
        ("\ue000", "〔U+E000〕"),
        ("一\u202e二\u200b三\ufeff\x00\x1b\ud800四", "一二三四"),
        ("❤\ufe0f", "〔U+2764〕"),
        ("\t\u2028\x85", "   "),
    ],
)
def test_what_has_no_glyph_is_named_and_what_nobody_sees_is_left_out(text: str, shown: str) -> None:
    assert system_typeface().printable(text) == shown
