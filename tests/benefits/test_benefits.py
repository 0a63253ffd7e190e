"""A benefit is measured from a baseline towards a target; a measure of fewer than five people is
never recorded, nor read by anybody."""

import csv
import io
from decimal import Decimal

import pytest
from django.db import DatabaseError, transaction
from django.urls import reverse
from django.utils import timezone

from diz_portal.access import NotNow, Refusal
from projects.benefits import attention_items, selectors, services
from projects.benefits.models import Benefit, BenefitMeasure
from tests.days import as_of_now, in_days
from tests.factories.accounts import UserFactory
from tests.factories.benefits import benefit_of, measured
from tests.factories.partners import OrganisationFactory, contributor_of, manager
from tests.factories.places import PartnershipFactory
from tests.factories.projects import ProjectFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return UserFactory()


@pytest.fixture
def benefit(by):
    return benefit_of(ProjectFactory(published=True), by)


def only(benefit):
    (one,) = selectors.realised(Benefit.objects.filter(pk=benefit.pk))
    return one


def test_measure_stands_beside_what_was_planned_on_its_day(benefit, by):
    measured(benefit, by, 130)

    one = only(benefit)

    # Half of the time has passed.
    assert one.points[0].planned == Decimal("150.00")
    assert (one.points[0].is_ahead, one.share, one.state) == (
        False,
        30,
        "30% of the way to the target",
    )


def test_fewer_is_better_where_the_target_is_lower(by):
    outages = benefit_of(ProjectFactory(), by, baseline=Decimal(100), target=Decimal(20))
    measured(outages, by, 15)

    one = only(outages)

    assert (one.points[0].is_ahead, one.is_met, one.state) == (True, True, "Target met")


def test_no_improvement_is_said(benefit, by):
    measured(benefit, by, 90)

    assert only(benefit).state == "No improvement yet"


@pytest.mark.parametrize("people", [0, 1, 4, None])
def test_record_refuses_a_measure_of_fewer_than_five_people(by, people):
    of_people = benefit_of(ProjectFactory(), by, counts_people=True)

    with pytest.raises(Refusal, match="people"):
        measured(of_people, by, 120, people=people)
    assert not of_people.measures.exists()
    measured(of_people, by, 120, people=5)


def test_record_refuses_two_values_for_one_day(benefit, by):
    measured(benefit, by, 120)

    with pytest.raises(Refusal, match="already has a measure"):
        measured(benefit, by, 130)


@pytest.mark.parametrize("days_ago", [-1, 400])
def test_record_refuses_days_ahead_and_before_the_baseline(benefit, by, days_ago):
    with pytest.raises(Refusal, match="Enter a date"):
        measured(benefit, by, 120, days_ago=days_ago)


def test_correction_replaces_a_measure_and_both_stay(benefit, by):
    was = measured(benefit, by, 120)
    measured(benefit, by, 125, corrects=was, reason="Counted twice")

    assert [one.amount for one in only(benefit).measures] == [125]
    assert benefit.measures.count() == 2
    was.refresh_from_db()
    with pytest.raises(NotNow):
        measured(benefit, by, 126, corrects=was, reason="Again")
    with pytest.raises(DatabaseError), transaction.atomic():
        was.delete()


def test_two_who_correct_one_measure_at_once_correct_it_once(benefit, by):
    """Each read it before the other wrote, and the second gives another day."""
    was = measured(benefit, by, 120, days_ago=2)
    pages = [BenefitMeasure.objects.select_related("corrected_by").get(pk=was.pk) for _ in range(2)]
    measured(benefit, by, 125, days_ago=2, corrects=pages[0], reason="Counted twice")

    with pytest.raises(NotNow):
        measured(benefit, by, 126, days_ago=1, corrects=pages[1], reason="Counted twice")


def test_what_the_public_reads_is_edited_by_those_who_release_it(client):
    organisation = OrganisationFactory(state="active")
    partner, staff = contributor_of(organisation), manager()
    benefit = benefit_of(ProjectFactory(published=True, lead=organisation), partner)
    profile = {
        name: getattr(benefit, name)
        for name in ("title", "target", "baseline", "target_on", "baseline_on")
    }
    page = reverse("benefits:benefit", args=[benefit.project.slug, benefit.reference])
    client.force_login(partner)
    services.edit(by=partner, benefit=benefit, **profile, contribution="A first text")
    assert "Edit benefit" in client.get(page).content.decode()
    services.release(by=staff, benefit=benefit)

    with pytest.raises(services.IsPublic):
        services.edit(by=partner, benefit=benefit, **profile, contribution="Ask Ann Smith")
    assert "Edit benefit" not in client.get(page).content.decode()

    services.edit(by=staff, benefit=benefit, **profile, contribution="A second text")
    client.force_login(staff)
    assert "Edit benefit" in client.get(page).content.decode()
    benefit.refresh_from_db()
    assert benefit.contribution == "A second text"


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        ({"target": Decimal(100)}, "differs from the baseline"),
        ({"target_on": in_days(-366)}, "after the date of the baseline"),
    ],
)
def test_add_refuses_a_target_that_leads_nowhere(by, wrong, says):
    with pytest.raises(Refusal, match=says):
        benefit_of(ProjectFactory(), by, **as_of_now(wrong))


def test_add_refuses_a_second_benefit_with_one_outcome(benefit, by):
    with pytest.raises(Refusal, match="already has a benefit"):
        benefit_of(benefit.project, by)


def test_measure_is_due_until_it_is_recorded(benefit, by):
    PartnershipFactory()
    manager = UserFactory(is_superuser=True)
    due = lambda: [  # noqa: E731  asked twice
        one.key
        for one in attention_items.measures_due(manager, timezone.localdate())
        if one.key == f"benefit:{benefit.reference}"
    ]
    before = due()
    measured(benefit, by, 120)

    assert (before, due()) == ([f"benefit:{benefit.reference}"], [])


