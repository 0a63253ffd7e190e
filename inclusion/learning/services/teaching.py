"""What a caseworker does so that somebody learns by themselves: gives them a path, with a link
that keeps their progress and shows it to both."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from diz_portal import outbox
from diz_portal.accounts.models import User
from diz_portal.outbox import rendering
from diz_portal.outbox.models import Channel
from diz_portal.phones import in_words
from inclusion.cases.models import CaseEventKind, Need, NeedKind, Person, Team
from inclusion.cases.services import casebook, notices, reaching, work
from inclusion.learning.models import Learner, LearningPath
from inclusion.learning.services import sessions

TEMPLATE = "inclusion/path_sent"


@transaction.atomic
def send_path(*, need: Need, path: LearningPath, by: User | None) -> Channel:
    """Send a path as the person likes to hear from us; answers how. A letter or a call becomes a
    task, whose words stand on a page of the case."""
    case = casebook.lock_open(need.case)
    need = Need.objects.select_for_update().get(pk=need.pk)
    need.case = case
    if need.kind != NeedKind.SKILLS or need.is_resolved:
        raise sessions.NotASkillsNeed
    person = Person.objects.select_for_update().get(pk=case.person_id)
    learner = learner_of(person)
    channel, to = reaching.way_to(person)
    if channel in (Channel.EMAIL, Channel.TEXT):
        outbox.queue(
            TEMPLATE,
            to=to,
            key=f"{notices.prefix(person)}path-{path.pk}-{timezone.localdate():%Y%m%d}",
            channel=channel,
            context=_context(case, path, learner),
            # The link shows what they have done, and lets its holder change it.
            secret=True,
        )
    else:
        verb = "Post them" if channel == Channel.LETTER else "Call them about"
        work.add_task(
            case=case,
            title=f"{verb} the lessons “{path.title}”",
            due_on=timezone.localdate(),
            whose=by,
            by=by,
        )
    sessions.approve(need, by)
    casebook.record(
        case,
        CaseEventKind.NEED,
        by=by,
        need=need,
        summary=f"Lessons sent: {path.title} ({channel.label.lower()})",
    )
    return channel


def learner_of(person: Person) -> Learner:
    """The one progress of somebody who is helped; begun when there is none."""
    return Learner.objects.get_or_create(person=person)[0]


def words_by_hand(*, need: Need, path: LearningPath) -> tuple[Channel, str]:
    """The letter to post, or what to say on the telephone."""
    person = need.case.person
    form = reaching.form_by_hand(person)
    learner = Learner.objects.get(person=person)
    context = {**_context(need.case, path, learner), "name": person.name}
    return form, rendering.render(TEMPLATE, context, form)[1]


def _context(case: Any, path: LearningPath, learner: Learner) -> dict[str, Any]:
    team = Team.objects.filter(organisation=case.handled_by_id).first()
    return {
        "path": path,
        "learner": learner,
        "organisation": case.handled_by.name,
        "phone": in_words(team.phone) if team else "",
    }
