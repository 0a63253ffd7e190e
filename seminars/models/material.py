from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from diz_portal.documents.models import Document
from diz_portal.references import new_reference
from diz_portal.search.columns import Words, words_index
from seminars.models.seminar import Seminar


class MaterialKind(models.TextChoices):
    SLIDES = "slides", "Slides"
    HANDOUT = "handout", "Handout"
    RECORDING = "recording", "Recording"
    TRANSCRIPT = "transcript", "Transcript"
    READING = "reading", "Further reading"


class Audience(models.TextChoices):
    PUBLIC = "public", "Everyone, on the seminar’s page"
    REGISTERED = "registered", "Only people who have a place, with their personal link"


class MaterialQuerySet(models.QuerySet):
    def published(self):
        return self.exclude(published_at=None)

    def public(self):
        return self.published().filter(audience=Audience.PUBLIC)


class Material(models.Model):
    """Something to take home from a seminar: a file we keep, or a link to it elsewhere."""

    seminar = models.ForeignKey(Seminar, on_delete=models.PROTECT, related_name="materials")
    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    title = models.CharField(max_length=150)
    kind = models.CharField("type of material", max_length=10, choices=MaterialKind)
    audience = models.CharField("who can see it", max_length=10, choices=Audience)
    document = models.OneToOneField(
        Document, null=True, on_delete=models.PROTECT, related_name="seminar_material"
    )
    link = models.URLField(max_length=500, blank=True)
    # A recording that somebody cannot hear must be readable (WCAG 1.2.1 and 1.2.2).
    has_captions = models.BooleanField("the recording shows captions", default=False)
    captions_link = models.URLField(max_length=500, blank=True)
    transcript_link = models.URLField(max_length=500, blank=True)
    published_at = models.DateTimeField(null=True, editable=False)
    added_at = models.DateTimeField(default=timezone.now, editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = MaterialQuerySet.as_manager()

    class Meta:
        ordering = ["seminar", "added_at", "pk"]
        indexes = [words_index(Words("title"), name="seminars_material_words")]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=MaterialKind.values),
                name="seminars_material_kind_known",
                violation_error_message="Select a type from the list",
            ),
            models.CheckConstraint(
                condition=Q(audience__in=Audience.values),
                name="seminars_material_audience_known",
                violation_error_message="Select who can see it",
            ),
            models.CheckConstraint(
                condition=(Q(document=None) & ~Q(link=""))
                | (Q(document__isnull=False) & Q(link="")),
                name="seminars_material_is_file_or_link",
                violation_error_message="Add either a file or a link",
            ),
            models.CheckConstraint(
                condition=~Q(kind=MaterialKind.RECORDING)
                | Q(has_captions=True)
                | ~Q(captions_link="")
                | ~Q(transcript_link=""),
                name="seminars_recording_can_be_read",
                violation_error_message=(
                    "Select that the recording shows captions, or add a link to captions or a "
                    "transcript"
                ),
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def file_kind(self) -> str:
        """What somebody's machine must be able to open: PDF, DOCX and so on."""
        name = self.document.original_name if self.document else ""
        return name.rpartition(".")[2].upper()
