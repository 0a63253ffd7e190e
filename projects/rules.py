"""Who may do what with a project, and with anything that belongs to one (a site, a wayleave)."""

import rules

from partners.models import Role
from partners.roles import current_roles, is_manager, works_for
from projects.benefits import rules as benefits  # noqa: F401  its permissions
from projects.change import rules as change  # noqa: F401  its permissions
from projects.contracts import rules as contracts  # noqa: F401  its permissions
from projects.meetings import rules as meetings  # noqa: F401  its permissions
from projects.money import bid_rules  # noqa: F401  its permissions
from projects.money import rules as money  # noqa: F401  its permissions
from projects.packs import rules as packs  # noqa: F401  its permissions
from projects.portfolio.models import Project
from projects.stories import rules as stories  # noqa: F401  its permissions


def project_of(thing) -> Project | None:
    """The project itself, or the one a site, a wayleave or a return belongs to."""
    if thing is None or isinstance(thing, Project):
        return thing
    return thing.project if hasattr(thing, "project") else thing.site.project


def organisations_of(project: Project) -> set[int]:
    """Ids of the lead and the partners; read once per project object."""
    known = project.__dict__
    if "_organisation_ids" not in known:
        partners = project.partners.values_list("pk", flat=True)
        known["_organisation_ids"] = {project.lead_id, *partners}
    return known["_organisation_ids"]


@rules.predicate
def is_inside(user, thing=None) -> bool:
    """A member, of whatever role, of the lead or of a partner organisation."""
    project = project_of(thing)
    return project is not None and not organisations_of(project).isdisjoint(current_roles(user))


@rules.predicate
def works_on_it(user, thing=None) -> bool:
    """Inside, and more than a viewer."""
    project = project_of(thing)
    return project is not None and not organisations_of(project).isdisjoint(works_for(user))


@rules.predicate
def leads_it(user, thing=None) -> bool:
    """A lead of the organisation that leads the project."""
    project = project_of(thing)
    return project is not None and current_roles(user).get(project.lead_id) == Role.LEAD


@rules.predicate
def is_published(user, thing=None) -> bool:
    project = project_of(thing)
    return project is not None and project.published


@rules.predicate
def stands(user, thing=None) -> bool:
    """Not a site whose import was undone."""
    return getattr(thing, "withdrawn_at", None) is None


rules.add_perm("projects.see", stands & (is_published | is_manager | is_inside))
rules.add_perm("projects.see_workspace", stands & (is_manager | is_inside))
rules.add_perm("projects.move_site", works_on_it | is_manager)
rules.add_perm("projects.edit_site", works_on_it | is_manager)
rules.add_perm("projects.keep_wayleaves", works_on_it | is_manager)
rules.add_perm("projects.change_scope", leads_it | is_manager)
rules.add_perm("projects.import", works_on_it | is_manager)
rules.add_perm("projects.manage", is_manager)


@rules.predicate
def works_somewhere(user) -> bool:
    return bool(works_for(user))


@rules.predicate
def reports_for(user, record=None) -> bool:
    """Acts for the organisation whose return it is: any colleague can cover for another."""
    return record is not None and record.organisation_id in works_for(user)


@rules.predicate
def is_of_its_organisation(user, record=None) -> bool:
    return record is not None and record.organisation_id in current_roles(user)


# Of an unsent one a manager sees that it is owed: the page keeps its words to its authors.
rules.add_perm("projects.see_return", is_of_its_organisation | is_manager)
rules.add_perm("projects.write_return", reports_for)
# With it, whoever forecasts what the organisation spends: see `projects.forecast_spend`.
rules.add_perm("projects.revise_with_return", is_of_its_organisation)
rules.add_perm("projects.review_returns", is_manager)
rules.add_perm("projects.import_returns", works_somewhere)
rules.add_perm("projects.keep_milestones", works_on_it | is_manager)
rules.add_perm("projects.change_baseline", is_manager)
rules.add_perm("projects.keep_risks", works_on_it | is_manager)
