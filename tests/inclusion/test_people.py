from datetime import date, timedelta

import pytest
from django.utils import timezone

from diz_portal.privacy import nightly
from inclusion.cases.services import cases, people, redaction
from inclusion.models import CaseEvent, Person, Referral
from tests.factories.inclusion import PersonFactory, ReferralFactory, a_case

pytestmark = pytest.mark.django_db

BORN = date(1948, 3, 2)


@pytest.fixture
def ada(team):
    return PersonFactory(
        kept_by=team.organisation,
        name="Ada Mary O’Example",
        date_of_birth=BORN,
        phone="01632 960 123",
        email="Ada@home.example",
    )


@pytest.mark.parametrize(
    "asked",
    [
        {"name": "O’EXAMPLE, mary ada", "date_of_birth": BORN},
        {"phone": "+44 1632 960123"},
        {"email": "ada@HOME.example"},
    ],
    ids=["name and date of birth", "telephone", "email"],
)
def test_likely_same_finds_somebody_written_another_way(team, ada, asked):
    assert list(people.likely_same(kept_by=team.organisation, **asked)) == [ada]


@pytest.mark.parametrize(
    "asked",
    [
        {"name": "Ada Mary O’Example"},
        {"name": "Ada Mary O’Example", "date_of_birth": date(1948, 3, 3)},
        {"phone": ""},
        {"email": ""},
        {"phone": "999"},
    ],
)
def test_likely_same_does_not_guess(team, ada, asked):
    assert not people.likely_same(kept_by=team.organisation, **asked).exists()


def test_likely_same_keeps_to_one_organisation(ada):
    other = PersonFactory().kept_by

    assert not people.likely_same(kept_by=other, email="ada@home.example").exists()


def test_merge_keeps_both_histories(team, caseworker, ada):
    twin = PersonFactory(kept_by=team.organisation, name="A. Example")
    first, second = (a_case(handled_by=team.organisation, person=one) for one in (ada, twin))
    cases.note(case=second, words="Rang her.", by=caseworker)

    people.merge(person=twin, into=ada, by=caseworker)

    twin.refresh_from_db()
    assert (twin.merged_into, twin.name) == (ada, "A. Example")
    assert set(ada.cases.all()) == {first, second}
    assert second.events.filter(words="Rang her.").exists()


def test_merge_refuses_records_of_two_organisations(caseworker, ada):
    with pytest.raises(people.CannotMerge):
        people.merge(person=PersonFactory(), into=ada, by=caseworker)


def test_merge_refuses_a_record_with_itself(caseworker, ada):
    with pytest.raises(people.CannotMerge):
        people.merge(person=ada, into=ada, by=caseworker)


@pytest.mark.parametrize("which", ["person", "into"])
def test_merge_refuses_a_record_that_was_erased(team, caseworker, ada, which):
    erased = PersonFactory(kept_by=team.organisation, name="", erased_at=timezone.now())
    other = "into" if which == "person" else "person"

    with pytest.raises(people.CannotMerge, match="erased"):
        people.merge(**{which: erased, other: ada}, by=caseworker)


@pytest.mark.parametrize("which", ["person", "into"])
def test_merge_refuses_a_record_that_was_joined_already(team, caseworker, ada, which):
    joined = PersonFactory(
        kept_by=team.organisation, merged_into=PersonFactory(kept_by=team.organisation)
    )
    other = "into" if which == "person" else "person"

    with pytest.raises(people.CannotMerge, match="already"):
        people.merge(**{which: joined, other: ada}, by=caseworker)


def test_merge_takes_along_what_was_joined_before(team, caseworker, ada):
    first, second = (PersonFactory(kept_by=team.organisation) for _ in range(2))
    people.merge(person=first, into=second, by=caseworker)

    people.merge(person=second, into=ada, by=caseworker)

    first.refresh_from_db()
    assert first.merged_into == ada


def test_forget_takes_the_person_out_and_leaves_the_counts(team, caseworker, ada):
    case = a_case(
        handled_by=team.organisation,
        person=ada,
        state="closed",
        closed_at=timezone.now(),
    )
    cases.note(case=case, words="Ada rang.", by=caseworker)
    ReferralFactory(
        to=team.organisation,
        person=ada,
        story="Ada's story",
        state="completed",
        case=case,
        decided_at=timezone.now(),
    )
    before = Person.objects.count(), Referral.objects.count(), CaseEvent.objects.count()

    redaction.forget(person=ada)

    ada.refresh_from_db()
    assert (ada.name, ada.email, ada.name_key, ada.date_of_birth) == ("", "", "", None)
    assert not CaseEvent.objects.exclude(words="").exists()
    assert not Referral.objects.exclude(story="").exists()
    assert before == (
        Person.objects.count(),
        Referral.objects.count(),
        CaseEvent.objects.count() - 1,
    )


@pytest.mark.parametrize("recent", ["opened_at", "closed_at", "submitted_at", "decided_at"])
def test_nobody_is_forgotten_with_whom_something_began_or_ended_since(team, recent):
    org, now = team.organisation, timezone.now()
    long_ago, moment = now - timedelta(days=3000), now - timedelta(days=1000)
    days = {"opened_at", "closed_at", "submitted_at", "decided_at"}
    old, known = (PersonFactory(kept_by=org) for _ in range(2))
    for person in (old, known):
        when = dict.fromkeys(days, long_ago)
        if person == known:
            when[recent] = now
        case = a_case(
            handled_by=org,
            person=person,
            state="closed",
            opened_at=when["opened_at"],
            closed_at=max(when["closed_at"], when["opened_at"]),
        )
        ReferralFactory(
            to=org,
            person=person,
            state="completed",
            case=case,
            submitted_at=when["submitted_at"],
            decided_at=max(when["decided_at"], when["submitted_at"]),
        )
    Person.objects.update(created_at=long_ago)

    assert list(redaction.due(moment)) == [old]


def test_forget_takes_the_records_that_were_joined_with_it(team, caseworker, ada):
    twin = PersonFactory(kept_by=team.organisation, name="A. Example")
    people.merge(person=twin, into=ada, by=caseworker)

    redaction.forget(person=ada)

    twin.refresh_from_db()
    assert (twin.name, bool(twin.erased_at)) == ("", True)


def test_forget_refuses_while_somebody_is_being_helped(team, ada):
    a_case(handled_by=team.organisation, person=ada)

    with pytest.raises(redaction.StillHelped):
        redaction.forget(person=ada)


def test_forget_refuses_while_a_referral_waits(team, ada):
    ReferralFactory(to=team.organisation, person=ada)

    with pytest.raises(redaction.StillHelped):
        redaction.forget(person=ada)


def test_the_night_takes_those_whose_time_is_up_and_nobody_else(team):
    old = timezone.now() - timedelta(days=800)

    def somebody(**case):
        person = PersonFactory(kept_by=team.organisation)
        Person.objects.filter(pk=person.pk).update(created_at=old)
        a_case(handled_by=team.organisation, person=person, **case)
        return person

    gone = somebody(state="closed", opened_at=old, closed_at=old)
    kept = [somebody(state="closed", opened_at=old, closed_at=timezone.now()), somebody()]

    outcomes = [
        {one.label: (one.rows, one.held_back) for one in nightly.run_retention(dry_run=dry_run)}
        for dry_run in (True, False, False)
    ]

    assert [one["inclusion.Person"] for one in outcomes] == [(1, 0), (1, 0), (0, 0)]
    gone.refresh_from_db()
    assert gone.erased_at
    assert not any(Person.objects.get(pk=one.pk).erased_at for one in kept)
