"""The doors of this app: see diz_portal.navigation."""

import rules

from diz_portal import navigation
from diz_portal.navigation import WORKSPACE, Room

navigation.register(
    Room("Letters and calls", "letters:list", area=WORKSPACE, order=80, may_enter=rules.is_staff)
)
