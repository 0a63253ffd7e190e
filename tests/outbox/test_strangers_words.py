"""The portal is nobody's loudhailer: what a stranger types never speaks in a message of ours.

Every form of every message that is sent by itself is read: each value in it is one of ours, named
below, or stands quoted. Then each is rendered with people who are called something hostile.
"""

import re
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.template import engines
from django.template.base import FilterExpression, VariableNode
from django.template.loader_tags import IncludeNode
from django.utils import timezone

from diz_portal.outbox import rendering
from diz_portal.privacy.registers.models import Complaint, DataRequest
from inclusion.models import DataPledge, Donation
from partners.enquiries.models import Enquiry
from partners.models import Invitation, JoinRequest, Organisation
from projects.money.models import Bid
from seminars.models import Place, Registration, RegistrationState, Seminar
from seminars.placeholders import Values, Wording
from tests.words import says

FOLDER = Path(settings.BASE_DIR) / "templates" / "emails"
# Parts that others include are read with them; the layout holds a body that is finished.
MESSAGES = sorted(
    str(file.relative_to(FOLDER)).removesuffix(".txt")
    for file in FOLDER.rglob("*.txt")
    if file.read_text().startswith("Subject: ")
)
# Records that a stranger fills in: of these each value is named that the portal itself knows.
FROM_STRANGERS = (
    "registration|donation|pledge|asked|request|invitation|learner|referral|name|contact"
)
# What people of ours write or the portal knows: whatever a service passes by itself, the reader's
# own name, and the named values of records. A value that is not here stands quoted.
OURS = re.compile(
    rf"""
    ( (?!(?:{FROM_STRANGERS})$)\w+ | \w+\.(link|reference|get_absolute_url|get_short_name)
    | (partnership|session|path|agreement|item|schedule)\.\w+ | (made_by|team)\.name
    | seminar\.(title|starts_at|ends_at|joining_link|venue_name|venue_address|get_absolute_url|slug)
    | seminar\.people_per_address
    | (record|loan|loans)\.[\w.]+ | learner\.code_in_groups
    | registration\.offer_expires_at | asked\.due_on | donation\.(to|words|how_many)
    | pledge\.(mb|words) | job\.\w+
    | invitation\.(organisation|invited_by|role_in_words|expires_at)
    | request\.(organisation|reason)
    | enquiry\.(organisation(\.name)?|due_on) | bid\.\w+
    | pack\.(about|until|board\.(name|date)) )
    """,
    re.VERBOSE,
)
# Greeted by name only once it is known that nobody else typed it.
ONLY_IF_PROVED = "Hello{% if registration.is_proved %} {{ registration.name }}{% endif %},"


def _values(source):
    """Each `{{ … }}` of a source and of the parts it includes."""
    template = engines["django"].engine.from_string(source.replace(ONLY_IF_PROVED, "Hello,"))
    for node in template.nodelist.get_nodes_by_type(IncludeNode):
        name = node.template.var
        yield from _values((FOLDER.parent / str(name)).read_text())
    for node in template.nodelist.get_nodes_by_type(VariableNode):
        yield node.filter_expression


def _is_ours(value: FilterExpression) -> bool:
    said = {function.__name__ for function, _ in value.filters}
    return "quoted" in said or bool(OURS.fullmatch(str(value.var)))


@pytest.mark.parametrize("name", MESSAGES)
def test_every_value_in_a_message_is_ours_or_stands_quoted(name):
    subject, forms = rendering.sources(name)

    for source in (subject, forms["email"], forms.get("text", "")):
        theirs = [value.token for value in _values(source) if not _is_ours(value)]
        assert theirs == [], "Say so in OURS, or write {{ value|quoted }}."
    # A subject and what a program shows of a message before it is opened: not even quoted.
    for source in (subject, forms["email"].strip().split("\n", 1)[0]):
        assert "quoted" not in source


HOSTILE = "You won 500: https://evil.example/claim www.evil.example me@evil.example evil.example/x"


