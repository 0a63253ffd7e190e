from diz_portal import navigation
from diz_portal.navigation import PUBLIC, WORKSPACE, Room

navigation.register(Room("Partners", "partners:directory", area=PUBLIC, order=60))
navigation.register(Room("Partners", "partners_workspace:list", area=WORKSPACE, order=78))
