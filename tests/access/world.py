"""A small partnership in which every page of the portal has something to show.

Organisation A leads and reports on one published and one unpublished project, D delivers them
with A, B has nothing to do with either and leads a project that A must not see. Everything
that a page needs hangs on the `World` by name: the table of doors names it from there.
"""

from dataclasses import dataclass, field
from datetime import date, time, timedelta
from decimal import Decimal
from functools import partial
from types import SimpleNamespace
from typing import Any

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount, SocialApp, SocialToken
from django.contrib.auth.models import Group
from django.contrib.contenttypes.models import ContentType
from django.core import signing
from django.core.files.base import ContentFile
from django.test import Client
from django.test.client import ClientHandler
from django.utils import timezone
from django_celery_beat.models import (
    ClockedSchedule,
    CrontabSchedule,
    IntervalSchedule,
    PeriodicTask,
    SolarSchedule,
)

from diz_portal.accounts.models import Rescue, User
from diz_portal.agenda import selectors as agenda
from diz_portal.agenda.models import CalendarAddress
from diz_portal.api.models import Delivery, Event, Token, Webhook
from diz_portal.attention.models import Chase, Handling
from diz_portal.digests import services as digests
from diz_portal.impact import services as impact
from diz_portal.imports.models import ImportAction, ImportState
from diz_portal.lists.models import SavedView, Shared
from diz_portal.models import RoutineRun
from diz_portal.open_data.models import Edition, EditionFile
from diz_portal.open_work.models import Handover
from diz_portal.places.models import LoadedFile, Neighbour
from diz_portal.privacy import erasure
from diz_portal.privacy.copies import services as copies
from diz_portal.privacy.processing import services as processing
from diz_portal.privacy.processing.models import ProcessingRecord
from diz_portal.privacy.registers import public_views
from diz_portal.privacy.registers.services import complaints
from diz_portal.privacy.registers.services import requests as data_requests
from diz_portal.references import new_reference
from diz_portal.reminders.models import Reminder
from diz_portal.reports import jobs
from diz_portal.reports.models import BoardDate, ReportFile, ReportJob, Schedule
from partners.models import Role
from partners.rules import AGREEMENT_GUARD
from projects.models import (
    BudgetLine,
    Finance,
    FundingCondition,
    ImportBatch,
    ImportKind,
    ImportMapping,
    ImportRow,
    MilestoneBaseline,
    ReturnImportBatch,
    ReturnImportMapping,
    ReturnImportRow,
    RiskState,
    ScopeReason,
)
from projects.money import periods
from projects.money.services import claim_steps, claims, in_kind, postings
from projects.packs.models import PackSection
from projects.packs.services import drafting, issuing, withholding
from projects.returns.services import returns
from projects.returns.services.rounds import previous_month
from projects.rollout.services import wayleaves
from projects.rollout.stages import Stage
from seminars.codes import code_of
from seminars.models import AttendanceEvent, FeedbackAnswer, Material, SeminarEvent, SeminarMessage
from seminars.selectors.newsletter import unsubscribe_link
from tests import copied_rows
from tests.factories.accounts import UserFactory
from tests.factories.claims import claim_of, complete, paper
from tests.factories.claims import submitted as submitted_claim
from tests.factories.documents import DocumentFactory
from tests.factories.forecasts import published
from tests.factories.impact import OtherPartnershipFactory
from tests.factories.money import FundingSourceFactory, awarded, days_ago, secured
from tests.factories.outbox import MessageFactory
from tests.factories.packs import WHOLE, draft_of
from tests.factories.partners import (
    AgreementFactory,
    InvitationFactory,
    JoinRequestFactory,
    MembershipFactory,
    OrganisationFactory,
    caseworker_of,
    certifier_of,
    contributor_of,
    finance_of,
    lead_of,
    manager,
    viewer_of,
)
from tests.factories.places import (
    AreaFactory,
    BankHolidayFactory,
    DistrictFactory,
    FigureFactory,
    PartnershipFactory,
    PostcodeFactory,
)
from tests.factories.privacy import a_complaint, a_finished_copy, a_request
from tests.factories.projects import (
    ProgrammeFactory,
    ProjectFactory,
    SiteFactory,
    WayleaveFactory,
    enter,
    put_in_scope,
)
from tests.factories.reporting import (
    MilestoneFactory,
    ReturnFactory,
    RiskFactory,
    RoundFactory,
    submitted_rows,
)
from tests.factories.reporting import submitted as submit_return
from tests.factories.seminars import (
    SeminarFactory,
    SeriesFactory,
    TopicFactory,
    begun,
    registered,
)

