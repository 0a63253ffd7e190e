"""The example's returns: whole, plausible and the same on any day of the month."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
import time_machine
from django.utils import timezone

from diz_portal import reminders
from diz_portal.reminders.models import Reminder
from projects.example import returns as example
from projects.models import ReportingRound, Return
from projects.money.selectors.reported import beside_the_books
from projects.money.services import postings
from projects.returns.services import rounds
from projects.rollout.stages import Stage
from tests.factories.money import awarded, days_ago
from tests.factories.partners import OrganisationFactory, contributor_of, manager
from tests.factories.places import DistrictFactory
from tests.factories.projects import ProjectFactory, SiteFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def projects():
    made = []
    for _ in range(2):
        partners = OrganisationFactory.create_batch(2)
        for organisation in partners:
            contributor_of(organisation)
        made.append(ProjectFactory(partners=partners))
    return made


@pytest.mark.parametrize(
    "day", ["2026-11-01", "2026-11-07", "2026-11-20", "2026-12-25", "2027-03-31"]
)
def test_load_gives_eighteen_months_on_any_day(projects, day):
    noon = datetime.fromisoformat(f"{day}T12:00:00+00:00")
    with time_machine.travel(noon, tick=False):
        today = timezone.localdate()

        example.load(manager(), projects, today)

        assert ReportingRound.objects.count() == 18
        assert Return.objects.count() == 18 * 4
        last = ReportingRound.objects.first()
        states = last.returns.order_by("pk").values_list("state", flat=True)
        assert list(states) == ["draft", "submitted", "sent_back", "accepted"]
        assert last.is_open
        assert last.opens_on <= today
        assert abs((last.due_on - today).days) <= 13
        assert not Return.objects.filter(submitted_at__gt=timezone.now()).exists()
        # The clock finds nothing to do at once: no mail about the past, no second return.
        assert not Reminder.objects.filter(state="planned", due_at__lte=noon).exists()
        rounds.close_due_rounds(today)
        assert reminders.sweep(noon, "return") == {}
        assert not Return.objects.filter(round=last).exclude(locked_at=None).exists()


def test_what_a_return_says_was_spent_is_what_the_books_say(projects):
    """And says nothing where the accountable body keeps the books of who returns it."""
    first, second = projects[0].partners.order_by("pk")
    postings.spend(
        by=None,
        source=awarded(project=projects[0], revenue="9000"),
        organisation=first,
        on=days_ago(100),
        net=Decimal(1234),
        description="Work",
        expenditure="revenue",
    )

    example.load(manager(), projects, timezone.localdate())

    given = Return.objects.vouched_for().filter(project=projects[0])
    found = list(beside_the_books(given))
    assert {one.organisation for one in found} == {first}
    assert {one.spend_to_date - one.in_portal for one in found} == {0}
    assert {one.spend_to_date for one in found} == {0, 1234}
    assert not given.filter(organisation=second).exclude(spend_to_date=None).exists()


def test_load_tells_of_sites_that_moved_in_the_month(projects):
    today = timezone.localdate()
    month = rounds.previous_month(rounds.previous_month(rounds.first_of(today)))
    SiteFactory(
        project=projects[0],
        name="Alder House",
        stage=Stage.CONNECTED,
        on=month + timedelta(days=3),
        district=DistrictFactory(),
    )

    example.load(manager(), projects, today)

    record = Return.objects.filter(project=projects[0], round__month=month).first()
    assert "1 site was connected: Alder House." in [line["text"] for line in record.lines]


def test_each_project_of_the_example_speaks_of_its_own_work():
    fibre, others = "local-full-fibre-network", ["device-and-data-bank", "smart-place-seminars"]
    made = [
        ProjectFactory(slug=slug, partners=OrganisationFactory.create_batch(3))
        for slug in (fibre, *others, "another")
    ]

    example.load(manager(), made, timezone.localdate())

    said = {}
    for slug in (fibre, *others, "another"):
        of_it = Return.objects.filter(project__slug=slug).exclude(delivery="")
        names = ["narrative", *(f"{name}_comment" for name in ("delivery", "spend", "risk"))]
        rows = of_it.values_list(*names)
        said[slug] = {words for row in rows for words in row if words}
        assert said[slug]
    assert any("Wayleaves" in words for words in said[fibre])
    for slug in (*others, "another"):
        text = " ".join(said[slug])
        assert not {one for one in ("Civils", "ayleave", "ducts", "surger", "site") if one in text}
    assert not said[others[0]] & said[others[1]]
