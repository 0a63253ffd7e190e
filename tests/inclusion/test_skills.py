"""What people can do online, before and after, and how far they have come."""

import re

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from inclusion.cases.services import openings, people
from inclusion.learning.selectors import distance, teaching
from inclusion.learning.services import assessments, frameworks, progress
from inclusion.models import (
    RANK,
    AnsweredBy,
    Assessment,
    CanDo,
    Framework,
    SkillAnswer,
    SkillArea,
    Statement,
)
from tests.editing import edit
from tests.factories.inclusion import NeedFactory, PersonFactory, a_case
from tests.factories.learning import a_lesson, a_path, answer_all
from tests.factories.partners import caseworker_of, manager

pytestmark = pytest.mark.django_db

LIFE = [area.value for area in SkillArea if area != SkillArea.FOUNDATION]


@pytest.fixture
def framework():
    return frameworks.install()


@pytest.fixture
def need(team):
    return NeedFactory(case=a_case(handled_by=team.organisation), kind="skills")


def measured(need, by, witness="self", **answers) -> Assessment:
    begun = assessments.begin_with(need=need, answered_by=witness, by=by)
    return answer_all(begun, by=by, **answers)


def older_version() -> Framework:
    """Another version, with a statement of each area, that is asked now."""
    Framework.objects.filter(is_current=True).update(is_current=False)
    old = Framework.objects.create(
        name=frameworks.NAME, version="2020", source="S", licence="L", is_current=True
    )
    Statement.objects.bulk_create(
        Statement(
            framework=old,
            area=area,
            level="foundation" if area == "foundation" else "life",
            number=number,
            words=f"Old {area}",
        )
        for number, area in enumerate(SkillArea.values)
    )
    return old


# The framework ---


def test_installing_twice_asks_one_version(framework):
    assert frameworks.install() == framework
    assert framework.statements.filter(level="foundation").count() == 8
    assert set(framework.statements.values_list("area", flat=True)) == set(SkillArea.values)

    old = older_version()
    assert frameworks.install() == framework
    old.refresh_from_db()
    assert old.is_current is False


# Asking ---


def test_an_assessment_is_finished_with_its_last_answer_and_then_stays(framework, need, caseworker):
    begun = assessments.begin_with(need=need, answered_by="observed", by=caseworker)
    assert assessments.missing_areas(begun) == SkillArea.values

    done = answer_all(begun, by=caseworker)

    assert done.finished_at
    assert done.taken_on == timezone.localdate()
    need.refresh_from_db()
    assert need.state == "approved"
    assert need.case.events.filter(summary="Skills check done: observed by staff").count() == 1
    with pytest.raises(assessments.FinishedAlready):
        answer_all(done)


def test_what_was_left_half_way_is_gone_on_with(framework, need, caseworker):
    first = assessments.begin_with(need=need, answered_by="self", by=caseworker)

    assert assessments.begin_with(need=need, answered_by="self", by=caseworker) == first
    assert assessments.begin_with(need=need, answered_by="observed", by=caseworker) != first
    learner = progress.begin()
    assert assessments.begin_own(learner=learner) == assessments.begin_own(learner=learner)


def test_every_line_of_an_area_wants_an_answer(framework, need, caseworker):
    begun = assessments.begin_with(need=need, answered_by="self", by=caseworker)
    one = framework.statements.first()

    with pytest.raises(assessments.Refusal, match="each one"):
        assessments.answer(assessment=begun, answers={one.pk: "alone"}, area="foundation")
    assert not begun.answers.exists()


def test_without_a_framework_nothing_is_asked(need, caseworker):
    with pytest.raises(assessments.NothingToAsk):
        assessments.begin_with(need=need, answered_by="self", by=caseworker)


def test_the_database_takes_no_answer_to_another_version(framework, need, caseworker):
    begun = assessments.begin_with(need=need, answered_by="self", by=caseworker)
    stranger = older_version().statements.first()

    with pytest.raises(IntegrityError, match="its own framework"), transaction.atomic():
        SkillAnswer.objects.create(assessment=begun, statement=stranger, can_do="alone")


# Comparing ---


def test_every_answer_has_its_rank():
    assert sorted(RANK) == sorted(CanDo)


def areas_of(framework) -> dict[int, str]:
    return dict(framework.statements.values_list("pk", "area"))


def test_the_foundation_wants_all_of_it_and_an_area_of_life_one_thing(framework):
    areas = areas_of(framework)
    measure = {one: RANK[CanDo.ALONE] for one, area in areas.items() if area == "foundation"}
    safe = [one for one, area in areas.items() if area == "safe"]
    measure |= dict.fromkeys(safe, RANK[CanDo.WITH_HELP])
    assert distance.reached(measure, areas) == (SkillArea.FOUNDATION,)

    measure[safe[0]] = RANK[CanDo.ALONE]
    assert distance.reached(measure, areas) == (SkillArea.FOUNDATION, SkillArea.SAFE)

    measure[next(iter(measure))] = RANK[CanDo.WITH_HELP]
    assert distance.reached(measure, areas) == (SkillArea.SAFE,)


