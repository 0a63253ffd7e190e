"""Who reads and answers enquiries: the partner that was asked to, and managers."""

import rules

from partners.roles import is_manager, works_for


@rules.predicate
def answers_it(user, enquiry) -> bool:
    return enquiry.organisation_id in works_for(user)


@rules.predicate
def works_somewhere(user) -> bool:
    return bool(works_for(user))


rules.add_perm("enquiries.enter", works_somewhere | is_manager)
rules.add_perm("enquiries.answer", answers_it | is_manager)
