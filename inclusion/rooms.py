"""The doors of this app: see diz_portal.navigation."""

from diz_portal import navigation
from diz_portal.navigation import PUBLIC, Room

navigation.register(Room("Get help", "inclusion:help", area=PUBLIC, order=40))
