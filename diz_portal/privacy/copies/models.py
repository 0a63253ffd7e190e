"""A copy on its way to a person: what was read and blacked out in it, its files, and to whom."""

import uuid

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from diz_portal import secrecy
from diz_portal.history import append_only
from diz_portal.privacy.registers.models import DataRequest
from diz_portal.references import new_reference

FOLDER = "copies"
SEALED_AS = "copies"


class Reason(models.TextChoices):
    """Why words are left out: as the person reads it (Data Protection Act 2018, Schedules 2, 3)."""

    ANOTHER = "another", "about another person"
    REFERENCE = "reference", "a reference given in confidence"
    PRIVILEGE = "privilege", "advice from a lawyer"
    HARM = "harm", "it could seriously harm someone"
    CRIME = "crime", "it could make it harder to detect or prevent a crime"


class Format(models.TextChoices):
    PDF = "pdf", "PDF"
    JSON = "json", "JSON"


# What is finished stays as it was finished: only its files go, once their time is up.
STAYS_AS_FINISHED = pgtrigger.Trigger(
    name="stays_as_finished",
    when=pgtrigger.Before,
    operation=pgtrigger.Update | pgtrigger.Delete,
    condition=pgtrigger.Q(old__finished_at__isnull=False),
    func="""
        IF TG_OP = 'DELETE' OR ROW(NEW.request_id, NEW.records, NEW.held, NEW.finished_at,
                NEW.finished_by_id, NEW.started_at)
            IS DISTINCT FROM ROW(OLD.request_id, OLD.records, OLD.held, OLD.finished_at,
                OLD.finished_by_id, OLD.started_at)
            OR OLD.emptied_at IS NOT NULL AND NEW.emptied_at IS DISTINCT FROM OLD.emptied_at THEN
            RAISE EXCEPTION 'A finished copy stays as it was finished.'
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    """,
)


