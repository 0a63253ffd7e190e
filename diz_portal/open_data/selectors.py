"""Reading what was published, and what was found when it was checked."""

from datetime import date

from django.db.models import QuerySet

from diz_portal.reports import editions as kept

from .declaring import Dataset, Reading
from .models import Edition, EditionFile, Validation


def last_editions() -> dict[str, Edition]:
    """The latest of each dataset, by slug."""
    found = Edition.objects.order_by("slug", "-as_at").distinct("slug")
    return {one.slug: one for one in found.defer("counts", "described")}


def editions_of(slug: str) -> QuerySet[Edition]:
    """The latest first, with their files."""
    found = Edition.objects.filter(slug=slug).defer("counts", "described")
    return found.prefetch_related("files").order_by("-as_at")


def last_validations() -> dict[str, Validation]:
    found = Validation.objects.order_by("slug", "-checked_at", "-pk").distinct("slug")
    return {one.slug: one for one in found}


def file_of(slug: str, ending: str, day: date | None = None) -> EditionFile | None:
    """Of an edition; of the latest, where no day is given."""
    found = EditionFile.objects.filter(edition__slug=slug, format=ending)
    if day is not None:
        found = found.filter(edition__as_at=day)
    return found.select_related("edition").order_by("-edition__as_at").first()


def reading_after_the_last(dataset: Dataset, as_at: date) -> Reading:
    """Where it counts people, beside the edition that came out last."""
    if not dataset.counts_people:
        return Reading(as_at)
    last = Edition.objects.filter(slug=dataset.slug).order_by("-as_at").first()
    return Reading(as_at, kept.read(last.counts) if last and last.counts else {})
