"""The doors of this app: see diz_portal.navigation."""

from django.contrib.auth.models import AnonymousUser

from diz_portal import navigation, sitemaps
from diz_portal.navigation import FOOTER, PUBLIC, WORKSPACE, Room
from partners import panels
from partners.roles import is_manager
from partners.rules import is_member
from projects.benefits import selectors as benefits
from projects.benefits.models import Benefit
from projects.contracts.selectors import direction_panel
from projects.meetings import rules as meetings_rules
from projects.meetings.selectors import released
from projects.money.rules import reads_own_money
from projects.packs import rules as packs_rules
from projects.packs.models import Pack
from projects.partner_page import partner_panel
from projects.portfolio import panels as project_panels
from projects.portfolio.models import Programme, Project
from projects.portfolio.selectors.projects import published_projects_of
from projects.returns.selectors import returns
from projects.rollout.models import Site
from projects.stories.models import CaseStudy, LessonLearned

navigation.register(Room("Projects", "projects:list", area=PUBLIC, order=20))
navigation.register(
    Room(
        "Projects",
        "projects_workspace:list",
        area=WORKSPACE,
        order=20,
        may_enter=is_member | is_manager,
        also=("change:list",),
    )
)
navigation.register(Room("Minutes of board meetings", "minutes:list", area=FOOTER, order=10))
navigation.register(
    Room("Meetings", "meetings:list", area=WORKSPACE, order=72, may_enter=meetings_rules.may_enter)
)
navigation.register(
    Room("Board packs", "packs:list", area=WORKSPACE, order=73, may_enter=packs_rules.may_enter)
)
navigation.register(
    Room(
        "Returns",
        "returns:list",
        area=WORKSPACE,
        order=40,
        may_enter=is_member | is_manager,
        count=lambda request: returns.count_waiting(request.user),
    )
)
navigation.register(
    Room(
        "Money",
        "money:list",
        area=WORKSPACE,
        order=45,
        may_enter=reads_own_money | is_manager,
    )
)

# On the public page of an organisation.
panels.register(order=10, template="projects/organisation_panel.html", find=published_projects_of)
# On its page in the workspace.
panels.register(
    order=10,
    template="projects/workspace/partner_panel.html",
    find=partner_panel,
    area=panels.WORKSPACE,
)
panels.register(
    order=60,
    template="projects/workspace/contracts/direction_panel.html",
    find=direction_panel,
    area=panels.WORKSPACE,
)

# On the page of a project, the public one and the one of the workspace.
project_panels.register(
    order=10,
    template="projects/benefits/project_panel.html",
    find=benefits.public_panel,
    area=project_panels.PUBLIC,
)
project_panels.register(
    order=10,
    template="projects/benefits/programme_panel.html",
    find=benefits.programme_panel,
    area=project_panels.PROGRAMME,
)
project_panels.register(
    order=10,
    template="projects/workspace/benefits/project_panel.html",
    find=benefits.workspace_panel,
    area=project_panels.WORKSPACE,
)

sitemaps.register(
    "projects:programme",
    lambda: Programme.objects.filter(projects__published=True).distinct().values_list("slug"),
)
sitemaps.register("projects:detail", lambda: Project.objects.public().values_list("slug"))
sitemaps.register("projects:sites", lambda: Project.objects.public().values_list("slug"))
sitemaps.register(
    "projects:site",
    lambda: Site.objects.visible_to(AnonymousUser()).values_list("project__slug", "reference"),
)
sitemaps.register(
    "projects:forecast",
    lambda: Project.objects.public().filter(publishes_forecast=True).values_list("slug"),
)
sitemaps.register(
    "projects:pack",
    lambda: Pack.objects.filter(
        published_at__isnull=False, project__in=Project.objects.public()
    ).values_list("project__slug", "reference"),
)
sitemaps.register(
    "projects:packs",
    lambda: (
        Project.objects.public()
        .filter(packs__published_at__isnull=False)
        .distinct()
        .values_list("slug")
    ),
)
sitemaps.register("public_stories:story", lambda: CaseStudy.objects.public().values_list("slug"))
sitemaps.register(
    "public_stories:lesson", lambda: LessonLearned.objects.public().values_list("reference")
)
sitemaps.pages("public_stories:list", "public_benefits:list")
sitemaps.register(
    "public_benefits:benefit", lambda: Benefit.objects.public().values_list("reference")
)
sitemaps.register("minutes:meeting", lambda: released().values_list("reference"))
