"""One invented person in every corner of the portal, and a search through all of it."""

import base64
import binascii
import hashlib
import io
import logging
import pickle
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import redis
from allauth.account.models import EmailAddress, EmailConfirmation
from django.apps import apps
from django.conf import settings
from django.contrib.admin.models import CHANGE, LogEntry
from django.core.cache import caches
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import connection
from django.utils import timezone

from diz_portal import outbox, phones
from diz_portal.accounts.models import Rescue, SingleSignOn, Visit
from diz_portal.accounts.visits import SessionStore
from diz_portal.attention.models import Chase, Handling
from diz_portal.demand.models import Need, Sector, Size, Wanted
from diz_portal.logs import Formatter
from diz_portal.outbox.models import Attachment, Message
from diz_portal.privacy.registers.services import complaints
from diz_portal.privacy.registers.services import requests as data_requests
from inclusion.cases.services import cases, people, referrals, work
from inclusion.cases.services import needs as need_services
from inclusion.cases.services.referrals import Sharing
from inclusion.databank.services import databank, pledges
from inclusion.devices.services import devices
from inclusion.learning.services import progress, sessions
from inclusion.models import (
    Case,
    CaseOpening,
    DataPledge,
    Donation,
    Landline,
    NeedState,
    OpeningKind,
    Referral,
    Transfer,
)
from partners.enquiries.models import Enquiry
from partners.models import Membership
from seminars.models import FeedbackAnswer
from tests.factories.accounts import UserFactory
from tests.factories.documents import DocumentFactory
from tests.factories.inclusion import a_ready_device, card
from tests.factories.outbox import MessageFactory
from tests.factories.partners import InvitationFactory, JoinRequestFactory, OrganisationFactory
from tests.factories.seminars import SeminarFactory, registered

NAME = "Wilhelmina Quincey"
EMAIL = "wilhelmina@quincey.example"
PHONE = "07700 900777"
TRACES = ("wilhelmina", "quincey", "900777", "900 777")


def make(team, caseworker) -> None:
    """Everything at once: as giver, guest, resident, colleague and correspondent."""
    now = timezone.now()
    account(now)
    seminar = SeminarFactory()
    guest = registered(
        seminar,
        name=NAME,
        email=EMAIL,
        channel="email",
        phone=phones.normalise(PHONE),
        postal_address=f"{NAME}, 1 High Street, Harlow",
        organisation=f"{NAME} and daughters",
        guest_name="Otto Guest",
        access_needs=f"{NAME} needs a ramp",
        newsletter=True,
    )
    for channel in ("letter", "phone", "text"):
        registered(
            SeminarFactory(),
            name=NAME,
            email=EMAIL if channel == "text" else "",
            channel=channel,
            phone=phones.normalise(PHONE),
            postal_address=f"{NAME}\n1 High Street",
        )
    registered(seminar, name="Otto Friend", guest_name=NAME)
    FeedbackAnswer.objects.create(
        seminar=seminar,
        useful=5,
        keep=f"{NAME} liked it",
        change=f"Ring {PHONE}",
        access=f"Write to {EMAIL}",
        may_contact=guest,
    )
    logged(guest)
    resident(team, caseworker, now)
    learner()
    Donation.objects.create(
        kind="individual",
        what=f"{NAME}'s old laptop",
        words=f"Thank you, {NAME}",
        name=NAME,
        email=EMAIL,
        phone=PHONE,
        organisation=f"{NAME} Ltd",
        to=team.organisation,
        state="declined",
        settled_at=now,
    )
    DataPledge.objects.create(
        kind="gift_code",
        mb=5000,
        name=NAME,
        email=EMAIL,
        organisation=f"{NAME} Ltd",
        words=f"Thank you, {NAME}",
        state="withdrawn",
        settled_at=now,
    )
    for number, channel in enumerate(("email", "letter", "phone")):
        MessageFactory(
            to={"email": "old." + EMAIL, "phone": PHONE}.get(channel, ""),
            reader="" if channel == "email" else NAME,
            postal_address=f"{NAME}\nHarlow" if channel == "letter" else "",
            channel=channel,
            key=f"loose-{number}",
            subject=f"Dear {NAME}",
            body=f"Hello {NAME}",
        )
    for_a_business(team, now)
    asked(caseworker)
    half_way()


