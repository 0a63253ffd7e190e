"""What people's data is used for: each a record of processing of its controllers (Article 30).

An app says it beside its declarations, which name it:

    LOANS = purpose(
        Purpose(
            key="device-loans",
            title="Devices lent and given",
            plain="If we lend you a device, we keep what you signed.",
            whom="Residents who have a device",
            controller=HANDLER,
            footing=Footing.CONTRACT,
        )
    )
    declare(Holding, purpose=LOANS, …)

The words here are the same for everybody. What each controller answers for itself, such as its
lawful basis, is data: `processing/`.
"""

import enum
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ImproperlyConfigured

LEAD_ORGANISATION = "The lead organisation"
JOINT = "The partners together, with the lead organisation as contact"
INSIDE = "Only staff who need it for their work"
FROM_THEM = "The person"


class Footing(enum.Enum):
    """What a lawful basis is first worked out from, with the kind of organisation."""

    # What the organisation is there for: a public body's task, anyone else's legitimate interest.
    SERVICE = "service"
    # What somebody keeps here because they wish to.
    CHOICE = "choice"
    CONTRACT = "contract"
    LAW = "law"


@dataclass(frozen=True)
class Purpose:
    """`plain` and `kept` are for residents: what we do, and for how long, where `{period}` is that
    of the records of `main`, by their label. `whom`, `source` and `recipients` are words of the
    record.

    `special` names the special category data (UK GDPR, Article 9), where there is any; `offered`
    that the person offers it, and may leave it out."""

    key: str
    title: str
    plain: str
    whom: str
    controller: str
    footing: Footing
    main: str
    kept: str
    source: str = FROM_THEM
    recipients: str = INSIDE
    special: str = ""
    offered: bool = False
    # Of residents and visitors, and not only of people who work for partners.
    of_residents: bool = True
    order: int = 50

    @property
    def is_joint(self) -> bool:
        return self.controller == JOINT


_purposes: dict[str, Purpose] = {}


def purpose(one: Purpose) -> Purpose:
    if one.key in _purposes:
        raise ImproperlyConfigured(f"The purpose {one.key} is declared twice")
    _purposes[one.key] = one
    return one


def purposes() -> list[Purpose]:
    """In the order in which they are shown."""
    return sorted(_purposes.values(), key=lambda one: (one.order, one.title))


def purpose_of(key: str) -> Purpose | None:
    return _purposes.get(key)


# Who the controllers are ----------------------------------------------------------

Organisations = Callable[[], Iterable[Any]]
_controllers: dict[str, Organisations] = {}
_officers: list[Callable[[Any], set[int]]] = []


def controllers_are(words: str, organisations: Organisations) -> None:
    """Say which organisations those of a declaration are: `controllers_are(HANDLER, teams)`."""
    _controllers[words] = organisations


def controllers_of(words: str) -> list[Any]:
    return list(_controllers[words]())


def every_controller() -> dict[str, list[Any]]:
    return {words: list(found()) for words, found in _controllers.items()}


def protected_by(found: Callable[[Any], set[int]]) -> None:
    """Say for which organisations somebody is the data protection lead, by their ids."""
    _officers.append(found)


def protects_data_for(user: Any) -> set[int]:
    """Ids of the organisations whose data protection lead the person is."""
    return {pk for found in _officers for pk in found(user)}


ACCOUNTS = purpose(
    Purpose(
        key="accounts",
        title="Accounts and signing in",
        plain="If you work for one of the partners, you have an account here. We use it to let "
        "you sign in safely, and to know who changed what.",
        whom="People who work for partners",
        controller=LEAD_ORGANISATION,
        footing=Footing.SERVICE,
        main="accounts.User",
        kept="For as long as your account is open. Once it is closed, we remove your name {period} "
        "after you last signed in.",
        source="The person, and the colleague who invited them",
        of_residents=False,
        order=70,
    )
)
PARTNERSHIP = purpose(
    Purpose(
        key="partnership",
        title="Partner organisations and their members",
        plain="We keep who works for which partner and in which role, and who asked to join.",
        whom="People who work for partners, and people who ask to join",
        controller=JOINT,
        footing=Footing.SERVICE,
        main="accounts.User",
        kept="For as long as your account is open. Once it is closed, we remove your name {period} "
        "after you last signed in.",
        source="The person, and colleagues at their organisation",
        recipients="Colleagues at the same organisation, and programme managers",
        of_residents=False,
        order=75,
    )
)
MESSAGES = purpose(
    Purpose(
        key="messages",
        title="Messages we send",
        plain="We keep each email, text and letter for a short while, to be sure that it reached "
        "you.",
        whom="Everyone the portal writes to",
        controller=LEAD_ORGANISATION,
        footing=Footing.SERVICE,
        main="outbox.Message",
        kept="For {period} after we sent it.",
        source="The record that the message is about",
        recipients="The email or message service that delivers it, and the reader",
        order=60,
    )
)
RIGHTS = purpose(
    Purpose(
        key="rights",
        title="Data protection requests and complaints",
        plain="If you ask about your data or complain, we keep what you asked and what we "
        "answered.",
        whom="People who use their rights",
        controller=LEAD_ORGANISATION,
        footing=Footing.LAW,
        main="privacy.DataRequest",
        kept="For {period} after we answered you. Then we delete your name and what you wrote.",
        recipients="Programme managers of the lead organisation, and the organisation it is about",
        order=65,
    )
)
