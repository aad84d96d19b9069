"""What must hold before a transition: each guard accepts an attempt or raises Refused with what to do.

The first line of a guard's docstring is its entry in docs/workflow.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import User
from evaluations.comments.models import Comment, CommentState
from evaluations.common.refusal import Refused
from evaluations.core.findings.finding import Finding
from evaluations.core.form.document import Document
from evaluations.core.paths import Names
from evaluations.dossier.judging import Judgement, judge
from evaluations.dossier.store import edition_of, load
from evaluations.fiscal_years.deadlines import refuse_unless_open
from evaluations.records.models import SelfEvaluation

_NAMED = 5


@dataclass(frozen=True)
class Attempt:
    """One try at a transition: on what, by whom, with which words."""

    evaluation: SelfEvaluation
    actor: User
    comment: str = ""
    redaction_seen: bool = False

    @cached_property
    def document(self) -> Document:
        """The document as it stands."""
        return load(self.evaluation)

    @cached_property
    def judgement(self) -> Judgement:
        """What the checks say of it."""
        return judge(self.evaluation, self.document)


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
    """the year is open for the unit, extension included"""
    refuse_unless_open(attempt.evaluation.fiscal_year, attempt.evaluation.deadline, timezone.now())


def not_own_submission(attempt: Attempt) -> None:
    """not the one who submitted"""
    if attempt.evaluation.sent_by_id == attempt.actor.pk:
        raise Refused("提交的人不能自己确认上报，请由另一位单位负责人确认。")


def reason_given(attempt: Attempt) -> None:
    """a reason"""
    if not attempt.comment:
        raise Refused("请写明原因，对方会看到这段话。")


def reason_or_open_comment(attempt: Attempt) -> None:
    """a reason or an open comment"""
    if not attempt.comment and not _open_comments(attempt).exists():
        raise Refused("请写明退回的原因，或者先在要改的单元格上写批注。")


def no_open_comment(attempt: Attempt) -> None:
    """no open comment"""
    names = list(_open_comments(attempt).values_list("cell_name", flat=True))
    if names:
        raise Refused(f"还有 {len(names)} 处批注没有答复：{_listed(names)}。请先关闭批注，或者退回单位修改。")


def redaction_is_seen(attempt: Attempt) -> None:
    """redaction seen"""
    if not attempt.redaction_seen:
        raise Refused("请先核对要公开的文件里没有列出的姓名和电话，再勾选“已核对”。")


def _open_comments(attempt: Attempt) -> QuerySet[Comment]:
    return Comment.objects.filter(evaluation=attempt.evaluation, state=CommentState.OPEN)


def _named(attempt: Attempt, findings: Sequence[Finding]) -> str:
    names = Names(edition_of(attempt.evaluation), attempt.document)
    return _listed([f"{names.of(finding.where)}（{finding.code}）" for finding in findings])


def _listed(names: Sequence[str]) -> str:
    return "、".join(names[:_NAMED]) + ("等" if len(names) > _NAMED else "")