class PreparedCopy(models.Model):
    """The copy of some records, from when an officer begins to read it until its files are gone.

    `records` are named as everywhere: the kind and the reference. `held` is a mark of what was
    held when it was finished: by it one sees that something has changed since.
    """

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    request = models.ForeignKey(
        DataRequest, null=True, blank=True, on_delete=models.PROTECT, related_name="copies"
    )
    records = ArrayField(models.CharField(max_length=75))
    started_at = models.DateTimeField(default=timezone.now)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    held = models.CharField(max_length=64, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    finished_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    emptied_at = models.DateTimeField("files deleted", null=True, blank=True)

    class Meta:
        ordering = ["-started_at", "-pk"]
        default_permissions = ("view",)
        verbose_name = "copy for a person"
        verbose_name_plural = "copies for people"
        constraints = [
            models.CheckConstraint(
                condition=Q(finished_at=None, finished_by=None, held="")
                | Q(finished_at__isnull=False, finished_by__isnull=False) & ~Q(held=""),
                name="privacy_copy_finished_by_somebody",
                violation_error_message=(
                    "Enter when the copy was finished, who finished it and a checksum of its "
                    "contents"
                ),
            ),
            models.CheckConstraint(
                condition=Q(records__len__gt=0),
                name="privacy_copy_of_something",
                violation_error_message="Select at least one record to copy",
            ),
            # Two officers who begin at once work on one.
            models.UniqueConstraint(
                fields=["request", "records"],
                condition=Q(finished_at=None, emptied_at=None),
                nulls_distinct=False,
                name="privacy_copy_one_at_a_time",
                violation_error_message=(
                    "Open the copy of these records that is already being prepared"
                ),
            ),
        ]
        triggers = [STAYS_AS_FINISHED]

    def __str__(self):
        return f"Copy {self.reference}"

    def get_absolute_url(self):
        return reverse("privacy:copy", args=[self.reference])

    @property
    def is_finished(self) -> bool:
        return self.finished_at is not None

    @property
    def is_emptied(self) -> bool:
        return self.emptied_at is not None


def _of_unfinished() -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name="before_it_is_finished",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert,
        func="""
            PERFORM 1 FROM privacy_preparedcopy WHERE id = NEW.copy_id
                AND finished_at IS NULL AND emptied_at IS NULL FOR NO KEY UPDATE;
            IF NOT FOUND THEN
                RAISE EXCEPTION 'A finished copy is not read again.'
                    USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )


class CopyReading(models.Model):
    """Somebody read one piece of a copy: which words of it are blacked out, and why; perhaps none.

    Append-only: of one place the last counts. `text` is a mark of the words as they were read.
    """

    copy = models.ForeignKey(PreparedCopy, on_delete=models.PROTECT, related_name="readings")
    place = models.CharField(max_length=250)
    text = models.CharField(max_length=64)
    # Each on a line of its own.
    words = models.TextField(blank=True)
    is_withheld = models.BooleanField("the whole text", default=False)
    reason = models.CharField(max_length=9, choices=Reason, blank=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                condition=Q(reason="", is_withheld=False, words="")
                | Q(reason__in=Reason.values, is_withheld=True)
                | Q(reason__in=Reason.values) & ~Q(words=""),
                name="privacy_blacked_out_for_a_reason",
                violation_error_message=(
                    "Select a reason for words that are redacted, and none if none are"
                ),
            ),
        ]
        indexes = [models.Index(fields=["copy", "place"], name="privacy_reading_of_place")]
        triggers = [append_only(), _of_unfinished()]

    def __str__(self):
        return f"{self.copy}: {self.place}"

    @property
    def each(self) -> tuple[str, ...]:
        return tuple(self.words.splitlines())


def opaque_key(row: "CopyFile", name: str) -> str:
    key = uuid.uuid4().hex
    return f"{FOLDER}/{key[:2]}/{key}"


class CopyFile(models.Model):
    """A finished copy as a file, sealed. `sha256` and `size` are of what is handed out."""

    copy = models.ForeignKey(PreparedCopy, on_delete=models.PROTECT, related_name="files")
    format = models.CharField(max_length=4, choices=Format)
    file = models.FileField(upload_to=opaque_key, max_length=60)
    size = models.PositiveBigIntegerField("size in bytes")
    sha256 = models.CharField("SHA-256", max_length=64)
    made_at = models.DateTimeField(default=timezone.now)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["pk"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["copy", "format"],
                name="privacy_copy_file_of_each_kind",
                violation_error_message="Use the file of this type that the copy already has",
            ),
            models.CheckConstraint(
                condition=Q(format__in=Format.values, size__gt=0, sha256__regex=r"^[0-9a-f]{64}$"),
                name="privacy_copy_file_is_whole",
                violation_error_message="Add a file as PDF or JSON, with its size and SHA-256",
            ),
        ]
        triggers = [append_only()]

    def __str__(self):
        return f"{self.copy}: {self.get_format_display()}"

    def opened(self) -> bytes:
        """What is handed out. Raises secrecy.Unreadable, or FileNotFoundError where it is lost."""
        with self.file.open("rb") as stored:
            return secrecy.unseal_bytes(stored.read(), purpose=SEALED_AS)


ONLY_WHAT_IS_FINISHED = pgtrigger.Trigger(
    name="only_what_is_finished",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert,
    func="""
        IF NOT EXISTS (
            SELECT 1 FROM privacy_preparedcopy c
            JOIN privacy_copyfile f ON f.copy_id = c.id AND f.format = NEW.format
                AND f.sha256 = NEW.sha256
            WHERE c.id = NEW.copy_id AND c.finished_at IS NOT NULL AND c.emptied_at IS NULL)
        THEN
            RAISE EXCEPTION 'A copy is handed out once it is finished.'
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    """,
)


class CopyHandout(models.Model):
    """A finished copy was saved by somebody, to be given to the person."""

    copy = models.ForeignKey(PreparedCopy, on_delete=models.PROTECT, related_name="handouts")
    format = models.CharField(max_length=4, choices=Format)
    # Of the file: stays when the file is gone.
    sha256 = models.CharField("SHA-256", max_length=64)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-at", "-pk"]
        default_permissions = ("view",)
        triggers = [append_only(), ONLY_WHAT_IS_FINISHED]

    def __str__(self):
        return f"{self.copy}: disclosed as {self.get_format_display()}"
