"""The record of processing: what it begins with, who changes it, and what it never says."""

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils import timezone

from diz_portal.privacy import erasure, kinds, processing, purposes, registry
from diz_portal.privacy.processing import first_values, periods, services
from diz_portal.privacy.processing.enums import Basis, Condition, Paragraph
from diz_portal.privacy.processing.models import Period, ProcessingRecord
from partners import services as partners
from partners.models import PUBLIC_BODIES, Sector
from tests.days import in_days
from tests.factories.inclusion import PersonFactory, team_of
from tests.factories.partners import OrganisationFactory, caseworker_of, manager
from tests.factories.places import PartnershipFactory

pytestmark = pytest.mark.django_db
next_year = in_days(365)


@pytest.fixture
def council():
    lead = OrganisationFactory(name="Harlow Council", sector=Sector.COUNCIL)
    PartnershipFactory(lead_organisation=lead)
    return lead


@pytest.fixture
def charity(council):
    return team_of(OrganisationFactory(name="Kettle", sector=Sector.VOLUNTARY)).organisation


def record(organisation, purpose) -> ProcessingRecord:
    services.ensure()
    return ProcessingRecord.objects.get(controller=organisation, purpose=purpose)


def change(one, by=None, **values):
    return services.edit(
        by=by or manager(), record=one, **{"next_review_on": next_year(), **values}
    )


# What is declared -----------------------------------------------------------------


def test_everything_that_is_held_is_held_for_a_purpose_of_its_controller(council):
    services_of = {one.controller for one in purposes.purposes()}

    for one in registry.declarations():
        assert one.purpose in purposes.purposes(), one.label
        mine = set(purposes.controllers_of(one.controller))
        assert mine == set(purposes.controllers_of(one.purpose.controller)), one.label
    assert services_of <= set(purposes.every_controller())


def test_every_purpose_holds_something():
    assert [one.key for one in purposes.purposes() if not registry.of_purpose(one)] == []


def test_every_row_with_a_period_of_its_own_leads_to_a_controller(council):
    wrong = [
        one.label
        for one in registry.declarations()
        if one.retention.whose
        and registry.field_at(one.model, one.retention.whose).related_model is not type(council)
    ]

    assert wrong == []


# First values ---------------------------------------------------------------------


@pytest.mark.parametrize("sector", Sector)
@pytest.mark.parametrize("purpose", [one.key for one in purposes.purposes()])
def test_first_values_are_such_as_the_law_and_the_database_allow(sector, purpose, council):
    organisation = OrganisationFactory(sector=sector)
    about = purposes.purpose_of(purpose)

    values = first_values.of(about, organisation)
    ProcessingRecord.objects.create(controller=organisation, purpose=purpose, **values)

    assert (values["basis"] == Basis.PUBLIC_TASK) <= (sector in PUBLIC_BODIES)
    assert bool(values["condition"]) == bool(about.special)


@pytest.mark.parametrize(
    ("purpose", "of_a_council", "of_a_charity"),
    [
        ("helping", Basis.PUBLIC_TASK, Basis.LEGITIMATE_INTERESTS),
        ("learning", Basis.PUBLIC_TASK, Basis.CONSENT),
        ("device-loans", Basis.CONTRACT, Basis.CONTRACT),
        ("rights", Basis.LEGAL_OBLIGATION, Basis.LEGAL_OBLIGATION),
    ],
)
def test_the_first_basis_follows_from_purpose_and_kind(purpose, of_a_council, of_a_charity):
    about = purposes.purpose_of(purpose)

    assert first_values.basis(about, is_public_body=True) == of_a_council
    assert first_values.basis(about, is_public_body=False) == of_a_charity


