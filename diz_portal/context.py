"""What every page knows: whose portal this is, and which doors it has."""

import re
from functools import cached_property

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from diz_portal import navigation
from diz_portal.accounts import time_limit, unsent
from diz_portal.navigation import Door, address
from diz_portal.places import selectors

# What an error page falls back on when the database does not answer: see `errors`.
last_seen: dict[str, str] = {}

# What stands in the address of a page that is somebody's own.
PERSONAL = frozenset({"token", "key", "uidb36", "receipt", "outcome"})


class Portal:
    """The frame of one page. Nothing is looked up until the template asks for it."""

    def __init__(self, request: HttpRequest):
        self._request = request

    @cached_property
    def partnership(self):
        partnership = selectors.partnership()
        last_seen.update(name=partnership.name, phone=partnership.phone)
        return partnership

    @property
    def name(self):
        return self.partnership.name

    @property
    def short_name(self):
        return self.partnership.short_name

    @property
    def strapline(self):
        return self.partnership.strapline

    @property
    def phone(self):
        return self.partnership.phone

    @property
    def phone_link(self):
        """The number as a telephone dials it: `(01279) 446 655` as `01279446655`."""
        return re.sub(r"[^0-9+]", "", self.phone)

    @property
    def phone_hours(self):
        return self.partnership.phone_hours

    @property
    def seminars_are_free(self):
        return self.partnership.seminars_are_free

    @property
    def email(self):
        return self.partnership.email

    @property
    def replies_within(self):
        return self.partnership.replies_within

    @property
    def answers_offers_within(self):
        return self.partnership.answers_offers_within

    @property
    def lead_organisation(self):
        return self.partnership.lead_organisation

    @property
    def address(self):
        return settings.PORTAL_URL

    @property
    def canonical(self):
        """The one address of a page that anybody may open, whatever a filter or a sharer added;
        empty for pages behind a sign-in or a personal link, and for errors."""
        found = self._request.resolver_match
        if found is None or getattr(found.func, "login_required", True):
            return ""
        if PERSONAL & found.kwargs.keys():
            return ""
        return f"{settings.PORTAL_URL}{self._request.path}"

    @property
    def home(self):
        return address("home")

    @property
    def is_signed_in(self):
        user = getattr(self._request, "user", None)
        return bool(user and user.is_authenticated)

    @cached_property
    def opened(self):
        """The mark of the forms of this page; empty where nothing typed is kept."""
        return unsent.mark(self._request)

    @cached_property
    def signed_in_for(self):
        """How long the person stays signed in."""
        return time_limit.left(self._request)

    @property
    def person(self):
        return str(self._request.user)

    @property
    def public_rooms(self):
        doors = [
            self._door("About", "about"),
            *navigation.doors(self._request, navigation.PUBLIC),
        ]
        if self.is_signed_in:
            return [*doors, self._door("Workspace", "workspace:home", whole_area=True)]
        return [*doors, self._door("Sign in", "account_login")]

    @cached_property
    def workspace_rooms(self):
        if not self.is_signed_in:
            return []
        return navigation.doors(self._request, navigation.WORKSPACE)

    @property
    def sign_in_url(self):
        return address("account_login")

    @property
    def code_url(self):
        return address("account_request_login_code")

    @property
    def account_url(self):
        return address("mfa_index")

    @property
    def sign_out_url(self):
        return address("account_logout")

    @property
    def admin_url(self):
        return address("admin:index") if self._request.user.is_staff else ""

    @property
    def search_url(self):
        """Of the box; nothing for those who have no part in the workspace, and on the page of
        results, which has a box of its own."""
        page = address("search:search")
        may = self.is_signed_in and self._request.user.has_perm("attention.see")
        return page if may and self._request.path != page else ""

    @property
    def footer_links(self):
        return [
            *navigation.doors(self._request, navigation.FOOTER),
            self._door("Accessibility", "accessibility"),
            self._door("Privacy", "privacy"),
            self._door("Cookies", "cookies"),
        ]

    def _door(self, label: str, url_name: str, *, whole_area: bool = False) -> Door:
        url = address(url_name)
        path = self._request.path
        current = "page" if path == url else ""
        if whole_area and not current and path.startswith(url):
            current = "true"
        return Door(label, url, current)


def portal(request: HttpRequest) -> dict:
    return {"portal": SimpleLazyObject(lambda: Portal(request))}
