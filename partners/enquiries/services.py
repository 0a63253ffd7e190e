"""Asking, handing on, and the reply: each is told to the person who asked, in one transaction."""

from datetime import date

from django.db import transaction
from django.utils import timezone

from diz_portal import names, outbox
from diz_portal.access import NotNow
from diz_portal.accounts.models import User, normalise_email
from diz_portal.bank_holidays import DAY, calendar
from diz_portal.locks import one_at_a_time
from diz_portal.open_work import Ending
from diz_portal.places.selectors import partnership
from diz_portal.references import new_reference
from partners.models import Organisation
from partners.services.organisations import takes_new_work

from .models import Enquiry

# Of this portal's advisory locks, the one for enquiries: there is no row to lock yet.
LOCK = 8_264_127


def nobody_answers() -> bool:
    """Before the lead organisation is known, an enquiry could not be answered."""
    return partnership().lead_organisation_id is None


def due_on(today: date) -> date:
    """The last of the working days within which the partnership usually replies."""
    working, day, left = calendar(), today, partnership().reply_days
    while left:
        day += DAY
        left -= working.is_working_day(day)
    return day


@transaction.atomic
def enquire(*, business: str, name: str, email: str, message: str) -> Enquiry:
    """Ask the lead organisation. Asking the same twice returns the first enquiry."""
    names.require(business, name)
    lead = partnership().lead_organisation
    if lead is None:
        raise NotNow("We cannot take enquiries yet. Try again later")
    one_at_a_time(LOCK)
    email = normalise_email(email)
    earlier = Enquiry.objects.waiting().filter(email=email, business=business, message=message)
    if found := earlier.first():
        return found
    made = Enquiry.objects.create(
        business=business,
        name=name,
        email=email,
        message=message,
        organisation=lead,
        due_on=due_on(timezone.localdate()),
    )
    outbox.queue(
        "enquiries/received",
        to=email,
        key=f"enquiry-received-{made.reference}",
        context={"enquiry": made},
    )
    return made


@transaction.atomic
def hand_on(*, enquiry: Enquiry, organisation: Organisation, by: User) -> Enquiry:
    """Let another partner answer; the day stays, since it was promised."""
    takes_new_work(organisation.pk)
    enquiry = _locked(enquiry)
    enquiry.organisation = organisation
    enquiry.save(update_fields=["organisation"])
    outbox.queue(
        "enquiries/handed_on",
        to=enquiry.email,
        # Handed back and forth, each time is told.
        key=f"enquiry-handed-{enquiry.reference}-{new_reference()}",
        context={"enquiry": enquiry},
    )
    return enquiry


@transaction.atomic
def reply(*, enquiry: Enquiry, text: str, by: User) -> Enquiry:
    """Send the reply, and keep it."""
    enquiry = _locked(enquiry)
    enquiry.reply, enquiry.replied_at, enquiry.replied_by = text, timezone.now(), by
    enquiry.save(update_fields=["reply", "replied_at", "replied_by"])
    outbox.queue(
        "enquiries/reply",
        to=enquiry.email,
        key=f"enquiry-reply-{enquiry.reference}",
        context={"enquiry": enquiry, "answer": text},
    )
    return enquiry


@transaction.atomic
def move(*, rows, to: Organisation, by: User, ending: Ending) -> None:
    """Enquiries go to another organisation: see `diz_portal.open_work`."""
    Enquiry.objects.filter(pk__in=rows.values("pk")).update(organisation=to)


def _locked(enquiry: Enquiry) -> Enquiry:
    found = (
        Enquiry.objects.select_for_update(of=["self"])
        .select_related("organisation")
        .get(pk=enquiry.pk)
    )
    if not found.is_waiting:
        raise NotNow("Someone has already replied. Reload the page to read the reply")
    return found
