"""What a file on its way in is kept as. The three tables are abstract: an app has its own, which
say whose file it is (a project's, an organisation's), and stand beside what they bring in."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from diz_portal import words
from diz_portal.references import new_reference

# What the file is: a table with a heading row, or else what its kind says (`Kind.list_source`).
TABLE = "table"


class ImportState(models.TextChoices):
    UPLOADED = "uploaded", "Needs column matching"
    CHECKING = "checking", "Being checked"
    CHECKED = "checked", "Ready to apply"
    APPLYING = "applying", "Being applied"
    APPLIED = "applied", "Applied"
    UNDOING = "undoing", "Being undone"
    UNDONE = "undone", "Undone"
    FAILED = "failed", "Failed"


IMPORT_MOVES = {
    ImportState.UPLOADED: {ImportState.CHECKING, ImportState.FAILED},
    # Back to UPLOADED when the check meets words that nobody has matched yet.
    ImportState.CHECKING: {ImportState.UPLOADED, ImportState.CHECKED, ImportState.FAILED},
    ImportState.CHECKED: {ImportState.UPLOADED, ImportState.CHECKING, ImportState.APPLYING},
    # Back to CHECKED when what it would change has changed since the preview.
    ImportState.APPLYING: {ImportState.CHECKED, ImportState.APPLIED},
    ImportState.APPLIED: {ImportState.UNDOING},
    ImportState.UNDOING: {ImportState.APPLIED, ImportState.UNDONE},
    ImportState.UNDONE: set(),
    ImportState.FAILED: set(),
}
# A worker has it, or should: the sweep looks after these.
AT_WORK = [ImportState.CHECKING, ImportState.APPLYING, ImportState.UNDOING]
# They changed nothing: they may be thrown away, and are after a while.
NEVER_APPLIED = [ImportState.UPLOADED, ImportState.CHECKED, ImportState.FAILED]


class ImportAction(models.TextChoices):
    CREATE = "create", "New"
    CHANGE = "change", "Changed"
    # It would rewrite what is recorded as having happened.
    CORRECT = "correct", "Correction"
    # The same came in before, and nothing in the row tells the two apart.
    DOUBLE = "double", "Possible duplicate"
    ERROR = "error", "Error"
    OUT = "out", "Left out"


# Nothing happens to these until somebody ticks them.
ASKED = (ImportAction.CORRECT, ImportAction.DOUBLE)


class Mapping(models.Model):
    """How one supplier's headings and words map to ours: matched once, remembered."""

    kind = models.CharField("contents", max_length=12)
    supplier = models.CharField(max_length=120)
    headings = models.JSONField(default=dict)
    words = models.JSONField("matched values", default=dict)
    used_at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True

    def __str__(self):
        return self.supplier or "No supplier named"


def one_for_each_supplier(
    owner: str, *, name: str, nulls_distinct: bool | None = None
) -> models.UniqueConstraint:
    """The constraint of a mapping: one owner matches the files of one kind from one supplier
    once. `nulls_distinct=False` where what has no owner is one owner's, too."""
    return models.UniqueConstraint(
        fields=[owner, "kind", "supplier"],
        nulls_distinct=nulls_distinct,
        name=name,
        violation_error_message=(
            "The columns of this supplier’s files are already matched. Change that column matching "
            "instead"
        ),
    )