from . import bid_world, change_world, inclusion_world, ledger_world

# Who knocks. A caseworker's own rooms come with the cases; here they read like a viewer.
STRANGER = "stranger"
ROLES = (
    STRANGER,
    "former",  # was a contributor of A
    "suspended",  # contributor of an organisation that is suspended
    "outsider",  # contributor of B
    "viewer",
    "caseworker",
    "contributor",
    "lead",  # of A, which leads the projects
    "supplier",  # lead of D, which delivers them
    "manager",
)

# Who else is asked about, without walking through every door: see `test_newcomers.py`.
NEWCOMERS = (
    "elsewhere",  # caseworker of B, another organisation that handles cases
    "named",  # data protection lead of A's team, and no caseworker
    "both",  # contributor of A, and caseworker of B
    "finance",  # finance officer of A, the accountable body of the projects
    "certifier",  # certifier of A
)

# Words that only some may ever read, wherever they turn up (design §4.6).
SECRET = {
    "Marker-draft-words": "words of a return that has not been sent",
    "Marker-sent-words": "words of a return that was sent",
    "Marker-risk": "a risk",
    "Marker-grant": "the money of a project",
    "Marker-landlord": "a landowner",
    "ORDER-MARKER": "an order reference",
    "7654.32": "the cost of a site",
    "Marker-site-notes": "free text about a site",
    "Marker-evidence": "the evidence of a stage entry",
    "Marker-unpublished": "an unpublished project",
    "Marker-agreement": "an agreement",
    "Marker-applicant": "somebody who asks to join",
    "Marker-invited": "somebody who is invited",
    "marker-contributor@": "the address of a colleague",
    "Marker-import.csv": "a file that was brought in",
    "Marker-registrant": "somebody who registered for a seminar",
    "Marker-joining-link": "the link to join a seminar online",
    "Marker-asker": "somebody who asks about their data, or complains",
    "Marker-donor": "somebody who gave a device",
    "Marker-pledger": "somebody who promised data",
    "Marker-borrower": "the name of somebody who borrows a device",
    "89440000000777777": "the number of a SIM card, as good as the data on it",
    "Marker-foreign": "anything of another organisation's unpublished project",
    **bid_world.SECRET,
    **inclusion_world.SECRET,
}


@dataclass
class World:
    """Everything a door may need; `world.at("risk.reference")` reads it by its path."""

    people: dict[str, Any] = field(default_factory=dict)
    things: SimpleNamespace = field(default_factory=SimpleNamespace)
    # Role → the cookies of somebody who has signed in: nobody signs in twice.
    cookies: dict[str, dict[str, str]] = field(default_factory=dict)
    # What all browsers ask: by itself each would build the chain of middleware anew.
    portal: ClientHandler | None = None

    def at(self, path: str) -> Any:
        value: Any = self.things
        for name in path.split("."):
            value = getattr(value, name)
        return value

    def client(self, role: str) -> Client:
        """A browser in which the person has signed in; nobody for a stranger.

        A fresh one each time: what one request leaves in it does not reach the next.
        """
        client = Client(raise_request_exception=True)
        client.handler = self.portal
        client.cookies.load(self.cookies.get(role, {}))
        return client

    def sign_in(self) -> None:
        for role, person in self.people.items():
            client = Client()
            client.force_login(person)
            self.cookies[role] = {name: one.value for name, one in client.cookies.items()}


def there() -> World:
    """The world as it is today, in which everybody has just signed in."""
    world = copied_rows.made_once("world", build)
    world.portal = ClientHandler(enforce_csrf_checks=False)
    world.sign_in()
    return world


def build() -> World:
    world = World()
    t = world.things
    today = timezone.localdate()
    t.partnership = PartnershipFactory()
    t.lead_organisation = t.partnership.lead_organisation
    t.district = DistrictFactory(name="Harlow", code="E07000073", slug="harlow", is_ours=True)
    PostcodeFactory(district=t.district)
    t.bank_holiday = BankHolidayFactory()
    _connectivity(t)
    _organisations(world)
    _projects(t)
    _sites(t, world, today)
    _records(t, world, today)
    _money(t, world, today)
    ledger_world.build(t, world.people["manager"])
    bid_world.build(t, world.people, today)
    _returns(t, world)
    _papers(t, world, today)
    _foreign(t, today)
    _seminars(t)
    inclusion_world.build(t, world.people)
    _asked(t, world.people["manager"])
    _copies(t, world.people["manager"])
    _impact(t, world.people["manager"])
    t.machinery = _machinery(t)
    return world


