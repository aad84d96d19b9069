"""A copied chapter is the later writer's affair: what somebody submitted is never a finding by what others write after it."""

from collections.abc import Mapping

import pytest
from django.test import Client

from accounts.actors import actor_of
from accounts.models import User
from accounts.roles import Role
from evaluations.common.refusal import Refused
from evaluations.dossier.judging import judge
from evaluations.dossier.store import documents, load, save
from evaluations.records.models import SelfEvaluation
from evaluations.records.states import State
from evaluations.workflow.transitions import perform
from tests.core import builders
from tests.factories import a_person, a_unit, an_evaluation
from tests.scenario import Scenario, explained

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

TEXT = "全年举办书法、美术、摄影展览十二场，参观群众约三万人次；组织文艺志愿者下乡演出四十三场，覆盖全部乡镇，服务对象普遍满意。"
CHAPTER = "report.chapters.6"
NEAR = TEXT.replace("四十三场", "四十五场")


class Other:
    """Another unit of the same region and year, with its preparer and head."""

    def __init__(self, code: str = "COPY") -> None:
        self.unit = a_unit(code)
        self.preparer = a_person(Role.PREPARER, self.unit)
        self.head = a_person(Role.UNIT_HEAD, self.unit)
        self.pk = an_evaluation(self.unit).pk

    @property
    def evaluation(self) -> SelfEvaluation:
        return documents().get(pk=self.pk)

    def write(self, text: str, explanation: str = "") -> "Other":
        """Fill in the finding-free document, with `text` in the chapter; the copy explained if so told."""
        chapters = {f"report.chapters.{number}": f"{self.unit.code}单位自己的第{number}章。" for number in range(1, 10)}
        why = explained(CHAPTER, "N-19", explanation) if explanation else ()
        _write(self.pk, self.preparer, {**_own(chapters), CHAPTER: text}, explanations=why)
        return self


def _own(chapters: Mapping[str, str]) -> Mapping[str, str]:
    return {path: text for path, text in chapters.items() if not path.endswith((".3", ".4", ".5"))}


def _write(pk: int, preparer: User, typed: Mapping[str, str], **more: object) -> None:
    evaluation = documents().get(pk=pk)
    stored = load(evaluation)
    changed = builders.document(typed).model_copy(update={"unit": stored.unit, **more})
    save(evaluation, stored, changed, revision=evaluation.revision, actor=actor_of(preparer))


def copied(evaluation: SelfEvaluation) -> list[str]:
    """Where the checks find a copy."""
    return [finding.where for finding in judge(evaluation, load(evaluation)).findings if finding.code == "N-19"]


def page_of(person: User, path: str) -> str:
    client = Client()
    client.force_login(person)
    response = client.get(path)
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("text", [TEXT, NEAR], ids=["the same", "nearly the same"])
def test_a_head_can_confirm_what_another_unit_copied_since_and_only_the_copier_is_told(text: str) -> None:
    scenario = Scenario().type({CHAPTER: TEXT}).submit()
    copier = Other().write(text)
    assert copied(copier.evaluation) == [CHAPTER]
    scenario.confirm()
    assert scenario.evaluation.state == State.SUBMITTED
    with pytest.raises(Refused, match="N-19"):
        perform("submit", copier.pk, actor_of(copier.preparer))


def test_a_copy_that_is_explained_and_submitted_is_no_finding_of_the_first() -> None:
    scenario = Scenario().type({CHAPTER: TEXT}).submit()
    copier = Other().write(NEAR, "同一活动，由两家联合举办。")
    perform("submit", copier.pk, actor_of(copier.preparer))
    perform("confirm", copier.pk, actor_of(copier.head))
    scenario.confirm()
    assert copied(scenario.evaluation) == []
    assert "N-19" not in page_of(scenario.reviewer, f"/evaluations/{scenario.pk}/document/")


def test_who_corrects_after_a_return_is_not_told_of_the_copy_made_meanwhile() -> None:
    scenario = Scenario().type({CHAPTER: TEXT}).submit().confirm()
    perform("return", scenario.pk, actor_of(scenario.reviewer), "请补充。")
    copier = Other().write(TEXT, "联合举办。")
    perform("submit", copier.pk, actor_of(copier.preparer))
    scenario.type({CHAPTER: NEAR})
    assert copied(scenario.evaluation) == []
    scenario.submit().confirm()


def test_a_draft_is_compared_with_nobodys_draft() -> None:
    Other().write(TEXT)
    assert copied(Scenario().type({CHAPTER: TEXT}).evaluation) == []


def test_a_text_taken_back_still_was_there_first() -> None:
    scenario = Scenario().type({CHAPTER: TEXT}).submit()
    perform("withdraw", scenario.pk, actor_of(scenario.preparer))
    assert copied(Other().write(TEXT).evaluation) == [CHAPTER]
    scenario.submit()


def test_the_copy_of_a_copy_is_told_as_well() -> None:
    Scenario().type({CHAPTER: TEXT}).submit()
    copier = Other().write(TEXT, "联合举办。")
    perform("submit", copier.pk, actor_of(copier.preparer))
    assert copied(Other("THIRD").write(TEXT).evaluation) == [CHAPTER]


def test_the_bureau_is_told_which_unit_and_the_unit_is_not() -> None:
    original = Other("FIRST").write(TEXT)
    perform("submit", original.pk, actor_of(original.preparer))
    scenario = Scenario().type({CHAPTER: TEXT}, explanations=explained(CHAPTER, "N-19", "联合举办。")).submit()
    of_the_head = page_of(scenario.head, f"/evaluations/{scenario.pk}/document/")
    assert "其他单位" in of_the_head
    assert "测试单位FIRST" not in of_the_head
    assert "测试单位FIRST" not in page_of(scenario.head, f"/evaluations/{scenario.pk}/check/")
    scenario.confirm()
    assert "测试单位FIRST" in page_of(scenario.reviewer, f"/evaluations/{scenario.pk}/document/")
    assert "测试单位FIRST" not in page_of(scenario.preparer, f"/evaluations/{scenario.pk}/document/")


def test_what_the_bureau_reads_while_the_unit_corrects_is_as_it_was_judged() -> None:
    original = Other("FIRST").write(TEXT)
    perform("submit", original.pk, actor_of(original.preparer))
    scenario = (
        Scenario().type({CHAPTER: TEXT}, explanations=explained(CHAPTER, "N-19", "联合举办。")).submit().confirm()
    )
    perform("return", scenario.pk, actor_of(scenario.reviewer), "请补充。")
    scenario.type({CHAPTER: "改写了。"})
    page = page_of(scenario.reviewer, f"/evaluations/{scenario.pk}/document/")
    assert "测试单位FIRST" in page
    assert "联合举办。" in page
