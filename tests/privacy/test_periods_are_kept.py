"""Every period that is shown is carried out: of each kind of record one is made, a day before its
time the night leaves it, and a day after the night has dealt with it."""

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pghistory.models
import pytest
from allauth.account.models import EmailAddress, EmailConfirmation
from dateutil.relativedelta import relativedelta
from django.contrib.admin.models import CHANGE, LogEntry
from django.utils import timezone

from diz_portal.accounts.models import Rescue, UnsentForm, Visit
from diz_portal.api.models import Answered, Token, Webhook
from diz_portal.attention.models import Chase, Handling
from diz_portal.demand.models import Need, Sector, Size, Wanted
from diz_portal.open_work.models import Handover
from diz_portal.outbox.models import Allowance
from diz_portal.privacy import nightly, purposes, registry
from diz_portal.privacy.models import Decision, PreparedCopy
from diz_portal.privacy.processing import periods, services
from diz_portal.privacy.processing.models import Period, ProcessingRecord
from diz_portal.privacy.registers.services import complaints, requests
from diz_portal.reports.models import ReportJob
from inclusion.imports.models import ImportBatch as ListBatch
from inclusion.imports.models import ImportRow as ListRow
from inclusion.landline.clients.models import ClientList, ClientRow
from inclusion.models import DataPledge, DeviceEvent, Donation, Learner, PatTest, WipeRecord
from partners.enquiries.models import Enquiry
from projects.models import ImportBatch, ImportRow, LedgerImportBatch, LedgerImportRow
from projects.returns.models import ReturnImportBatch, ReturnImportRow
from seminars.models import FeedbackAnswer
from tests.constraints.breaking import triggers_asleep, triggers_awake
from tests.factories.accounts import UserFactory
from tests.factories.inclusion import DeviceFactory, PersonFactory, team_of
from tests.factories.outbox import MessageFactory
from tests.factories.partners import InvitationFactory, JoinRequestFactory, OrganisationFactory
from tests.factories.places import PartnershipFactory
from tests.factories.privacy import a_complaint, a_request
from tests.factories.projects import ProjectFactory
from tests.factories.reporting import RoundFactory
from tests.factories.seminars import SeminarFactory, registered

pytestmark = pytest.mark.django_db
GIFT = {"name": "Ada", "email": "ada@test.example"}
A_FILE = {"file_name": "a.csv", "sha256": "0" * 64, "kind": "sites"}


@pytest.fixture
def team():
    PartnershipFactory()
    return team_of(OrganisationFactory(), is_default=True)


def account(team) -> Any:
    now = timezone.now()
    return UserFactory(name="Ada", is_active=False, last_login=now, date_joined=now)


def seminar_that_ends_now() -> Any:
    now = timezone.now()
    seminar = SeminarFactory()
    type(seminar).objects.filter(pk=seminar.pk).update(
        starts_at=now - timedelta(hours=1), ends_at=now
    )
    seminar.refresh_from_db()
    return seminar


def registration(team) -> Any:
    person = registered(SeminarFactory(), name="Ada")
    now = timezone.now()
    type(person.seminar).objects.filter(pk=person.seminar_id).update(
        starts_at=now - timedelta(hours=1), ends_at=now
    )
    return person


def wiped(team) -> Any:
    device = DeviceFactory(kept_by=team.organisation)
    proof = WipeRecord.objects.create(
        device=device,
        method="overwrite",
        standard="NIST SP 800-88 Clear",
        passed=True,
        operator="Ada",
        finished_at=timezone.now(),
        by=UserFactory(),
    )
    gone(device)
    return proof


def pat_tested(team) -> Any:
    device = DeviceFactory(kept_by=team.organisation)
    proof = PatTest.objects.create(
        device=device, passed=False, tester="Ada", tested_on=timezone.localdate(), by=UserFactory()
    )
    gone(device)
    return proof


def gone(device: Any) -> None:
    """As it stands after all its steps, which nobody need take here."""
    triggers_asleep()
    type(device).objects.filter(pk=device.pk).update(state="recycled", received_at=timezone.now())
    triggers_awake()
    DeviceEvent.objects.create(device=device, to_state="recycled", at=timezone.now())