def _organisations(world: World) -> None:
    t = world.things
    t.ours = OrganisationFactory(
        name="Harlow and Uttlesford Healthcare Estates Partnership", slug="estates"
    )
    t.ours.districts.add(t.district)
    t.supplier = OrganisationFactory(name="Lea Valley Fibre", slug="fibre")
    t.other = OrganisationFactory(name="Stort Skills Trust", slug="skills")
    t.suspended = OrganisationFactory(name="Paused Networks", slug="paused", state="suspended")
    t.invited = OrganisationFactory(name="Nearly Here", slug="nearly", state="invited")
    t.applicant = OrganisationFactory(name="Hopeful Homes", slug="hopeful", state="applied")
    world.people = {
        "former": UserFactory(name="Fay Former"),
        "suspended": contributor_of(t.suspended, name="Sue Spended"),
        "outsider": contributor_of(t.other, name="Olu Outsider"),
        "viewer": viewer_of(t.ours, name="Vi Viewer"),
        "caseworker": caseworker_of(t.ours, name="Cass Caseworker"),
        "contributor": contributor_of(
            t.ours, name="Con Contributor", email="marker-contributor@test.example"
        ),
        "lead": lead_of(t.ours, name="Lea Lead"),
        "supplier": lead_of(t.supplier, name="Sam Supplier"),
        "manager": manager(name="Mo Manager"),
        "elsewhere": caseworker_of(t.other, name="Elsa Elsewhere"),
        "named": viewer_of(t.ours, name="Nam Named"),
        "both": contributor_of(t.ours, name="Bo Both"),
        "finance": finance_of(t.ours, name="Fin Finance"),
        "certifier": certifier_of(t.ours, name="Cert Certifier"),
    }
    MembershipFactory(person=world.people["both"], organisation=t.other, role=Role.CASEWORKER)
    MembershipFactory(
        person=world.people["former"],
        organisation=t.ours,
        role=Role.CONTRIBUTOR,
        started_on=date(2024, 1, 1),
        ended_on=date(2025, 1, 1),
    )
    lead_of(t.other, name="Olga Otherlead")
    t.colleague = contributor_of(t.ours, name="Colin Colleague")
    t.stranger_person = viewer_of(t.other, name="Ossie Other")
    t.membership = t.colleague.memberships.get()
    t.by = world.people["lead"]
    t.organisation_type = ContentType.objects.get(app_label="partners", model="organisation")
    for person in User.objects.all():
        # As an invitation leaves it: the address is proved.
        EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)


def _projects(t: SimpleNamespace) -> None:
    both = [t.ours, t.supplier, t.suspended]
    t.programme = ProgrammeFactory(name="Infrastructure", slug="infrastructure")
    t.public = ProjectFactory(
        title="Local Full Fibre Network",
        slug="full-fibre",
        programme=t.programme,
        lead=t.ours,
        partners=both,
        publishes_forecast=True,
    )
    t.hidden = ProjectFactory(
        title="Marker-unpublished",
        slug="not-yet",
        programme=t.programme,
        lead=t.ours,
        partners=both,
        published=False,
    )


def _sites(t: SimpleNamespace, world: World, today: date) -> None:
    facts = {
        "project": t.public,
        "district": t.district,
        "latitude": 51.77,
        "longitude": 0.09,
        "order_ref": "ORDER-MARKER",
        "cost_estimate": "7654.32",
        "notes": "Marker-site-notes",
        "supplier": "Lea Valley Fibre",
    }
    t.site = SiteFactory(**facts, stage=Stage.ORDERED, name="Old Harlow Surgery", by=t.by)
    # Longer than its stage usually takes, with a correction in its history.
    enter(
        t.site, Stage.SURVEYED, today - timedelta(days=20), by=t.by, evidence="Marker-evidence seen"
    )
    t.site.refresh_from_db()
    for number, stage in enumerate(Stage):
        SiteFactory(**facts, stage=stage, name=f"{stage.label} Surgery {number}")
    t.hidden_site = SiteFactory(project=t.hidden, district=t.district, stage=Stage.IN_SCOPE)
    t.scope_change = put_in_scope(
        SiteFactory(project=t.public, district=t.district, stage=Stage.CANDIDATE, name="Late one"),
        reason=ScopeReason.BASELINE,
        approved_by=world.people["manager"],
    )
    t.wayleave_site = SiteFactory(**facts, stage=Stage.WAYLEAVE, name="Landowner's Surgery")
    t.wayleave = wayleaves.open_wayleave(
        site=t.wayleave_site,
        grantor="Marker-landlord",
        by=t.by,
        on=today - timedelta(days=100),
        owner=t.ours,
        cost="7654.32",
        note="Marker-site-notes",
    )
    t.hidden_wayleave = WayleaveFactory(site=t.hidden_site)


