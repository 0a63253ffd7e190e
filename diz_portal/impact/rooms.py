"""The doors of this app: see diz_portal.navigation."""

from diz_portal import navigation, sitemaps
from diz_portal.navigation import PUBLIC, WORKSPACE, Room

from .declaring import figures
from .models import Edition
from .others.selectors import published
from .rules import may_keep

navigation.register(Room("Impact", "impact:overview", area=PUBLIC, order=50))
navigation.register(
    Room("Impact", "impact_workspace:overview", area=WORKSPACE, order=92, may_enter=may_keep)
)
sitemaps.pages("impact:editions", "impact:corrections", "impact:others")
sitemaps.register("impact:figure", lambda: [(one.name,) for one in figures()])
sitemaps.register(
    "impact:edition", lambda: [(one.day.isoformat(),) for one in Edition.objects.only("day")]
)
sitemaps.register("impact:compared", lambda: published().values_list("reference"))