def for_a_business(team, now) -> None:
    """What they need for one, and what they asked: answered, since what waits is kept."""
    sector = Sector.objects.create(code="CM20 1")
    Need.objects.create(sector=sector, wanted=Wanted.values[0], size=Size.values[0], email=EMAIL)
    Enquiry.objects.create(
        business=f"{NAME} Ltd",
        name=NAME,
        email=EMAIL,
        message=f"{NAME} would like to move here",
        organisation=team.organisation,
        due_on=now.date(),
        reply=f"Dear {NAME}",
        replied_at=now,
        replied_by=UserFactory(),
    )


def asked(by) -> None:
    """A request about their data and a complaint, both settled: what is open is kept."""
    who = {
        "name": NAME,
        "channel": "letter",
        "email": EMAIL,
        "phone": phones.normalise(PHONE),
        "postal_address": f"{NAME}, 1 High Street",
        "words": f"{NAME} asks",
        "attempt": "bcdfgh2345",
    }
    request = data_requests.receive(kind="access", **who)
    data_requests.withdraw(request=request, words=f"{NAME} rang", by=by)
    complaint = complaints.receive(**who)
    complaints.withdraw(complaint=complaint, words=f"{NAME} rang", by=by)


def account(now) -> None:
    user = UserFactory(name=NAME, email=EMAIL)
    address = EmailAddress.objects.create(user=user, email=EMAIL, verified=True, primary=True)
    EmailConfirmation.objects.create(email_address=address, key="k", created=now)
    SingleSignOn.objects.create(person=user, issuer="https://council.example", subject=EMAIL)
    Rescue.objects.create(person=user, operator=NAME, reason=f"{NAME} rang", expires_at=now)
    organisation = OrganisationFactory()
    Membership.objects.create(
        person=user,
        organisation=organisation,
        role="contributor",
        started_on=now.date() - timedelta(days=9),
        ended_on=now.date(),
    )
    InvitationFactory(name=NAME, email=EMAIL, accepted_at=now, accepted_by=user)
    asked = JoinRequestFactory(
        name=NAME, email=EMAIL, message=f"{NAME} here", reason=f"No, {NAME}", state="declined"
    )
    LogEntry.objects.log_actions(user.pk, [user], CHANGE, f"Changed {EMAIL}", single_object=True)
    LogEntry.objects.log_actions(user.pk, [asked], CHANGE, "x", single_object=True)
    Chase.objects.create(
        item_key="x", title="Write", owed_by=NAME, recipients=1, by=UserFactory(), form_key="x"
    )
    Handling.objects.create(
        item_key="x",
        title="Write",
        act="assign",
        to=user,
        words=f"{NAME} knows them",
        by=UserFactory(),
        form_key="x",
    )
    paper(user)
    MessageFactory(to="otto@test.example", key="chase-x", reply_to=EMAIL)
    outbox.queue_rendered(to=EMAIL, subject=f"Dear {NAME}", body=NAME, key="account-x")


def paper(user) -> None:
    """Their name on a paper and in it."""
    content = f"Agreed with {NAME}, {EMAIL}\n".encode()
    DocumentFactory(
        uploaded_by=user,
        title=f"Agreement with {NAME}",
        original_name=f"{NAME}.txt".lower().replace(" ", "_"),
        content_type="text/plain",
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        file=ContentFile(content, name="agreed.txt"),
    )


def learner() -> None:
    """Somebody who learns alone and has the link mailed, written and read out."""
    mine = progress.begin()
    progress.send_link(learner=mine, channel="email", to=EMAIL)
    progress.send_link(
        learner=mine, channel="letter", reader=NAME, postal_address=f"{NAME}, Harlow"
    )
    progress.send_link(learner=mine, channel="phone", to=PHONE, reader=NAME)


