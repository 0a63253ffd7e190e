"""Who may see a view, and who may change it. What it shows is asked of its list, for its reader."""

import rules

from .models import Shared
from .registry import named, organisations_of


@rules.predicate
def opens_its_list(user, view=None) -> bool:
    kind = named(view.of_list) if view is not None else None
    return kind is not None and kind.may_open(user)


@rules.predicate
def owns_it(user, view=None) -> bool:
    return view is not None and view.owner_id == user.pk


@rules.predicate
def is_for_everyone(user, view=None) -> bool:
    return view is not None and view.shared == Shared.EVERYONE


@rules.predicate
def is_of_its_organisation(user, view=None) -> bool:
    return (
        view is not None
        and view.shared == Shared.ORGANISATION
        and organisations_of(user).filter(pk=view.organisation_id).exists()
    )


@rules.predicate
def was_left_behind(user, view=None) -> bool:
    """Its owner can sign in no more: somebody must be able to change or delete it."""
    return view is not None and not view.owner.is_active


READS = owns_it | is_for_everyone | is_of_its_organisation
KEEPS = owns_it | (is_for_everyone & rules.is_staff) | (is_of_its_organisation & was_left_behind)

rules.add_perm("lists.see_view", rules.is_active & opens_its_list & READS)
rules.add_perm("lists.keep_view", rules.is_active & opens_its_list & KEEPS)
# Managers of the lead organisation: `is_staff` follows from it.
rules.add_perm("lists.share_with_everyone", rules.is_active & rules.is_staff)
