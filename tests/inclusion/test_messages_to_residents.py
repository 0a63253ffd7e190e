"""Every message of help, learning and giving to a resident, in each form, with the longest names:
whole in its text, and without a gap where something is not known."""

import re
from datetime import date, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings
from django.utils import timezone

from diz_portal.outbox import rendering, texts
from diz_portal.outbox.models import Channel
from diz_portal.places.models import Partnership
from diz_portal.privacy.processing import periods
from diz_portal.references import new_reference
from inclusion.cases import steps
from inclusion.cases.models import NeedKind, SessionWay
from inclusion.databank.models import DataPledge
from inclusion.devices.models import Donation
from inclusion.learning.models import Learner, LearningPath

pytestmark = pytest.mark.django_db

FOLDER = Path(settings.BASE_DIR) / "templates" / "emails" / "inclusion"
TO_COLLEAGUES = re.compile(r"glass_broken|emergency_access|lead_\w+|referral_\w+|transfer_\w+")
MESSAGES = sorted(
    file.stem for file in FOLDER.glob("*.txt") if not TO_COLLEAGUES.fullmatch(file.stem)
)
LONG = "Hertfordshire and West Essex Digital Inclusion Community Partnership Trust"
SURGERY = "The Limes and Saint Margaret’s Medical Practice of Bishop’s Stortford"
PHONE = "01279 446 611"
TODAY = date(2026, 11, 22)
EVERY_WORD = {
    "team": LONG,
    "organisation": LONG,
    "made_by": SURGERY,
    "name": "Wilhelmina Featherstonehaugh-Cholmondeley",
    "phone": PHONE,
    "reply_to": "help@zone.example",
    "reference": "bcdfgh2345",
    "url": "/help/progress/",
    "portal_url": "https://www.digital-inclusion.example.gov.uk",
    "by": TODAY,
    "target_on": TODAY,
    "today": TODAY,
    "what": max(steps.NEED_SAID.values(), key=len),
    "supplied": max(steps.SUPPLIED_SAID.values(), key=len),
    "why": max(steps.NOT_MET_SAID.values(), key=len),
    "answer": "The library on the High Street lends tablets.",
    "places": [f"{LONG} Hub, 1 High Street, CM20 1HA, {PHONE} (about 2 miles)"] * 3,
    "needs": ["A device: you have it", "Mobile data: we could not help with this"],
    "count": 1,
}
NOTHING_KNOWN = {
    **EVERY_WORD,
    **dict.fromkeys(("name", "phone", "reply_to", "url", "why", "answer"), ""),
    **dict.fromkeys(("by", "target_on"), None),
    "places": [],
    "needs": [],
}


def given(known: dict, *, how_many: int = 1, due_in: int = 9) -> dict:
    to = SimpleNamespace(name=LONG, __str__=lambda: LONG)
    device = SimpleNamespace(get_kind_display="Mobile wifi router", reference="bcdfgh2345")
    loan = SimpleNamespace(device=device, due_on=TODAY + timedelta(days=due_in))
    donation = Donation(
        reference="bcdfgh2345", how_many=how_many, name=known["name"], words="Bring it on Monday."
    )
    donation.__dict__["to"] = to
    return known | {
        "donation": _Given(donation, to=LONG),
        "pledge": DataPledge(
            reference="bcdfgh2345", mb=1_250_000, name=known["name"], words="Post the cards to us."
        ),
        "learner": Learner(reference=new_reference(), code="bcd234f5gh"),
        "path": LearningPath(
            title="Book your GP appointments and order your prescriptions online",
            promise="Book, change or cancel an appointment by yourself.",
        ),
        "session": SimpleNamespace(
            starts_at=timezone.now(),
            ends_at=timezone.now() + timedelta(hours=1),
            place="Bishop’s Stortford Community Library, The Old Monastery, Windhill",
            way=SessionWay.IN_PERSON,
            get_way_display=SessionWay.IN_PERSON.label,
        ),
        "loans": [loan] * how_many,
        "count": how_many,
    }


class _Given:
    """A donation to an organisation that is not stored."""

    def __init__(self, donation: Donation, to: str):
        self.to, self._donation = to, donation

    def __getattr__(self, name: str):
        return getattr(self._donation, name)


