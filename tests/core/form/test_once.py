"""What is kept of an edition goes with it."""

import gc

from evaluations.core.form.edition import Edition
from evaluations.core.form.once import once_each
from tests.core.builders import edition


def test_it_is_made_once_for_each_edition_that_exists() -> None:
    asked: list[str] = []

    @once_each
    def name(form: Edition) -> str:
        asked.append(form.name)
        return form.name

    one, other = edition().model_copy(), edition().model_copy(update={"name": "另一份"})
    assert [name(one), name(one), name(other)] == [one.name, one.name, "另一份"]
    assert asked == [one.name, "另一份"]
    del other
    gc.collect()
    assert name(edition().model_copy(update={"name": "第三份"})) == "第三份"