def logged(guest) -> None:
    LogEntry.objects.log_actions(
        UserFactory().pk, [guest], CHANGE, f"Changed {NAME}", single_object=True
    )


def resident(team, caseworker, now) -> None:
    details = {
        "name": NAME,
        "date_of_birth": now.date() - timedelta(days=25000),
        "phone": PHONE,
        "email": EMAIL,
        "address": f"{NAME}, 1 High Street",
        "contact_notes": f"Ask for {NAME}",
        "contact_by": "email",
        "adjustments_words": f"{NAME} reads large print",
    }
    referral = referrals.submit(
        kind="self",
        person=details,
        sharing=Sharing("public_task", told_by=f"{NAME}'s nurse", told_on=now.date()),
        wanted=["device"],
        story=f"{NAME} wants to see her GP",
        team=team,
        their_reference=NAME,
    )
    # The same person wrote twice: merged, both must go.
    people.merge(
        person=people.write(kept_by=team.organisation, **details),
        into=referral.person,
        by=caseworker,
    )
    case = referrals.accept(referral=referral, by=caseworker)
    # Long enough ago that they have met.
    Case.objects.filter(pk=case.pk).update(opened_at=now - timedelta(days=1))
    cases.note(case=case, words=f"Rang {NAME} on {PHONE}, {EMAIL}", by=caseworker)
    CaseOpening.objects.create(
        case=case,
        by=caseworker,
        kind=OpeningKind.SAFEGUARDING,
        ground="harm",
        reason=f"{NAME} was in danger, they said",
    )
    task = work.add_task(
        case=case,
        title=f"Ring {NAME}",
        due_on=now.date() + timedelta(days=1),
        whose=caseworker,
        by=caseworker,
    )
    work.finish_task(task=task, by=caseworker)
    met = work.book(
        case=case,
        starts_at=now - timedelta(hours=2),
        place=f"At {NAME}'s",
        whose=caseworker,
        by=caseworker,
    )
    work.record_outcome(appointment=met, state="kept", words=f"{NAME} came", by=caseworker)
    line = need_services.add(case=case, kind="landline", by=caseworker)
    Landline.objects.filter(need=line).update(
        provider=f"{NAME}'s son pays", has_alarm="yes", alarm_provider=f"{NAME} knows"
    )
    need_services.move(need=line, to="declined", by=caseworker)
    to_learn = need_services.add(
        case=case, kind="skills", item=f"What {NAME} forgets", by=caseworker
    )
    session = sessions.book(
        need=to_learn,
        starts_at=now - timedelta(hours=5),
        minutes=60,
        way="in_person",
        place=f"At {NAME}'s",
        whose=caseworker,
        by=caseworker,
    )
    sessions.settle(session=session, state="kept", practised=f"{NAME}'s email", by=caseworker)
    to_learn.refresh_from_db()
    need_services.move(need=to_learn, to=NeedState.CONFIRMED, by=caseworker)
    Transfer.objects.create(
        case=case,
        to=OrganisationFactory(),
        basis="agreed",
        basis_words=f"{NAME} agreed",
        why=f"{NAME} moved",
        handover=f"{NAME}, {PHONE}",
        decline_words=f"No, {NAME}",
        state="declined",
        decided_at=now,
    )
    Referral.objects.update(decline_words=f"{NAME} was told")
    need = need_services.move(
        need=case.needs.get(kind="device"), to=NeedState.APPROVED, by=caseworker
    )
    device = a_ready_device(caseworker, kept_by=team.organisation)
    device = devices.reserve(device=device, need=need, by=caseworker)
    devices.issue(
        device=device,
        by=caseworker,
        kind="gift",
        terms="Yours to keep.",
        signed_name=NAME,
    )
    need.refresh_from_db()
    need_services.move(need=need, to=NeedState.CONFIRMED, by=caseworker)
    device.refresh_from_db()
    devices.report_lost(device=device, why=f"{NAME} left it on a bus", by=caseworker)
    given_data(case, caseworker)
    cases.close(case=case, words=f"{NAME} is online", by=caseworker)


