"""Every address there is, tried as everybody: reading, writing, and what leaks (design §4.6)."""

import html
import inspect
import re
import runpy
from dataclasses import replace
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser
from django.core.cache import cache
from django.db import transaction
from django.urls import reverse

from diz_portal import navigation
from diz_portal.attention import counting
from diz_portal.attention.selectors import items_for
from projects.money.views.acts import ACTS
from projects.money.views.claim_steps import STEPS

from . import benefit_pages, bid_world, change_pages, doors, inclusion_world, story_pages
from .account_pages import ACCOUNTS
from .admin_pages import ADMIN, MODELS, registered
from .doors import (
    ADMIN_LOGIN,
    EVERYBODY,
    FINE,
    HIDDEN,
    INSIDE,
    LEADS,
    LOGIN,
    MANAGERS,
    MOVED,
    NOT_THIS_WAY,
    OURS,
    OURS_OR_MANAGERS,
    REFUSED,
    SIGNED_IN,
    Door,
)
from .edit_forms import problems_of_forms
from .knocking import Knock, knock
from .pages import PAGES
from .test_cost_of_lists import LISTS
from .world import ROLES, SECRET, STRANGER

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("nothing_changes", "people_stay", "quiet"),
]

DOORS = [*PAGES.doors, *ACCOUNTS.doors, *ADMIN.doors]

MAY_READ = {
    # Until it is sent, a return is its authors' own: not even a manager reads it.
    "Marker-draft-words": OURS,
    "Marker-sent-words": OURS_OR_MANAGERS,
    "Marker-agreement": OURS_OR_MANAGERS,
    "marker-contributor@": OURS_OR_MANAGERS,
    "Marker-applicant": LEADS,
    "Marker-invited": LEADS,
    "Marker-foreign": frozenset({"outsider", "manager"}),
    "Marker-registrant": MANAGERS,
    "Marker-joining-link": MANAGERS,
    "Marker-asker": MANAGERS,
    **bid_world.MAY_READ,
    **inclusion_world.MAY_READ,
    # Who gave, who promised and who borrows: for those who work with it.
    "Marker-donor": frozenset({"caseworker"}),
    "Marker-borrower": frozenset({"caseworker"}),
    "Marker-pledger": frozenset({"caseworker", "manager"}),
    "89440000000777777": frozenset({"caseworker"}),
}


def problems_of(response: Knock, door: Door, role: str) -> list[str]:
    """What is wrong with an answer besides its status: its headers, and what it gives away."""
    found = []
    policy = response.headers.get("Content-Security-Policy", "")
    if "default-src 'none'" not in policy or "unsafe-" in policy or "*" in policy:
        found.append(f"its policy is {policy!r}")
    for header, value in (
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", "DENY"),
        ("Referrer-Policy", "same-origin"),
    ):
        if response.headers.get(header) != value:
            found.append(f"{header} is {response.headers.get(header)!r}")
    said = response.status not in {MOVED, LOGIN, ADMIN_LOGIN}
    if said and role != STRANGER and "no-store" not in response.headers.get("Cache-Control", ""):
        found.append("it may be stored")
    if not door.may_show_secrets:
        found += [
            f"it shows {what}"
            for mark, what in SECRET.items()
            if mark in response.body and role not in MAY_READ.get(mark, INSIDE)
        ]
    return found


# The table and the addresses ---


def test_every_address_has_a_row_and_every_row_an_address():
    listed = {door.address for door in DOORS}
    standing = set(doors.patterns())

    assert sorted(standing - listed) == [], "these pages have no row in the table of doors"
    assert sorted(listed - standing) == [], "these rows have no page"


def test_every_table_to_download_is_counted():
    tables = {door.name for door in DOORS if door.name.endswith(("csv", "xlsx"))}

    assert sorted(tables - {one.page for one in LISTS}) == [], "these have no row in LISTS"


