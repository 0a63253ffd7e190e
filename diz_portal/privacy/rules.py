import rules

from diz_portal.access import residents_records

from . import kinds

# Managers of the lead organisation: `is_staff` follows from it.
rules.add_perm("privacy.see_register", rules.is_staff)

# They keep the registers of requests and complaints, and answer the people in them.
rules.add_perm("privacy.answer_people", rules.is_staff)


@rules.predicate
def answers_for_records(user) -> bool:
    """Whoever answers for any kind of record: managers, and those whom an app adds."""
    return any(one.enters(user) for one in kinds.kinds())


@rules.predicate
def decides_on(user, one) -> bool:
    """Whoever answers for this record."""
    return one is not None and one.may_decide(user)


rules.add_perm("privacy.find_people", answers_for_records)
rules.add_perm("privacy.decide", decides_on)

residents_records(
    "privacy.see_register",
    "privacy.answer_people",
    "privacy.find_people",
    "privacy.decide",
    held_by=rules.is_staff | answers_for_records,
)
