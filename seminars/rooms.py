"""The doors of this app: see diz_portal.navigation."""

from diz_portal import navigation, sitemaps
from diz_portal.navigation import PUBLIC, WORKSPACE, Room
from partners.roles import is_manager
from seminars.models import Seminar

navigation.register(Room("Seminars", "seminars:list", area=PUBLIC, order=30))
navigation.register(
    Room("Seminars", "seminars_workspace:list", area=WORKSPACE, order=50, may_enter=is_manager)
)

sitemaps.register("seminars:detail", lambda: Seminar.objects.announced().values_list("slug"))
