"""Where everything is: whole addresses, because files are read far from the site."""

from django.conf import settings
from django.urls import reverse

from .declaring import Standard


def full(name: str, *args: str) -> str:
    return f"{settings.PORTAL_URL}{reverse(f'open_data:{name}', args=args)}"


def page(slug: str) -> str:
    return full("dataset", slug)


def file(slug: str, ending: str) -> str:
    return full(ending, slug)


def datapackage(slug: str) -> str:
    return full("datapackage", slug)


def of_standard(one: Standard) -> str:
    if one.url_name:
        return f"{settings.PORTAL_URL}{reverse(one.url_name)}"
    return file(one.slug, "json")
