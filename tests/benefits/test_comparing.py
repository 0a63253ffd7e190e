"""Sites connected early beside those still waiting: the same months, ten on each side, no proof."""

from datetime import date, timedelta
from decimal import Decimal
from statistics import fmean

import pytest
from dateutil.relativedelta import relativedelta
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from diz_portal.access import Refusal
from projects.benefits import comparing, lines, services
from projects.benefits.lines import Line
from projects.rollout.stages import Stage
from tests.factories.accounts import UserFactory
from tests.factories.benefits import benefit_of
from tests.factories.partners import manager
from tests.factories.places import PartnershipFactory
from tests.factories.projects import ProjectFactory, SiteFactory

pytestmark = pytest.mark.django_db


def two_months_ago():
    return timezone.localdate().replace(day=1) - relativedelta(months=2)


@pytest.fixture
def by():
    return UserFactory()


@pytest.fixture
def benefit(by):
    return benefit_of(ProjectFactory(published=True), by)


def sites_of(benefit, number, stage=Stage.CONNECTED, on=None):
    on = on or two_months_ago() - timedelta(days=40)
    return SiteFactory.create_batch(number, project=benefit.project, stage=stage, on=on)


def record(benefit, by, values, *, month=None, people=None, **facts):
    found = [
        Line(number, site.reference.upper(), Decimal(value), people)
        for number, (site, value) in enumerate(values, start=1)
    ]
    return services.record_sites(
        by=by, benefit=benefit, month=month or two_months_ago(), lines=found, **facts
    )


def both(benefit, connected, waiting):
    """So many on each side, with values from 50 and from 20 on."""
    live, others = sites_of(benefit, connected), sites_of(benefit, waiting, Stage.CIVILS)
    return [(one, 50 + n) for n, one in enumerate(live)] + [
        (one, 20 + n) for n, one in enumerate(others)
    ]


def test_compared_counts_averages_and_gives_the_interval(benefit, by):
    record(benefit, by, both(benefit, 10, 12))

    (month,) = comparing.compared(benefit).months

    assert (month.connected.n, month.waiting.n) == (10, 12)
    assert month.difference == pytest.approx(fmean(range(50, 60)) - fmean(range(20, 32)))
    # As R's t.test(50:59, 20:31) has it: 26.0 to 32.0 with 19.99 degrees of freedom.
    assert month.interval == pytest.approx((26.0, 32.0), abs=0.1)
    assert not month.may_be_chance


@pytest.mark.parametrize(("connected", "waiting"), [(9, 12), (12, 9), (0, 12), (1, 1)])
def test_compared_shows_no_month_with_fewer_than_ten_on_a_side(benefit, by, connected, waiting):
    record(benefit, by, both(benefit, connected, waiting))

    found = comparing.compared(benefit)

    assert (found.shown, found.last) == ([], None)


def test_site_that_went_live_during_the_month_is_on_neither_side(benefit, by):
    values = both(benefit, 10, 10)
    (between,) = sites_of(benefit, 1, on=two_months_ago() + timedelta(days=10))
    (later,) = sites_of(benefit, 1, on=two_months_ago() + relativedelta(months=1))
    record(benefit, by, [*values, (between, 1000), (later, 20)])

    (month,) = comparing.compared(benefit).months

    assert (month.connected.n, month.waiting.n) == (10, 11)
    assert 1000 not in month.connected.values + month.waiting.values


def test_site_that_left_the_scope_waits_for_nothing(benefit, by):
    values = both(benefit, 10, 10)
    (gone,) = sites_of(benefit, 1, Stage.DESCOPED)
    record(benefit, by, [*values, (gone, 5)])

    (month,) = comparing.compared(benefit).months

    assert month.waiting.n == 10


def test_difference_that_may_be_chance_is_said_to_be(benefit, by):
    live, others = sites_of(benefit, 10), sites_of(benefit, 10, Stage.CIVILS)
    values = [(one, n * 10) for n, one in enumerate(live)]
    record(benefit, by, values + [(one, 5 + n * 10) for n, one in enumerate(others)])

    (month,) = comparing.compared(benefit).months

    assert month.may_be_chance


