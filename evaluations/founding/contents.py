"""What a database contains, in numbers: only an empty one is set up."""

from dataclasses import dataclass

from accounts.models import User
from evaluations.demo.sign_ins import is_demo
from evaluations.records.models import SelfEvaluation
from evaluations.units.models import Region, Unit


@dataclass(frozen=True, slots=True)
class Contents:
    """How many rows of each kind; `is_demo`: they are invented."""

    regions: int
    units: int
    people: int
    evaluations: int
    is_demo: bool

    @property
    def is_empty(self) -> bool:
        """Whether there are none."""
        return not (self.regions or self.units or self.people or self.evaluations)

    def __str__(self) -> str:
        """The numbers in words."""
        counts = f"地区 {self.regions} 个、单位 {self.units} 个、人员 {self.people} 人、自评 {self.evaluations} 份"
        return f"{counts}，是演示数据" if self.is_demo else counts


def contents() -> Contents:
    """The contents of the database. Five queries."""
    return Contents(
        regions=Region.objects.count(),
        units=Unit.objects.count(),
        people=User.objects.count(),
        evaluations=SelfEvaluation.objects.count(),
        is_demo=is_demo(),
    )
