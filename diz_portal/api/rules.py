"""Who may have tokens and webhooks: whoever may act for an organisation now."""

from typing import Any

import rules

from . import acting


@rules.predicate
def acts_for_somebody(user: Any) -> bool:
    return acting.organisations_of(user).exists()


@rules.predicate
def is_theirs(user: Any, thing: Any = None) -> bool:
    """The maker, and those who look after the people of the organisation."""
    if thing is None:
        return False
    shared = getattr(thing, "of_organisation", True)
    return thing.maker_id == user.pk or (
        shared and thing.organisation_id in acting.looked_after_by(user)
    )


rules.add_perm("api.use", acts_for_somebody)
rules.add_perm("api.see", is_theirs)
