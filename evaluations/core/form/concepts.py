"""The concepts: what cells of different forms have in common, so that sums over many evaluations ask for one thing whatever the form calls it.

Here stand only those for which somebody asks. After a change, `manage.py recompute_facts` brings what is stored up to date.
"""

from collections.abc import Mapping

CONCEPTS: Mapping[str, str] = {
    "self_assessment.initial_budget": "funds.initial",
    "self_assessment.adjusted_budget": "funds.adjusted",
    "self_assessment.executed": "funds.executed",
    "self_assessment.execution_score": "score.total",
    "self_assessment.indicators.score": "score.total",
    "basic_data.expenditure.*.budget": "expenditure.budget",
    "basic_data.expenditure.*.final": "expenditure.final",
}
"""The concept by the path of a cell, in which `*` stands for a line of 附件2 and a list's rows have no number. Cells of one concept (and line) add up."""
