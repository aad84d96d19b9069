"""Collects the answers for a use: from options, from the environment, or from the person at the terminal."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from evaluations.founding.plan import QUESTIONS, NotUnderstood, Plan, Question, Use, plan_of, read_use

Ask = Callable[[str], str]
Tell = Callable[[str], object]

_USE = Question("use", "谁来使用", "bureau", read_use)


def plan_from(options: Mapping[str, str | None], environment: Mapping[str, str], ask: Ask | None, tell: Tell) -> Plan:
    """The plan; `ask` is None if nobody can be asked.

    Raises:
        NotUnderstood: answers are missing or can't be used; the text names all of them.
    """
    given = {key: text for key, text in options.items() if text is not None}
    if ask and not _text_of(_USE, given, environment):
        tell("谁来使用这个系统？")
        for number, use in enumerate(Use, 1):
            tell(f"  {number} {use.label}（{use.value}）")
    (use,) = _answers((_USE,), given, environment, ask, tell).values()
    return plan_of(use, _answers(QUESTIONS[use], given, environment, ask, tell))


def _answers(
    questions: Sequence[Question], given: Mapping[str, str], environment: Mapping[str, str], ask: Ask | None, tell: Tell
) -> dict[str, Any]:
    answers: dict[str, Any] = {}
    faults = []
    for question in questions:
        try:
            answers[question.key] = _answer(question, answers, _text_of(question, given, environment), ask, tell)
        except NotUnderstood as fault:
            faults.append(str(fault))
    if faults:
        raise NotUnderstood("\n".join(faults))
    return answers


def _answer(question: Question, before: Mapping[str, Any], text: str, ask: Ask | None, tell: Tell) -> Any:
    if text:
        return _read(question, text)
    if ask is None:
        if question.default:
            return question.default(before)
        raise NotUnderstood(
            f"缺少{question.label}：请加 {question.option}（或设环境变量 {question.variable}），例如 {question.example}。"
        )
    while True:
        default = question.default(before) if question.default else None
        typed = ask(_prompt(question, default)).strip()
        try:
            return default if not typed and default is not None else _read(question, typed)
        except NotUnderstood as fault:
            tell(str(fault))


def _prompt(question: Question, default: Any) -> str:
    if default is None:
        return f"{question.label}，例如 {question.example}："
    return f"{question.label}（{f'按回车：{default}' if default else '按回车：没有'}）："


def _read(question: Question, text: str) -> Any:
    try:
        return question.read(text)
    except NotUnderstood as fault:
        raise NotUnderstood(f"{question.label}：{fault}") from fault


def _text_of(question: Question, given: Mapping[str, str], environment: Mapping[str, str]) -> str:
    return (given.get(question.key) or environment.get(question.variable) or "").strip()