def given_data(case, caseworker) -> None:
    """Of what somebody with their name gave; put back again, with a word why."""
    promised = DataPledge.objects.create(
        kind="sim", mb=5000, name=NAME, email=EMAIL, organisation=f"{NAME} and sons"
    )
    pledges.receive(
        pledge=promised,
        by=caseworker,
        key="received",
        kind="sim",
        network="Northwave",
        mb_each=5000,
        expires_on=timezone.localdate() + timedelta(days=90),
        codes=[card(1)],
    )
    need = need_services.add(case=case, kind="data", by=caseworker)
    need = need_services.move(need=need, to=NeedState.APPROVED, by=caseworker)
    item = databank.reserve(need=need, by=caseworker, key="reserved")
    databank.release(item=item, by=caseworker, key="released", why=f"{NAME} has Wi-Fi")
    need.refresh_from_db()
    need_services.move(need=need, to=NeedState.DECLINED, by=caseworker)


def half_way() -> None:
    session = SessionStore()
    session["asking_self"] = {
        "attempt": "x",
        "answers": {"name": NAME, "email": EMAIL, "phone": PHONE, "story": f"{NAME}'s story"},
        "done": [],
    }
    session.save()


# The search ---


def _columns() -> dict[str, list[str]]:
    """Of each table the columns that can hold words."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT table_name, array_agg(column_name::text) FROM information_schema.columns
               WHERE table_schema = 'public' AND table_name IN (
                   SELECT tablename FROM pg_tables WHERE schemaname = 'public')
               AND (data_type IN ('text', 'character varying', 'json', 'jsonb', 'ARRAY', 'bytea',
                    'tsvector', 'USER-DEFINED', 'character', 'name', 'xml'))
               GROUP BY table_name"""
        )
        return dict(cursor.fetchall())


def in_tables() -> set[str]:
    """`table.column` of every column of every table in which the person stands."""
    found = set()
    quote = connection.ops.quote_name
    # As bytes are written out: in hexadecimal.
    traces = "|".join([*TRACES, *(trace.encode().hex() for trace in TRACES)])
    with connection.cursor() as cursor:
        for table, columns in _columns().items():
            held = ", ".join(f"bool_or(lower({quote(each)}::text) ~ %s)" for each in columns)
            cursor.execute(f"SELECT {held} FROM {quote(table)}", [traces] * len(columns))
            answers = zip(columns, cursor.fetchone(), strict=True)
            found |= {f"{table}.{each}" for each, holds_it in answers if holds_it}
    # Visits are kept packed.
    for visit in Visit.objects.all():
        if holds(str(visit.get_decoded())):
            found.add("accounts_visit.session_data")
    # Words of secret messages are kept sealed.
    for message in Message.objects.exclude(sealed=""):
        if holds(message.words):
            found.add("outbox_message.sealed")
    for file in Attachment.objects.filter(sealed=True):
        if holds(file.as_sent.decode("latin-1")):
            found.add("outbox_attachment.content")
    return found


def texts_of(table: str, column: str) -> set[str]:
    """What stands of the person in one column."""
    quote = connection.ops.quote_name
    name = f"{quote(column)}::text"
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT DISTINCT {name} FROM {quote(table)} WHERE lower({name}) ~ %s",
            ["|".join(TRACES)],
        )
        return {text for (text,) in cursor.fetchall()}


def holds(text: str) -> bool:
    return any(trace in text.lower() for trace in TRACES)