@pytest.fixture
def people():
    """One of each record whose words a stranger types, everything in them hostile; not saved."""
    now = timezone.now()
    seminar = Seminar(title="Getting online", slug="online", starts_at=now, ends_at=now)
    organisation = Organisation(name=HOSTILE, slug="o")
    reached = {"name": HOSTILE, "email": "victim@test.example"}
    return {
        "seminar": seminar,
        "registration": Registration(
            seminar=seminar,
            place=Place.IN_PERSON,
            state=RegistrationState.CONFIRMED,
            organisation=HOSTILE,
            guest_name=HOSTILE,
            access_needs=HOSTILE,
            offer_expires_at=now,
            **reached,
        ),
        "donation": Donation(organisation=HOSTILE, how_many=1, **reached),
        "pledge": DataPledge(organisation=HOSTILE, mb=2000, **reached),
        "asked": DataRequest(reference="abcdefghjk", due_on=now.date(), **reached),
        "request": JoinRequest(organisation=organisation, message=HOSTILE, **reached),
        "invitation": Invitation(
            organisation=Organisation(name="Ours", slug="ours"), expires_at=now, role="lead",
            **reached,
        ),
        "organisation": organisation,
        "enquiry": Enquiry(
            business=HOSTILE, message=HOSTILE, due_on=now.date(), reply="Yes",
            organisation=Organisation(name="Ours", slug="ours"), **reached,
        ),
        "bid": Bid(title="Skills for all", reference="abcdefghjk"),
    }  # fmt: skip


# About an organisation that is a partner already: its name is ours.
OF_PARTNERS = {"partners/invitation", "partners/join_request_declined"}


@pytest.mark.django_db
@pytest.mark.parametrize("name", MESSAGES)
def test_hostile_names_are_never_on_top_and_never_a_link(name, people):
    ours = SimpleNamespace(name="Harlow Council", get_short_name="Ann", title="T", reference="r")
    if name not in {"partners/application_declined", "partners/join_request"}:
        people["organisation"] = "Harlow Council"
    if name.startswith("privacy/complaint"):
        people["asked"] = Complaint(reference="abcdefghjk", name=HOSTILE)
    if name in OF_PARTNERS:
        people["request"].organisation = Organisation(name="Harlow Council", slug="harlow")
    day = timezone.now()
    context = {
        **people,
        "today": day.date(),
        "session": SimpleNamespace(starts_at=day, ends_at=day, place="Harlow Library"),
        "person": ours,
        "reader": ours,
        "record": SimpleNamespace(
            reference="abcdefghjk",
            project=ours,
            organisation=ours,
            round=SimpleNamespace(due_on=day.date(), closes_on=day.date()),
        ),
        "item": SimpleNamespace(url="/x/"),
        "words": "Our words",
        "subject": "Our subject",
        "text": "Our text",
        "url": "/x/",
    }

    subject, body = rendering.render(name, context)

    assert not says(subject, "won")
    assert not says(body.split("\n")[0], "won")
    assert not re.search(r"evil\.example|www\.evil|me@evil", body)
    assert not re.search(r"<a [^>]*(evil|won)", rendering.as_page(body, subject))
    for line in body.split("\n"):
        if "won" in line:
            assert re.search(r"“You won [^“”]*”", line)


@pytest.mark.parametrize("first", ["Hello {name},", "{guest} comes with {name}", "Dear {name}!"])
def test_what_an_organiser_writes_greets_by_name_only_who_has_answered(people, first):
    stranger = people["registration"]
    wording = Wording("For {name}: {title}", f"{first}\n\nWe keep a place for {{name}}.")

    said = wording.fill(Values(stranger.seminar).of(stranger, link="http://127.0.0.1/p/"))

    assert rendering.fit_subject(said["subject"]) == "For: Getting online"
    assert not says(said["text"].split("\n")[0], "won")
    assert "We keep a place for “You won 500" in said["text"]
    assert "evil.example" not in said["text"]

    stranger.registered_by_id = 1
    stranger.name = "Ann"
    known = wording.fill(Values(stranger.seminar).of(stranger, link="http://127.0.0.1/p/"))
    assert rendering.fit_subject(known["subject"]) == "For Ann: Getting online"
    assert "We keep a place for Ann." in known["text"]