def test_the_life_level_is_reached_with_all_five_areas():
    assert distance.has_life([SkillArea(area) for area in LIFE])
    assert not distance.has_life([SkillArea(area) for area in LIFE[1:]] + [SkillArea.FOUNDATION])


def test_distance_counts_steps_up_steps_back_and_areas_newly_reached(framework, need, caseworker):
    first = measured(need, caseworker, can_do="with_help", communicating="alone")
    last = measured(need, caseworker, can_do="with_help", safe="alone", communicating="not_yet")

    (compared,) = distance.of_assessments([first, last])

    assert compared.change.moved_up == 4
    assert compared.change.slipped == 4
    assert compared.change.newly == (SkillArea.SAFE,)


def test_versions_are_never_mixed(framework, need, caseworker):
    first = measured(need, caseworker, can_do="not_yet")
    older_version()
    other = measured(need, caseworker, can_do="alone")

    assert distance.of_assessments([first, other]) == []
    assert [(one.people, one.again) for one in distance.cohorts(caseworker)] == [(1, 0), (1, 0)]


def test_what_is_said_and_what_is_seen_are_never_compared(framework, need, caseworker):
    said = measured(need, caseworker, can_do="not_yet")
    seen = measured(need, caseworker, "observed", can_do="alone")

    assert distance.of_assessments([said, seen]) == []
    found = {one.answered_by: (one.people, one.again) for one in distance.cohorts(caseworker)}
    assert found == {AnsweredBy.SELF: (1, 0), AnsweredBy.OBSERVED: (1, 0)}


def cohort_of(team, caseworker, number: int, once: int = 0):
    for at in range(number + once):
        need = NeedFactory(case=a_case(handled_by=team.organisation), kind="skills")
        measured(need, caseworker, can_do="not_yet")
        if at < number:
            measured(need, caseworker, can_do="not_yet", safe="alone")
    (cohort,) = distance.cohorts(caseworker)
    return cohort


def test_a_group_of_five_is_shown_with_those_never_asked_again(framework, team, caseworker):
    cohort = cohort_of(team, caseworker, 5, once=2)

    assert (cohort.people, cohort.again, cohort.once) == (7, 5, 2)
    assert (cohort.statements, cohort.newly) == (20, 5)
    safe = next(row for row in cohort.rows if row.area == SkillArea.SAFE)
    assert (safe.before, safe.after, safe.moved_up, safe.statements) == (0, 5, 5, 20)


def test_a_group_of_four_is_not_shown_anywhere(client, framework, team, caseworker):
    cohort = cohort_of(team, caseworker, 4)

    assert not cohort.is_shown
    assert {row.after for row in cohort.rows} == {None}
    client.force_login(caseworker)
    page = client.get(reverse("inclusion_workspace:learning")).content.decode()
    assert "fewer than 5" in page
    assert "moved up in" not in page
    file = b"".join(client.get(reverse("inclusion_workspace:learning_csv"))).decode()
    assert len(file.splitlines()) == 1


def test_a_shown_group_has_a_chart_its_table_and_a_file(client, framework, team, caseworker):
    cohort_of(team, caseworker, 5)
    client.force_login(caseworker)

    page = client.get(reverse("inclusion_workspace:learning")).content.decode()
    assert "5 of 5 people had a second check" in page
    assert "Biggest gain in “Being safe" in page
    assert "Skills by area, first and latest check" in page
    lines = b"".join(client.get(reverse("inclusion_workspace:learning_csv"))).decode()
    assert len(lines.splitlines()) == 1 + len(SkillArea)
    assert "Being safe and legal online,0,5,5,20" in lines


def test_another_teams_people_are_counted_for_managers_only(framework, team, caseworker):
    elsewhere = caseworker_of()
    cohort_of(team, caseworker, 5)

    assert distance.cohorts(elsewhere) == []
    assert [one.again for one in distance.cohorts(manager())] == [5]


def test_somebody_with_two_records_is_one_person(framework, need, caseworker):
    measured(need, caseworker)
    twin = NeedFactory(
        case=a_case(
            handled_by=need.case.handled_by,
            person=PersonFactory(kept_by=need.case.handled_by),
        ),
        kind="skills",
    )
    measured(twin, caseworker)
    people.merge(person=twin.case.person, into=need.case.person, by=caseworker)

    (cohort,) = distance.cohorts(caseworker)
    assert (cohort.people, cohort.again) == (1, 1)


def test_an_unfinished_assessment_counts_nowhere(framework, need, caseworker):
    assessments.begin_with(need=need, answered_by="self", by=caseworker)

    assert distance.cohorts(caseworker) == []


