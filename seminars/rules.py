"""Who may do what with seminars. Rules say who; services say when."""

import rules

from diz_portal.access import residents_records
from partners.roles import is_manager
from seminars.models import Seminar, SeminarState


@rules.predicate
def is_announced(user, seminar: Seminar) -> bool:
    return seminar.state != SeminarState.DRAFT


rules.add_perm("seminars.see", is_announced | is_manager)
rules.add_perm("seminars.manage", is_manager)
rules.add_perm("seminars.see_registrations", is_manager)
# Whoever organises reads who comes, and what they need to be able to.
residents_records("seminars.manage", "seminars.see_registrations", held_by=is_manager)


MATERIAL_GUARD = "seminars.material"


def may_read_material(user, document) -> bool:
    """In the workspace. Everybody else reads what is published on the pages of the seminar."""
    return bool(is_manager(user))
