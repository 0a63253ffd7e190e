"""Whose people read and keep the money of which project. Beneath the models, whose `visible_to`
asks it."""

from partners.enums import Role
from partners.roles import current_roles

# Of the accountable body: the lead organisation of a project.
KEEPERS = {Role.LEAD, Role.FINANCE, Role.CERTIFIER, Role.MANAGER}
# Of a partner: its own figures.
OWN_READERS = KEEPERS | {Role.CONTRIBUTOR}


def keepers(user) -> list[int]:
    """Ids of the organisations whose whole money the person may read."""
    return [pk for pk, role in current_roles(user).items() if role in KEEPERS]


def own_readers(user) -> list[int]:
    """Ids of the organisations whose own part of the money the person may read."""
    return [pk for pk, role in current_roles(user).items() if role in OWN_READERS]


def finance_of(user) -> set[int]:
    """Ids of the organisations for which the person works on money."""
    return {pk for pk, role in current_roles(user).items() if role == Role.FINANCE}


def certifier_of(user) -> set[int]:
    """Ids of the organisations for which the person approves claims and locks months."""
    return {pk for pk, role in current_roles(user).items() if role == Role.CERTIFIER}
