"""Every list costs the same number of queries with 1 and 3 rows, and ten of them with 300: those
that turn pages, are cut off, or are written in portions (design §4.10)."""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from django.core.cache import cache, caches
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from diz_portal.attention import counting

from .admin_pages import MODELS, SEE
from .ledger_lists import ledger_lists
from .return_lists import return_lists
from .rows import Rows
from .stock_lists import stock_lists

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("quiet"), pytest.mark.slow]

FEW = (1, 3)
MANY = 300


@dataclass(frozen=True)
class List:
    """A page, who opens it, and what there is more and more of."""

    page: str
    kinds: tuple[str, ...]
    role: str = "manager"
    args: tuple[str, ...] = ()
    query: str = ""

    def __str__(self) -> str:
        return f"{self.page}{self.query} as {self.role} with more {', '.join(self.kinds)}"

    def url(self, rows: Rows) -> str:
        args = []
        for path in self.args:
            value = rows
            for name in path.split("."):
                value = getattr(value, name) if name[0] != "=" else name[1:]
            args.append(value)
        return reverse(self.page, args=args) + self.query


PROJECT = ("project.slug",)
LISTS = [
    # Public
    List("home", ("organisations", "projects", "sites"), "stranger"),
    List("partners:directory", ("organisations",), "stranger"),
    List("partners:organisation", ("projects",), "stranger", ("ours.slug",)),
    List("connectivity:overview", ("coverage",), "stranger"),
    List("connectivity:area", ("coverage",), "stranger", ("district.code",)),
    List("connectivity:figures", ("coverage",), "stranger"),
    List("open_data:json", ("projects", "sites", "scope_changes"), "stranger", ("=oc4ids",)),
    List("open_data_workspace:checks", ("grants", "help_places", "projects")),
    List("open_referral:services", ("help_places",), "stranger", query="?full=true"),
    List("open_data:index", ("projects", "sites"), "stranger"),
    *(
        List(f"open_data:{kind}", (rows,), "stranger", (f"={slug}",))
        for slug, rows in (
            ("sites", "sites"),
            ("stages-by-month", "sites"),
            ("scope-changes", "scope_changes"),
            ("seminars", "seminars"),
            ("connectivity", "coverage"),
            ("places-to-get-help", "help_places"),
            ("spend", "postings"),
        )
        for kind in ("dataset", "csv", "json", "xlsx")
    ),
    List("impact:overview", ("projects", "sites", "milestones"), "stranger"),
    List("impact:others", ("other_partnerships",), "stranger"),
    List("impact_workspace:others", ("other_partnerships",)),
    List("impact:figure", ("projects", "sites"), "stranger", ("=surgeries-live",)),
    List("impact:figure_csv", ("projects", "sites"), "stranger", ("=surgeries-live",)),
    List(
        "impact:edition_csv", ("projects", "sites"), "stranger", ("edition.day", "=surgeries-live")
    ),
    List("projects:list", ("projects", "sites"), "stranger"),
    List("projects:detail", ("sites", "milestones", "project_partners"), "stranger", PROJECT),
    List("projects:detail", ("scope_changes", "entries"), "stranger", PROJECT),
    List("projects:forecast", ("forecasts", "sites"), "stranger", PROJECT),
    List("projects:sites", ("sites",), "stranger", PROJECT),
    List("projects:sites_csv", ("sites",), "stranger", PROJECT),
    List("projects:site", ("entries",), "stranger", ("project.slug", "site.reference")),
    List("outbox:sent_mail", ("messages",), "stranger"),
    List("letters:list", ("paper_letters",)),
    List("letters:print_all", ("paper_letters",)),
    # The first screen after signing in, with each kind of thing that can wait
    *(
        List("workspace:home", (kind,), role)
        for role in ("manager", "contributor")
        for kind in (
            "projects",
            "sites",
            "wayleaves",
            "milestones",
            "risks",
            "conditions",
            "change_requests",
            "meeting_actions",
            "meetings",
            "contract_reviews",
            "subsidies",
            "returns_owed",
            "returns_sent",
            "my_returns_owed",
            "rounds",
            "invitations",
            "join_requests",
            "agreements",
            "messages",
            "chases",
            "handlings",
        )
    ),
    *(
        List(page, ("sites", "wayleaves", "scope_changes", "milestones", "risks", kind), role)
        for page, kind, role in (
            ("changes:changes", "returns_sent", "manager"),
            ("changes:changes", "agreements", "contributor"),
            ("changes:csv", "organisations", "manager"),
        )
    ),
    # Of every kind that is called so, all on one page; and of one kind, to the last.
    *(
        List("search:search", ("projects", "sites", "milestones", "risks"), role, query="?q=no")
        for role in ("manager", "contributor")
    ),
    List("search:search", ("sites",), query="?q=no&in=sites"),
    List("reports:list", ("reports",)),
    List("reports:schedules", ("schedules",)),
    List("reports:boards", ("board_meetings",)),
    List("lists:views", ("saved_views",)),
    List("lists:list", ("sites", "projects", "saved_views"), args=("=sites",)),
    List("lists:list", ("sites", "projects"), "contributor", ("=sites",)),
    List("lists:list", ("risks", "projects"), "contributor", ("=risks",)),
    List("lists:list", ("milestones", "baselines"), "contributor", ("=milestones",)),
    List("lists:list", ("returns_owed", "returns_sent", "rounds"), args=("=returns",)),
    List("lists:list", ("claims",), args=("=claims",)),
    List("lists:list", ("registrations", "seminars"), args=("=registrations",)),
    List("lists:list", ("cases", "needs"), "caseworker", ("=cases",), "?show=all"),
    List("lists:list", ("devices",), "caseworker", ("=devices",)),
    # Projects
    List("projects_workspace:list", ("projects", "sites")),
    List("projects_workspace:list", ("projects", "sites"), "contributor"),
    List(
        "projects_workspace:project",
        ("sites", "wayleaves", "milestones", "risks", "project_partners", "benefits"),
        args=PROJECT,
    ),
    List("projects_workspace:rollout", ("sites", "wayleaves", "scope_changes"), args=PROJECT),
    List("projects_workspace:forecast", ("forecasts", "sites"), args=PROJECT),
    List("projects_workspace:sites", ("sites", "saved_views"), args=PROJECT),
    List("projects_workspace:sites", ("sites",), "contributor", PROJECT, "?show=stuck"),
    List("projects_workspace:sites_csv", ("sites",), args=PROJECT),
    List("projects_workspace:site", ("entries",), args=("project.slug", "site.reference")),
    List("projects_workspace:site", ("wayleaves",), args=("project.slug", "site.reference")),
    List("projects_workspace:scope", ("scope_changes", "sites"), args=PROJECT),
    List("projects_workspace:scope_csv", ("scope_changes", "sites"), args=PROJECT),
    List("projects_workspace:wayleaves", ("wayleaves",), args=PROJECT),
    List("projects_workspace:wayleaves_csv", ("wayleaves",), args=PROJECT),
    List(
        "projects_workspace:wayleave",
        ("wayleave_events",),
        args=("project.slug", "wayleave.reference"),
    ),
    List("projects_workspace:milestones", ("milestones",), args=PROJECT),
    List(
        "projects_workspace:milestone",
        ("baselines",),
        args=("project.slug", "milestone.reference"),
    ),
    List("projects_workspace:risks", ("risks",), args=PROJECT),
    List("money:list", ("sources", "projects")),
    List("money:project", ("sources",), args=PROJECT),
    List("money:project_csv", ("sources",), args=PROJECT),
    List("money:budget", ("budget_lines", "figures"), args=PROJECT),
    List("money:claims", ("claims",), args=PROJECT),
    List("money:claim_queue", ("claims",)),
    List("money:claim", ("claim_lines",), args=("project.slug", "claim.reference")),
    List(
        "money:claim_lines_add",
        ("claimable_spend",),
        args=("project.slug", "claim.reference"),
    ),
    List("money:line", ("figures", "postings"), args=("project.slug", "line.reference")),
    List("money:partner", ("shares",), args=("ours.slug",)),
    List("money:partner_csv", ("shares",), args=("ours.slug",)),
    List("money:source", ("postings", "letters"), args=("project.slug", "source.reference")),
    List("money:bids", ("bids", "bid_partners")),
    List("money:bid", ("bid_partners", "bid_steps"), args=("bid.reference",)),
    List("money:grants", ("grants",)),
    List("money:grant", ("grant_notes", "grant_payments"), args=("grant.reference",)),
    List("lists:list", ("bids",), args=("=bids",)),
    List("lists:list", ("grants",), args=("=grants",)),
    List("projects_workspace:imports", ("batches",), args=PROJECT),
    List("projects_workspace:import", ("import_rows",), args=("project.slug", "batch.reference")),
    List("projects_workspace:import_new", ("mappings",), args=PROJECT),
    List("documents:stored", ("documents", "batches", "uploaders")),
    List("documents:stored_by", ("documents",), args=("manager.reference",)),
    List("workspace:home", ("uploaders",)),
    # Change control, meetings, contracts
    List("change:list", ("change_requests",)),
    List("change:list", ("change_requests",), "contributor"),
    List("change:project", ("change_requests",), args=("controlled.slug",)),
    List("change:request", ("change_milestones",), args=("controlled.slug", "change.reference")),
    List("meetings:list", ("meetings", "board_meetings")),
    List("meetings:actions", ("meeting_actions",)),
    List(
        "meetings:meeting",
        ("meeting_items", "attendance", "meeting_papers", "meeting_actions"),
        args=("meeting.reference",),
    ),
    List("minutes:list", ("released_meetings",), "stranger"),
    List("benefits:project", ("benefits",), args=PROJECT),
    List("benefits:csv", ("benefits",), args=PROJECT),
    List(
        "projects_workspace:programme",
        ("projects", "sites", "milestones", "risks", "sources", "benefits"),
        args=("project.programme.slug",),
    ),
    List(
        "benefits:benefit",
        ("benefit_measures",),
        args=("project.slug", "benefit.reference"),
    ),
    List("public_benefits:list", ("benefits",), "stranger"),
    List("stories:project", ("stories", "lessons_learned"), args=PROJECT),
    List("stories:story", ("story_events",), args=("project.slug", "story.reference")),
    List("public_stories:list", ("published_stories",), "stranger"),
    List("knowledge:knowledge", ("published_stories", "lessons_learned"), "stranger"),
    List("knowledge:recognition", ("recognition",), "stranger"),
    List("knowledge_workspace:overview", ("recognition",)),
    List("public_benefits:csv", ("benefits",), "stranger"),
    List("contracts:project", ("contracts", "subsidies"), args=PROJECT),
    List(
        "contracts:contract",
        ("contract_notices", "contract_reviews"),
        args=("project.slug", "contract.reference"),
    ),
    List("contracts:directions", ("directions",)),
    # Board packs
    List("packs:list", ("packs",)),
    List("packs:list", ("packs",), "contributor"),
    List("packs:pack", ("pack_sentences", "pack_decisions"), args=("pack.reference",)),
    List("packs:read", ("milestones", "risks", "sites"), args=("pack.reference", "exempt")),
    # Returns
    List("returns:list", ("returns_owed", "returns_sent", "rounds")),
    List("returns:list", ("my_returns_owed", "rounds"), "contributor"),
    List("returns:rounds", ("rounds",)),
    List("returns:round", ("returns_owed", "returns_sent", "rounds"), args=("round.month",)),
    List("returns:return", ("return_events", "rounds"), args=("record.reference",)),
    List(
        "returns:return", ("milestones", "sites", "benefits"), "contributor", ("record.reference",)
    ),
    # Organisations, people and papers
    List("partners_workspace:list", ("organisations", "join_requests")),
    List(
        "partners_workspace:organisation",
        ("people", "invitations", "join_requests", "agreements"),
        args=("ours.slug",),
    ),
    List("partners_workspace:agreements", ("agreements",)),
    List("partners_workspace:agreements", ("agreements",), "contributor"),
    # Seminars
    # Businesses and connections
    List("demand:business", ("support", "seminars"), "stranger"),
    List("demand:companies", ("companies",), "stranger"),
    List("demand:areas", ("connections",), "stranger"),
    List("demand_workspace:areas", ("business_needs",)),
    List("enquiries_workspace:list", ("enquiries",)),
    *(List("workspace:home", ("enquiries",), role) for role in ("manager", "contributor")),
    List("lists:list", ("business_needs",), args=("=business-demand",)),
    List("home", ("seminars",), "stranger"),
    List("seminars:list", ("seminars", "topics"), "stranger"),
    List("seminars:calendar", ("seminars",), "stranger"),
    *(List(f"seminars:{kind}", ("seminars",), "stranger") for kind in ("rss", "atom", "json_feed")),
    List("data:seminars", ("seminars",), "stranger"),
    List("seminars:detail", ("registrations",), "stranger", ("seminar.slug",)),
    *(List("workspace:home", (kind,)) for kind in ("seminars", "offers")),
    List("seminars_workspace:list", ("seminars",)),
    List("seminars_workspace:seminar", ("registrations", "seminar_events"), args=("seminar.slug",)),
    List("seminars_workspace:csv", ("registrations",), args=("seminar.slug",)),
    List("seminars_workspace:reminders", ("registrations",), args=("seminar.slug",)),
    List("seminars_workspace:messages", ("seminar_messages",), args=("seminar.slug",)),
    List("seminars_workspace:newsletter", ("newsletter_readers",)),
    List("seminars_workspace:newsletter_csv", ("newsletter_readers",)),
    List("seminars_workspace:newsletter_xlsx", ("newsletter_readers",)),
    List("seminars:registration", ("materials",), "stranger", ("guest.token",)),
    List("seminars_workspace:materials", ("materials",), args=("held.slug",)),
    *(
        List(f"seminars_workspace:{name}", ("feedback",), args=("held.slug",))
        for name in ("feedback", "feedback_csv")
    ),
    List("seminars_workspace:xlsx", ("registrations",), args=("seminar.slug",)),
    List(
        "seminars_workspace:places_record",
        ("registrations", "seminar_events"),
        args=("seminar.slug",),
    ),
    *(
        List(f"seminars_workspace:{name}", ("attendance",), args=("large_seminar.slug",))
        for name in ("door", "seminar", "sign_in_sheet", "access_needs")
    ),
    List(
        "seminars_workspace:ticks",
        ("attendance",),
        args=("large_seminar.slug", "large_seminar.mode"),
    ),
    List("seminars_workspace:series_list", ("series",)),
    # Digital inclusion
    *(
        List("workspace:home", (kind,), "caseworker")
        for kind in ("referrals_sent", "cases", "tasks", "appointments", "offers_of_cases")
    ),
    List("inclusion_workspace:referrals", ("referrals_made",), "contributor"),
    List("inclusion_workspace:waiting", ("referrals_sent", "offers_of_cases"), "caseworker"),
    *(
        List("inclusion_workspace:cases", ("cases",), "caseworker", query=f"?show={show}")
        for show in ("unassigned", "mine", "all", "late", "closed")
    ),
    List(
        "inclusion_workspace:case",
        ("needs", "tasks", "appointments", "case_events", "case_openings"),
        "caseworker",
        ("case.reference",),
    ),
    List("inclusion_workspace:case", ("needs_met",), "caseworker", ("case.reference",)),
    List("inclusion_workspace:case", ("likely",), "caseworker", ("case.reference",)),
    List("inclusion_workspace:referral", ("likely",), "caseworker", ("referral.reference",)),
    List("inclusion_workspace:to_tell", ("tellings",), "caseworker"),
    List("inclusion_workspace:case", ("tellings",), "caseworker", ("case.reference",)),
    List("inclusion_workspace:unmet", ("unmet",), "caseworker"),
    List("client_lists:imports", ("client_lists",), "contributor"),
    List("client_lists:import", ("client_rows",), "contributor", ("client_list.reference",)),
    List("client_lists:new", ("client_mappings",), "contributor"),
    List("inclusion_workspace:landlines", ("landlines", "lists_to_decide"), "caseworker"),
    List("inclusion_workspace:waiting", ("lists_to_decide",), "caseworker"),
    List(
        "inclusion_workspace:landline_list",
        ("client_referrals",),
        "caseworker",
        ("applied_list.reference",),
    ),
    List("lists:list", ("landlines",), "caseworker", ("=landlines",)),
    List("inclusion_workspace:case", ("landlines",), "caseworker", ("case.reference",)),
    # Learning
    List("home", ("learning_paths",), "stranger"),
    List("inclusion:learn", ("learning_paths",), "stranger"),
    List("inclusion:learn_path", ("lessons", "help_links"), "stranger", ("learning_path.slug",)),
    List(
        "inclusion_workspace:lesson_versions",
        ("lesson_versions",),
        args=("lesson.slug",),
    ),
    List("workspace:home", ("lesson_reviews",), "manager"),
    List("inclusion:learn_lesson", ("lessons",), "stranger", ("learning_path.slug", "lesson.slug")),
    List(
        "inclusion:learn_questions",
        ("quiz_questions",),
        "stranger",
        ("learning_path.slug", "lesson.slug"),
    ),
    List("inclusion:learn_own", ("learning_paths", "lessons"), "stranger", ("learner.token",)),
    List(
        "inclusion_workspace:case",
        ("sessions", "skills_of_one"),
        "caseworker",
        ("case.reference",),
    ),
    List("inclusion_workspace:learning", ("learning_paths", "sessions", "learners", "skills")),
    List("inclusion_workspace:learning_csv", ("skills",)),
    List(
        "inclusion_workspace:need_path",
        ("learning_paths",),
        "caseworker",
        ("skills_need.reference",),
    ),
    # The stores
    *stock_lists(List),
    *return_lists(List),
    *ledger_lists(List),
    List("privacy:register", ("people", "messages", "invitations")),
    *(List("workspace:home", (kind,)) for kind in ("stopped_requests", "complaints")),
    *(
        List(f"privacy:{name}", (kind,), query=query)
        for name, kind in (("requests", "data_requests"), ("complaints", "complaints"))
        for query in ("", "?show=all")
    ),
    *(
        List(f"privacy:{name}", ("processing",))
        for name in ("data_map", "data_map_csv", "data_map_xlsx")
    ),
    List("privacy:processors", ("processors",), args=("ours.slug",)),
    *(List(name, ("teams", "processing"), "stranger") for name in ("privacy", "privacy_data")),
    List(
        "privacy_record",
        ("teams", "processing"),
        "stranger",
        args=("ours.slug", "processing_of_ours.purpose"),
    ),
    List("privacy:request", ("request_events",), args=("data_request.reference",)),
    List("privacy:complaint", ("complaint_events",), args=("complaint.reference",)),
]
# The admin's list of each model, and what makes it longer.
CHANGELISTS = {
    "places.district": "districts",
    "places.bankholiday": "bank_holidays",
    "places.partnership": None,  # there is one
    "places.area": "coverage",
    "places.release": "coverage",
    "places.loadedfile": "coverage",
    "accounts.user": "people",
    "partners.organisation": "organisations",
    "partners.membership": "people",
    "partners.invitation": "invitations",
    "partners.joinrequest": "join_requests",
    "partners.agreement": "agreements",
    "projects.programme": "programmes",
    "projects.project": "projects",
    "projects.site": "sites",
    "projects.wayleave": "wayleaves",
    "projects.milestone": "milestones",
    "projects.risk": "risks",
    "projects.reportinground": "rounds",
    "projects.scopechange": "scope_changes",
    "projects.fundingsource": "sources",
    "projects.posting": "postings",
    "projects.return": "returns_owed",
    "projects.importbatch": "batches",
    "inclusion.importbatch": "lists_of_devices",
    "inclusion.importmapping": "list_mappings",
    "projects.importmapping": "mappings",
    "projects.returnimportmapping": "mappings_of_returns",
    "projects.ledgerline": "ledger_lines",
    "projects.claim": "claims",
    "projects.bid": "bids",
    "projects.regrant": "grants",
    "projects.grantrecipient": "grants",
    "projects.changerequest": "change_requests",
    "projects.meeting": "meetings",
    "projects.contract": "contracts",
    "projects.subsidy": "subsidies",
    "projects.ledgermonth": "ledger_months",
    "projects.ledgerimportbatch": "files_of_ledgers",
    "projects.ledgerimportmapping": "mappings_of_ledgers",
    "seminars.topic": "topics",
    "seminars.series": "series",
    "seminars.seminar": "seminars",
    "seminars.seminarevent": "seminar_events",
    "seminars.registration": "registrations",
    "seminars.registrationevent": "registrations",
    "seminars.attendanceevent": "attendance",
    "seminars.reminderstep": "seminars",
    "seminars.seminarmessage": "seminar_messages",
    "inclusion.team": "teams",
    "inclusion.referringpartner": "referring_partners",
    "inclusion.helpplace": "help_places",
    "inclusion.socialtariff": "tariffs",
    "inclusion.equalityanswers": "equality_answers",
    "demand.support": "support",
    "demand.need": "business_needs",
    "inclusion.device": "devices",
    "inclusion.databatch": "data_batches",
    "inclusion.dataentry": "data_items",
    "inclusion.datapledge": "data_pledges",
    "inclusion.itemswitch": "switches",
    "inclusion.learningpath": "learning_paths",
    "inclusion.learningmodule": "learning_paths",
    "inclusion.lesson": "lessons",
    "inclusion.helplink": "help_links",
    "inclusion.framework": "frameworks",
    "inclusion.benchmark": "benchmarks",
    "inclusion.fundtag": "fund_tags",
    "outbox.message": "messages",
    "privacy.datarequest": "data_requests",
    "privacy.complaint": "complaints",
    "privacy.processingrecord": "processing",
    "attention.chase": "chases",
    "attention.handling": "handlings",
    "reports.reportjob": "reports",
    "reminders.reminder": "reminders_of_agreements",
    "diz_portal.routinerun": "routine_runs",
    "open_work.handover": "handovers",
    "documents.document": "documents",
}
LISTS += [
    List(f"admin:{label.replace('.', '_')}_changelist", (kind,))
    for label, kind in CHANGELISTS.items()
    if kind
]
LISTS.append(List("admin:index", ("projects", "sites", "returns_owed", "messages")))

