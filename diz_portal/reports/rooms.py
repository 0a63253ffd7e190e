from diz_portal import navigation
from diz_portal.navigation import WORKSPACE, Room

from .registry import is_open_to


def may_enter(user):
    return user.is_authenticated and is_open_to(user)


navigation.register(
    Room(
        "Reports",
        "reports:list",
        area=WORKSPACE,
        order=74,
        may_enter=may_enter,
        # The views of lists, of which reports are made.
        also=("lists:views",),
    )
)
