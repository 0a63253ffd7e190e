"""What is found of digital inclusion: see `diz_portal.search`.

Of a case only its reference is looked for in an address. By whom it is about it is found as on the
page “Find a case or request”: by POST, and by those who may find cases; its hit says no more than
that page does.
"""

from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import reverse

from diz_portal import search
from diz_portal.search import Asked, Code, Ending, Hit, Searchable, Words
from diz_portal.words import data_size
from inclusion.cases.models import Case, Referral
from inclusion.cases.roles import handles_for
from inclusion.cases.selectors.cases import people_matching
from inclusion.databank.models import DataBatch, DataItem, DataPledge
from inclusion.devices.models import Device, Donation
from inclusion.help.models import HelpPlace
from inclusion.learning.models import LearningPath


def _permission(*names: str) -> Callable[[Any], bool]:
    return lambda user: any(user.has_perm(name) for name in names)


def _items(user: Any) -> QuerySet:
    """What the person issues. A manager sees the others too, but no number of any."""
    mine = Q(batch__kept_by=None) | Q(batch__kept_by__in=handles_for(user))
    return DataItem.objects.visible_to(user).filter(mine)


def _people(user: Any, asked: Asked) -> list[int]:
    """Of whom cases and requests may be."""
    return asked.once(("people", user.pk), lambda: people_matching(user, asked.text))


def _cases_of(user: Any, asked: Asked) -> Sequence[QuerySet]:
    people = _people(user, asked)
    return [Case.objects.visible_to(user).filter(person__in=people)] if people else ()


def _requests_of(user: Any, asked: Asked) -> Sequence[QuerySet]:
    people = _people(user, asked)
    return [Referral.objects.received_by(user).filter(person__in=people)] if people else ()


def _case(case: Case, user: Any) -> Hit:
    district = str(case.person.district or "")
    return Hit(
        title=str(case),
        url=case.get_absolute_url(),
        about=", ".join(filter(None, [case.person.initials, district, str(case.handled_by)])),
        state=case.get_state_display(),
    )


def _referral(referral: Referral, user: Any) -> Hit:
    source = str(referral.made_by) if referral.made_by else referral.get_kind_display()
    return Hit(
        title=str(referral),
        url=referral.get_absolute_url(),
        about=f"{source}, to {referral.to}",
        state=referral.get_state_display(),
    )


def _device(device: Device, user: Any) -> Hit:
    called = " ".join(filter(None, [device.make, device.model])) or device.get_kind_display()
    return Hit(
        title=f"{called}, {device.serial or device.reference}",
        url=device.get_absolute_url(),
        about=str(device.kept_by),
        state=device.get_state_display(),
    )


def _item(item: DataItem, user: Any) -> Hit:
    return Hit(
        title=f"{item.batch.get_kind_display()} {item.code}",
        url=item.get_absolute_url(),
        about=f"{item.batch.network}, {data_size(item.batch.mb_each)}",
        state=item.get_account_display(),
    )


def _offer(offer: Donation | DataPledge, user: Any) -> Hit:
    return Hit(
        title=str(offer),
        url=offer.get_absolute_url(),
        about=offer.organisation or offer.get_kind_display(),
        state=offer.get_state_display(),
    )


search.register(
    Searchable(
        kind="cases",
        label="Cases",
        rows=lambda user: Case.objects.visible_to(user),
        hit=_case,
        order=5,
        title="reference",
        codes=("reference",),
        private_also=_cases_of,
        related=("person__district", "handled_by"),
        may_look=_permission("inclusion.work_on_cases"),
    )
)
search.register(
    Searchable(
        kind="referrals",
        label="Requests and referrals",
        rows=lambda user: Referral.objects.visible_to(user),
        hit=_referral,
        order=6,
        title="reference",
        codes=("reference",),
        private_codes=(Code("their_reference"),),
        private_also=_requests_of,
        related=("made_by", "to"),
        may_look=_permission("inclusion.work_on_cases", "inclusion.refer"),
    )
)
search.register(
    Searchable(
        kind="devices",
        label="Devices",
        rows=lambda user: Device.objects.visible_to(user),
        hit=_device,
        order=60,
        title="serial",
        words=Words("make", "model"),
        codes=("reference", Code("serial"), Code("medium_serial")),
        related=("kept_by",),
        may_look=_permission("inclusion.see_stock"),
    )
)
search.register(
    Searchable(
        kind="sims",
        label="SIM cards and data vouchers",
        rows=_items,
        hit=_item,
        order=61,
        title="code",
        codes=("reference", Code("code"), Ending("code")),
        related=("batch",),
        may_look=_permission("inclusion.work_on_cases"),
    )
)
search.register(
    Searchable(
        kind="batches",
        label="Batches of mobile data",
        rows=lambda user: DataBatch.objects.visible_to(user),
        hit=lambda batch, user: Hit(
            title=str(batch), url=batch.get_absolute_url(), about=batch.donor
        ),
        order=62,
        title="network",
        words=Words("network", "donor"),
        codes=("reference",),
        may_look=_permission("inclusion.see_databank"),
    )
)
search.register(
    Searchable(
        kind="donations",
        label="Offers of devices",
        rows=lambda user: Donation.objects.visible_to(user),
        hit=_offer,
        order=63,
        title="reference",
        codes=("reference",),
        private_words=Words("name", "organisation"),
        private_codes=(Code("email"),),
        may_look=_permission("inclusion.see_stock"),
    )
)
search.register(
    Searchable(
        kind="pledges",
        label="Data pledges",
        # Everybody who works with the databank answers them: see `databank.views.pledges`.
        rows=lambda user: DataPledge.objects.all(),
        hit=_offer,
        order=64,
        title="reference",
        codes=("reference",),
        private_words=Words("name", "organisation"),
        private_codes=(Code("email"),),
        may_look=_permission("inclusion.see_databank"),
    )
)
search.register(
    Searchable(
        kind="paths",
        label="Learning paths",
        rows=lambda user: LearningPath.objects.visible_to(user),
        hit=lambda path, user: Hit(
            title=path.title,
            url=path.get_absolute_url(),
            about=path.promise,
            state="Published" if path.is_published else "Not published",
        ),
        order=90,
        words=Words("title"),
    )
)
search.register(
    Searchable(
        kind="help-places",
        label="Places to get help",
        rows=lambda user: HelpPlace.objects.listed(),
        hit=lambda place, user: Hit(
            title=place.name,
            url=reverse("inclusion:place", args=[place.slug]),
            about=f"{place.address}, {place.postcode}",
            state=place.get_kind_display(),
        ),
        order=91,
        title="name",
        words=Words("name", "address"),
        codes=(Code("postcode"),),
    )
)
