from diz_portal import navigation
from diz_portal.navigation import WORKSPACE, Room

from . import selectors


def waiting(request) -> int:
    """How much needs the person; counted once a request, and the home page has it already."""
    if not hasattr(request, "attention_count"):
        request.attention_count = len(selectors.items_for(request.user))
    return request.attention_count


navigation.register(Room("Home", "workspace:home", area=WORKSPACE, order=0, count=waiting))