KINDS = [
    pytest.param({"known": EVERY_WORD}, id="all known"),
    pytest.param({"known": NOTHING_KNOWN}, id="nothing known"),
    pytest.param({"known": EVERY_WORD, "how_many": 12}, id="several"),
    pytest.param({"known": EVERY_WORD, "due_in": 0}, id="due today"),
    pytest.param({"known": EVERY_WORD, "due_in": -9}, id="late"),
]


@pytest.fixture(autouse=True)
def called(monkeypatch):
    Partnership.objects.create(
        name=LONG, short_name="West Essex Digital Inclusion", phone=PHONE, offer_days=14
    )


def words(name: str, channel: str, kind: dict) -> str:
    return "\n".join(rendering.render(f"inclusion/{name}", given(**kind), channel))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("name", MESSAGES)
def test_a_text_is_whole_with_the_longest_names(name, kind, monkeypatch):
    whole = []
    monkeypatch.setattr(texts, "fit", lambda text: whole.append(text) or text)
    words(name, Channel.TEXT, kind)
    monkeypatch.undo()

    said = texts.fit(whole[0])

    assert texts.segments(said) <= texts.MOST_SEGMENTS
    # Names may be shortened, but no word of ours is left out at the end.
    ours = re.sub(f"{texts.OPEN}.*?{texts.CLOSE}", "", whole[0]).split()
    assert said.endswith(texts.plain(ours[-1]))
    assert [one for one in map(texts.plain, ours) if one not in said] == []


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("channel", Channel.values)
@pytest.mark.parametrize("name", MESSAGES)
def test_no_message_has_a_gap_or_ends_in_the_middle(name, channel, kind):
    said = words(name, channel, kind)

    assert not re.search(r" [.,;:!?]|\(\)|“”|\bNone\b| {2}|(?<!\.)\.\.(?!\.)|[,;:]\s*\Z", said)
    assert "{" not in said


def test_every_thing_that_may_be_needed_is_said_in_a_text(monkeypatch):
    for kind in NeedKind:
        about = EVERY_WORD | {
            "what": steps.NEED_SAID[kind],
            "supplied": steps.SUPPLIED_SAID[kind],
        }
        for name in ("need_supplied", "need_not_met"):
            said = words(name, Channel.TEXT, {"known": about})
            assert "Reference: bcdfgh2345" in said


def session_by(way: SessionWay, place: str, channel: str = Channel.EMAIL) -> str:
    session = SimpleNamespace(
        starts_at=timezone.now(),
        ends_at=timezone.now() + timedelta(hours=1),
        place=place,
        way=way,
        get_way_display=way.label,
    )
    about = EVERY_WORD | {"session": session}
    return "\n".join(rendering.render("inclusion/session_reminder", about, channel))


@pytest.mark.parametrize("channel", [Channel.EMAIL, Channel.LETTER])
def test_a_reminder_of_a_session_says_what_to_have_for_the_way_it_is_held(channel):
    come = session_by(SessionWay.IN_PERSON, "Harlow library", channel)
    call = session_by(SessionWay.PHONE, "01632 960 123", channel)
    video = session_by(SessionWay.ONLINE, "https://meet.example/ada", channel)

    assert "Where: Harlow library" in come
    assert "Bring your phone or tablet" in come
    assert "Phone number: 01632 960 123" in call
    assert "Link: https://meet.example/ada" in video
    assert "Bring" not in call + video
    assert "Where" not in call + video


@pytest.mark.parametrize("channel", [Channel.EMAIL, Channel.LETTER])
def test_a_learner_reads_how_long_progress_is_kept(channel, monkeypatch):
    said = "We will delete your progress if you do not use it for "
    assert f"{said}13 months." in words("learning_link", channel, {"known": EVERY_WORD})

    days = {"inclusion.Learner": 730}
    monkeypatch.setattr(periods, "days_of", lambda controller: days.__getitem__)
    monkeypatch.setattr(
        periods, "partnership", lambda: SimpleNamespace(lead_organisation="The council")
    )

    assert f"{said}2 years." in words("learning_link", channel, {"known": EVERY_WORD})