def test_where_health_is_told_a_council_has_the_public_interest_and_a_charity_consent():
    helping, seminars = purposes.purpose_of("helping"), purposes.purpose_of("seminars")

    assert first_values.condition(helping, is_public_body=True) == (
        Condition.PUBLIC_INTEREST,
        Paragraph.GOVERNMENT,
    )
    assert first_values.condition(helping, is_public_body=False) == (
        Condition.EXPLICIT_CONSENT,
        "",
    )
    # What somebody need not say rests on their word.
    assert first_values.condition(seminars, is_public_body=True)[0] == Condition.EXPLICIT_CONSENT


# Beginning ------------------------------------------------------------------------


def test_ensure_begins_each_record_once(council, charity):
    number = services.ensure()

    assert number == len(purposes.purposes())
    assert services.ensure() == 0
    assert set(charity.processing.values_list("purpose", flat=True)) == {
        one.key for one in purposes.purposes() if "case" in one.controller
    }


def test_ensure_leaves_what_was_changed(council, charity):
    one = change(record(charity, "helping"), basis=Basis.CONSENT, condition="explicit_consent")

    services.ensure()

    one.refresh_from_db()
    assert (one.basis, one.reviewed_on) == (Basis.CONSENT, timezone.localdate())


def test_ensure_asks_for_a_review_where_special_data_has_come_in(council, charity):
    one = change(record(charity, "device-loans"), basis=Basis.CONSENT)
    ProcessingRecord.objects.filter(pk=one.pk).update(special=True, condition="explicit_consent")

    services.ensure()

    one.refresh_from_db()
    assert (one.special, one.condition, one.basis) == (False, "", Basis.CONSENT)
    assert one.reviewed_on is None


def test_who_comes_to_lead_has_a_record(council):
    other = OrganisationFactory(sector=Sector.COUNCIL)

    partners.choose_lead_organisation(by=manager(is_superuser=True), organisation=other)

    assert other.processing.filter(purpose="seminars").exists()


# Changing -------------------------------------------------------------------------


def test_edit_writes_and_reviews(council, charity):
    by = manager()
    host = services.add_processor(
        by=by, controller=charity, name="Acme Hosting", what_for="Hosts it", where="London"
    )

    one = change(
        record(charity, "helping"),
        by,
        basis=Basis.LEGITIMATE_INTERESTS,
        basis_words="Helping people get online",
        assessed_on=timezone.localdate(),
        condition=Condition.EXPLICIT_CONSENT,
        processors=[host],
        kept={"inclusion.Person": 365},
    )

    assert (one.reviewed_by, one.next_review_on) == (by, next_year())
    told = processing.of("inclusion.Person", charity)
    assert told.basis == (
        "Legitimate interests (UK GDPR Article 6(1)(f)): Helping people get online"
    )
    assert told.condition == "Explicit consent (UK GDPR Article 9(2)(a))"
    assert told.processors == ("Acme Hosting: Hosts it (London)",)
    assert told.transfers == "No data leaves the UK"
    assert told.how_long.startswith("1 year after the last case was closed")
    change(one, processors=[])
    assert processing.of("inclusion.Person", charity).processors == ()


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({"basis": Basis.PUBLIC_TASK}, services.NotAPublicBody),
        ({"condition": ""}, services.ConditionMissing),
        ({"condition": Condition.PUBLIC_INTEREST}, services.WrongParagraph),
        (
            {"condition": Condition.HEALTH_CARE, "schedule_1": Paragraph.SAFEGUARDING},
            services.WrongParagraph,
        ),
        ({"kept": {"inclusion.Person": 1}}, services.NotCarriedOut),
        ({"kept": {"inclusion.Person": 9999}}, services.NotCarriedOut),
        ({"kept": {"seminars.Registration": 365}}, services.NotCarriedOut),
    ],
)
def test_edit_refuses_what_a_charity_cannot_say(council, charity, values, refusal):
    one = record(charity, "helping")

    with pytest.raises(refusal):
        change(one, **values)

    one.refresh_from_db()
    assert one.is_first


def test_edit_refuses_a_processor_of_another(council, charity):
    theirs = services.add_processor(
        by=manager(), controller=council, name="Acme", what_for="Hosts it", where="London"
    )

    with pytest.raises(services.OfAnotherController):
        change(record(charity, "helping"), processors=[theirs])


