"""Who may write, issue and read board packs. Everything is asked of a project; of a pack of the
portfolio the project is None."""

import rules

from diz_portal.places.models import Partnership
from partners.enums import Role
from partners.roles import current_roles, is_manager, reads_for_the_board_of
from projects.packs.models import Pack, PackState
from projects.portfolio.models import Project


def _project(thing) -> Project | None:
    return thing.project if isinstance(thing, Pack) else thing


def _lead_of(thing) -> int:
    """The organisation that leads it: of the portfolio, the one that leads the partnership."""
    project = _project(thing)
    if project is not None:
        return project.lead_id
    return Partnership.objects.values_list("lead_organisation", flat=True).first() or 0


@rules.predicate
def leads_what_it_is_about(user, thing=None) -> bool:
    return current_roles(user).get(_lead_of(thing)) == Role.LEAD


@rules.predicate
def reads_for_the_board(user, thing=None) -> bool:
    """Of the organisation that leads it: its lead, and those who read for the board (viewers)."""
    return _lead_of(thing) in reads_for_the_board_of(user)


@rules.predicate
def works_where_it_is_about(user, thing=None) -> bool:
    """Of a project, its workspace is open to them; of the portfolio, they are of its lead."""
    project = _project(thing)
    if project is None:
        return _lead_of(None) in current_roles(user)
    return user.has_perm("projects.see_workspace", project)


@rules.predicate
def is_issued(user, pack=None) -> bool:
    return pack is not None and pack.state == PackState.ISSUED


@rules.predicate
def keeps_packs_somewhere(user) -> bool:
    if not user.is_authenticated:
        return False
    if is_manager(user):
        return True
    # Partners have leads too: what is offered to them has to be about what they lead.
    theirs = reads_for_the_board_of(user)
    return bool(theirs) and (
        _lead_of(None) in theirs or Project.objects.filter(lead__in=theirs).exists()
    )


# Drafts are written by the lead of the project's lead organisation and by managers.
rules.add_perm("projects.keep_packs", is_manager | leads_what_it_is_about)
# What is withheld is weighed, and a pack issued, by a programme manager.
rules.add_perm("projects.withhold", is_manager)
rules.add_perm("projects.issue_packs", is_manager)
rules.add_perm("projects.read_exempt_pack", is_manager | reads_for_the_board)
rules.add_perm("projects.read_pack", is_manager | works_where_it_is_about)
# Its page; of all packs at once, `Pack.objects.visible_to`.
rules.add_perm(
    "projects.open_pack",
    is_manager | (works_where_it_is_about & (is_issued | reads_for_the_board)),
)


@rules.predicate
def may_enter(user) -> bool:
    """Anybody who works here: which packs they see is asked of each."""
    return user.is_authenticated and (is_manager(user) or bool(current_roles(user)))
