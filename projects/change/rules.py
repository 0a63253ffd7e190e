"""Who may ask for a change and who decides it. Rules say who; services say when."""

import rules

from partners.roles import current_roles, is_manager
from projects.change.askers import asks_for
from projects.change.models import ChangeRequest


def _project(thing):
    return getattr(thing, "project", thing)


def _organisations(project) -> set[int]:
    known = project.__dict__
    if "_organisation_ids" not in known:
        partners = project.partners.values_list("pk", flat=True)
        known["_organisation_ids"] = {project.lead_id, *partners}
    return known["_organisation_ids"]


@rules.predicate
def is_inside(user, thing=None) -> bool:
    """A member of the lead or of a partner organisation."""
    return thing is not None and not _organisations(_project(thing)).isdisjoint(current_roles(user))


@rules.predicate
def works_on_it(user, thing=None) -> bool:
    return thing is not None and not _organisations(_project(thing)).isdisjoint(asks_for(user))


@rules.predicate
def works_for_who_asks(user, thing=None) -> bool:
    return isinstance(thing, ChangeRequest) and thing.organisation_id in asks_for(user)


@rules.predicate
def is_no_draft(user, thing=None) -> bool:
    return isinstance(thing, ChangeRequest) and not thing.is_draft


rules.add_perm("projects.see_change", is_manager | (is_inside & (is_no_draft | works_for_who_asks)))
rules.add_perm("projects.ask_change", is_manager | works_on_it)
rules.add_perm("projects.write_change", is_manager | works_for_who_asks)
rules.add_perm("projects.decide_change", is_manager)
