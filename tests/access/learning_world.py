"""What is learned in the world: a path and a draft, somebody who learns, a session, skills."""

import io
from datetime import timedelta
from types import SimpleNamespace
from typing import Any

from django.utils import timezone

from inclusion.cases.services import tags
from inclusion.learning.services import (
    assessments,
    benchmarks,
    frameworks,
    progress,
    sessions,
    teaching,
    versions,
)
from inclusion.models import HelpLink
from tests.factories.inclusion import NeedFactory
from tests.factories.learning import a_lesson, a_path, answer_all, asked
from tests.reminding import remind


def build(t: SimpleNamespace, people: dict[str, Any]) -> None:
    by = people["caseworker"]
    t.learning_path = a_path(title="See your GP online", slug="see-your-gp-online")
    t.lesson = a_lesson(
        t.learning_path,
        title="Order medicine",
        slug="order-medicine",
        video="https://films.example/medicine",
        transcript="A hand opens the app.",
    )
    t.module = t.lesson.module
    t.question = asked(t.lesson)
    a_lesson(t.learning_path, slug="join-a-call")
    t.draft_path = a_path(title="Find your way", slug="find-your-way", is_published=False)
    t.draft_lesson = a_lesson(t.draft_path, slug="look-up-a-bus", is_published=False)
    asked(t.draft_lesson)
    t.framework = frameworks.install()

    t.fund_tag, *_ = tags.install()
    tags.say(case=t.case, applies={t.fund_tag.pk}, by=by)
    t.benchmark = benchmarks.load(
        io.BytesIO(b"region,measure,percent\nEast of England,Life,87\n"),
        "survey.csv",
        name="Survey",
        edition="2025",
        question="Adults were asked.",
        source="A bank",
        licence="With permission.",
        region="East of England",
    )

    t.version = versions.write(
        lesson=t.lesson, by=people["manager"], title="Order medicine", words="Open the app."
    )
    t.help_link = HelpLink.objects.create(
        title="Help", about="It helps.", url="https://help.example/"
    )

    t.learner = progress.begin()
    progress.send_link(learner=t.learner, channel="email", to="marker-learner@mail.example")
    progress.mark_done(learner=t.learner, lesson=t.lesson)
    t.own_assessment = answer_all(assessments.begin_own(learner=t.learner))

    t.learning_need = NeedFactory(case=t.case, kind="skills", state="approved")
    t.session = sessions.book(
        need=t.learning_need,
        starts_at=timezone.now() + timedelta(days=2),
        minutes=60,
        way="in_person",
        place="Marker-home",
        whose=by,
        by=by,
    )
    remind("session")
    gone = sessions.book(
        need=t.learning_need,
        starts_at=timezone.now() - timedelta(days=2),
        minutes=60,
        way="phone",
        place="Marker-home",
        whose=by,
        by=by,
    )
    sessions.settle(session=gone, state="kept", practised="Marker-practised", by=by)
    teaching.send_path(need=t.learning_need, path=t.learning_path, by=by)
    t.assessment = answer_all(
        assessments.begin_with(need=t.learning_need, answered_by="observed", by=by), by=by
    )
    t.begun_assessment = assessments.begin_with(need=t.learning_need, answered_by="self", by=by)
