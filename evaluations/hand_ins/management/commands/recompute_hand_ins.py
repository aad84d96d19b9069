"""Computes again what every hand-in amounts to: `recompute_hand_ins`."""

from typing import Any

from evaluations.common.commands import DatabaseCommand
from evaluations.dossier.store import documents
from evaluations.hand_ins.services import recompute


class Command(DatabaseCommand):
    help = (
        "重新计算全部已上报自评的提要（得分、执行率、需说明、与上年变动、雷同）和同类单位的四分位数；升级后执行一次。"
    )

    def handle(self, **_: Any) -> None:
        self.stdout.write(f"已重新计算 {recompute(documents().iterator(chunk_size=200))} 份上报的自评。")
