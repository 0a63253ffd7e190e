"""What somebody who owes something reads is written for them, not copied from a manager's list."""

import ast
from datetime import date, timedelta
from pathlib import Path

import pytest
from django.utils import timezone

from diz_portal.attention import Item, Urgency
from diz_portal.attention.forms import MOST_OF_A_SUBJECT, prefilled
from diz_portal.attention.selectors import items_for
from partners.enquiries.models import Enquiry
from projects.models import MeetingAction, Site
from projects.returns.models import Return
from projects.returns.services import returns
from projects.rollout.stages import Stage
from tests.factories.change import held_meeting
from tests.factories.partners import (
    JoinRequestFactory,
    OrganisationFactory,
    contributor_of,
    lead_of,
    manager,
)
from tests.factories.projects import ProjectFactory, SiteFactory, WayleaveFactory, enter
from tests.factories.reporting import (
    MilestoneFactory,
    ReturnFactory,
    RiskFactory,
    RoundFactory,
    submitted,
)

DAY = timedelta(days=1)


@pytest.fixture
def today(db):
    return timezone.localdate()


@pytest.fixture
def owing():
    organisation = OrganisationFactory(name="Northline Networks")
    contributor_of(organisation)
    return organisation


@pytest.fixture
def project(owing):
    return ProjectFactory(title="Fibre", lead=owing)


def asked(kind):
    """What each chased item of a kind says to those who owe it."""
    found = [item for item in items_for(manager()) if item.key.split(":")[0] == kind]
    assert all(item.can_be_chased for item in found)
    return [item.ask for item in found]


def enquiry(today, project):
    Enquiry.objects.create(
        business="Lea Tools",
        name="Ada",
        email="ada@test.example",
        message="Is there room?",
        organisation=project.lead,
        due_on=today - 4 * DAY,
    )


def join_request(today, project):
    organisation = OrganisationFactory(name="Harlow Council")
    lead_of(organisation)
    JoinRequestFactory(organisation=organisation)


def late_return(today, project):
    period = RoundFactory(opens_on=today - 20 * DAY, due_on=today - 3 * DAY, closes_on=today + DAY)
    ReturnFactory(round=period, project=project, organisation=project.lead)


def return_sent_back(today, project):
    late_return(today, project)
    record = submitted(contributor_of(project.lead), Return.objects.get())
    returns.send_back(by=manager(), record=record, reason="More.")


def passed_milestone(today, project):
    past = {"baseline_on": today - 9 * DAY, "forecast_on": today - 2 * DAY}
    MilestoneFactory(project=project, title="Poles", owner=project.lead, **past)


def slipping_milestone(today, project):
    ahead = {"baseline_on": today + 5 * DAY, "forecast_on": today + 30 * DAY}
    MilestoneFactory(project=project, title="Poles", owner=project.lead, **ahead)


def unreviewed_risk(today, project):
    late = {"next_review_on": today - 4 * DAY}
    RiskFactory(project=project, title="Silence", owner=project.lead, **late)


def sites_at_one_stage(number):
    def begin(today, project):
        for each in range(number):
            SiteFactory(
                project=project, name=f"Elm {each}", stage=Stage.ORDERED, on=today - 42 * DAY
            )

    return begin


def sites_past_their_date(number):
    def begin(today, project):
        for each in range(number):
            SiteFactory(project=project, name=f"Elm {each}", stage=Stage.ORDERED, on=today)
        Site.objects.update(planned_live_on=today - 5 * DAY)

    return begin


def late_sites_on_hold(number):
    def begin(today, project):
        for each in range(number):
            site = SiteFactory(
                project=project, name=f"Elm {each}", stage=Stage.ORDERED, on=date(2026, 2, 1)
            )
            enter(site, Stage.ON_HOLD, date(2026, 3, 3))
        Site.objects.update(planned_live_on=today - 5 * DAY)

    return begin


def wayleaves(number):
    def begin(today, project):
        for each in range(number):
            WayleaveFactory(
                site__project=project, site__name=f"Elm {each}", opened_on=today - 95 * DAY
            )

    return begin


def overtaken_wayleaves(number):
    def begin(today, project):
        for each in range(number):
            site = SiteFactory(project=project, name=f"Elm {each}", stage=Stage.CIVILS, on=today)
            WayleaveFactory(site=site, opened_on=today)

    return begin


def sites_without_a_wayleave(number):
    def begin(today, project):
        for each in range(number):
            SiteFactory(project=project, name=f"Elm {each}", stage=Stage.WAYLEAVE, on=today)

    return begin


def late_action(today, project):
    meeting = held_meeting(manager())
    MeetingAction.objects.create(
        meeting=meeting, words="Write to owners", owner=project.lead, due_on=today - 4 * DAY
    )


