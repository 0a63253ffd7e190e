from diz_portal import navigation
from diz_portal.navigation import WORKSPACE, Room

from . import counting


def waiting(request) -> int:
    """How much needs the person; the home page has counted it already."""
    if not hasattr(request, "attention_count"):
        request.attention_count = counting.count_for(request.user)
    return request.attention_count


navigation.register(Room("Home", "workspace:home", area=WORKSPACE, order=0, count=waiting))
