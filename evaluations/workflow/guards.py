"""Conditions for a transition: each guard accepts an attempt, or raises Refused with what to do.

The first line of a guard's docstring is its entry in docs/workflow.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.utils import timezone

from accounts.actors import Actor
from evaluations.comments.reach import holding_up, open_places, unanswered
from evaluations.common.refusal import Refused
from evaluations.core.findings.finding import Finding
from evaluations.core.form.document import Document
from evaluations.core.paths import Names
from evaluations.dossier.judging import Judgement, judge
from evaluations.dossier.store import edition_of, load
from evaluations.records.fillable import refuse_unless_fillable
from evaluations.records.models import SelfEvaluation

_NAMED = 5


@dataclass(frozen=True)
class Attempt:
    """An attempt at a transition: on which evaluation, by whom, with which comment.

    `only_commented`: a return opens only the commented places; `known` is a judgement made since the evaluation was locked, if any.
    """

    evaluation: SelfEvaluation
    actor: Actor
    comment: str = ""
    redaction_seen: bool = False
    only_commented: bool = False
    known: Judgement | None = None

    @cached_property
    def document(self) -> Document:
        """The document in its current state."""
        return self.known.document if self.known else load(self.evaluation)

    @cached_property
    def judgement(self) -> Judgement:
        """The checks' findings on it."""
        return self.known or judge(self.evaluation, self.document)


def no_errors(attempt: Attempt) -> None:
    """no error (E)"""
    errors = attempt.judgement.errors
    if errors:
        raise Refused(f"还有 {len(errors)} 处错误：{_named(attempt, errors)}。请在“检查与提交”里逐条改正后再提交。")


def warnings_explained(attempt: Attempt) -> None:
    """every warning (W) explained"""
    unexplained = attempt.judgement.unexplained
    if unexplained:
        raise Refused(
            f"还有 {len(unexplained)} 处需说明：{_named(attempt, unexplained)}。请在“检查与提交”里逐条写明原因后再提交。"
        )


def year_is_open(attempt: Attempt) -> None:
    """the year is open for the unit, extension included, and the unit is not excused"""
    refuse_unless_fillable(attempt.evaluation, timezone.now())


def somebody_receives_it(attempt: Attempt) -> None:
    """the region has a bureau"""
    if not attempt.evaluation.unit.region.has_bureau:
        raise Refused("本系统由单位自用，不在系统里提交；请下载整份文件，按财政局（主管部门）的要求报送。")


def not_own_submission(attempt: Attempt) -> None:
    """not the one who submitted"""
    if attempt.evaluation.sent_by_id == attempt.actor.pk:
        raise Refused("提交的人不能自己确认上报，请由另一位单位负责人确认。")


def not_own_hand_in(attempt: Attempt) -> None:
    """not one of those who submitted and confirmed"""
    if attempt.actor.pk in (attempt.evaluation.sent_by_id, attempt.evaluation.confirmed_by_id):
        raise Refused("提交或确认的人不能自己代表主管部门审核，请由主管部门的另一个人审核。")


def not_own_review(attempt: Attempt) -> None:
    """not the one who passed it in the first review"""
    if attempt.evaluation.passed_by_id == attempt.actor.pk:
        raise Refused("初审通过的人不能自己复审，请由另一位绩效管理员复审。")


def reason_given(attempt: Attempt) -> None:
    """a reason"""
    if not attempt.comment:
        raise Refused("请写明原因，对方会看到这段话。")


def reason_or_open_comment(attempt: Attempt) -> None:
    """a reason or an open comment"""
    if not attempt.comment and not unanswered(attempt.evaluation).exists():
        raise Refused("请写明退回的原因，或者先在要改的单元格上写批注。")


def something_is_open(attempt: Attempt) -> None:
    """if only the commented places are to be opened, a comment on a place"""
    if attempt.only_commented and not open_places(attempt.evaluation):
        raise Refused("没有写在单元格、行或章节上的批注，不能只开放批注处。请先写批注，或者选“全部可以修改”。")


def no_open_comment(attempt: Attempt) -> None:
    """no open comment that must be fixed"""
    names = list(unanswered(attempt.evaluation).filter(holding_up()).values_list("cell_name", flat=True))
    if names:
        raise Refused(f"还有 {len(names)} 处必须修改的批注没有答复：{_listed(names)}。请先关闭批注，或者退回单位修改。")


def redaction_is_seen(attempt: Attempt) -> None:
    """redaction seen"""
    if not attempt.redaction_seen:
        raise Refused("请先核对要公开的文件里没有列出的姓名和电话，再勾选“已核对”。")


def _named(attempt: Attempt, findings: Sequence[Finding]) -> str:
    names = Names(edition_of(attempt.evaluation), attempt.document)
    return _listed([f"{names.of(finding.where)}（{finding.code}）" for finding in findings])


def _listed(names: Sequence[str]) -> str:
    return "、".join(names[:_NAMED]) + ("等" if len(names) > _NAMED else "")
