"""Mailing list: one row for each address, with when and where they agreed.

The wish is kept on the registration, so it ends with it: erased at once, or a year after the
seminar. Asking again is what the next registration does.
"""

from django.conf import settings
from django.db.models import F, Q, QuerySet, Window
from django.db.models.functions import Lower, RowNumber
from django.urls import reverse

from diz_portal import links
from seminars.models import Registration

SALT = "seminars.newsletter"


def readers(registrations: QuerySet[Registration], *, search: str = "") -> QuerySet[Registration]:
    """The latest agreement of each address, among those the asker may see."""
    latest = (
        registrations.filter(newsletter=True, erased_at=None)
        .exclude(email="")
        .annotate(
            nth=Window(
                RowNumber(),
                partition_by=Lower("email"),
                order_by=[F("newsletter_at").desc(), F("pk").desc()],
            )
        )
        .filter(nth=1)
    )
    # Narrowed afterwards, so that a search never brings back an earlier agreement.
    found = Registration.objects.filter(pk__in=latest.values("pk")).select_related("seminar")
    if search:
        found = found.filter(
            Q(name__icontains=search)
            | Q(email__icontains=search)
            | Q(organisation__icontains=search)
            | Q(seminar__title__icontains=search)
        )
    return found.order_by("-newsletter_at", "pk")


def unsubscribe_link(registration: Registration) -> str:
    """Opens a page with one button. It is no key to the registration."""
    token = links.token(SALT, registration.reference)
    return f"{settings.PORTAL_URL}{reverse('seminars:unsubscribe', args=[token])}"


def by_token(token: str) -> Registration | None:
    return Registration.objects.filter(reference=links.reference_in(SALT, token)).first()


def is_reader(registration: Registration) -> bool:
    """Whether the address of a registration is on the list, through this or another one."""
    if registration.newsletter or not registration.email:
        return registration.newsletter
    return (
        Registration.objects.annotate(address=Lower("email"))
        .filter(address=registration.email.lower(), newsletter=True)
        .exists()
    )