@pytest.mark.parametrize(
    ("freedom", "point"), [(9, 2.2622), (18, 2.1009), (30, 2.0423), (1000, 1.9623)]
)
def test_student_is_right_to_a_hundredth(freedom, point):
    assert comparing.student(freedom) == pytest.approx(point, abs=0.005)


def test_record_again_changes_nothing_and_another_value_needs_a_reason(benefit, by):
    (site,) = sites_of(benefit, 1)
    record(benefit, by, [(site, 10)])

    assert record(benefit, by, [(site, 10)]) == 0
    with pytest.raises(Refusal, match="reason for the correction"):
        record(benefit, by, [(site, 11)])
    assert record(benefit, by, [(site, 11)], reason="Counted twice") == 1
    assert [one.amount for one in benefit.site_measures.uncorrected()] == [11]
    assert benefit.site_measures.count() == 2
    with pytest.raises(DatabaseError), transaction.atomic():
        benefit.site_measures.all().delete()


@pytest.mark.parametrize("people", [None, 0, 4])
def test_record_refuses_a_site_with_fewer_than_five_people_and_keeps_nothing(by, people):
    of_people = benefit_of(ProjectFactory(), by, counts_people=True)
    site, other = sites_of(of_people, 2)

    with pytest.raises(Refusal, match="people"):
        services.record_sites(
            by=by,
            benefit=of_people,
            month=two_months_ago(),
            lines=[
                Line(1, site.reference.upper(), Decimal(1), 9),
                Line(2, other.reference.upper(), Decimal(1), people),
            ],
        )

    assert not of_people.site_measures.exists()


def test_record_refuses_unknown_sites_those_of_others_and_one_twice(benefit, by):
    (site,) = sites_of(benefit, 1)
    foreign = SiteFactory()

    with pytest.raises(Refusal, match="no site"):
        record(benefit, by, [(site, 1), (foreign, 2)])
    with pytest.raises(Refusal, match="same site as line 1"):
        record(benefit, by, [(site, 1), (site, 2)])
    with pytest.raises(Refusal, match="has begun"):
        record(benefit, by, [(site, 1)], month=date(2100, 1, 1))


def test_read_takes_what_a_spreadsheet_pastes():
    assert lines.read("c81001\t41\t120\r\n\n C81002 4.5 ") == [
        Line(1, "C81001", Decimal(41), 120),
        Line(3, "C81002", Decimal("4.5")),
    ]


@pytest.mark.parametrize("text", ["C81001", "C81001 1,200", "C81001 -4", "C81001 4 x", "a 1 2 3"])
def test_read_guesses_nothing(text):
    with pytest.raises(ValidationError, match="Line 1"):
        lines.read(text)


def test_public_page_says_the_difference_and_names_no_site(client, benefit, by):
    PartnershipFactory()
    values = both(benefit, 10, 10)
    record(benefit, by, values)
    services.release(by=by, benefit=benefit)

    page = client.get(reverse("public_benefits:benefit", args=[benefit.reference]))

    html = page.content.decode()
    assert "on average 30 consultations more than the 10 still waiting" in html
    assert "95% interval of the difference is" in html
    assert not [site.name for site, _ in values if site.name in html]


def test_public_page_shows_nothing_of_nine(client, benefit, by):
    PartnershipFactory()
    record(benefit, by, both(benefit, 9, 30))
    services.release(by=by, benefit=benefit)

    html = client.get(reverse("public_benefits:benefit", args=[benefit.reference])).content.decode()

    assert "too few sites to compare yet" in html
    assert "Fewer than 10" in html
    assert "54.0" not in html


def test_workspace_records_what_is_pasted(client, benefit):
    client.force_login(manager())
    (site,) = sites_of(benefit, 1)
    page = reverse("benefits:record_sites", args=[benefit.project.slug, benefit.reference])

    wrong = client.post(
        page, {"month": two_months_ago().isoformat(), "lines": f"{site.reference} many"}
    )
    answer = client.post(
        page, {"month": two_months_ago().isoformat(), "lines": f"{site.reference}\t41"}
    )

    assert (wrong.status_code, answer.status_code) == (422, 302)
    assert "without commas" in wrong.content.decode()
    (made,) = benefit.site_measures.all()
    assert (made.site, made.month, made.amount) == (site, two_months_ago(), 41)