def test_nobody_asked_yet_is_said(client, caseworker):
    client.force_login(caseworker)

    page = client.get(reverse("inclusion_workspace:learning")).content.decode()

    assert "No skills checks yet" in page
    assert "No lessons published yet" in page


# Pages ---


def area_answers(framework, area, can_do="alone") -> dict:
    numbers = framework.statements.filter(area=area).values_list("number", flat=True)
    return {f"s{number}": can_do for number in numbers}


def go_through(client, response, framework, can_do="alone"):
    while "/result/" not in response.url:
        area = response.url.rstrip("/").rpartition("/")[2]
        if area not in SkillArea.values:
            break
        response = edit(client, response.url, area_answers(framework, area, can_do))
        assert response.status_code == 302
    return response


def test_a_resident_looks_at_what_they_can_do_and_is_shown_what_next(client, framework):
    path = a_path(title="Staying safe online")
    lesson = a_lesson(path)
    lesson.module.area = "safe"
    lesson.module.save()

    begun = client.post(reverse("inclusion:skills"))
    response = go_through(client, begun, framework, "with_help")

    page = client.get(response.url).content.decode()
    assert "What you could learn next" in page
    assert "Staying safe online" in page
    assert Assessment.objects.get().finished_at
    assert client.get(reverse("inclusion:skills")).content.decode().count("result/") == 1


@pytest.mark.usefixtures("partnership")
def test_the_forms_of_learning_carry_their_own_proof(framework):
    """A part of a page that is included without its context would lose it."""
    lesson = a_lesson(a_path())
    client = Client(enforce_csrf_checks=True)

    def press(page: str, action: str = "", **values):
        sent = client.get(page).content.decode()
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', sent)
        mark = re.search(r'name="opened" value="([^"]+)"', sent)
        values |= {"opened": mark[1]} if mark else {}
        return client.post(action or page, {"csrfmiddlewaretoken": token and token[1], **values})

    assert press(lesson.get_absolute_url()).status_code == 302
    area = press(reverse("inclusion:skills")).url
    assert press(area, **area_answers(framework, "foundation")).status_code == 302
    leave = reverse("inclusion:learn_leave")
    assert press(reverse("inclusion:learn"), leave).status_code == 302


def test_a_line_left_out_is_asked_for_and_nothing_is_kept(client, framework):
    url = client.post(reverse("inclusion:skills")).url
    answers = area_answers(framework, "foundation")
    answers.popitem()

    response = edit(client, url, answers)

    assert response.status_code == 422
    # Short, and it says which: what is asked stands above it.
    assert f"Select an answer for number {len(answers) + 1}" in response.content.decode()
    assert not SkillAnswer.objects.exists()


@pytest.mark.parametrize("bad", [{"s1": "excellent"}, {"confidence": "6"}, {"confidence": "x"}])
def test_what_is_no_answer_is_not_kept(client, framework, bad):
    url = client.post(reverse("inclusion:skills")).url

    response = edit(client, url, {**area_answers(framework, "foundation"), **bad})

    assert response.status_code == 422
    assert not SkillAnswer.objects.exists()


def test_another_learners_result_is_not_there(client, framework):
    theirs = answer_all(assessments.begin_own(learner=progress.begin()))
    client.post(reverse("inclusion:skills"))

    url = reverse("inclusion:skills_result", args=[theirs.reference])
    assert client.get(url).status_code == 404


def test_without_a_framework_residents_are_told(client):
    response = client.post(reverse("inclusion:skills"), follow=True)

    assert "There is no skills check yet" in response.content.decode()


def test_a_caseworker_asks_with_the_person(client, framework, need, caseworker):
    client.force_login(caseworker)
    openings.log_opening(case=need.case, by=caseworker)
    begin = reverse("inclusion_workspace:skills_begin", args=[need.reference])

    assert client.post(begin, {}).status_code == 422
    for can_do in ("not_yet", "alone"):
        response = client.post(begin, {"answered_by": "self"})
        response = go_through(client, response, framework, can_do)
    assert client.get(response.url).status_code == 200

    page = client.get(need.case.get_absolute_url()).content.decode()
    assert "27 statements improved" in page
    assert "Skills check of" in page


def test_answers_are_covered_until_the_case_is_opened(client, framework, need, caseworker):
    taken = measured(need, caseworker)
    client.force_login(caseworker)

    response = client.get(reverse("inclusion_workspace:skills_result", args=[taken.reference]))

    assert response.url == need.case.get_absolute_url()


def test_paths_are_suggested_for_what_is_not_reached(framework, need, caseworker):
    for area in ("safe", "solving"):
        lesson = a_lesson(a_path(title=area))
        lesson.module.area = area
        lesson.module.save()
    results = teaching.result(measured(need, caseworker, can_do="not_yet", safe="alone"))

    assert [path.title for path in teaching.paths_for(results)] == ["solving"]
