"""The doors of this app: see diz_portal.navigation."""

from diz_portal import navigation, sitemaps
from diz_portal.navigation import PUBLIC, START, WORKSPACE, Room
from inclusion.cases import rules
from inclusion.cases.selectors.teams import team_panel
from inclusion.help.models import HelpPlace
from inclusion.learning.models import LearningPath, Lesson
from partners import panels
from partners.roles import is_manager

navigation.register(Room("Get help", "inclusion:help", area=PUBLIC, order=40))
navigation.register(Room("Learn", "inclusion:learn", area=PUBLIC, order=45))
# Writing down a call, and which needs were not met: caseworkers find both among their cases,
# managers beside the referrals.
FOR_STAFF = ("inclusion_workspace:caller", "inclusion_workspace:unmet")
navigation.register(
    Room(
        "Referrals",
        "inclusion_workspace:referrals",
        WORKSPACE,
        55,
        may_enter=rules.refers,
        also=FOR_STAFF,
    )
)
navigation.register(
    Room(
        "Cases",
        "inclusion_workspace:cases",
        WORKSPACE,
        60,
        may_enter=rules.is_caseworker,
        also=FOR_STAFF,
    )
)
# A named lead who is no caseworker finds a case by its reference, and nothing else.
navigation.register(
    Room(
        "Find a case",
        "inclusion_workspace:find",
        WORKSPACE,
        60,
        may_enter=lambda user: not rules.is_caseworker(user) and rules.is_named_lead(user),
    )
)
# What they begin themselves, from the home page.
navigation.register(
    Room("Refer someone", "inclusion_workspace:refer", START, 10, may_enter=rules.refers_residents)
)
navigation.register(
    Room(
        "Take a request by phone",
        "inclusion_workspace:caller",
        START,
        20,
        may_enter=rules.is_caseworker,
    )
)
navigation.register(
    Room(
        "Book in a device",
        "inclusion_workspace:device_add",
        START,
        30,
        may_enter=rules.is_caseworker,
    )
)
navigation.register(
    Room(
        "Receive SIM cards or vouchers",
        "inclusion_workspace:batch_add",
        START,
        40,
        may_enter=rules.is_caseworker,
    )
)
# Whoever runs the installation and belongs to no organisation has no referrals of their own.
navigation.register(
    Room(
        "Unmet needs",
        "inclusion_workspace:unmet",
        WORKSPACE,
        55,
        may_enter=lambda user: is_manager(user) and not rules.refers(user),
        also=FOR_STAFF,
    )
)
navigation.register(
    Room(
        "Devices",
        "inclusion_workspace:devices",
        area=WORKSPACE,
        order=70,
        may_enter=rules.is_caseworker | is_manager,
    )
)
navigation.register(
    Room(
        "Databank",
        "inclusion_workspace:databank",
        area=WORKSPACE,
        order=75,
        may_enter=rules.is_caseworker | is_manager,
    )
)
navigation.register(
    Room(
        "Learning",
        "inclusion_workspace:learning",
        area=WORKSPACE,
        order=78,
        may_enter=rules.is_caseworker | is_manager,
    )
)
# On the page of an organisation in the workspace.
panels.register(
    order=10, template="inclusion/teams/panel.html", find=team_panel, area=panels.WORKSPACE
)

sitemaps.register("inclusion:place", lambda: HelpPlace.objects.listed().values_list("slug"))
sitemaps.register(
    "inclusion:learn_path", lambda: LearningPath.objects.published().values_list("slug")
)
sitemaps.register(
    "inclusion:learn_lesson",
    lambda: Lesson.objects.published().values_list("module__path__slug", "slug"),
)
sitemaps.pages(
    "inclusion:near_you",
    "inclusion:landline",
    "inclusion:cheaper",
    "inclusion:skills",
    "inclusion:donate",
)
