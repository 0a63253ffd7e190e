"""Who may see that a report was asked for. Whether they may read it is asked of the report too."""

import rules


@rules.predicate
def asked_for_it(user, job=None) -> bool:
    return job is not None and job.asked_by_id == user.pk


# Managers of the lead organisation: `is_staff` follows from it.
rules.add_perm("reports.see_report", rules.is_active & (asked_for_it | rules.is_staff))
