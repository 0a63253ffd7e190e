"""Triggers of what moves only by an approved change request, once a project is under change control
(`controlled.py`). Beneath the models, which declare them."""

import pgtrigger

from diz_portal.sql import quoted
from projects.portfolio.change_states import ChangeState


def only_by_change(project: str, *, unless: str = "false") -> pgtrigger.Trigger:
    """The database's half of it: a row is written for an approved request of its project.

    `project` and `unless` are SQL over NEW.
    """
    return pgtrigger.Trigger(
        name="only_by_change",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func=checked_sql(project, unless=unless),
    )


# A milestone leaves the plan by an approved request that says so, and does not come back: what was
# withdrawn is added again, by another request.
WITHDRAWN_BY_CHANGE = pgtrigger.Trigger(
    name="withdrawn_by_change",
    when=pgtrigger.Before,
    operation=pgtrigger.UpdateOf("withdrawn_at"),
    condition=pgtrigger.Condition("((OLD.withdrawn_at IS NULL) <> (NEW.withdrawn_at IS NULL))"),
    func=f"""
        IF EXISTS (SELECT 1 FROM projects_changecontrol WHERE project_id = NEW.project_id) AND (
            NEW.withdrawn_at IS NULL OR NOT EXISTS (
                SELECT 1 FROM projects_changemilestone line
                JOIN projects_changerequest request ON request.id = line.request_id
                WHERE line.milestone_id = NEW.id AND line.new_on IS NULL
                    AND request.state = {quoted(ChangeState.APPROVED)}
            )
        ) THEN
            RAISE EXCEPTION 'under change control this moves only by an approved change request'
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    """,  # noqa: S608  words of ours
)


# Its title says what was promised for its baseline: another title would be another promise.
TITLE_BY_CHANGE = pgtrigger.Trigger(
    name="title_by_change",
    when=pgtrigger.Before,
    operation=pgtrigger.UpdateOf("title"),
    condition=pgtrigger.Q(old__title__df=pgtrigger.F("new__title")),
    func="""
        IF EXISTS (SELECT 1 FROM projects_changecontrol WHERE project_id = NEW.project_id) THEN
            RAISE EXCEPTION 'under change control a milestone keeps its title'
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    """,
)


def checked_sql(project: str, *, unless: str = "false") -> str:
    return f"""
        IF NEW.change_request_id IS NOT NULL THEN
            IF NOT EXISTS (
                SELECT 1 FROM projects_changerequest
                WHERE id = NEW.change_request_id AND project_id = {project}
                    AND state = {quoted(ChangeState.APPROVED)}
            ) THEN
                RAISE EXCEPTION 'a change is carried out once it is approved'
                    USING ERRCODE = 'check_violation';
            END IF;
        ELSIF NOT ({unless}) AND EXISTS (
            SELECT 1 FROM projects_changecontrol WHERE project_id = {project}
        ) THEN
            RAISE EXCEPTION 'under change control this moves only by an approved change request'
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    """  # noqa: S608  words of ours