def test_a_processor_is_not_given_the_name_of_another(charity):
    _, beta = (
        services.add_processor(
            by=manager(), controller=charity, name=name, what_for="Hosts it", where="London"
        )
        for name in ("Acme", "Beta")
    )

    with pytest.raises(ValidationError, match="already on the list"):
        services.edit_processor(by=manager(), processor=beta, name="ACME")


def test_the_database_refuses_public_task_of_a_charity(council, charity):
    one = record(charity, "helping")

    with pytest.raises(DatabaseError, match="public bodies only"), transaction.atomic():
        ProcessingRecord.objects.filter(pk=one.pk).update(basis=Basis.PUBLIC_TASK)


def test_who_is_no_public_body_any_more_has_another_basis_to_be_reviewed(council):
    one = change(record(council, "seminars"), condition=Condition.EXPLICIT_CONSENT)
    loans = change(record(council, "rights"), basis_words="UK GDPR, Articles 15 to 22")

    partners.edit_organisation(
        by=manager(),
        organisation=council,
        summary="",
        website="",
        districts=[],
        sector=Sector.VOLUNTARY,
    )

    one.refresh_from_db()
    loans.refresh_from_db()
    assert (one.basis, one.is_first) == (Basis.LEGITIMATE_INTERESTS, True)
    assert (loans.basis_words, loans.is_first) == ("UK GDPR, Articles 15 to 22", False)


# Reading --------------------------------------------------------------------------


def test_of_says_what_it_begins_with_before_there_is_a_row(council, charity):
    told = processing.of("inclusion.Person", charity)

    assert told.basis.startswith("Legitimate interests")
    assert told.record.pk is None


def test_of_finds_the_controller_of_a_record(council, charity):
    person = PersonFactory(kept_by=charity)
    found = erasure.record("resident", kinds.kind("resident").reference(person))

    assert processing.controller_of(found) == charity
    assert processing.of(found).controller == "Kettle"
    assert processing.of("seminars.Registration").controller == "Harlow Council"
    assert processing.of("inclusion.Learner").controller == (
        "The partners jointly; contact: Harlow Council"
    )


def test_of_asks_whose_it_is_where_nothing_says(council, charity):
    with pytest.raises(LookupError):
        processing.of("inclusion.CaseEvent")

    assert processing.of("inclusion.CaseEvent", charity).how_long == (
        "With the person: 2 years after the last case was closed, then deleted"
    )


def test_what_goes_with_a_record_is_shown_with_its_period(council, charity):
    change(
        record(charity, "helping"),
        condition=Condition.EXPLICIT_CONSENT,
        kept={"inclusion.Person": 180},
    )

    assert "180 days" in processing.of("inclusion.CaseEvent", charity).how_long
    assert "2 years" in processing.of("inclusion.CaseEvent", council).how_long


# Who ------------------------------------------------------------------------------


def test_a_data_protection_lead_keeps_their_own_and_managers_the_lead_organisations(council):
    lead = caseworker_of(OrganisationFactory())
    mine = team_of(lead.memberships.get().organisation, data_protection_lead=lead).organisation
    other = team_of(OrganisationFactory()).organisation
    services.ensure()
    boss = manager()

    def of(user, rows):
        return set(rows(user).values_list("controller", flat=True))

    records = ProcessingRecord.objects
    assert of(lead, records.visible_to) == of(lead, records.kept_by) == {mine.pk}
    assert of(boss, records.visible_to) == {mine.pk, other.pk, council.pk}
    assert of(boss, records.kept_by) == {council.pk}
    assert of(caseworker_of(mine), records.visible_to) == set()


def test_bounds_that_become_narrower_hold_for_what_was_chosen_before(council, charity):
    one = record(charity, "helping")
    Period.objects.create(record=one, label="inclusion.Person", days=4000, at_least=1, at_most=5000)

    assert periods.days_of(charity)("inclusion.Person") == 6 * 365
