"""Judges a stored evaluation: `check_evaluation --unit CODE --year YEAR [--kind KIND] [--project NAME] [--json]`."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.core.management.base import CommandError, CommandParser

from evaluations.common.commands import DatabaseCommand
from evaluations.common.refusal import Refused
from evaluations.core.findings.finding import Finding
from evaluations.core.paths import Names
from evaluations.dossier.judging import Judgement, judge
from evaluations.dossier.naming import add_names, asked_for
from evaluations.dossier.store import edition_of, load

_SEVERITIES = {"error": "错误", "warning": "需说明", "info": "提示"}


class Command(DatabaseCommand):
    help = "检查一份自评的勾稽关系；有错误时退出码为 1（--json 只输出结果）。"

    def add_arguments(self, parser: CommandParser) -> None:
        add_names(parser)
        parser.add_argument("--json", action="store_true", help="以 JSON 列表输出")

    def handle(self, *, json: bool, **called: Any) -> None:
        try:
            evaluation = asked_for(called)
        except Refused as refusal:
            raise CommandError(str(refusal)) from refusal
        document = load(evaluation)
        judgement = judge(evaluation, document)
        if json:
            self.stdout.write(_as_json(judgement.findings))
            return
        names = Names(edition_of(evaluation), document)
        for finding in judgement.findings:
            self.stdout.write(_as_line(judgement, finding, names))
        counts = f"错误 {len(judgement.errors)}，需说明 {len(judgement.unexplained)}，提示 {len(judgement.infos)}"
        if judgement.errors:
            raise CommandError(f"{counts}：不能提交。")
        self.stdout.write(f"{counts}。")


def _as_json(findings: Sequence[Finding]) -> str:
    order = ("code", "severity", "where", "message", "found", "expected")
    entries = [{key: asdict(finding)[key] for key in order} for finding in findings]
    return json.dumps(entries, ensure_ascii=False, indent=1)


def _as_line(judgement: Judgement, finding: Finding, names: Names) -> str:
    explained = "（已说明）" if judgement.explanation(finding) else ""
    where = f"{names.of(finding.where)}（{finding.where}）"
    return f"{_SEVERITIES[finding.severity]}{explained} {finding.code} {where}：{finding.message}"
