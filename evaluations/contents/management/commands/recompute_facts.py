"""Derives the facts of every evaluation again from its rows: `recompute_facts`."""

from itertools import batched
from typing import Any

from evaluations.common.commands import DatabaseCommand
from evaluations.contents.store import recompute_facts
from evaluations.records.models import SelfEvaluation

_BATCH = 200


class Command(DatabaseCommand):
    help = "按已填内容重新计算全部自评的统计数（收支、预算、得分）；升级说明要求时执行一次。"

    def handle(self, **_: Any) -> None:
        evaluations = list(SelfEvaluation.objects.order_by("pk").values_list("pk", flat=True))
        for batch in batched(evaluations, _BATCH, strict=False):
            recompute_facts(batch)
        self.stdout.write(f"已重新计算 {len(evaluations)} 份自评的统计数。")
