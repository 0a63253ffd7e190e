"""What is found of organisations, their people and agreements: see `diz_portal.search`."""

from typing import Any

from django.urls import reverse

from diz_portal import search
from diz_portal.search import Code, Hit, Searchable, Words
from diz_portal.words import listed
from partners.models import Agreement, Membership, Organisation
from partners.roles import is_manager, positions

# Whatever `visible_to` asks about a person follows from these.
search.rows_depend_on(lambda user: frozenset(positions(user).items()))


def _organisation(organisation: Organisation, user: Any) -> Hit:
    inside = is_manager(user) or organisation.pk in positions(user)
    page = "partners_workspace:organisation" if inside else "partners:organisation"
    return Hit(
        title=organisation.name,
        url=reverse(page, args=[organisation.slug]),
        about=organisation.get_sector_display(),
        state=organisation.get_state_display(),
    )


def _member(place: Membership, user: Any) -> Hit:
    return Hit(
        title=str(place.person),
        url=reverse("partners_workspace:organisation", args=[place.organisation.slug]),
        about=str(place.organisation),
        state=place.get_role_display(),
    )


def _agreement(agreement: Agreement, user: Any) -> Hit:
    return Hit(
        title=agreement.title,
        url=agreement.get_absolute_url(),
        about=listed([str(party) for party in agreement.parties.all()]),
        state=agreement.get_kind_display(),
    )


search.register(
    Searchable(
        kind="organisations",
        label="Organisations",
        rows=lambda user: Organisation.objects.visible_to(user),
        hit=_organisation,
        order=10,
        title="name",
        words=Words("name"),
        codes=(Code("identifier"),),
    )
)
search.register(
    Searchable(
        kind="members",
        label="Team members",
        rows=lambda user: Membership.objects.visible_to(user).current(),
        hit=_member,
        order=15,
        title="person__name",
        private_words=Words("person__name"),
        private_codes=(Code("person__email"),),
        related=("person", "organisation"),
    )
)
search.register(
    Searchable(
        kind="agreements",
        label="Agreements",
        rows=lambda user: Agreement.objects.visible_to(user).prefetch_related("parties"),
        hit=_agreement,
        order=70,
        words=Words("title"),
        codes=("reference",),
    )
)
search.register(
    Searchable(
        kind="agreement-documents",
        label="Agreement documents",
        rows=lambda user: Agreement.objects.visible_to(user).filter(document__isnull=False),
        hit=lambda agreement, user: Hit(
            title=agreement.document.title,
            url=reverse("documents:download", args=[agreement.document.reference]),
            about=agreement.title,
        ),
        order=75,
        title="document__title",
        words=Words("document__title"),
        related=("document",),
    )
)