# Public pages that search engines are not told of: what leads to them is what people look for.
NOT_ON_THE_MAP = {
    # Development only.
    *("components", "outbox:sent_mail", "outbox:message"),
    # Steps of something that was begun elsewhere, and where it ends.
    *("seminars:register", "seminars:erased", "inclusion:learn_questions", "inclusion:learn_find"),
    *("inclusion:learn_send_again", "inclusion:help_progress", "inclusion:help_thanks"),
    # Where nobody takes what is offered, they lead back.
    *("inclusion:donate_device", "inclusion:donate_data"),
    # Behind the page of all records, and of the edition.
    *("privacy_record", "impact:edition_figure"),
}


def test_each_page_that_anybody_may_open_is_on_the_map(world, settings):
    client = world.client(STRANGER)
    told = client.get(reverse("sitemap")).content.decode()
    on_it = {
        found.removeprefix(settings.PORTAL_URL) for found in re.findall("<loc>(.*?)</loc>", told)
    }

    pages = {
        door.name: door.url(world)
        for door in PAGES.doors
        if door.reads[STRANGER] == FINE and b'rel="canonical"' in _read(client, door.url(world))
    }

    missing = {name for name, url in pages.items() if url not in on_it}
    assert missing == NOT_ON_THE_MAP
    assert len(pages) > 50


def _read(client, url) -> bytes:
    return client.get(url).getvalue()


def test_no_row_is_told_twice():
    told = [str(door) + door.query for door in DOORS]

    assert sorted({one for one in told if told.count(one) > 1}) == []


def test_what_only_development_shows_has_no_address_elsewhere(settings, monkeypatch):
    settings.SHOW_SENT_MAIL = False
    monkeypatch.setattr(admin.site, "login", admin.site.login)  # wrapped again by what follows

    urls = runpy.run_path(str(settings.BASE_DIR / "diz_portal" / "urls.py"))

    names = doors.patterns(SimpleNamespace(url_patterns=urls["urlpatterns"]))
    assert {"components", "outbox:sent_mail", "outbox:message"}.isdisjoint(names)
    assert "home" in names


# Walking ---


def walkers(door: Door) -> tuple[str, ...]:
    """Who tries a door: everybody. The admin asks one question of whoever comes, whichever of its
    doors it is, and another test asks it of everybody: here a few see that each door asks it."""
    return ("stranger", "caseworker", "lead", "manager") if door in ADMIN.doors else ROLES


@pytest.mark.slow
@pytest.mark.parametrize("door", DOORS, ids=str)
def test_door(world, door):
    """Who may read reads, who may not is refused on reading and on writing alike; looking
    changes nothing; no answer gives away what its reader may not know."""
    wrong = []

    def look(what, knocked, expected, role):
        if knocked.status not in expected:
            wrong.append(f"{what}: {knocked.status} instead of {expected}")
        wrong.extend(f"{what}: {problem}" for problem in problems_of(knocked, door, role))
        wrong.extend(f"{what}: writes {table}" for table in knocked.changed)

    for role in walkers(door):
        expected = door.reads[role]
        if door.only_by_post and role != STRANGER:
            expected = NOT_THIS_WAY
        read = knock(world, door, role, "get")
        look(f"{role} reading", read, {expected}, role)
        if read.status == FINE and door.takes_post_of(role) and door in PAGES.doors:
            wrong.extend(problems_of_forms(door.name, read.body))

    # Mail scanners and link checkers ask for the head alone.
    for role in [role for role in ROLES if door.reads[role] in {FINE, MOVED}][:1]:
        if door in PAGES.doors and not door.only_by_post:
            head = knock(world, door, role, "head")
            look(f"{role} asking for the head", head, {door.reads[role]}, role)

    for role in walkers(door):
        if not door.takes_post_of(role):
            refusal = knock(world, door, role, "post")
            look(f"{role} writing", refusal, door.turns_down(role), role)
            continue
        with transaction.atomic():
            taken = knock(world, door, role, "post")
            transaction.set_rollback(True)
        if taken.status in {REFUSED, HIDDEN, NOT_THIS_WAY, LOGIN, ADMIN_LOGIN}:
            wrong.append(f"{role} writing: {taken.status}, although they may")
        wrong += [f"{role} writing: {problem}" for problem in problems_of(taken, door, role)]

    if wrong:
        pytest.fail("\n".join(wrong), pytrace=False)


