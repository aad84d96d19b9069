"""A unit's projects (项目), each of which it evaluates in the years in which it ran."""

from django.db import models
from django.db.models import Q

from evaluations.common.years import IN_ORDER, lasts_in, year_column
from evaluations.core.basics.values import NAME_LIMIT
from evaluations.units.models import Unit

CODE_LIMIT = 40


class Project(models.Model):
    """A unit's project. `number` counts the unit's projects from 1; `code` is that of the budget system, if it is known.

    `since_year` and `until_year` are the first and the last year in which it ran, if these are set. A blank `department` or `implementer` means
    the unit's own department, or the unit itself.
    """

    unit = models.ForeignKey(Unit, models.PROTECT, related_name="projects", verbose_name="单位", db_index=False)
    number = models.PositiveIntegerField("序号")
    code = models.CharField("项目编码", max_length=CODE_LIMIT, blank=True)
    name = models.CharField("项目名称", max_length=NAME_LIMIT)
    kind = models.CharField("项目类别", max_length=NAME_LIMIT, blank=True)
    department = models.CharField("主管部门", max_length=NAME_LIMIT, blank=True)
    implementer = models.CharField("实施单位", max_length=NAME_LIMIT, blank=True)
    since_year = year_column("起始年度")
    until_year = year_column("终止年度")

    class Meta:
        verbose_name = verbose_name_plural = "项目"
        ordering = ("unit", "number")
        constraints = (
            models.UniqueConstraint(fields=("unit", "number"), name="project_number"),
            models.UniqueConstraint(
                fields=("unit", "name"), name="project_name", violation_error_message="本单位已有这个名称的项目。"
            ),
            models.UniqueConstraint(
                fields=("unit", "code"),
                condition=~Q(code=""),
                name="project_code",
                violation_error_message="本单位已有这个编码的项目。",
            ),
            models.CheckConstraint(
                name="project_ends_after_it_begins",
                condition=IN_ORDER,
                violation_error_message="终止年度不能早于起始年度。",
            ),
        )

    def __str__(self) -> str:
        return self.name

    def ran_in(self, year: int) -> bool:
        """Whether `year` is between its years."""
        return lasts_in(year, self.since_year, self.until_year)
