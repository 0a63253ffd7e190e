"""What seminars give to the knowledge base: see `diz_portal.knowledge`."""

from django.urls import reverse

from diz_portal.knowledge.declaring import Entry, Kind, declare
from diz_portal.search import Words
from diz_portal.words import uk_day
from seminars.models import Material, Seminar


def _material(material: Material) -> Entry:
    seminar = material.seminar
    url = reverse("seminars:detail", args=[seminar.slug])
    return Entry(
        f"{material.title} ({material.get_kind_display().lower()})",
        url,
        f"{seminar.title}, {uk_day(seminar.starts_at)}",
    )


def _seminar(seminar: Seminar) -> Entry:
    url = reverse("seminars:detail", args=[seminar.slug])
    return Entry(seminar.title, url, uk_day(seminar.starts_at))


declare(
    Kind(
        name="material",
        label="Seminar materials",
        rows=lambda: (
            Material.objects.public()
            .filter(seminar__in=Seminar.objects.announced())
            .select_related("seminar")
            .order_by("-seminar__starts_at", "title")
        ),
        entry=_material,
        words=Words("title"),
        order=30,
    )
)
declare(
    Kind(
        name="seminar",
        label="Seminars",
        rows=lambda: Seminar.objects.announced().order_by("-starts_at"),
        entry=_seminar,
        key="slug",
        order=40,
    )
)
