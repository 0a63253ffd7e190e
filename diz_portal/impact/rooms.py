"""The doors of this app: see diz_portal.navigation."""

from diz_portal import navigation
from diz_portal.navigation import PUBLIC, WORKSPACE, Room

from .rules import may_keep

navigation.register(Room("Impact", "impact:overview", area=PUBLIC, order=50))
navigation.register(
    Room("Impact", "impact_workspace:overview", area=WORKSPACE, order=92, may_enter=may_keep)
)
