"""The return of a fund: how many, by group and focus area, and nobody who could be recognised."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from diz_portal.reports.declaring import SUPPRESSED
from inclusion.cases.services import tags
from inclusion.learning.services import progress
from inclusion.models import CaseTag, LessonDone, Person
from tests.factories.inclusion import NeedFactory, a_case
from tests.factories.learning import a_lesson, a_path
from tests.reports.asking import figures_of, paper_of, rows_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("partnership")]
SECRET = "Zebedee Quince"


@pytest.fixture
def known():
    return {one.slug: one for one in tags.install()}


def asked(days=30, **changed):
    today = timezone.localdate()
    answers = {"starts": (today - timedelta(days=days)).isoformat(), "ends": today.isoformat()}
    return paper_of("fund-return", **(answers | changed))


def people(paper, column="people") -> dict:
    found = rows_of(paper)
    return {row["name"]: row[column] for key in ("group-1", "focus-1") for row in found[key]}


@pytest.fixture
def helped(team):
    def make(number, kind="skills", born=date(1950, 1, 1), **values):
        return [
            NeedFactory(
                case=a_case(
                    handled_by=team.organisation,
                    person__name=SECRET,
                    person__date_of_birth=born,
                ),
                kind=kind,
                state="supplied",
                **values,
            )
            for _ in range(number)
        ]

    return make


def test_people_are_counted_by_group_and_by_what_they_were_helped_with(known, helped):
    helped(6)
    helped(7, kind="data", born=date(1980, 1, 1))

    paper = asked()

    assert figures_of(paper, "fund")["people"] == 13
    assert people(paper)["Older people"] == 6
    assert people(paper)["Tackling data and device poverty"] == 7
    assert people(paper)["Opening up opportunities through skills"] == 6
    assert people(paper)["Disabled people"] == 0


def test_what_a_caseworker_said_counts(known, helped, caseworker):
    needs = helped(12)
    for need in needs[:6]:
        CaseTag.objects.create(case=need.case, tag=known["disabled"], applies=True, by=caseworker)
        CaseTag.objects.create(case=need.case, tag=known["older"], applies=False, by=caseworker)

    found = people(asked())

    assert (found["Disabled people"], found["Older people"]) == (6, 6)


def test_somebody_with_two_cases_is_one_person(known, helped):
    one, two, *_ = helped(8)
    Person.objects.filter(pk=two.case.person_id).update(merged_into=one.case.person)

    paper = asked()

    assert figures_of(paper, "fund")["people"] == 7
    assert people(paper)["Older people"] == 7


def test_who_was_not_helped_in_the_period_is_not_counted(known, helped):
    helped(6, changed_at=timezone.now() - timedelta(days=60))
    helped(5)

    assert figures_of(asked(), "fund")["people"] == 5


def test_a_small_group_and_one_of_nearly_everybody_are_hidden(known, helped):
    helped(9)
    helped(3, born=date(2010, 1, 1), kind="device")

    paper = asked()

    found = people(paper)
    # Three of twelve are young, and the other nine the rest of them.
    for name in ("Young people", "Older people", "Tackling data and device poverty"):
        assert found[name] == SUPPRESSED
    assert SECRET not in str(list(rows_of(paper).items()))


def test_learners_are_counted_by_the_tags_of_their_path(known):
    path = a_path()
    path.tags.set([known["skills"]])
    lesson, other = a_lesson(path), a_lesson(a_path())
    for number in range(12):
        learner = progress.begin()
        progress.mark_done(learner=learner, lesson=lesson if number < 6 else other)
    LessonDone.objects.filter(lesson=lesson, learner=learner).delete()

    paper = asked()

    column = people(paper, "learners")
    assert figures_of(paper, "fund")["learners"] == 12
    assert column["Opening up opportunities through skills"] == 6
    assert column["Building confidence and supporting local delivery"] == 0


def test_without_groups_it_says_how_to_load_them(helped):
    helped(6)

    paper = asked()

    assert figures_of(paper, "fund")["people"] == 6
    assert "load_fund_tags" in paper.notes[0]