class Batch(models.Model):
    """A file on its way in: uploaded, matched, checked, applied all or nothing, undone.

    A job row (design §4.1): its state is the truth, `done` of `total` rows is its progress.
    """

    # The columns that say whose file it is; a mapping has the same.
    SCOPE: tuple[str, ...] = ()

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    kind = models.CharField("contents", max_length=12)
    supplier = models.CharField(max_length=120, blank=True)
    file = models.FileField(upload_to="imports/", max_length=200, blank=True)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField("SHA-256", max_length=64)
    size = models.PositiveBigIntegerField("size in bytes", default=0, db_default=0)
    file_deleted_at = models.DateTimeField(null=True, blank=True)
    source = models.CharField(max_length=8, default=TABLE)
    state = models.CharField(
        "status", max_length=10, choices=ImportState, default=ImportState.UPLOADED
    )
    # What the file holds: its headings with an example of each, and words not yet matched.
    found = models.JSONField(default=dict, blank=True)
    # Its heading → our field, its word → ours ("" where it means none of ours).
    headings = models.JSONField(default=dict, blank=True)
    words = models.JSONField("matched values", default=dict, blank=True)
    # What people said of rows: see `choosing`.
    choices = models.JSONField(default=dict, blank=True, db_default={})
    # Why what is recorded already is corrected; it stands with each correction.
    corrections_reason = models.CharField(max_length=400, blank=True, db_default="")
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    # Counts by action, and skipped rows by reason.
    summary = models.JSONField(default=dict, blank=True)
    problem = models.CharField(max_length=500, blank=True)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    uploaded_at = models.DateTimeField(default=timezone.now)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    applied_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    applied_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        abstract = True
        verbose_name_plural = "import batches"
        ordering = ["-uploaded_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ImportState.values),
                name="%(app_label)s_import_state_known",
                violation_error_message="Select a status from the list",
            ),
            models.CheckConstraint(
                condition=~Q(file="") | ~Q(found__has_any_keys=["examples", "words"]),
                name="%(app_label)s_import_examples_go_with_their_file",
                violation_error_message=(
                    "Remove the examples from the file: the file has been deleted"
                ),
            ),
        ]

    def __str__(self):
        return f"{self.file_name}, {words.uk_date(self.uploaded_at)}"

    @property
    def scope(self) -> dict[str, Any]:
        """Whose file it is, to find what belongs to the same."""
        return {name: getattr(self, name) for name in self.SCOPE}

    @property
    def is_table(self) -> bool:
        return self.source == TABLE

    @property
    def is_at_work(self) -> bool:
        return self.state in AT_WORK

    @property
    def has_errors(self) -> bool:
        return bool(self.summary.get("error"))

    @property
    def changes(self) -> int:
        """How many rows would do something, as they are ticked now."""
        return sum(self.summary.get(name, 0) for name in ("create", "change", "taken"))

    @property
    def can_be_applied(self) -> bool:
        return self.state == ImportState.CHECKED and not self.has_errors and self.changes > 0

    @property
    def status(self) -> str:
        """What every page calls it: a file that was checked is ready only if it can be applied."""
        if self.state == ImportState.CHECKED and self.has_errors:
            return "Has errors"
        if self.state == ImportState.CHECKED and not self.can_be_applied:
            return "Nothing to apply"
        return str(ImportState(self.state).label)

    @property
    def why_nothing_changes(self) -> str:
        """Of a file without errors that changes nothing."""
        if any(self.summary.get(action.value) for action in ASKED):
            return (
                "No rows are selected and the rest of the file has no changes, so there is "
                "nothing to apply."
            )
        if self.summary.get("unchanged"):
            return "The file contains no changes, so there is nothing to apply."
        if self.summary.get("skipped") or self.summary.get("out"):
            return "All rows were left out, so there is nothing to apply."
        return "The file has headings but no rows, so there is nothing to apply."


class Row(models.Model):
    """What one row of the file would do or did: enough to preview it, apply it and undo it.

    Unchanged and skipped rows are only counted, in the batch's summary. A concrete table has
    `batch`, without an index or a constraint of its own: checked for each of 100,000 rows they
    would cost seconds, and prove nothing about rows that live and die with it.
    """

    sheet = models.CharField(max_length=60, blank=True)
    number = models.PositiveIntegerField()
    action = models.CharField(max_length=8, choices=ImportAction)
    label = models.CharField(max_length=200, blank=True)
    # For a change or correction: {column: [before, after]}; for a new record: {column: value}.
    values = models.JSONField(default=dict)
    # [{"column": …, "at": its letter, "value": …, "message": …}]
    errors = models.JSONField(default=list)
    # Primary key of the record changed or made; of one still to be made, the key set aside.
    record_id = models.BigIntegerField(null=True)
    # Of what is asked about, whether it is ticked; of an error, no when it is proposed that the
    # row be left out.
    taken = models.BooleanField(default=True, db_default=True)

    class Meta:
        abstract = True
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["batch", "action", "id"], name="%(app_label)s_rows_by_action")
        ]

    def __str__(self):
        return f"Row {self.number}"
