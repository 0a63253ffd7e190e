"""Groups and focus areas of a fund: by rule, unless a caseworker says otherwise; never by name."""

from datetime import date

import pytest
from django.urls import reverse
from django.utils import timezone

from diz_portal.privacy.kinds import kind as kind_called
from inclusion.cases.selectors.tags import by_rule, of_case
from inclusion.cases.services import openings, redaction, tags
from inclusion.learning.content import PATHS
from inclusion.learning.services import library
from inclusion.models import CaseState, CaseTag, FundTag, LearningPath, NeedKind, Person
from tests.factories.inclusion import NeedFactory, a_case
from tests.factories.partners import caseworker_of

pytestmark = pytest.mark.django_db
TODAY = date(2026, 11, 30)


@pytest.fixture
def known():
    return {one.slug: one for one in tags.install()}


@pytest.fixture
def case(team):
    case = a_case(handled_by=team.organisation, person__date_of_birth=date(1950, 1, 1))
    NeedFactory(case=case, kind="device")
    return case


def here(case) -> set[str]:
    return {one.tag.slug for one in of_case(case) if one.applies}


def keys(known, *slugs) -> set[int]:
    return {known[slug].pk for slug in slugs}


def test_the_known_fund_has_its_five_groups_and_four_focus_areas_once(known):
    assert [one.is_group for one in tags.install()] == [True] * 5 + [False] * 4
    assert FundTag.objects.count() == 9
    assert all("gov.uk" in one.source for one in known.values())


def test_every_type_of_need_has_a_focus_area(known):
    covered = {kind for one in known.values() for kind in one.needs}

    assert covered == set(NeedKind.values)


@pytest.mark.parametrize(
    ("born", "group"),
    [
        (date(1966, 11, 30), "older"),
        (date(1966, 12, 1), None),
        (date(2001, 11, 30), "young"),
        (date(2000, 12, 1), "young"),
        (date(2000, 11, 30), None),
        (None, None),
    ],
)
def test_a_group_by_age_begins_and_ends_on_a_birthday(known, born, group):
    found = [
        one.slug
        for one in known.values()
        if one.is_group and by_rule(one, kinds=(), born=born, on=TODAY)
    ]

    assert found == ([group] if group else [])


def test_a_case_has_by_rule_what_its_facts_say_and_follows_them(known, case):
    assert here(case) == {"older", "data-and-devices"}

    NeedFactory(case=case, kind="skills")
    NeedFactory(case=case, kind="landline", state="cancelled")
    Person.objects.filter(pk=case.person_id).update(date_of_birth=date(2010, 1, 1))
    case.person.refresh_from_db()

    assert here(case) == {"young", "data-and-devices", "skills", "confidence"}


def test_a_caseworker_says_otherwise_and_only_that_is_stored(known, case, caseworker):
    tags.say(case=case, applies=keys(known, "disabled", "data-and-devices"), by=caseworker)

    assert here(case) == {"disabled", "data-and-devices"}
    assert {(one.tag.slug, one.applies) for one in CaseTag.objects.all()} == {
        ("disabled", True),
        ("older", False),
    }
    tags.say(case=case, applies=keys(known, "older", "data-and-devices"), by=caseworker)
    assert not CaseTag.objects.exists()
    assert case.events.filter(summary=tags.SAID).count() == 2


def test_what_two_caseworkers_said_stays_each_ones_own(known, case, caseworker):
    other = caseworker_of(case.handled_by)
    tags.say(case=case, applies=keys(known, "disabled", "older", "data-and-devices"), by=caseworker)

    tags.say(
        case=case,
        applies=keys(known, "disabled", "unemployed", "older", "data-and-devices"),
        by=other,
    )

    assert {(one.tag.slug, one.by) for one in CaseTag.objects.all()} == {
        ("disabled", caseworker),
        ("unemployed", other),
    }


def test_nothing_is_written_where_nothing_changed(known, case, caseworker):
    tags.say(case=case, applies=keys(known, "older", "data-and-devices"), by=caseworker)

    assert not case.events.filter(summary=tags.SAID).exists()


def test_an_erasure_takes_the_groups_and_leaves_what_was_done(known, case, caseworker):
    tags.say(case=case, applies=keys(known, "disabled", "skills"), by=caseworker)
    case.needs.update(state="confirmed")
    type(case).objects.filter(pk=case.pk).update(state=CaseState.CLOSED, closed_at=timezone.now())

    redaction.forget(person=case.person)

    case.refresh_from_db()
    case.person.refresh_from_db()
    assert here(case) == {"skills"}
    with pytest.raises(tags.PersonErased):
        tags.say(case=case, applies=keys(known, "disabled"), by=caseworker)


def test_a_person_is_told_which_groups_they_are_counted_in(known, case, caseworker):
    tags.say(case=case, applies=keys(known, "disabled", "older", "skills"), by=caseworker)

    part = next(one for one in kind_called("resident").parts if one.model is CaseTag)

    assert {one.tag.slug for one in part.rows(case.person)} == {
        "disabled",
        "skills",
        "data-and-devices",
    }


# Pages ---


def test_groups_are_hidden_with_the_details(client, known, case, caseworker):
    client.force_login(caseworker)
    url = reverse("inclusion_workspace:case_tags", args=[case.reference])

    assert "Older people" not in client.get(case.get_absolute_url()).content.decode()
    assert client.get(url).url == case.get_absolute_url()


def test_a_caseworker_changes_them_on_a_page(client, known, case, caseworker):
    client.force_login(caseworker)
    openings.log_opening(case=case, by=caseworker)
    page = client.get(case.get_absolute_url()).content.decode()
    url = reverse("inclusion_workspace:case_tags", args=[case.reference])
    assert "Older people" in page
    assert url in page

    form = client.get(url).context["form"]
    sent = {"group_1": [known["disabled"].pk], "focus_1": [], "opened": form.mark()}
    answer = client.post(url, sent)

    assert answer.url == case.get_absolute_url()
    assert here(case) == {"disabled"}
    assert "(set by a caseworker)" in client.get(case.get_absolute_url()).content.decode()


# Paths ---


def test_paths_count_under_what_they_teach_unless_somebody_chose_otherwise(known):
    library.install()
    tagged = {
        path.slug: {one.slug for one in path.tags.all()} for path in LearningPath.objects.all()
    }
    assert tagged == {path.slug: set(path.tags) for path in PATHS}
    assert all(path.tags for path in PATHS)

    chosen = LearningPath.objects.get(slug="video-calls")
    chosen.tags.set([known["older"]])
    library.install(replace=True)

    assert [one.slug for one in chosen.tags.all()] == ["older"]


def test_paths_that_were_there_first_are_tagged_with_the_fund():
    library.install()
    assert not LearningPath.tags.through.objects.exists()

    tags.install()
    library.tag()

    assert LearningPath.objects.filter(tags=None).count() == 0
