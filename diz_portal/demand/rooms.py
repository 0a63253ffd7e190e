"""The doors of this app: see diz_portal.navigation."""

from diz_portal import navigation, sitemaps
from diz_portal.navigation import FOOTER, WORKSPACE, Room

navigation.register(Room("For businesses", "demand:business", area=FOOTER, order=15))
navigation.register(Room("Your connection", "demand:connection", area=FOOTER, order=16))
navigation.register(
    Room(
        "Businesses",
        "demand_workspace:areas",
        area=WORKSPACE,
        order=91,
        may_enter=lambda user: user.has_perm("partners.enter_workspace"),
    )
)
sitemaps.pages("demand:companies", "demand:need", "demand:areas")
