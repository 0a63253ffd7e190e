import rules

from diz_portal.access import residents_records

from . import kinds, purposes

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


@rules.predicate
def protects_data(user, record=None) -> bool:
    """The data protection lead of the controller of a record; without one, of any."""
    mine = purposes.protects_data_for(user) if user.is_authenticated else set()
    return bool(mine) if record is None else record.controller_id in mine


@rules.predicate
def is_of_the_lead_organisation(user, record=None) -> bool:
    """Managers keep what the lead organisation answers for; what others do is not theirs."""
    if not rules.is_staff(user) or record is None:
        return rules.is_staff(user)
    leads = purposes.controllers_of(purposes.LEAD_ORGANISATION)
    return record.controller_id in {one.pk for one in leads}


# The record of processing: by the controller whose it is.
rules.add_perm("privacy.see_processing", rules.is_staff | protects_data)
rules.add_perm("privacy.keep_processing", is_of_the_lead_organisation | protects_data)
rules.add_perm("privacy.find_people", answers_for_records)
rules.add_perm("privacy.decide", decides_on)

residents_records(
    "privacy.see_register",
    "privacy.answer_people",
    "privacy.find_people",
    "privacy.decide",
    held_by=rules.is_staff | answers_for_records,
)
