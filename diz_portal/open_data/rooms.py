from diz_portal import navigation, sitemaps
from diz_portal.navigation import FOOTER, WORKSPACE, Room

from .declaring import datasets


def may_enter(user):
    return user.is_authenticated and user.has_perm("open_data.look_after")


navigation.register(Room("Open data", "open_data:index", area=FOOTER, order=20))
navigation.register(
    Room("Open data", "open_data_workspace:checks", WORKSPACE, 76, may_enter=may_enter)
)
sitemaps.register("open_data:dataset", lambda: [(one.slug,) for one in datasets()])