def test_benefit_is_public_once_released_and_not_after(client, benefit, by):
    PartnershipFactory()
    page = reverse("public_benefits:benefit", args=[benefit.reference])
    before = client.get(page).status_code
    services.release(by=by, benefit=benefit)
    released = client.get(page).status_code
    on_impact = benefit.title in client.get(reverse("impact:overview")).content.decode()
    services.withdraw(by=by, benefit=benefit)

    assert (before, released, on_impact) == (404, 200, True)
    assert client.get(page).status_code == 404
    assert benefit.title not in client.get(reverse("impact:overview")).content.decode()


def test_release_of_an_unpublished_project_shows_nothing(client, by):
    PartnershipFactory()
    hidden = benefit_of(ProjectFactory(published=False), by)
    services.release(by=by, benefit=hidden)

    assert selectors.public() == []


def test_public_page_and_file_keep_dependencies_and_people_who_recorded_private(client, by):
    PartnershipFactory()
    secret = benefit_of(ProjectFactory(published=True), by, dependencies="Marker-dependency")
    measured(secret, by, 120)
    services.release(by=by, benefit=secret)

    page = client.get(reverse("public_benefits:benefit", args=[secret.reference])).content.decode()
    file = b"".join(client.get(reverse("public_benefits:csv")).streaming_content).decode()

    for text in (page, file):
        assert "Marker-dependency" not in text
        assert by.name not in text
    rows = list(csv.DictReader(io.StringIO(file)))
    assert [(row["point"], row["value"]) for row in rows] == [
        ("baseline", "100.00"),
        ("measured", "120.00"),
        ("target", "200.00"),
    ]


def test_purpose_stands_apart_from_secondary_benefits(benefit, by):
    benefit_of(benefit.project, by, title="Surgeries are connected", role="purpose")

    found = selectors.by_role(selectors.realised(Benefit.objects.all()))

    assert [(label, [one.benefit.title for one in ones]) for label, ones in found] == [
        ("Purpose of the project", ["Surgeries are connected"]),
        ("Secondary benefits", ["Patients have online consultations"]),
    ]


# Values of people, to the public ---


@pytest.fixture
def share(by):
    """A percentage of a small group, released."""
    PartnershipFactory()
    made = benefit_of(
        ProjectFactory(published=True),
        by,
        counts_people=True,
        of_people="percent",
        baseline=Decimal(1),
        target=Decimal(90),
        unit="% of patients",
    )
    services.release(by=by, benefit=made)
    return made


def everywhere(client, benefit) -> list[str]:
    """Wherever anybody reads what was measured."""
    addresses = (
        reverse("public_benefits:list"),
        reverse("public_benefits:benefit", args=[benefit.reference]),
        reverse("public_benefits:csv"),
        "/impact/",
        "/data/benefits.csv",
        "/data/benefits.json",
        "/data/benefits/",
    )
    answers = [client.get(address) for address in addresses]
    assert {one.status_code for one in answers} == {200}
    return [(b"".join(one) if one.streaming else one.content).decode() for one in answers]


def test_a_percentage_that_tells_of_one_person_is_not_shown(client, share, by):
    # 5.13% of 20 people would be one of them.
    measured(share, by, Decimal("5.13"), people=20)

    found = everywhere(client, share)

    assert [text for text in found if "5.13" in text] == []
    assert "1 measure is not shown" in found[1]
    assert "No measure that can be shown" in found[0]
    assert "measured,[c]," in found[2]
    assert "measured,[c]," in found[4]
    # Whoever works on the project sees it.
    assert only(share).last.amount == Decimal("5.13")


def test_one_person_more_is_not_told_by_two_measures(client, share, by):
    measured(share, by, 30, people=20, days_ago=2)
    measured(share, by, Decimal("35.17"), people=20, days_ago=1)

    found = everywhere(client, share)

    assert [text for text in found if "35.17" in text] == []
    assert "30" in found[1]


def test_a_correction_by_one_person_is_not_told_either(client, share, by):
    """What was corrected was read, too."""
    was = measured(share, by, 30, people=20)
    measured(share, by, Decimal("35.17"), people=20, corrects=was, reason="Counted twice")

    assert [text for text in everywhere(client, share) if "35.17" in text] == []


def test_measures_of_an_old_benefit_are_shown_as_if_they_were_of_any_kind(client, share, by):
    measured(share, by, Decimal("5.13"), people=20)
    Benefit.objects.update(of_people="")

    assert [text for text in everywhere(client, share) if "5.13" in text] == []


@pytest.mark.parametrize(
    ("kind", "amount"), [("percent", -1), ("percent", 101), ("people", 21), ("people", "7.5")]
)
def test_record_refuses_a_value_that_is_none_of_its_kind(by, kind, amount):
    made = benefit_of(ProjectFactory(), by, counts_people=True, of_people=kind)

    with pytest.raises(Refusal, match="Enter a"):
        measured(made, by, amount, people=20)


def test_what_the_value_is_has_to_be_said(by):
    with pytest.raises(Refusal, match="Select what the value is"):
        benefit_of(ProjectFactory(), by, counts_people=True, of_people="")


def test_a_baseline_of_a_few_people_is_refused(by):
    facts = {"counts_people": True, "baseline": Decimal(3)}

    with pytest.raises(Refusal, match="baseline of 5 people"):
        benefit_of(ProjectFactory(), by, of_people="people", **facts)
    benefit_of(ProjectFactory(), by, of_people="percent", **facts)