# What the outsider may neither read nor do.
NOT_THEIRS = [
    door
    for door in PAGES.doors
    if door.args
    and door.reads["outsider"] not in {FINE, MOVED}
    and not door.takes_post_of("outsider")
]


@pytest.mark.parametrize("door", NOT_THEIRS, ids=str)
def test_somebody_elses_record_is_answered_as_one_that_is_not_there(world, door):
    for method in ("get", "post"):
        theirs = knock(world, door, "outsider", method)
        nobodys = knock(world, door, "outsider", method, unknown=True)

        assert theirs.status == nobodys.status, method
        assert theirs.changed == nobodys.changed == set(), method


# Addresses made of two records: the second must belong to the first ----------------------------

# A page without buttons may say so before it looks at what there is.
NO_BUTTON = {"get": set(), "post": {NOT_THIS_WAY}}
CROSSED = [
    ("projects:site", "public", "foreign_site"),
    ("data:site", "public", "foreign_site"),
    *(
        (f"projects_workspace:{name}", "public", "foreign_site")
        for name in (
            "site",
            "site_move",
            "site_edit",
            "site_withdraw",
            "site_restore",
            "wayleave_open",
            "entry_correct",
        )
    ),
    *(
        (f"projects_workspace:{name}", "public", "foreign_wayleave")
        for name in ("wayleave", "wayleave_status", "wayleave_note", "wayleave_edit")
    ),
    *(
        (f"projects_workspace:{name}", "public", "foreign_milestone")
        for name in (
            "milestone",
            "milestone_baseline",
            "milestone_withdraw",
            "milestone_restore",
        )
    ),
    *(
        (f"money:{name}", "public", "foreign_source")
        for name in (
            "source",
            "source_edit",
            *(f"source_{one}" for one in ACTS),
            "take_back",
            "line_add",
            "condition",
            "condition_met",
        )
    ),
    *(
        (f"money:{name}", "public", "foreign_line")
        for name in ("line", "line_budget", "line_forecast", "line_explain")
    ),
    ("money:claim_start", "public", "foreign_source"),
    *(
        (f"money:{name}", "public", "foreign_claim")
        for name in (
            "claim",
            "claim_edit",
            "claim_lines_add",
            "claim_line",
            "claim_line_remove",
            "claim_evidence",
            "claim_evidence_remove",
            *(f"claim_{one}" for one in STEPS),
        )
    ),
    *((f"money:{name}", "public", "foreign_posting") for name in ("refund", "reverse")),
    *((f"change:{name}", "public", "foreign_change") for name in change_pages.OF_ONE),
    ("change:move", "public", "foreign_milestone"),
    *((f"benefits:{name}", "public", "foreign_benefit") for name in benefit_pages.OF_ONE),
    *((f"stories:{name}", "public", "foreign_story") for name in story_pages.OF_ONE),
    *((f"stories:{name}", "public", "foreign_lesson") for name in story_pages.OF_LESSON),
    *((f"contracts:{name}", "public", "foreign_contract") for name in change_pages.OF_CONTRACT),
    *((f"contracts:{name}", "public", "foreign_subsidy") for name in change_pages.OF_SUBSIDY),
    *(
        (f"money:ledger_{name}", "hidden", "ledger_line")
        for name in ("line", "post", "match", "unmatch")
    ),
    ("money:month_take_out", "hidden", "ledger_difference"),
    *(
        (f"money:import{name}", "hidden", "ledger_batch")
        for name in ("", "_match", "_undo", "_errors", "_rows", "_check", "_apply", "_discard")
    ),
    *(
        (f"projects_workspace:{name}", "public", "foreign_risk")
        for name in ("risk", "risk_close", "risk_reopen")
    ),
    *(
        (f"projects_workspace:{name}", "public", "foreign_batch")
        for name in ("import", "import_match", "import_undo", "import_errors", "import_rows")
    ),
    *(
        (f"projects_workspace:{name}", "public", "foreign_batch")
        for name in ("import_check", "import_apply", "import_discard")
    ),
    *((f"projects:{name}", "hidden", "issued_pack") for name in ("pack", "pack_pdf")),
    ("seminars:material", "held", "other_material"),
    ("seminars_workspace:remove_material", "held", "other_material"),
    *(
        (f"seminars_workspace:{name}", "seminar", "other_registration")
        for name in ("certificate", "guest_certificate", "companion_certificate", "feedback_for")
    ),
    *(
        (f"seminars_workspace:{name}", "seminar", "other_registration")
        for name in ("registration", "change", "contact", "act")
    ),
    *(
        (f"seminars_workspace:{name}", "draft_seminar", "reminder_step")
        for name in ("reminder", "reminder_out")
    ),
    ("seminars_workspace:message", "draft_seminar", "seminar_message"),
]