ASKED = [
    (
        "action",
        late_action,
        "The action “Write to owners” from the board meeting is 4 days overdue",
    ),
    (
        "enquiry",
        enquiry,
        "An enquiry from a business waits for a reply from Northline Networks",
    ),
    ("join-request", join_request, "A request to join Harlow Council needs your decision"),
    ("return", late_return, "Your {month} return for Fibre is 3 days overdue"),
    (
        "return",
        return_sent_back,
        "Your {month} return for Fibre was sent back for changes and is 3 days overdue",
    ),
    (
        "milestone",
        passed_milestone,
        "Your milestone “Poles” (Fibre) has passed its forecast date: "
        "enter its actual date or a new forecast date",
    ),
    (
        "milestone",
        slipping_milestone,
        "Your milestone “Poles” (Fibre) is 25 days behind baseline: check its forecast date",
    ),
    ("risk", unreviewed_risk, "The review of your risk “Silence” (Fibre) is 4 days overdue"),
    (
        "stuck",
        sites_at_one_stage(1),
        "Elm 0 is overdue at the stage “Ordered”, 12 days over the usual time: update its stage",
    ),
    (
        "stuck",
        sites_at_one_stage(2),
        "2 of your sites for Fibre are overdue at the stage “Ordered”, the longest by 12 days: "
        "update their stages",
    ),
    (
        "late",
        sites_past_their_date(1),
        "Elm 0 is 5 days late: enter the date you expect it to go live",
    ),
    (
        "late",
        sites_past_their_date(2),
        "2 of your sites for Fibre are past their planned dates: enter expected live dates for 2",
    ),
    (
        "held",
        late_sites_on_hold(1),
        "Elm 0 has been on hold since 3 March 2026: decide whether it can go on",
    ),
    (
        "held",
        late_sites_on_hold(2),
        "2 sites for Fibre are on hold, the longest since 3 March 2026: decide whether they can "
        "go on",
    ),
    (
        "wayleave",
        wayleaves(1),
        "The wayleave for Elm 0 needs your action: it has been outstanding for 95 days",
    ),
    (
        "wayleaves",
        wayleaves(6),
        "6 wayleaves for Fibre need your action: they have been outstanding for more than 60 days",
    ),
    (
        "wayleaves-overtaken",
        overtaken_wayleaves(1),
        "The wayleave for Elm 0 is still open, but the site is past this stage: record the answer",
    ),
    (
        "wayleaves-overtaken",
        overtaken_wayleaves(2),
        "2 wayleaves are still open, but their sites are past this stage: record the answers",
    ),
    (
        "wayleaves-none-open",
        sites_without_a_wayleave(1),
        "Elm 0 is waiting for a wayleave, but none is open: add it, or update the stage",
    ),
    (
        "wayleaves-none-open",
        sites_without_a_wayleave(2),
        "2 sites are waiting for wayleaves, but none are open: add them, or update the stages",
    ),
]


@pytest.mark.parametrize(("kind", "begin", "said"), ASKED)
def test_who_owes_it_is_told_so_in_words_for_them(today, project, kind, begin, said):
    begin(today, project)

    (ask,) = asked(kind)

    month = Return.objects.first().round if "{month}" in said else ""
    assert ask == said.format(month=month)


def test_the_email_is_made_of_what_is_said_to_its_reader():
    item = Item(
        key="k:1",
        title="Chase October return",
        about="Fibre",
        when="12 days overdue",
        url="/",
        urgency=Urgency.OVERDUE,
        owed_by="Northline",
        recipients=list,
        ask="Your October return for Fibre is 12 days overdue",
    )

    email = prefilled(item, "Digital Innovation Zone")

    assert email["subject"] == item.ask
    assert f"\n\n{item.ask}.\n\n" in email["words"]
    assert item.title not in "".join(email.values())


def test_a_long_title_leaves_a_subject_that_the_form_takes():
    values = {"title": "t", "about": "a", "when": "w", "url": "/", "urgency": Urgency.LATER}
    item = Item(key="k:1", recipients=list, ask="Your return for " + "Fibre " * 60, **values)

    assert len(prefilled(item, "Zone")["subject"]) <= MOST_OF_A_SUBJECT


def test_what_can_be_chased_must_say_what_to_ask():
    values = {"title": "t", "about": "a", "when": "w", "url": "/", "urgency": Urgency.LATER}

    with pytest.raises(ValueError, match="`recipients` need `ask`"):
        Item(key="k:1", owed_by="Northline", recipients=list, **values)


def test_every_kind_that_can_be_chased_is_tried_here():
    """Whoever adds one says in `ASKED` what its reader is told."""
    begins = {kind for path in _providers() for kind in _chased_in(path)}

    assert begins == {
        "enquiry",
        "join-request",
        "return",
        "milestone",
        "risk",
        "stuck",
        "late",
        "held",
        "action",
    } | {
        "wayleave",
        "wayleaves",
        "wayleaves-{}",
    }


def _providers():
    root = Path(__file__).parents[2]
    for app in ("diz_portal", "partners", "projects", "seminars", "inclusion"):
        for path in (root / app).rglob("attention_items*"):
            if path.is_dir():
                yield from path.rglob("*.py")
            elif path.suffix == ".py":  # what Python compiled of it stands beside it
                yield path


def _chased_in(path):
    """How the keys begin of items that are given somebody to chase, by name or by `**`."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("Item", "_item"):
            given = {keyword.arg: keyword.value for keyword in node.keywords}
            helped = "ask" in given and node.func.id == "_item"
            if ("recipients" in given or None in given or helped) and "key" in given:
                begin = _begin(given["key"])
                if begin:
                    yield begin


def _begin(key):
    if isinstance(key, ast.JoinedStr):
        text = "".join(p.value if isinstance(p, ast.Constant) else "{}" for p in key.values)
        return text.split(":")[0]
    return key.value.split(":")[0] if isinstance(key, ast.Constant) else ""