def in_files(folder: str = "") -> set[str]:
    folders, files = default_storage.listdir(folder)
    found = {name for name in files if holds(name)}
    for name in files:
        with default_storage.open(f"{folder}/{name}".lstrip("/")) as file:
            if holds(file.read().decode("latin-1")):
                found.add(name)
    for one in folders:
        found |= in_files(f"{folder}/{one}".lstrip("/"))
    return found


def in_caches() -> set[str]:
    """What this process keeps, keys and values."""
    return {
        name
        for name in ("default", "drawn", "pages")
        for key, value in caches[name]._cache.items()
        if holds(key) or holds(str(pickle.loads(value)))
    }


PACKED = re.compile(r"[A-Za-z0-9+/]{16,}={0,2}")


@contextmanager
def broker() -> Iterator[redis.Redis]:
    """The running one, by the address that Celery has."""
    address = settings.CELERY_BROKER_URL.replace("redis+socket://", "unix://", 1)
    with redis.Redis.from_url(address) as found:
        yield found


def in_broker() -> set[str]:
    """Keys of the running broker that hold the person: what is queued, answered or kept there."""
    with broker() as here:
        return {
            key.decode(errors="replace")
            for key in here.scan_iter(count=1000)
            if any(map(holds_packed, [key.decode(errors="replace"), *_kept(here, key)]))
        }


def _kept(here: redis.Redis, key: bytes) -> Iterator[str]:
    match here.type(key):
        case b"string":
            values = [here.get(key)]
        case b"list":
            values = here.lrange(key, 0, -1)
        case b"set":
            values = here.smembers(key)
        case b"zset":
            values = here.zrange(key, 0, -1)
        case b"hash":
            values = [each for pair in here.hgetall(key).items() for each in pair]
        case b"none":  # gone since it was listed
            values = []
        case other:
            raise AssertionError(f"nobody has said how to read a {other.decode()}")
    yield from (value.decode(errors="replace") for value in values if value is not None)


def holds_packed(text: str) -> bool:
    """Also where it is wrapped for a journey: a task's arguments travel in base 64."""
    return holds(text) or any(holds(_unpacked(one)) for one in PACKED.findall(text))


def _unpacked(text: str) -> str:
    try:
        return base64.b64decode(text + "==").decode(errors="replace")
    except binascii.Error:
        return ""


def row_counts() -> dict[str, int]:
    """How many rows each table has, but for what is nobody's figure."""
    tables = connection.introspection.table_names()
    return {
        model._meta.label: model._base_manager.count()
        for model in apps.get_models()
        if model._meta.db_table in tables and model._meta.label not in NO_FIGURES
    }


NO_FIGURES = {
    # Deleted with their person, and counted nowhere.
    "account.EmailAddress",
    "account.EmailConfirmation",
    "accounts.SingleSignOn",
    "accounts.Visit",
    "outbox.Message",
    "outbox.Attachment",
    "partners.Invitation",
    "partners.JoinRequest",
    "enquiries.Enquiry",
    "inclusion.Learner",
    "inclusion.LessonDone",
    # Lines that an erasure adds.
    "privacy.Decision",
    "seminars.RegistrationEvent",
    "seminars.SeminarEvent",
    "inclusion.CaseEvent",
    "privacy.RequestEvent",
    "privacy.ComplaintEvent",
    "accounts.UserEvent",
    "pghistory.Context",
}


class Listener(logging.Handler):
    """Every line of the log as it would be written, and as it was said."""

    def __init__(self):
        super().__init__(level=logging.DEBUG)
        self.lines = io.StringIO()
        self.setFormatter(Formatter())

    def emit(self, record):
        self.lines.write(self.format(record) + "\n")

    def holds_the_person(self) -> bool:
        return holds(self.lines.getvalue())


class Told:
    """What leaves a transaction by other ways than rows: lines of the log and tasks."""

    def __init__(self):
        self.listener = Listener()
        self.published: list[str] = []

    def note(self, body=None, headers=None, **_):
        self.published.append(str((body, headers)))

    def the_person(self) -> bool:
        return self.listener.holds_the_person() or any(holds(one) for one in self.published)
