"""Who may see that a report was asked for. Whether they may read it is asked of the report too."""

import rules


@rules.predicate
def asked_for_it(user, job=None) -> bool:
    return job is not None and job.asked_by_id == user.pk


@rules.predicate
def is_sent_it(user, job=None) -> bool:
    """Among those whom the schedule sends its reports to."""
    return (
        job is not None
        and job.schedule_id is not None
        and user.scheduled_reports.filter(pk=job.schedule_id).exists()
    )


@rules.predicate
def owns_it(user, schedule=None) -> bool:
    return schedule is not None and schedule.owner_id == user.pk


rules.add_perm("reports.keep_boards", rules.is_staff)
# Those who are only sent it read it, and take it from nobody else.
rules.add_perm("reports.keep_report", rules.is_active & (asked_for_it | rules.is_staff))
rules.add_perm("reports.keep_schedule", rules.is_active & (owns_it | rules.is_staff))
# Managers of the lead organisation: `is_staff` follows from it.
rules.add_perm("reports.see_report", rules.is_active & (asked_for_it | rules.is_staff | is_sent_it))
