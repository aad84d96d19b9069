"""All lists, by the code in their URLs. A new list needs a module that defines it, and an entry here."""

from collections.abc import Mapping

from evaluations.lists.assignments import ASSIGNMENTS
from evaluations.lists.definition import ListDefinition
from evaluations.lists.people import PEOPLE
from evaluations.lists.projects import PROJECTS
from evaluations.lists.units import UNITS

LISTS: Mapping[str, ListDefinition] = {each.code: each for each in (UNITS, PEOPLE, ASSIGNMENTS, PROJECTS)}