def confirmation(team) -> Any:
    address = EmailAddress.objects.create(user=UserFactory(), email="new@test.example")
    return EmailConfirmation.objects.create(email_address=address, key="k", created=timezone.now())


def row_of(batch: Any, model: Any) -> Any:
    return model.objects.create(batch=batch, number=1, values={"a": "Ada"}, label="Ada")


def file_of_a_project() -> Any:
    return ImportBatch.objects.create(**A_FILE, project=ProjectFactory())


def list_of(team) -> Any:
    return ListBatch.objects.create(**{**A_FILE, "kind": "places"}, kept_by=team.organisation)


def returns_of(team) -> Any:
    return ReturnImportBatch.objects.create(
        **{**A_FILE, "kind": "returns"}, organisation=team.organisation, round=RoundFactory()
    )


def ledger_of(team) -> Any:
    return LedgerImportBatch.objects.create(
        **{**A_FILE, "kind": "ledger"},
        organisation=team.organisation,
        project=ProjectFactory(lead=team.organisation),
    )


def clients_of(team) -> Any:
    told = {"lawful_basis": "public_task", "told_by": "Ada", "told_on": timezone.localdate()}
    return ClientList.objects.create(
        **{**A_FILE, "kind": "clients"}, organisation=team.organisation, **told
    )


def logged(team) -> Any:
    user = UserFactory()
    LogEntry.objects.log_actions(user.pk, [user], CHANGE, "x", single_object=True)
    return LogEntry.objects.latest("pk")


# Of each declaration with a period of its own: what is made now, whose time then begins.
MADE: dict[str, Callable[[Any], Any]] = {
    "privacy.Decision": lambda team: Decision.objects.create(
        kind="resident", reference="r", controller="A", outcome="exported"
    ),
    "privacy.DataRequest": lambda team: requests.withdraw(request=a_request(), by=UserFactory()),
    "privacy.Complaint": lambda team: complaints.withdraw(
        complaint=a_complaint(), by=UserFactory()
    ),
    "privacy.PreparedCopy": lambda team: PreparedCopy.objects.create(
        records=["registration:x"], started_by=UserFactory()
    ),
    "partners.Invitation": lambda team: InvitationFactory(withdrawn_at=timezone.now()),
    "partners.JoinRequest": lambda team: JoinRequestFactory(state="declined"),
    "inclusion.Person": lambda team: PersonFactory(kept_by=team.organisation, name="Ada"),
    "inclusion.Donation": lambda team: Donation.objects.create(
        **GIFT, what="A laptop", to=team.organisation, state="declined", settled_at=timezone.now()
    ),
    "inclusion.DataPledge": lambda team: DataPledge.objects.create(
        **GIFT, kind="sim", mb=1, state="withdrawn", settled_at=timezone.now()
    ),
    "inclusion.Learner": lambda team: Learner.objects.create(email="ada@test.example"),
    "inclusion.WipeRecord": wiped,
    "inclusion.PatTest": pat_tested,
    "inclusion.ImportBatch": list_of,
    "inclusion.ClientList": clients_of,
    "inclusion.ClientRow": lambda team: row_of(applied(clients_of(team)), ClientRow),
    "inclusion.ImportRow": lambda team: row_of(applied(list_of(team)), ListRow),
    "projects.ImportBatch": lambda team: file_of_a_project(),
    "projects.ImportRow": lambda team: row_of(applied(file_of_a_project()), ImportRow),
    "projects.ReturnImportBatch": returns_of,
    "projects.ReturnImportRow": lambda team: row_of(applied(returns_of(team)), ReturnImportRow),
    "projects.LedgerImportBatch": ledger_of,
    "projects.LedgerImportRow": lambda team: row_of(applied(ledger_of(team)), LedgerImportRow),
    "admin.LogEntry": logged,
    "account.EmailConfirmation": confirmation,
    "pghistory.Context": lambda team: pghistory.models.Context.objects.create(metadata={"user": 1}),
    "attention.Chase": lambda team: Chase.objects.create(
        item_key="x", title="x", owed_by="Ada", recipients=1, by=UserFactory(), form_key="x"
    ),
    "attention.Handling": lambda team: Handling.objects.create(
        item_key="x", title="x", act="note", words="Ada", by=UserFactory(), form_key="x"
    ),
    "api.Token": lambda team: token_of(team),
    "api.Answered": lambda team: Answered.objects.create(
        token=token_of(team, ends_in=300), key="one", asked="0" * 64, status=201, sealed="x"
    ),
    "api.Webhook": lambda team: Webhook.objects.create(
        address="https://program.example/",
        kinds=["site.moved"],
        secret="x",
        maker=UserFactory(),
        organisation=team.organisation,
        stopped_at=timezone.now(),
    ),
    "demand.Need": lambda team: Need.objects.create(
        sector=Sector.objects.create(code="CM20 1"),
        wanted=Wanted.values[0],
        size=Size.values[0],
        email="ada@test.example",
        told_at=timezone.now(),
    ),
    "enquiries.Enquiry": lambda team: Enquiry.objects.create(
        business="Lea Tools",
        name="Ada",
        email="ada@test.example",
        message="Is there room?",
        organisation=team.organisation,
        asked_at=timezone.now(),
        due_on=timezone.localdate(),
        reply="Yes",
        replied_at=timezone.now(),
        replied_by=UserFactory(),
    ),
    "reports.ReportJob": lambda team: ReportJob.objects.create(
        report="try-out", title="A report", asked_by=UserFactory()
    ),
    "open_work.Handover": lambda team: Handover.objects.create(
        what="left", about="Ada", organisation=team.organisation
    ),
    "outbox.Message": lambda team: MessageFactory(state="sent", sent_at=timezone.now()),
    "outbox.Allowance": lambda team: Allowance.objects.create(
        reader="x", times=[timezone.now()], used_at=timezone.now()
    ),
    "accounts.User": account,
    "accounts.Visit": lambda team: Visit.objects.create(
        session_key="k" * 32, session_data="x", expire_date=timezone.now()
    ),
    "accounts.UnsentForm": lambda team: UnsentForm.objects.create(
        person=UserFactory(), page="/a/", sealed="x", kept_at=timezone.now()
    ),
    "accounts.Rescue": lambda team: Rescue.objects.create(
        person=UserFactory(), operator="op", reason="Lost it", expires_at=timezone.now()
    ),
    "seminars.Registration": registration,
    "seminars.FeedbackAnswer": lambda team: FeedbackAnswer.objects.create(
        seminar=seminar_that_ends_now(), useful=5, keep="The tea"
    ),
}


