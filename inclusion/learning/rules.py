"""Who may see how somebody learns, and what is out."""

import rules

from diz_portal.access import residents_records
from inclusion.cases.roles import handles_for
from inclusion.cases.rules import comes_near, is_caseworker
from inclusion.learning.models import Assessment, Learner, LearningPath, Lesson
from partners.roles import is_manager


@rules.predicate
def keeps_its_person(user, record: Learner | Assessment) -> bool:
    """Where it is about somebody whom a team helps; anybody else's is their own."""
    return record.person is not None and record.person.kept_by_id in handles_for(user)


@rules.predicate
def is_out(user, record: LearningPath | Lesson) -> bool:
    """A path that is published, or a published lesson of one."""
    path = record if isinstance(record, LearningPath) else record.module.path
    return path.is_published and record.is_published


rules.add_perm("inclusion.see_progress", keeps_its_person)
rules.add_perm("inclusion.see_lesson", is_out | is_manager)
# Whose version it is, and who may publish it, is a matter of its state: see `services.versions`.
rules.add_perm("inclusion.write_lessons", is_manager)
# Caseworkers too, who teach with it: a small partnership has one programme manager.
rules.add_perm("inclusion.review_lessons", is_manager | is_caseworker)

residents_records(
    "inclusion.see_progress",
    held_by=comes_near,
)
