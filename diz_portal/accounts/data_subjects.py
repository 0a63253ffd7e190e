"""Accounts: how they are found, handed out and forgotten."""

from typing import Any

import pgtrigger
from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry

from diz_portal import outbox
from diz_portal.agenda.models import CalendarAddress
from diz_portal.attention.models import Chase, Handling
from diz_portal.digests.models import Digest, Held
from diz_portal.outbox.models import Message
from diz_portal.places.selectors import partnership
from diz_portal.privacy import loose_mail, services
from diz_portal.privacy.kinds import (
    Bearer,
    Kind,
    Part,
    Shown,
    Wanted,
    known,
    own,
    register,
)
from diz_portal.privacy.mentions import places

from .models import Rescue, SingleSignOn, UnsentForm, User, Visit

COLLEAGUE = "the name of a colleague"
A_KEY = "gives access: it is only for the person who set it up"


def _find(wanted: Wanted) -> Any:
    """By a phone number too: a member's is with their membership, which may be of several."""
    users = User.objects.exclude(name="")
    if not wanted.phone or wanted.email:
        return wanted.among(users, phone="")
    bear_it = wanted.among(User.objects.all(), phone="memberships__phone")
    return users.filter(pk__in=bear_it.values("pk"))


def _called(user: User) -> list[Bearer]:
    """With the work number of each membership, by which colleagues know them in their notes."""
    numbers = user.memberships.exclude(phone="").values_list("phone", flat=True)
    return [Bearer(user.name, user.email, phone) for phone in numbers] or [
        Bearer(user.name, user.email)
    ]


def _chased(user: User) -> Any:
    return Chase.objects.filter(owed_by=user.name) if user.name else Chase.objects.none()


def _assigned(user: User) -> Any:
    return Handling.objects.filter(to=user)


def _forget(user: User, by: User | None) -> None:
    for message in loose_mail.of_account(user):
        outbox.forget(key_prefix=message.key)
    outbox.forget_who_replies(email=user.email)
    with pgtrigger.ignore("attention.Chase:append_only"):
        _chased(user).update(owed_by="Former member")
    with pgtrigger.ignore("attention.Handling:append_only"):
        _assigned(user).update(words="")
    Rescue.objects.filter(person=user).update(reason="")
    Rescue.objects.filter(operator__iexact=user.name).update(operator="Former member")
    UnsentForm.objects.filter(person=user).delete()
    Digest.objects.filter(person=user).delete()
    CalendarAddress.objects.filter(person=user).delete()
    services.pseudonymise(user=user)


register(
    Kind(
        name="account",
        what="Account of someone who works for a partner",
        model=User,
        find=_find,
        bearer=lambda user: Bearer(user.name, user.email),
        called=_called,
        controller=lambda user: str(partnership().lead_organisation or partnership()),
        erase=_forget,
        stays=(
            "What they recorded for the programme, under a reference: others need to know that it "
            "was one person, and when.",
        ),
        source=lambda user: "From the person who invited you, and from you.",
        named="name",
        parts=[
            Part(
                User,
                lambda user: [user],
                {
                    "name": own("Name"),
                    "email": own("Email address"),
                    "last_login": "Last sign-in",
                    "date_joined": "Opened",
                },
                subject="Your account",
            ),
            Part(
                EmailAddress,
                lambda user: EmailAddress.objects.filter(user=user),
                {"email": own("Email address"), "verified": "Confirmed", "primary": "Main address"},
                subject="Addresses you sign in with",
            ),
            Part(
                EmailConfirmation,
                lambda user: EmailConfirmation.objects.filter(email_address__user=user),
                {"created": "Sent"},
                {"email_address": "is shown with the address itself"},
                subject="Addresses you were asked to confirm",
            ),
            Part(
                Authenticator,
                lambda user: Authenticator.objects.filter(user=user),
                {"type": "Method", "created_at": "Set up", "last_used_at": "Last used"},
                {"data": A_KEY},
                subject="Your two-step verification",
            ),
            Part(
                SingleSignOn,
                lambda user: SingleSignOn.objects.filter(person=user),
                {
                    "issuer": Shown("Address of the council’s sign-in page", is_read=False),
                    "subject": own("Your identifier there"),
                    "connected_at": "Connected",
                },
                subject="Signing in with a council’s account",
            ),
            Part(
                Rescue,
                lambda user: Rescue.objects.filter(person=user),
                {
                    "made_at": "Asked",
                    "reason": "How they checked that it was you",
                    "confirmed_at": "Confirmed",
                },
                {"operator": COLLEAGUE, "second": COLLEAGUE, "confirmed_by": COLLEAGUE},
                subject="When you could sign in again",
            ),
            Part(
                Message,
                loose_mail.of_account,
                loose_mail.WRITTEN,
                loose_mail.WITHHELD,
                subject="What we wrote to you",
            ),
            Part(
                UnsentForm,
                lambda user: UnsentForm.objects.filter(person=user),
                {"kept_at": "Kept", "page": Shown("Address of the page", is_read=False)},
                {"sealed": "stored for an hour, only for the person who typed it"},
                subject="Forms you had not sent when you were signed out",
            ),
            Part(
                Digest,
                lambda user: Digest.objects.filter(person=user),
                {
                    "days": "Days of your email digest, from 1 for Monday",
                    "at": "At what time",
                    "quiet_from": "Quiet hours begin",
                    "quiet_until": "Quiet hours end",
                    "muted": "What it leaves out",
                    "next_due_at": "Next due",
                },
                subject="Your email digest",
            ),
            Part(
                Held,
                lambda user: Held.objects.filter(digest__person=user),
                {"says": "What is waiting", "held_at": "Since"},
                {"digest": "is your own digest"},
                subject="Emails that wait for your digest",
            ),
            Part(
                LogEntry,
                lambda user: LogEntry.objects.filter(user=user),
                {
                    "action_time": "When",
                    "action_flag": "What you did",
                    "content_type": known("New address", lambda row: row.content_type.name),
                },
                {
                    "object_repr": "may name someone else",
                    "change_message": "may name someone else",
                },
                subject="What you changed in the admin",
            ),
            Part(
                Chase,
                _chased,
                {"at": "When", "title": "What it was about", "owed_by": own("Who was asked")},
                subject="Reminders that were sent to you",
            ),
            Part(
                Handling,
                _assigned,
                {"at": "When", "title": "What it was about", "words": "Why"},
                subject="Tasks that were assigned to you",
            ),
        ],
    )
)

places.found_by_itself(User, "name email", kind="account")
places.found_by_itself(Message, "reply_to", kind="account")
places.found_by_itself(EmailAddress, "email", kind="account")
places.found_by_itself(SingleSignOn, "subject", kind="account")
places.made_here(User, "password", "Cannot be turned back into what was entered.")
places.made_here(SingleSignOn, "issuer", "A council’s address for signing in.")
places.made_here(EmailConfirmation, "key", "Random, for one use.")
places.made_here(Authenticator, "data", "A secret for two-step verification.")
places.made_here(Visit, "session_data", "Answers in it are found automatically, for 12 hours.")
places.made_here(UnsentForm, "page", "The address of a page, for an hour.")
places.made_here(UnsentForm, "sealed", "Encrypted for the person who typed it, for an hour.")
places.made_here(Digest, "muted", "Names set in the code.")
places.made_here(Held, "message_key path", "Made from references.")
places.made_here(Held, "says", "What a report is called, chosen from lists.")
places.room(LogEntry, Rescue, name="Accounts", read=places.staff)