def token_of(team: Any, *, ends_in: int = 0) -> Token:
    """One that ends now, or after so many days."""
    now = timezone.now()
    return Token.objects.create(
        name="Power BI",
        hashed="0" * 64,
        ending="abcd",
        scopes=["sites:read"],
        made_at=now - timedelta(days=30),
        expires_at=now + timedelta(days=ends_in),
        maker=UserFactory(),
        organisation=team.organisation,
    )


def applied(batch: Any) -> Any:
    now = timezone.now()
    type(batch).objects.filter(pk=batch.pk).update(state="applied", applied_at=now)
    batch.refresh_from_db()
    return batch


PERIODS = nightly.periods()
OWN = {one.label: retention for one, retention in PERIODS}


@pytest.fixture
def dealt_with(monkeypatch) -> Callable[..., int]:
    """How many of a kind the night is done with. A whole night asks after every kind: before its
    time a record is left by all of them; afterwards it is its own that deals with it."""

    def night(label: str, *, whole: bool = False) -> int:
        mine = [one for one in PERIODS if whole or one[0].label == label]
        monkeypatch.setattr(nightly, "periods", lambda: mine)
        (outcome,) = [one for one in nightly.run_retention() if one.label == label]
        assert outcome.problem == ""
        return outcome.rows

    return night


def over(days: int) -> Any:
    """When a period that begins now is over: three years are three of the calendar."""
    years, rest = divmod(days, 365)
    return timezone.now() + relativedelta(years=years) + timedelta(days=rest)


def test_each_kind_of_record_with_a_period_of_its_own_is_tried():
    assert set(MADE) == set(OWN)


