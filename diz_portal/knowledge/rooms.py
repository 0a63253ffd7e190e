"""The doors of this app: see diz_portal.navigation."""

from diz_portal import navigation, sitemaps
from diz_portal.navigation import FOOTER, WORKSPACE, Room

from .models import Theme
from .rules import may_keep

navigation.register(Room("What we learned", "knowledge:knowledge", area=FOOTER, order=15))
navigation.register(
    Room("Knowledge", "knowledge_workspace:overview", area=WORKSPACE, order=93, may_enter=may_keep)
)
sitemaps.register("knowledge:theme", lambda: [(one.value,) for one in Theme])
sitemaps.pages("knowledge:recognition")