def _records(t: SimpleNamespace, world: World, today: date) -> None:
    t.milestone = MilestoneFactory(
        project=t.public, title="Half of the surgeries live", owner=t.ours
    )
    MilestoneBaseline.objects.create(
        milestone=t.milestone,
        old_on=today,
        new_on=t.milestone.baseline_on,
        reason="The funder agreed to a later date.",
        approved_by=world.people["manager"],
    )
    t.slipping = MilestoneFactory(
        project=t.public,
        title="Every survey done",
        owner=t.ours,
        baseline_on=today - timedelta(days=60),
        forecast_on=today - timedelta(days=3),
    )
    t.hidden_milestone = MilestoneFactory(project=t.hidden)
    t.risk = RiskFactory(
        project=t.public,
        title="Marker-risk: the duct may be blocked",
        owner=t.ours,
        next_review_on=today - timedelta(days=2),
    )
    t.closed_risk = RiskFactory(
        project=t.public,
        title="Marker-risk that passed",
        state=RiskState.CLOSED,
        closed_on=today,
        closing_note="It did not happen.",
    )
    t.hidden_risk = RiskFactory(project=t.hidden)
    t.withdrawn_site = SiteFactory(
        project=t.public,
        stage="candidate",
        withdrawn_at=timezone.now(),
        withdrawn_reason="Entered twice",
    )
    t.gone_milestone = MilestoneFactory(
        project=t.public, withdrawn_at=timezone.now(), withdrawn_reason="Entered twice"
    )
    t.batch = _batch(t.public, world.people["contributor"], ImportState.CHECKED)
    t.mapping = ImportMapping.objects.create(
        project=t.public, kind=ImportKind.SITES, supplier="Lea Valley Fibre"
    )
    t.applied = _batch(t.public, world.people["contributor"], ImportState.APPLIED)


def _batch(project, by, state, name="Marker-import.csv") -> ImportBatch:
    batch = ImportBatch.objects.create(
        project=project,
        kind=ImportKind.SITES,
        supplier="Lea Valley Fibre",
        file_name=name,
        sha256="0" * 64,
        state=state,
        found={"headings": ["Name"]},
        headings={"Name": "name"},
        done=2,
        total=2,
        summary={"create": 1, "change": 0, "unchanged": 0, "error": 1, "skipped": {}},
        uploaded_by=by,
    )
    ImportRow.objects.create(
        batch=batch,
        number=2,
        action=ImportAction.CREATE,
        label="New Surgery",
        values={"name": "New Surgery"},
    )
    ImportRow.objects.create(
        batch=batch,
        number=3,
        action=ImportAction.ERROR,
        label="Bad Surgery",
        errors=[{"column": "postcode", "message": "No such postcode."}],
    )
    return batch


def _claims(t: SimpleNamespace, world: World) -> None:
    """One at each status, as the pages of its steps need it."""
    by, other = world.people["finance"], world.people["certifier"]
    t.claimable = secured(project=t.public, title="Marker-grant secured", by=by)
    facts = {"by": by, "period_from": days_ago(90)}
    t.claim = complete(t.claimable, "40", **facts)
    t.claim_line = claims.set_share(by=by, line=t.claim.lines.get(), percent=Decimal(50))
    claims.add_evidence(
        by=by, line=t.claim_line, invoice=paper("Marker-grant.pdf"), payment=paper()
    )
    t.claim_evidence = t.claim_line.evidence.first()
    t.submitted_claim = submitted_claim(t.claimable, "30", **facts)
    t.approved_claim = submitted_claim(t.claimable, "20", **facts)
    t.paid_claim = submitted_claim(t.claimable, "10", held_back_percent=Decimal(10), **facts)
    for claim in (t.approved_claim, t.paid_claim):
        claim_steps.approve(by=other, claim=claim)
    claim_steps.pay(by=by, claim=t.paid_claim, on=days_ago(0))


