"""Who gets which answer from an address."""

from collections.abc import Sequence

from django.test import Client

from accounts.models import User
from tests.scenario import Scenario

UNIT = ("preparer", "head")
BUREAU = ("reviewer", "manager")


def visit(client: Client, person: User, method: str, url: str, data: dict[str, str] | None = None) -> int:
    """The status with which this person is answered."""
    client.force_login(person)
    send = client.get if method == "GET" else client.post
    return send(url, data).status_code


def reached_by(client: Client, scenario: Scenario, method: str, url: str, codes: Sequence[int] = (200,)) -> set[str]:
    """The roles of the unit's own people bureau and department whom the address answers with one of `codes`; everybody else must get 404."""
    names = {
        name: getattr(scenario, name) for name in (*UNIT, *BUREAU, "administrator", "auditor", "department_reviewer")
    }
    for stranger in scenario.strangers:
        assert visit(client, stranger, method, url) == 404, stranger
    found = {name: visit(client, person, method, url) for name, person in names.items()}
    assert set(found.values()) <= {*codes, 404}, found
    return {name for name, code in found.items() if code != 404}
