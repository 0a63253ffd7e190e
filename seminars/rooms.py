"""The doors of this app: see diz_portal.navigation."""

from diz_portal import navigation
from diz_portal.navigation import PUBLIC, WORKSPACE, Room
from partners.roles import is_manager

navigation.register(Room("Seminars", "seminars:list", area=PUBLIC, order=30))
navigation.register(
    Room("Seminars", "seminars_workspace:list", area=WORKSPACE, order=50, may_enter=is_manager)
)