def _money(t: SimpleNamespace, world: World, today: date) -> None:
    by = world.people["manager"]
    t.grant = awarded(project=t.public, title="Marker-grant", by=by)
    t.share = awarded(project=t.public, title="Our share", organisation=t.ours, by=by)
    t.in_kind = FundingSourceFactory(
        project=t.public, title="Marker-grant in kind", funder="A trust", given_in_kind=True
    )
    t.given = in_kind.give(
        by=by,
        source=t.in_kind,
        on=today,
        what="Surveys",
        quantity=Decimal(2),
        unit="hours",
        rate=Decimal(30),
    )
    t.condition = FundingCondition.objects.create(
        source=t.grant, kind="report", title="Marker-grant report", due_on=today, owner=t.ours
    )
    t.posting = postings.spend(
        by=by,
        source=t.grant,
        on=today,
        net=Decimal(500),
        description="Marker-grant work",
        expenditure="revenue",
    )
    _claims(t, world)
    t.line = BudgetLine.objects.create(
        source=t.grant, organisation=t.ours, heading="Marker-grant line", expenditure="revenue"
    )
    t.quarter = periods.slug_of(periods.quarter_of(today - timedelta(days=92)))
    t.line.figures.create(quarter=periods.as_month(t.quarter), kind="budget", amount=90_000, by=by)
    t.line.figures.create(quarter=periods.quarter_of(today), kind="forecast", amount=500, by=by)
    t.finance = Finance.objects.create(project=t.public, cost_capital=100_000)


def _returns(t: SimpleNamespace, world: World) -> None:
    contributor = world.people["contributor"]
    t.round = RoundFactory()
    t.coming = RoundFactory(
        month=(timezone.localdate().replace(day=1) + timedelta(days=70)).replace(day=1),
        opened_at=None,
    )
    submitted_rows(t.public, t.ours, 2)
    t.draft = ReturnFactory(
        round=t.round,
        project=t.public,
        organisation=t.ours,
        narrative="Marker-draft-words",
        saved_at=timezone.now(),
        saved_by=contributor,
    )
    t.sent = submit_return(
        contributor,
        ReturnFactory(round=t.round, project=t.hidden, organisation=t.ours),
        narrative="Marker-sent-words",
    )
    # Sent, sent back, and being written again: what was sent is known, what is new is not.
    t.reopened = submit_return(
        contributor,
        ReturnFactory(
            round=RoundFactory(month=previous_month(t.round.month)),
            project=t.hidden,
            organisation=t.ours,
        ),
        narrative="Marker-sent-words",
    )
    t.reopened = returns.send_back(
        by=world.people["manager"], record=t.reopened, reason="Say more."
    )
    t.reopened = returns.save(
        by=contributor,
        record=t.reopened,
        version=t.reopened.version,
        answers={"narrative": "Marker-draft-words"},
    )
    t.return_batch = _file_of_returns(t, contributor, ImportState.CHECKED)
    t.applied_returns = _file_of_returns(t, contributor, ImportState.APPLIED)
    t.schedule = Schedule.objects.create(
        report="rollout-status",
        title="Rollout status: Marker",
        answers={"project": t.public.slug},
        every="week",
        number=1,
        at=time(8),
        owner=contributor,
    )
    t.schedule.recipients.add(contributor)
    t.agenda_token = agenda.token_of(CalendarAddress.objects.create(person=contributor))
    t.digest = digests.choose(by=contributor, days=[1], at=time(8))
    t.digest_token = digests.stop_link(t.digest).rstrip("/").rpartition("/")[2]
    t.saved_view = SavedView.objects.create(
        of_list="sites",
        name="Marker view",
        filters={"stage": "wayleave"},
        owner=contributor,
        shared=Shared.ORGANISATION,
        organisation=t.ours,
    )
    theirs = {"maker": contributor, "organisation": t.ours}
    t.api_token = Token.objects.create(
        name="Marker program",
        hashed="0" * 64,
        ending="abcd",
        scopes=["sites:read"],
        of_organisation=True,
        expires_at=timezone.now() + timedelta(days=30),
        **theirs,
    )
    t.webhook = Webhook.objects.create(
        address="https://program.example/", kinds=["site.moved"], secret="x", **theirs
    )
    event = Event.objects.create(number=1, kind="site.moved", belongs_to=t.public.pk)
    t.delivery = Delivery.objects.create(
        webhook=t.webhook, event=event, state="sent", sent_at=timezone.now()
    )
    t.board = BoardDate.objects.create(name="Marker board", date=date(2030, 1, 1))
    t.report = _report(t, contributor)
    published(t.public, timezone.localdate(), [t.site.district_id]).save()
    _packs(t, world.people["manager"])
    change_world.build(t, world.people)
    t.return_mapping = ReturnImportMapping.objects.create(
        organisation=t.ours, kind="returns", supplier="Lea Valley Fibre"
    )


