import uuid

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from diz_portal.references import new_reference
from diz_portal.search.columns import Words, words_index

FOLDER = "documents"


def opaque_key(document: "Document", name: str) -> str:
    """Nothing of the uploaded name reaches the storage."""
    key = uuid.uuid4().hex
    return f"{FOLDER}/{key[:2]}/{key}"


class Document(models.Model):
    """One uploaded paper, never changed: a new version is a new document."""

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    title = models.CharField(max_length=200)
    original_name = models.CharField("file name", max_length=150)
    content_type = models.CharField("type", max_length=100)
    size = models.PositiveBigIntegerField("size in bytes")
    sha256 = models.CharField("SHA-256", max_length=64)
    file = models.FileField(upload_to=opaque_key, max_length=60)
    guard = models.CharField(max_length=60, help_text="The rule that says who may read it.")
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    uploaded_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-uploaded_at", "-pk"]
        indexes = [words_index(Words("title"), name="documents_document_words")]
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                condition=Q(size__gt=0),
                name="documents_document_not_empty",
                violation_error_message="This file is empty. Select another",
            ),
            models.CheckConstraint(
                condition=Q(sha256__regex=r"^[0-9a-f]{64}$"),
                name="documents_document_sha256",
                violation_error_message="Upload the file again: its SHA-256 must be 64 digits and "
                "letters from a to f",
            ),
        ]

    def __str__(self):
        return self.title

    def delete(self, *args, **kwargs):
        """The file goes once the row is gone for good; what bulk deletes leave is swept up."""
        storage, name = self.file.storage, self.file.name
        result = super().delete(*args, **kwargs)
        transaction.on_commit(lambda: storage.delete(name or ""), robust=True)
        return result