def test_every_address_of_two_records_is_tried_with_two_that_do_not_belong_together():
    nested = {door.name for door in PAGES.doors if {"slug", "reference"} <= set(door.args)}

    assert nested == {name for name, _, _ in CROSSED}


@pytest.mark.parametrize(("name", "parent", "child"), CROSSED, ids=lambda value: str(value))
def test_a_record_of_another_project_is_not_found_under_this_one(world, name, parent, child):
    args = {"slug": f"{parent}.slug", "reference": f"{child}.reference"}
    if name.endswith("entry_correct"):
        args["number"] = 1
    if name.endswith(":act"):
        args["verb"] = "=erase"
    if name.startswith("money:condition"):
        args["one"] = "condition.reference"
    if name == "benefits:correct":
        args["measure"] = "measure.reference"
    if name == "contracts:review":
        args["one"] = "contract_review.reference"
    if name == "money:line_explain":
        args["quarter"] = "quarter"
    if name.startswith(("money:claim_line", "money:claim_evidence")):
        args["one"] = "claim_line.reference"
    if name == "money:claim_lines_add":
        del args["one"]
    if name == "money:claim_evidence_remove":
        args["file"] = "claim_evidence.reference"
    if name == "money:month_take_out":
        args["month"] = "ledger_month.slug"
    if name == "money:ledger_match":
        args["posting"] = "booked.reference"
    if name == "money:take_back":
        args["given"] = "given.reference"
    door = Door(name, args, {}, None)

    buttons = {door.name for door in PAGES.doors if door.only_by_post}
    for role in ("contributor", "manager"):
        for method in ("post",) if name in buttons else ("get", "post"):
            answer = knock(world, door, role, method)
            # Who may not act at all may be told so before anything is looked up.
            answers = {HIDDEN} if role == "manager" else {HIDDEN, REFUSED}

            assert answer.status in answers | NO_BUTTON[method], f"{role} {method}"
            assert answer.changed == set()


@pytest.mark.parametrize("name", ["change_phone", "change_role", "remove"])
def test_a_member_of_another_organisation_is_not_found_under_this_one(world, name):
    args = {"slug": "ours.slug", "person": "stranger_person.reference"}
    door = Door(f"partners_workspace:{name}", args, {}, None)

    for role in ("lead", "manager"):
        for method in ("get", "post"):
            answer = knock(world, door, role, method)

            assert (answer.status, answer.changed) == (HIDDEN, set())


# What others own ---

FOREIGN = [
    ("partners_workspace:agreement", "foreign_agreement"),
    ("partners_workspace:send_again", "foreign_invitation"),
    ("partners_workspace:withdraw", "foreign_invitation"),
    ("partners_workspace:join_request", "foreign_request"),
    ("returns:return", "foreign_return"),
    ("returns:check", "foreign_return"),
    ("returns:unchanged", "foreign_return"),
]


