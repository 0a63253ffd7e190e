from diz_portal import navigation, sitemaps
from diz_portal.navigation import PUBLIC, WORKSPACE, Room
from partners.models import Organisation

navigation.register(Room("Partners", "partners:directory", area=PUBLIC, order=60))
navigation.register(Room("Partners", "partners_workspace:list", area=WORKSPACE, order=78))

sitemaps.register(
    "partners:organisation", lambda: Organisation.objects.public().values_list("slug")
)
sitemaps.pages("partners:join", "enquiries:relocate")
