"""What stands in `once` is worked out once a process, and is the same in every page."""

from django.template import Context, Engine

ENGINE = Engine(builtins=["config.once"])


def test_its_content_is_worked_out_once() -> None:
    page = ENGINE.from_string("{% once %}<b>{{ word }}</b>{% endonce %} {{ word }}")
    assert page.render(Context({"word": "甲 & 乙"})) == "<b>甲 &amp; 乙</b> 甲 &amp; 乙"
    assert page.render(Context({"word": "丙"})) == "<b>甲 &amp; 乙</b> 丙"


def test_two_of_them_keep_their_own() -> None:
    page = ENGINE.from_string("{% once %}{{ one }}{% endonce %}{% once %}{{ other }}{% endonce %}")
    assert page.render(Context({"one": 1, "other": 2})) == "12"
