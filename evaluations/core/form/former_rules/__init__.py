"""The rules by which the program judged every edition of the formats 1 to 4, which could not state their own, as such an edition would state them.

They never change: an edition that wants other rules states them.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from evaluations.core.form.former_rules.across import ACROSS
from evaluations.core.form.former_rules.basic_data import BASIC_DATA
from evaluations.core.form.former_rules.report import REPORT
from evaluations.core.form.former_rules.self_assessment import SELF_ASSESSMENT

FORMER_RULES: Sequence[Mapping[str, Any]] = (*BASIC_DATA, *SELF_ASSESSMENT, *REPORT, *ACROSS)
