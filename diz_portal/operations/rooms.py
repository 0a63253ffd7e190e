"""The doors of this room: see diz_portal.navigation."""

import rules

from diz_portal import navigation
from diz_portal.navigation import WORKSPACE, Room

navigation.register(
    Room("Operations", "operations:overview", area=WORKSPACE, order=95, may_enter=rules.is_staff)
)