def _packs(t: SimpleNamespace, by) -> None:
    """One that was issued and published, with a withheld item; and the next one, a draft."""
    first = draft_of(t.public, by, days=-3, until=2)
    withhold = partial(
        withholding.withhold,
        by=by,
        paragraph=3,
        reason="Marker-interest: the price is being agreed.",
        review_on=timezone.localdate() + timedelta(days=30),
    )
    held = drafting.add_sentence(by=by, pack=first, text="Marker-exempt: an offer was made.")
    t.withheld_item = withhold(pack=first, item=held)
    withhold(pack=first, item=PackSection.RISKS)
    t.issued_pack = issuing.publish(by=by, pack=issuing.issue(by=by, pack=first))
    for one in t.issued_pack.editions.all():
        now = timezone.now()
        ReportJob.objects.filter(pk=one.job_id).update(
            state="ready", finished_at=now, read_at=now, as_at=one.as_at
        )
        for kind in ("csv", "pdf"):
            ReportFile.objects.create(
                job=one.job, format=kind, file=ContentFile(b"-", "-"), size=1, sha256="0" * 64
            )
    t.pack = draft_of(t.public, by, days=20, back=1)
    t.pack_sentence = drafting.add_sentence(by=by, pack=t.pack, text="The first.")
    t.later_sentence = drafting.add_sentence(by=by, pack=t.pack, text="The second.")
    t.pack_decision = drafting.add_decision(by=by, pack=t.pack, **WHOLE)
    t.held_sentence = withhold(pack=t.pack, item=t.later_sentence)


def _report(t: SimpleNamespace, by) -> ReportJob:
    """Ready, with files that can be read."""
    asked = {"project": t.public.slug}
    job = ReportJob.objects.create(
        report="rollout-status",
        title="Rollout status: Marker",
        answers=asked,
        formats=["html", "csv"],
        asked_by=by,
    )
    jobs.run(job.pk)
    return job


def _file_of_returns(t: SimpleNamespace, by, state: str) -> ReturnImportBatch:
    batch = ReturnImportBatch.objects.create(
        organisation=t.ours,
        round=t.round,
        file_name="Marker-draft-words.csv",
        sha256="0" * 64,
        state=state,
        found={"headings": ["Project", "Delivery"]},
        headings={"Project": "project", "Delivery": "delivery"},
        done=2,
        total=2,
        summary={"create": 0, "change": 1, "unchanged": 0, "error": 1, "skipped": {}},
        uploaded_by=by,
    )
    ReturnImportRow.objects.create(
        batch=batch,
        number=2,
        action=ImportAction.CHANGE,
        label=t.public.title,
        values={"delivery": ["", "green"], "narrative": ["", "Marker-draft-words"]},
        record_id=t.draft.pk,
        version=t.draft.version,
    )
    ReturnImportRow.objects.create(
        batch=batch,
        number=3,
        action=ImportAction.ERROR,
        label="No such project",
        errors=[{"column": "Project", "message": "No such project."}],
    )
    return batch


def _papers(t: SimpleNamespace, world: World, today: date) -> None:
    t.document = DocumentFactory(
        title="Marker-agreement", guard=AGREEMENT_GUARD, uploaded_by=world.people["manager"]
    )
    t.agreement = AgreementFactory(
        title="Marker-agreement",
        parties=[t.ours, t.lead_organisation],
        expires_on=today + timedelta(days=20),
    )
    t.agreement.document = t.document
    t.reminder_of_agreement = Reminder.objects.create(
        kind="agreement",
        subject=t.agreement.pk,
        step="60",
        version=t.agreement.expires_on.isoformat(),
        due_at=timezone.now() + timedelta(days=5),
    )
    t.agreement.save()
    t.token = "words-of-a-link"
    t.invitation = InvitationFactory(
        organisation=t.ours,
        token=t.token,
        name="Marker-invited",
        email="invited@test.example",
        invited_by=world.people["lead"],
    )
    t.join_request = JoinRequestFactory(
        organisation=t.ours, name="Marker-applicant", message="I repair routers."
    )
    t.application = JoinRequestFactory(organisation=t.applicant, name="Hope Ful")
    t.message = MessageFactory()
    t.paper_letter = MessageFactory(
        channel="letter", to="", reader="Ann Letter", postal_address="1 Example Street\nHarlow"
    )
    t.chase = Chase.objects.create(
        item_key=f"risk:{t.risk.reference}",
        title="Review the risk",
        owed_by=t.ours.name,
        recipients=1,
        by=world.people["manager"],
        form_key="a-form-of-a-test",
    )
    t.handling = Handling.objects.create(
        item_key=f"risk:{t.risk.reference}",
        title="Review the risk",
        act="note",
        words="They answer in March",
        by=world.people["manager"],
        form_key="a-note-of-a-test",
    )
    t.handover = Handover.objects.create(
        what="suspended",
        about=t.ours.slug,
        organisation=t.ours,
        lines=[{"what": "9 open cases", "to": "elsewhere"}, {"what": "1 loan"}],
        reason="The borrower is away until May",
        answers=world.people["manager"],
        by=world.people["manager"],
    )
    t.routine_run = RoutineRun.objects.create(name="retention")
    t.rescue = Rescue.objects.create(
        person=t.colleague,
        operator="Op Erator",
        reason="Rang me on the number I know",
        expires_at=timezone.now() + timedelta(hours=4),
    )
    t.chased_key = f"return:{t.draft.reference}"


