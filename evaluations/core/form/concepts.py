"""The concepts: what cells of different forms have in common, so that sums over many evaluations ask for one thing whatever the form calls it.

Here stand only those for which somebody asks. After a change, `manage.py recompute_facts` brings what is stored up to date.
"""

from collections.abc import Mapping
from typing import Literal

Meaning = Literal["last_final", "budget", "final"]
MEANINGS: Mapping[Meaning, str] = {"last_final": "上年决算", "budget": "预算", "final": "决算"}
"""What the program knows of a column of 附件2, whatever the form calls it: which begins with last year's final amount, which is compared with which."""
OF_A_LINE = "basic_data.expenditure.*"
CONCEPTS: Mapping[str, str] = {
    "self_assessment.initial_budget": "funds.initial",
    "self_assessment.adjusted_budget": "funds.adjusted",
    "self_assessment.executed": "funds.executed",
    "self_assessment.execution_score": "score.total",
    "self_assessment.indicators.score": "score.total",
    f"{OF_A_LINE}.budget": "expenditure.budget",
    f"{OF_A_LINE}.final": "expenditure.final",
}
"""The concept by the path of a cell of 附件3, a column of its indicators, or (`*`) the meaning of a column of 附件2. Cells of one concept (and line) add up."""
WORDS: Mapping[str, str] = {
    "funds.initial": "年初预算",
    "funds.adjusted": "全年预算",
    "funds.executed": "全年执行",
    "score.total": "总分",
}
"""What the concepts that an evaluation has as a whole are called."""
