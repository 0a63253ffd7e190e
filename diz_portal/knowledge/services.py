"""What can happen: themes are given, recognition is added and taken out."""

from typing import Any

from django.db import transaction

from diz_portal.access import Refusal
from diz_portal.locks import one_at_a_time

from .models import Recognition, Theme, ThemeTag

LOCK = "knowledge"


@transaction.atomic
def set_theme(*, theme: Theme, shown: dict[str, list[str]], given: dict[str, list[str]]) -> None:
    """Give the theme to these of the records that the page showed, and take it from the others of
    them. One that was not shown, since it is not public now, keeps its theme."""
    one_at_a_time(LOCK)
    for kind, keys in shown.items():
        wanted = set(given.get(kind, ())) & set(keys)
        rows = ThemeTag.objects.filter(theme=theme, kind=kind, key__in=keys)
        rows.exclude(key__in=wanted).delete()
        known = set(rows.values_list("key", flat=True))
        ThemeTag.objects.bulk_create(
            ThemeTag(theme=theme, kind=kind, key=key) for key in sorted(wanted - known)
        )


@transaction.atomic
def give_themes(*, kind: str, key: str, themes: list[Theme]) -> None:
    one_at_a_time(LOCK)
    known = set(ThemeTag.objects.filter(kind=kind, key=key).values_list("theme", flat=True))
    ThemeTag.objects.bulk_create(
        ThemeTag(theme=theme, kind=kind, key=key) for theme in themes if theme not in known
    )


@transaction.atomic
def add_recognition(*, by: Any, title: str, given_by: str, year: int, source: str) -> Recognition:
    one_at_a_time(LOCK)
    same = Recognition.objects.filter(title__iexact=title, given_by__iexact=given_by, year=year)
    if same.exists():
        raise Refusal("This has been added. Enter a different one")
    return Recognition.objects.create(
        title=title, given_by=given_by, year=year, source=source, by=by
    )


def remove_recognition(*, recognition: Recognition) -> None:
    Recognition.objects.filter(pk=recognition.pk).delete()
