"""What search engines are told of: the pages that anybody may open, and no others.

The doors of public rooms are known from the navigation. An app adds the pages behind them, in its
`rooms.py`:

    sitemaps.pages("inclusion:near_you", "inclusion:donate")
    sitemaps.register("projects:detail", lambda: Project.objects.public().values_list("slug"))

What is registered answers, for each page, with the arguments of its address. A test finds the pages
that anybody may open and nobody named here.
"""

from collections.abc import Callable, Iterable
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.urls import reverse

from diz_portal import navigation

Arguments = Callable[[], Iterable[tuple[str, ...]]]

# Besides the doors of rooms, pages whose address is always the same; first those of the shell.
_pages = ["home", "about", "accessibility", "privacy", "privacy_data", "your_data:ask", "cookies"]
_pages += ["data:docs"]
_registered: dict[str, Arguments] = {}


def pages(*url_names: str) -> None:
    _pages.extend(url_names)


def register(url_name: str, arguments: Arguments) -> None:
    _registered[url_name] = arguments


class _OurSitemap(Sitemap):
    """Under the portal's own address, whichever name a request came by."""

    protocol = urlsplit(settings.PORTAL_URL).scheme

    def get_domain(self, site: Any = None) -> str:
        return urlsplit(settings.PORTAL_URL).netloc


class Doors(_OurSitemap):
    def items(self) -> list[str]:
        return [reverse(name) for name in _pages] + navigation.open_addresses()

    def location(self, item: str) -> str:
        return item


class Behind(_OurSitemap):
    """The pages behind the doors that one app registered under one name."""

    def __init__(self, url_name: str, arguments: Arguments):
        self.url_name, self.arguments = url_name, arguments

    def items(self) -> list[tuple[str, ...]]:
        return sorted(self.arguments())

    def location(self, item: tuple[str, ...]) -> str:
        return reverse(self.url_name, args=item)


def all_of_them() -> dict[str, Sitemap | type[Sitemap]]:
    return {"doors": Doors(), **{name: Behind(name, one) for name, one in _registered.items()}}
