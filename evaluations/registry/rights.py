"""Who keeps the register: the administrator the regions, a region's manager its units and sections. The console may do all."""

from accounts.actors import Actor
from accounts.roles import Role
from evaluations.common.refusal import Refused


def refuse_unless_administrator(actor: Actor | None) -> None:
    """Raise Refused unless the actor keeps regions.

    Raises:
        Refused: they are no administrator.
    """
    if actor is not None and not actor.has(Role.ADMINISTRATOR):
        raise Refused("只有系统管理员可以管理地区。")


def refuse_unless_manager(region_id: int, actor: Actor | None) -> None:
    """Raise Refused unless the actor keeps the units of the region.

    Raises:
        Refused: they are no manager of it.
    """
    if actor is not None and region_id not in actor.regions(Role.MANAGER):
        raise Refused("只有本地区的绩效管理员可以管理单位和股室。")
