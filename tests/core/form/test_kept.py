"""What follows from a document is made again only when the document says something else."""

from concurrent.futures import ThreadPoolExecutor

from evaluations.core.form.document import Document
from evaluations.core.form.edition import Edition
from evaluations.core.form.kept import MOST, once_a_document
from tests.core.builders import document, edition, fill


class Counting:
    """Counts how often something is made."""

    def __init__(self) -> None:
        self.times = 0

        @once_a_document
        def made(_edition: Edition, document: Document, more: str = "") -> str:
            self.times += 1
            return f"{document.unit.code} {document.basic_data.amount('office', 'final')} {more}"

        self.made = made


def changed() -> Document:
    return fill(edition(), document(), {"basic_data.expenditure.office.final": "9"})


def test_an_equal_document_is_not_judged_again() -> None:
    counting = Counting()
    assert counting.made(edition(), document()) == counting.made(edition(), document().model_copy(deep=True))
    assert counting.times == 1


def test_another_text_form_or_argument_is() -> None:
    counting = Counting()
    first = counting.made(edition(), document())
    assert counting.made(edition(), changed()) != first
    assert counting.made(edition(), document()) == first
    counting.made(edition().model_copy(), document())
    counting.made(edition(), document(), "more")
    assert counting.times == 4


def test_the_last_two_documents_of_a_unit_are_kept() -> None:
    counting = Counting()
    third = fill(edition(), document(), {"basic_data.expenditure.office.final": "8"})
    for each in (document(), changed(), document(), changed()):
        counting.made(edition(), each)
    assert counting.times == 2
    for each in (third, changed(), document()):
        counting.made(edition(), each)
    assert counting.times == 4


def test_results_for_several_arguments_are_kept_side_by_side() -> None:
    counting = Counting()
    for more in ("one", "two", "one", "two"):
        assert counting.made(edition(), document(), more).endswith(more)
    assert counting.times == 2


def test_a_renamed_unit_is_another_document() -> None:
    counting = Counting()
    counting.made(edition(), document())
    renamed = document().unit.model_copy(update={"name": "另一个名称"})
    counting.made(edition(), document().model_copy(update={"unit": renamed}))
    assert counting.times == 2


def test_only_so_many_documents_are_kept() -> None:
    counting = Counting()
    units = [
        document().model_copy(update={"unit": document().unit.model_copy(update={"code": f"U{number}"})})
        for number in range(MOST + 1)
    ]
    for each in units:
        counting.made(edition(), each)
    counting.made(edition(), units[-1])
    assert counting.times == MOST + 1
    counting.made(edition(), units[0])
    assert counting.times == MOST + 2


def test_threads_get_what_they_asked_for() -> None:
    counting = Counting()
    documents = [document(), changed()] * 50
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda each: counting.made(edition(), each), documents))
    assert found == [found[0], found[1]] * 50
    assert found[0] != found[1]