def _foreign(t: SimpleNamespace, today: date) -> None:
    """Of B, unpublished: nobody of A may see it, whatever address names it."""
    t.foreign = ProjectFactory(
        title="Marker-foreign", slug="elsewhere", lead=t.other, published=False
    )
    t.foreign_site = SiteFactory(
        project=t.foreign, name="Marker-foreign surgery", stage=Stage.WAYLEAVE
    )
    t.foreign_wayleave = WayleaveFactory(site=t.foreign_site, grantor="Marker-foreign landowner")
    t.foreign_milestone = MilestoneFactory(project=t.foreign, title="Marker-foreign milestone")
    t.foreign_risk = RiskFactory(project=t.foreign, title="Marker-foreign risk")
    t.foreign_source = awarded(project=t.foreign, title="Marker-foreign fund")
    t.foreign_claim = claim_of(secured(project=t.foreign, title="Marker-foreign claimed"))
    t.foreign_line = BudgetLine.objects.create(
        source=t.foreign_source, organisation=t.other, heading="Foreign", expenditure="capital"
    )
    t.foreign_posting = postings.receive(
        by=None, source=t.foreign_source, on=today, amount=Decimal(5), expenditure="capital"
    )
    change_world.foreign(t)
    t.foreign_batch = _batch(t.foreign, None, ImportState.CHECKED, "Marker-foreign.csv")
    t.foreign_return = ReturnFactory(project=t.foreign, organisation=t.other)
    t.foreign_agreement = AgreementFactory(title="Marker-foreign agreement", parties=[t.other])
    t.foreign_invitation = InvitationFactory(organisation=t.other, name="Marker-foreign guest")
    t.foreign_request = JoinRequestFactory(organisation=t.other, name="Marker-foreign applicant")


def _connectivity(t: SimpleNamespace) -> None:
    """Two releases of our district, and one of an area like it."""
    t.area = AreaFactory(code=t.district.code, name=t.district.name)
    like_it = AreaFactory()
    Neighbour.objects.create(area=t.area, place=1, neighbour=like_it)
    t.release = FigureFactory(area=t.area).release
    FigureFactory(area=t.area, release__period=date(2024, 7, 1))
    FigureFactory(area=like_it, release=t.release)
    t.open_data_edition = Edition.objects.create(
        slug="sites", as_at=timezone.localdate(), rows=1, described={"resources": [{}]}
    )
    EditionFile.objects.create(
        edition=t.open_data_edition,
        format="csv",
        file=ContentFile(b"site_code\n", name="csv"),
        size=10,
        sha256="f" * 64,
    )
    t.edition_day = t.open_data_edition.as_at.isoformat()
    t.loaded_file = LoadedFile.objects.create(
        name="coverage.csv", sha256="0" * 64, added=2, changed=0, unchanged=0
    )


def _impact(t: SimpleNamespace, manager: User) -> None:
    """An edition and a correction of it; the money is released."""
    impact.release(figure="money-pooled", by=manager)
    impact.publish()
    t.edition = impact.make_edition(by=manager)
    t.correction = impact.correct(
        figure="surgeries-live", edition=t.edition, was="2", is_now="1", reason="Late", by=manager
    )
    t.other_partnership = OtherPartnershipFactory(by=manager)


def _held_seminar(t: SimpleNamespace) -> None:
    """It was yesterday: there is something to take home, and somebody who was there."""
    began = timezone.now() - timedelta(days=1)
    t.held = SeminarFactory(slug="held", starts_at=began, state="held", materials_since=began)
    (t.guest,) = begun(t.held, 1)
    AttendanceEvent.objects.create(registration=t.guest, who="person", kind="attended")
    t.material, t.other_material = (
        Material.objects.create(
            seminar=seminar,
            title="Slides",
            kind="slides",
            audience="public",
            document=DocumentFactory(guard="seminars.material"),
            published_at=began,
        )
        for seminar in (t.held, t.other_registration.seminar)
    )
    for useful in range(1, 6):
        FeedbackAnswer.objects.create(seminar=t.held, useful=useful, keep="The tea")