# Of each way to be long one or two: turned page by page, cut off, written in portions, looked up
# together. A mistake that three rows do not show shows here.
AT_LENGTH = {
    ("workspace:home", ("sites",), "manager"),
    ("projects_workspace:sites", ("sites", "saved_views"), "manager"),
    ("projects_workspace:sites_csv", ("sites",), "manager"),
    ("returns:round", ("returns_owed", "returns_sent", "rounds"), "manager"),
    ("partners_workspace:list", ("organisations", "join_requests"), "manager"),
    ("data:seminars", ("seminars",), "stranger"),
    ("seminars_workspace:seminar", ("registrations", "seminar_events"), "manager"),
    ("inclusion_workspace:waiting", ("referrals_sent", "offers_of_cases"), "caseworker"),
    ("privacy:register", ("people", "messages", "invitations"), "manager"),
    ("admin:outbox_message_changelist", ("messages",), "manager"),
}
LONG = [one for one in LISTS if (one.page, one.kinds, one.role) in AT_LENGTH]


def test_every_list_of_the_admin_is_measured():
    assert set(CHANGELISTS) == {label for label, may in MODELS.items() if SEE in may.split()}


@pytest.fixture(scope="module")
def beginning(django_db_setup, django_db_blocker) -> Iterator[Rows]:
    """One of each, made once: what a test adds goes when the test ends."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield Rows()
        transaction.set_rollback(True)


@pytest.fixture
def counted_at_home(monkeypatch) -> Callable[[List], None]:
    """What waits is counted for the navigation of every page, and is measured where it is shown
    whole: the home page, as each role, with more of each thing that can wait."""

    def count_at(listed: List) -> None:
        if listed.page != "workspace:home":
            monkeypatch.setattr(counting, "count_for", lambda user: 0)

    return count_at


@pytest.fixture
def rows(beginning: Rows) -> Rows:
    return beginning.again()


def _pages() -> dict[str, list[List]]:
    """Each page as each reader, with every line that makes it longer."""
    found: dict[str, list[List]] = {}
    for one in LISTS:
        found.setdefault(f"{one.page}{one.query} as {one.role} {' '.join(one.args)}", []).append(
            one
        )
    return found


@pytest.mark.parametrize("lines", _pages().values(), ids=_pages())
def test_costs_the_same_at_any_length(client, rows, lines, counted_at_home):
    """With three of everything that the page shows, then with one of everything.

    Where the three ask anything else, which may be what a process asks once, they are asked again;
    and if they still do, three of each in turn say whether it asks more, and of what.
    """
    counted_at_home(lines[0])
    for each in lines:
        _grow(rows, each, FEW[0])
    _sign_in(client, rows, lines[0])
    more = _asked_with_more(client, rows, lines)
    few = _asked(client, rows, lines[0])

    if _shapes(few) == _shapes(more):
        return
    few = _asked(client, rows, lines[0])
    if _shapes(few) == _shapes(_asked_with_more(client, rows, lines)):
        return
    for each in lines:
        some = _asked_with_more(client, rows, [each])

        assert len(few) == len(some), f"{each}: {_most_repeated(some)}"


@pytest.mark.parametrize("listed", LONG, ids=str)
def test_costs_the_same_at_great_length(client, rows, listed, counted_at_home):
    counted_at_home(listed)
    _grow(rows, listed, FEW[-1])
    _sign_in(client, rows, listed)
    _read(client, listed.url(rows))  # what its process learns once
    few = _asked(client, rows, listed)

    _grow(rows, listed, MANY)
    many = _asked(client, rows, listed)

    assert len(few) == len(many), _most_repeated(many)


def test_ten_are_measured_at_great_length():
    assert len(LONG) == 10


def _grow(rows: Rows, listed: List, size: int) -> None:
    for kind in listed.kinds:
        rows.grow(kind, size)


def _asked_with_more(client, rows: Rows, lines: list[List]) -> list[str]:
    """What the page asks with three of what these lines name."""
    with transaction.atomic():
        more = rows.again()
        for each in lines:
            _grow(more, each, FEW[-1])
        asked = _asked(client, more, lines[0])
        transaction.set_rollback(True)
    return asked


def _sign_in(client, rows: Rows, listed: List) -> None:
    if listed.role != "stranger":
        client.force_login(getattr(rows, listed.role))


def _asked(client, rows: Rows, listed: List) -> list[str]:
    """What the page asks of the database."""
    address = listed.url(rows)
    cache.clear()
    for kept in ("drawn", "pages"):
        caches[kept].clear()
    with CaptureQueriesContext(connection) as queries:
        _read(client, address)
    return [query["sql"] for query in queries.captured_queries]


def _read(client, address: str) -> None:
    response = client.get(address)
    assert response.status_code == 200
    if response.streaming:
        b"".join(response)


def _shapes(queries: list[str]) -> Counter[str]:
    """How often each kind of question was asked: one question too many does not stand for one too
    few."""
    return Counter(query.partition(" WHERE ")[0][:300] for query in queries)


def _most_repeated(queries: list[str]) -> str:
    """The statement that was sent most often: what to look at first."""
    shapes = [query[:300] for query in queries]
    worst = max(set(shapes), key=shapes.count)
    return f"{shapes.count(worst)} times: {worst}"
