"""Who may read, keep, sign and win a bid, and read a grant to a voluntary body."""

import rules

from partners.enums import Role
from partners.roles import current_roles, is_manager
from projects.money.models.bids import signs_for
from projects.money.readers import finance_of, own_readers
from projects.money.rules import gives_it, keeps_the_accounts

# They write bids for their organisation.
WRITERS = {Role.LEAD, Role.FINANCE, Role.CONTRIBUTOR, Role.MANAGER}


def writes_for(user) -> set[int]:
    """Ids of the organisations for which the person may start and keep a bid."""
    return {pk for pk, role in current_roles(user).items() if role in WRITERS}


@rules.predicate
def owns_bid(user, bid) -> bool:
    return bid.lead_id in own_readers(user)


@rules.predicate
def takes_part(user, bid) -> bool:
    """Of a joint bid: signs for a partner of it."""
    return bid.is_joint and bid.shares.filter(organisation__in=signs_for(user)).exists()


@rules.predicate
def writes_bid(user, bid=None) -> bool:
    found = writes_for(user)
    return bool(found) if bid is None else bid.lead_id in found


@rules.predicate
def is_finance_of_the_lead(user, bid) -> bool:
    return bid.lead_id in finance_of(user)


@rules.predicate
def signs_for_it(user, share) -> bool:
    """Never for another organisation: a manager neither."""
    return share.organisation_id in signs_for(user)


@rules.predicate
def reads_share(user, share) -> bool:
    """One’s own organisation’s, or one that is signed, of a bid that one sees."""
    is_open = share.is_signed or share.organisation_id in own_readers(user)
    return is_open and user.has_perm("projects.see_bid", share.bid)


@rules.predicate
def gives_grant(user, grant) -> bool:
    return gives_it(user, grant.source)


@rules.predicate
def is_given_it(user, grant) -> bool:
    """Of the body that was awarded it, where that is a partner."""
    return bool(grant.awarded_on) and grant.recipient.organisation_id in own_readers(user)


rules.add_perm("projects.see_bid", is_manager | owns_bid | takes_part)
rules.add_perm("projects.keep_bid", is_manager | writes_bid)
rules.add_perm("projects.see_share", reads_share)
rules.add_perm("projects.sign_share", signs_for_it)
rules.add_perm("projects.win_bid", is_manager | is_finance_of_the_lead)
rules.add_perm("projects.see_regrant", is_manager | keeps_the_accounts | gives_grant | is_given_it)