@pytest.mark.parametrize(("name", "thing"), FOREIGN)
def test_the_lead_of_one_organisation_has_no_say_in_another(world, name, thing):
    door = Door(name, {"reference": f"{thing}.reference"}, {}, None)

    for role in ("viewer", "contributor", "lead", "supplier"):
        for method in ("get", "post"):
            answer = knock(world, door, role, method)

            assert answer.status in {HIDDEN} | NO_BUTTON[method], f"{role} {method}"
            assert answer.changed == set()


# The navigation and the doors agree ---


@pytest.mark.parametrize("role", ["outsider", "viewer", "contributor", "manager", STRANGER])
def test_a_page_leads_only_through_open_doors(world, role):
    """Every link on the first pages is one that this person may follow (design §4.10). Where it
    leads through a door that `test_door` opens for them, it is not followed again."""
    client = world.client(role)
    tried = {door.url(world) for door in DOORS if door.reads[role] in {FINE, MOVED}}
    found: dict[str, str] = {}
    for start in ("/", "/workspace/", "/workspace/projects/full-fibre/"):
        page = client.get(start)
        for address in re.findall(r'href="(/[^"#]*)', page.content.decode()):
            if not address.startswith(settings.STATIC_URL):
                found.setdefault(html.unescape(address), start)

    wrong = [
        f"{start} leads {role} to {address}"
        for address, start in found.items()
        if address not in tried and client.get(address).status_code not in {FINE, MOVED}
    ]

    assert wrong == []
    assert not tried.isdisjoint(found)


# What the suite leaves out on ordinary pages ---


def test_what_waits_is_counted_for_everybody_on_an_ordinary_page(world, counted, monkeypatch):
    """A provider that fails takes every page of the workspace with it, and elsewhere the suite
    counts nothing for the navigation (`tests/conftest.py`)."""
    for which, room in navigation._rooms.items():
        # What another test of this module was told is not counted.
        if room.count:
            monkeypatch.setitem(
                navigation._rooms, which, replace(room, count=inspect.unwrap(room.count))
            )
    for role in sorted(SIGNED_IN):
        page = world.client(role).get(reverse("partners_workspace:list"))

        kept = cache.get(counting._key(world.people[role]))
        assert (page.status_code, kept) == (FINE, len(items_for(world.people[role]))), role


# The admin ---


@pytest.mark.parametrize("role", ROLES)
def test_the_admin_asks_one_question_of_whoever_it_is(world, role, rf):
    """So a walk through its doors need not take everybody along: see `walkers`."""
    request = rf.get("/admin/")
    request.user = world.people.get(role) or AnonymousUser()

    assert admin.site.has_permission(request) == (role == "manager")


def test_the_table_names_every_model_of_the_admin():
    assert registered() == set(MODELS)


def test_every_choice_offered_in_the_admin_is_for_managers_only(world):
    """The addresses that fill the fields one types in answer with names of records."""
    wrong = []
    fields = [
        (model._meta, field)
        for model, page in admin.site._registry.items()
        for field in page.autocomplete_fields
    ]
    for meta, name in fields:
        address = (
            f"{reverse('admin:autocomplete')}?app_label={meta.app_label}"
            f"&model_name={meta.model_name}&field_name={name}"
        )
        for role in ROLES:
            answer = world.client(role).get(address).status_code
            if answer != (FINE if role == "manager" else MOVED):
                wrong.append(f"{meta.label} {name}: {answer} to {role}")

    assert fields
    assert wrong == []


@pytest.mark.parametrize("role", sorted(EVERYBODY - {"manager"}))
def test_the_admin_turns_everybody_but_managers_away(world, role):
    response = world.client(role).get("/admin/", follow=True)

    if role == STRANGER:
        assert response.redirect_chain[-1][0].startswith("/accounts/login/")
    else:
        assert response.status_code == REFUSED
