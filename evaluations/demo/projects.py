"""The demo's projects: those of one unit, beside its evaluation as a whole; one is handed in, one being filled in, two are not begun."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from accounts.actors import Actor
from evaluations.core.content.cells import fill
from evaluations.core.form.document import Document
from evaluations.core.form.edition import INDICATORS, Edition
from evaluations.dossier.prefill import begin
from evaluations.dossier.store import edition_of, load, save
from evaluations.fiscal_years.models import FiscalYear, FormEdition
from evaluations.fiscal_years.services import open_year
from evaluations.projects.services import Particulars, add_projects
from evaluations.records.models import SelfEvaluation
from evaluations.units.models import Region, Unit

FORM = "project-2022"
Row = tuple[str, str, str, str, str]
"""Category, name, target, actual, points of an indicator; a name alone says that the category is not applicable."""


@dataclass(frozen=True)
class DemoProject:
    """A project; with `funds` (万元: 年初预算数, 全年预算数, 全年执行数) its evaluation is begun, with indicators it is filled in."""

    particulars: Particulars
    funds: tuple[str, str, str] | None = None
    points: str = ""
    objective: tuple[str, str] = ("", "")
    indicators: Sequence[Row] = ()


PROJECTS = (
    DemoProject(
        Particulars("“青禾之春”群众文艺汇演", "430299230001000000001", "特定目标类"),
        ("18", "18", "17.1"),
        "9.5",
        (
            "全年组织汇演 12 场，带动群众文艺团队 30 支，服务群众 2 万人次。",
            "全年组织汇演 12 场，带动群众文艺团队 32 支，服务群众 2.1 万人次。",
        ),
        (
            ("output.quantity", "汇演场次", "≥12场", "12场", "15"),
            ("output.quality", "节目原创比例", "≥60%", "65%", "15"),
            ("output.timeliness", "汇演按期完成率", "≥100%", "100%", "10"),
            ("output.cost", "项目总成本", "≤18万元", "17.1万元", "10"),
            ("benefit.social", "服务群众人次", "≥20000人次", "21000人次", "20"),
            ("benefit.ecological", "无", "", "", ""),
            ("benefit.sustainable", "带动群众文艺团队", "≥30支", "32支", "10"),
            ("benefit.economic", "无", "", "", ""),
            ("satisfaction.beneficiary", "观众满意度", "≥90%", "94%", "10"),
        ),
    ),
    DemoProject(Particulars("基层文艺骨干培训", "430299230001000000002", "特定目标类"), ("6.5", "6.5", "5.2")),
    DemoProject(Particulars("《青禾文艺》季刊编印", "430299230001000000003", "其他运转类")),
    DemoProject(Particulars("美术馆免费开放", "", "特定目标类", implementer="青禾区美术馆", since_year=2023)),
)


def register_projects(region: Region, unit: Unit, year: int, clerk: Actor, manager: Actor) -> Sequence[SelfEvaluation]:
    """Open the year of projects, register the unit's, and begin those that have figures; give the ones that are filled in."""
    opened = _open(region, year, manager)
    added = add_projects(unit, [project.particulars for project in PROJECTS], clerk)
    filled = []
    for known, project in zip(PROJECTS, added, strict=True):
        if known.funds:
            evaluation, _ = begin(unit, opened, clerk, project)
            content = _written(edition_of(evaluation), load(evaluation), known)
            save(evaluation, load(evaluation), content, revision=evaluation.revision, actor=clerk)
            filled += [evaluation] if known.indicators else []
    return filled


def _open(region: Region, year: int, manager: Actor) -> FiscalYear:
    form, now = FormEdition.objects.filter(code=FORM).latest("version"), timezone.now()
    return open_year(
        region, year, form, opens_at=now - timedelta(days=30), deadline=now + timedelta(days=60), actor=manager
    )


def _written(form: Edition, begun: Document, project: DemoProject) -> Document:
    """The document with the project's figures; it has begun with a row in each category."""
    at = {row.category: number for number, row in enumerate(begun.self_assessment.indicators, 1)}
    typed = {"filing_date": f"{begun.fiscal_year + 1}-02-20", **_head(project)}
    for category, *texts in project.indicators:
        columns = ("name", "target", "actual", "weight")
        cells = dict(zip(columns, texts, strict=True)) | {"score": texts[-1]}
        typed |= {f"{INDICATORS}.{at[category]}.{column}": text for column, text in cells.items() if text}
    written, _ = fill(form, begun, typed)
    return written


def _head(project: DemoProject) -> Mapping[str, str]:
    columns = ("initial", "adjusted", "executed")
    totals = ("initial_budget", "adjusted_budget", "executed")
    funds = project.funds or ("", "", "")
    head = {f"self_assessment.{name}": text for name, text in zip(totals, funds, strict=True)}
    head |= {f"self_assessment.fiscal_{name}": text for name, text in zip(columns, funds, strict=True)}
    expected, completed = project.objective
    return head | {
        "self_assessment.execution_score": project.points,
        "self_assessment.expected_objective": expected,
        "self_assessment.actual_completion": completed,
    }
