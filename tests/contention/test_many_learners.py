"""People who learn at once, over HTTP from several processes: 200 in `make faults`, 40 here.

Negative controls, tried: with `get_or_create` in `progress.mark_done` made to look first and then
write, people who share a link get an error; with `progress.begin` handing out progress that is
still empty, the first test counts fewer learners.
"""

import json
from collections import Counter

import pytest
from django.urls import resolve, reverse

from inclusion.learning.services import frameworks, progress
from inclusion.models import Assessment, Learner, LessonDone, SkillAnswer
from tests.examples import IN_FULL
from tests.factories.learning import a_lesson, a_path, asked

from .crowd import Crowd

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 200 if IN_FULL else 40
TOGETHER = 24
SAYS = ["not_yet", "with_help", "alone"]


@pytest.fixture
def lessons():
    frameworks.install()
    path = a_path()
    made = [a_lesson(path), a_lesson(path)]
    for lesson in made:
        asked(lesson)
    return made


def plan_of(tmp_path, lessons, link: str = "") -> str:
    plan = tmp_path / "plan.json"
    skills = reverse("inclusion:skills")
    addresses = [lesson.get_absolute_url() for lesson in lessons]
    plan.write_text(
        json.dumps({"link": link, "lessons": addresses, "skills": skills, "says": SAYS})
    )
    return str(plan)


def test_many_learners_answer_at_once_and_nothing_is_lost(address, lessons, tmp_path):
    answers = Crowd(address, plan_of(tmp_path, lessons), PEOPLE, "learn").answers()

    assert {status for one in answers for status in one["statuses"]} == {200, 302}
    assert Learner.objects.count() == PEOPLE
    done = Counter(LessonDone.objects.values_list("lesson", flat=True))
    assert done == {lesson.pk: PEOPLE // 2 for lesson in lessons}
    number = sum(len(words) for words in frameworks.STATEMENTS.values())
    results = {resolve(one["result"]).kwargs["reference"]: one["number"] for one in answers}
    assert len(results) == PEOPLE
    for found in Assessment.objects.filter(finished_at__isnull=False):
        said = Counter(found.answers.values_list("can_do", flat=True))
        # What each of them said, and nothing of what somebody else did.
        assert said == {SAYS[results[found.reference] % 3]: number}
    assert SkillAnswer.objects.count() == PEOPLE * number


def test_people_who_share_a_link_learn_at_once(address, lessons, tmp_path):
    learner = progress.begin()
    link = reverse("inclusion:learn_own", args=[learner.token])

    answers = Crowd(address, plan_of(tmp_path, lessons, link), TOGETHER, "learn").answers()

    # Whoever comes to a check that another has finished meanwhile reads so.
    assert {status for one in answers for status in one["statuses"]} <= {200, 302, 409, 422}
    assert Learner.objects.get() == learner
    assert set(learner.lessons_done.values_list("lesson", flat=True)) == {
        lesson.pk for lesson in lessons
    }
    assert learner.lessons_done.count() == len(lessons)