@pytest.mark.parametrize("label", sorted(OWN))
def test_the_night_keeps_the_period_that_is_shown(label, team, time_machine, dealt_with):
    time_machine.move_to("2026-03-02T10:00:00+00:00", tick=False)
    days = OWN[label].days
    MADE[label](team)

    time_machine.move_to(max(over(days) - timedelta(days=1), timezone.now()), tick=False)
    assert dealt_with(label, whole=True) == 0
    time_machine.shift(timedelta(days=2))
    assert dealt_with(label) == 1
    assert dealt_with(label) == 0


# What was chosen ------------------------------------------------------------------


def choose(controller: Any, label: str, days: int) -> None:
    services.ensure()
    purpose = registry.declaration_of(registry.model_of(label)).purpose
    record = ProcessingRecord.objects.get(controller=controller, purpose=purpose.key)
    services.edit(
        by=UserFactory(),
        record=record,
        next_review_on=timezone.localdate() + timedelta(days=300),
        kept={label: days},
    )


CHOSEN = sorted(label for label, retention in OWN.items() if retention.is_chosen)


@pytest.mark.parametrize("label", CHOSEN)
@pytest.mark.parametrize("which", [0, -1], ids=["the shortest", "the longest"])
def test_the_night_keeps_every_period_that_may_be_chosen(
    label, which, team, time_machine, dealt_with
):
    time_machine.move_to("2026-03-02T10:00:00+00:00", tick=False)
    days = periods.choices(OWN[label])[which][0]
    lead = PartnershipFactory().lead_organisation
    whose = team.organisation if OWN[label].whose else lead
    if days != OWN[label].days:
        choose(whose, label, days)
        assert Period.objects.get(label=label).days == days
    MADE[label](team)

    time_machine.move_to(over(days) - timedelta(days=1), tick=False)
    assert dealt_with(label, whole=True) == 0
    time_machine.shift(timedelta(days=2))
    assert dealt_with(label) == 1


def test_each_controller_has_its_own_period(team, time_machine, dealt_with):
    time_machine.move_to("2026-03-02T10:00:00+00:00", tick=False)
    other = team_of(OrganisationFactory())
    choose(team.organisation, "inclusion.Person", 180)
    ours, theirs = (PersonFactory(kept_by=one.organisation, name="Ada") for one in (team, other))

    time_machine.shift(timedelta(days=181))
    assert dealt_with("inclusion.Person") == 1
    ours.refresh_from_db()
    theirs.refresh_from_db()
    assert (ours.name, theirs.name) == ("", "Ada")
    time_machine.shift(timedelta(days=551))
    assert dealt_with("inclusion.Person") == 1


# Words ----------------------------------------------------------------------------

A_PERIOD = re.compile(r"\d|\b(day|week|month|year|hour)s?\b", re.I)


def test_words_name_no_period_but_the_one_that_is_carried_out():
    """A number in words that nothing carries out would be a promise that nobody keeps."""
    sooner = {"seminars.Registration", "accounts.Visit", "accounts.UnsentForm"}

    found = [
        one.label
        for one in registry.declarations()
        if one.label not in sooner and A_PERIOD.search(one.retention.words.replace("{period}", ""))
    ]

    assert found == []


def test_what_shows_a_period_has_one_or_follows_what_has():
    for one in registry.declarations():
        retention = one.retention
        if "{period}" in retention.words:
            assert one.label in OWN or retention.follows in OWN, one.label
        if retention.follows:
            assert retention.follows in OWN
            assert "{period}" in retention.words, one.label


def test_plain_words_of_a_purpose_name_the_period_of_what_it_is_mainly_about():
    for one in purposes.purposes():
        assert one.main in OWN, one.key
        assert one.kept.count("{period}") == 1, one.key
        assert not A_PERIOD.search(one.kept.replace("{period}", "")), one.key


def test_pages_promise_the_period_that_was_chosen(client, team):
    def says(address, words):
        return words in client.get(address).content.decode()

    lead = PartnershipFactory().lead_organisation
    assert says("/partners/join/", "delete them after 1 year")
    choose(lead, "partners.JoinRequest", 2 * 365)
    choose(team.organisation, "inclusion.Donation", 3 * 365)

    assert says("/partners/join/", "delete them after 2 years")
    assert says("/donate/device/", "delete your name within 3 years after that")
