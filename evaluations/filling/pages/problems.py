"""What a page says about texts that could not be stored: which, why, and what to do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from evaluations.common.moments import moment
from evaluations.core.content.cells import Cell
from evaluations.core.form.document import BasicData, Document, SelfAssessment
from evaluations.core.form.edition import Edition
from evaluations.core.paths import Names
from evaluations.filling.saving.explanations import Key, Unexplained, key_of
from evaluations.filling.saving.merge import Clash, Merged
from evaluations.filling.saving.posted import Outdated
from evaluations.filling.saving.store import Outcome

_SHOWN_LENGTH = 60


@dataclass(frozen=True, slots=True)
class Problems:
    """For components/error_summary.html."""

    title: str
    items: Sequence[tuple[str, str, str]]
    takes_focus: bool = True


def problems_of(names: Names, undecided: Outcome) -> Problems:
    """Why a step was not saved, each cell with a link to it."""
    items = [(path, names.of(path), message) for path, message in cell_errors(undecided).items()]
    return Problems(_title(undecided), items)


def cell_errors(undecided: Outcome) -> Mapping[str, str]:
    """The message at each cell that was not saved."""
    clashes = {path: clash_message(clash) for path, clash in undecided.merged.clashes.items()}
    return {**undecided.edited.errors, **clashes}


def _title(undecided: Outcome) -> str:
    errors, merged = len(undecided.edited.errors), undecided.merged
    what = [f"有 {errors} 处填写有误"] if errors else []
    if merged.clashes:
        what.append(f"有 {len(merged.clashes)} 处在您打开这一页之后另有改动")
    if merged.stranded:
        what.append("有几行在您打开这一页之后被增删或移动过")
    if undecided.lost_row:
        what.append("要操作的行在您打开这一页之后被增删或移动过")
    if undecided.posted.changes_rows:
        what.append("这次没有增删或移动行")
    return f"{'，'.join(what)}，尚未保存。您填写的内容都在下面，核对改正后再按“保存”。"


def clash_message(clash: Clash) -> str:
    """Both values of a cell, and how to decide between them."""
    theirs = f"“{short(clash.theirs)}”" if clash.theirs else "空白"
    mine = f"“{short(clash.mine)}”" if clash.mine.strip() else "空白"
    who = saver(clash.by_name, is_own=clash.is_own)
    return f"您填的是{mine}；{who} {moment(clash.at)} 保存的是{theirs}。再按“保存”以您填的为准，要用对方的请照此改填。"


def saver(by_name: str, *, is_own: bool) -> str:
    """Who changed a cell in the meantime, worded for somebody who is editing it, too."""
    return "您在另一个窗口" if is_own else by_name or "数据导入"


def short(text: str) -> str:
    """The beginning of a text, to refer to it by."""
    return text if len(text) <= _SHOWN_LENGTH else text[:_SHOWN_LENGTH] + "…"


def stranded_texts(edition: Edition, document: Document, merged: Merged) -> list[tuple[str, str]]:
    """Texts typed into rows that have since moved, each with its cell's name in the form, to be copied from the page."""
    rowless = {"basic_data": BasicData(), "self_assessment": SelfAssessment(), "further": {}}
    names = Names(edition, document.model_copy(update=rowless))
    return [(_old_name(names, merged, path), text) for path, text in merged.stranded.items()]


def _old_name(names: Names, merged: Merged, path: str) -> str:
    row = merged.began_with.get(f"{path.rpartition('.')[0]}.name", "")
    return f"{names.of(path)}（{row}）" if row else names.of(path)


def typed_texts(names: Names, listed: Mapping[str, Cell], typed: Mapping[str, str]) -> list[tuple[str, str]]:
    """(cell name, text) of what was typed but can't be accepted, to be copied from the page; texts that are already stored are left out."""
    stored = {path: cell.text for path, cell in listed.items()}
    return [(_name(names, path), text) for path, text in typed.items() if text.strip() not in ("", stored.get(path))]


def _name(names: Names, name: str) -> str:
    """The name of an input's cell, or of the cell that an explanation box is about."""
    try:
        code, where = key_of(name)
    except Outdated:
        return names.of(name)
    return f"{names.of(where)}（{code}）"


def explanations_typed(unexplained: Unexplained | None) -> Mapping[Key, str]:
    """The explanations that were not stored, by finding; none if all were."""
    return {key_of(name): text for name, text in unexplained.merged.shown.items()} if unexplained else {}


def explanation_faults(unexplained: Unexplained | None) -> Mapping[Key, str]:
    """Why explanations were not stored, by finding; none if all were."""
    if unexplained is None:
        return {}
    clashes = {key_of(name): clash_message(clash) for name, clash in unexplained.merged.clashes.items()}
    return {**unexplained.errors, **clashes}


def explanation_problems(names: Names, unexplained: Unexplained, faults: Mapping[Key, str]) -> Problems:
    """Why the last step was not saved, with links to its boxes."""
    items = [(f"explanation.{code}.{where}", f"{names.of(where)}（{code}）", m) for (code, where), m in faults.items()]
    what = [f"有 {len(faults)} 处说明不能保存"] if faults else []
    if unexplained.merged.stranded:
        what.append("有些说明所对应的检查结果已经变化")
    return Problems(f"{'，'.join(what)}。您填写的内容都在下面，核对改正后再按“保存”。", items)


def stranded_explanations(names: Names, unexplained: Unexplained) -> list[tuple[str, str]]:
    """Explanations whose findings no longer exist, to be copied from the page."""
    return [(_name(names, name), text) for name, text in unexplained.merged.stranded.items() if text.strip()]
