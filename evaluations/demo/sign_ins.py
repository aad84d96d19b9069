"""Whether a database holds a demo, and with which accounts one signs in to it."""

from accounts.actors import Actor, actors_of
from accounts.models import User
from evaluations.demo import PASSWORD, making
from evaluations.demo.city import making as city
from evaluations.units.models import Region


def is_demo() -> bool:
    """Whether the database holds a demo."""
    return Region.objects.filter(code__in=(making.REGION, city.REGION)).exists()


def sign_ins() -> str:
    """The sign-ins of the demo's people, or of a few of the city's, as lines of text; "" in a database without a demo."""
    if not is_demo():
        return ""
    is_city = Region.objects.filter(code=city.REGION).exists()
    names = city.sample_of_people() if is_city else making.usernames()
    shown = {actor.person.username: actor for actor in actors_of(User.objects.filter(username__in=names))}
    lines = [_line(shown[name]) for name in names if name in shown]
    return "\n".join([f"演示账号（密码都是 {PASSWORD}）：", *lines]) + "\n"


def _line(actor: Actor) -> str:
    places = "；".join(f"{each.label}{f'（{each.place}）' if each.place else ''}" for each in actor.memberships)
    return f"  {actor.person.username:<16}{actor.name} {places}"
