"""A browser in words, as far as it tells."""

import pytest

from accounts.browsers import browser_in_words

CHROME = "AppleWebKit/537.36 (KHTML, like Gecko) Chrome/86.0.4240.198 Safari/537.36"


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {CHROME}", "Chrome（Windows）"),
        (f"Mozilla/5.0 (Windows NT 10.0; Win64; x64) {CHROME} Edg/86.0.622.69", "Edge（Windows）"),
        (f"Mozilla/5.0 (Windows NT 6.1; WOW64) {CHROME} QIHU 360SE", "360 浏览器（Windows）"),
        (f"Mozilla/5.0 (Linux; Android 12; M2011) {CHROME} MicroMessenger/8.0", "微信（安卓）"),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:102.0) Gecko/20100101 Firefox/102.0", "Firefox（Linux）"),
        (
            "Mozilla/5.0 (Macintosh; Intel Mac OS X 13_1) AppleWebKit/605.1.15 Version/16.2 Safari/605.1.15",
            "Safari（苹果电脑）",
        ),
        ("curl/8.0", "其他浏览器"),
        ("", "其他浏览器"),
    ],
)
def test_a_browser_is_named_by_its_family_and_system(said: str, words: str) -> None:
    assert browser_in_words(said) == words