def _asked(t: SimpleNamespace, by: User) -> None:
    """Requests and complaints about personal data, as they stand on the pages' different days."""
    who = {"name": "Marker-asker", "by": by, "came_by": "phone"}
    t.data_request = a_request(**who)
    t.stopped_request = data_requests.pause(
        request=a_request(**who), ground="identity", words="Who are you?", by=by
    )
    t.answered_request = data_requests.refuse(
        request=a_request(**who), ground="unfounded", words="It is nothing.", by=by
    )
    t.complaint = a_complaint(**who)
    t.closed_complaint = complaints.withdraw(complaint=a_complaint(**who), by=by)
    received = ["request", t.data_request.reference, "2026-11-02"]
    t.receipt = signing.dumps(received, salt=public_views.SALT)
    received = ["complaint", t.complaint.reference, "2026-11-02"]
    t.complaint_receipt = signing.dumps(received, salt=public_views.SALT)
    processing.ensure()
    t.processing = ProcessingRecord.objects.get(controller=t.ours, purpose="helping")
    t.processor = processing.add_processor(
        by=by,
        controller=t.lead_organisation,
        name="Acme Hosting",
        what_for="Hosts the portal",
        where="London",
    )


def _copies(t: SimpleNamespace, by: User) -> None:
    """Of a guest's registration: one that is being read, and one that is finished."""
    record = erasure.record("registration", t.registration.reference)
    t.finished_copy = a_finished_copy([record], by)
    t.begun_copy = copies.start(records=[record], by=by)


def _seminars(t: SimpleNamespace) -> None:
    t.topic, t.series = TopicFactory(), SeriesFactory()
    t.seminar = SeminarFactory(
        slug="fibre",
        topic=t.topic,
        series=t.series,
        mode="online",
        capacity_in_person=0,
        capacity_online=1,
        joining_link="https://meet.example/Marker-joining-link",
    )
    t.draft_seminar = SeminarFactory(slug="not-yet", state="draft")
    t.seminar_event = SeminarEvent.objects.create(seminar=t.seminar, kind="created")
    t.registration = registered(
        t.seminar, name="Marker-registrant", access_needs="A chair near the door."
    )
    registered(t.seminar, name="Marker-registrant who waits")
    t.other_registration = registered(SeminarFactory(slug="elsewhere"), name="Marker-registrant")
    t.check_in_code = code_of(t.registration)
    t.registration_event = t.registration.events.get()
    _held_seminar(t)
    t.attendance_event = AttendanceEvent.objects.create(
        registration=t.other_registration, who="person", kind="attended"
    )
    t.reminder_step = t.seminar.reminder_steps.first()
    t.unsubscribe_token = unsubscribe_link(t.registration).rstrip("/").rpartition("/")[2]
    t.seminar_message = SeminarMessage.objects.create(
        seminar=t.seminar,
        reference=new_reference(),
        subject="Bring a pen",
        text="Hello {name}",
        to_whom="People who have a place",
        recipients=1,
        sent_by=t.stranger_person,
    )


def _machinery(t: SimpleNamespace) -> SimpleNamespace:
    """A row of everything that other people's apps keep, and that no manager may open."""
    somebody = t.stranger_person
    sign_on = SocialAccount.objects.create(user=somebody, provider="council", uid="1")
    app = SocialApp.objects.create(
        provider="openid_connect", provider_id="elsewhere", name="Council", client_id="1"
    )
    interval = IntervalSchedule.objects.create(every=1, period=IntervalSchedule.HOURS)
    return SimpleNamespace(
        group=Group.objects.create(name="Nobody uses groups"),
        address=EmailAddress.objects.get(user=somebody),
        factor=Authenticator.objects.create(user=somebody, type="totp", data={"secret": "x"}),
        sign_on=sign_on,
        app=app,
        sign_on_token=SocialToken.objects.create(app=app, account=sign_on, token="x"),
        interval=interval,
        task=PeriodicTask.objects.create(name="a task", task="a.task", interval=interval),
        clocked=ClockedSchedule.objects.create(clocked_time=timezone.now()),
        crontab=CrontabSchedule.objects.create(),
        solar=SolarSchedule.objects.create(event="sunrise", latitude=51, longitude=0),
    )
