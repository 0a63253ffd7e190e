"""Who may read and keep the benefits of a project: those who work on it. A manager
releases them."""

import rules

from partners.roles import current_roles, is_manager, works_for


@rules.predicate
def is_inside(user, thing=None) -> bool:
    return thing is not None and not _organisations(thing).isdisjoint(current_roles(user))


@rules.predicate
def works_on_it(user, thing=None) -> bool:
    return thing is not None and not _organisations(thing).isdisjoint(works_for(user))


def _organisations(thing) -> set[int]:
    project = getattr(thing, "project", thing)
    return {project.lead_id, *project.partners.values_list("pk", flat=True)}


rules.add_perm("projects.see_benefits", is_manager | is_inside)
rules.add_perm("projects.keep_benefits", is_manager | works_on_it)
rules.add_perm("projects.release_benefits", is_manager)
