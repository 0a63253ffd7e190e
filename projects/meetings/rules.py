"""Who may read and keep the meetings of a board."""

import rules

from diz_portal.places.models import Partnership
from partners.enums import Role
from partners.roles import current_roles, is_manager, works_for
from projects.meetings.models import MeetingAction, MeetingPaper


@rules.predicate
def may_enter(user) -> bool:
    """Anybody who works here."""
    return user.is_authenticated and (is_manager(user) or bool(current_roles(user)))


@rules.predicate
def reads_for_the_board(user) -> bool:
    """Of the organisation that leads the partnership: its lead, and who reads for the board."""
    lead = Partnership.objects.values_list("lead_organisation", flat=True).first()
    return current_roles(user).get(lead or 0) in (Role.LEAD, Role.VIEWER)


@rules.predicate
def owns_it(user, action=None) -> bool:
    return isinstance(action, MeetingAction) and action.owner_id in works_for(user)


rules.add_perm("projects.see_meetings", may_enter)
rules.add_perm("projects.keep_meetings", is_manager)
rules.add_perm("projects.read_private_minutes", is_manager | reads_for_the_board)
rules.add_perm("projects.close_action", is_manager | owns_it)

PAPER_GUARD = "projects.meeting_paper"


def may_read_paper(user, document) -> bool:
    paper = MeetingPaper.objects.filter(document=document).first()
    return paper is not None and may_read(user, paper)


def may_read(user, paper: MeetingPaper) -> bool:
    """A private paper is for those who read for the board."""
    if paper.is_private:
        return user.has_perm("projects.read_private_minutes")
    return user.has_perm("projects.see_meetings")
