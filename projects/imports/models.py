from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from diz_portal.references import new_reference


class ImportKind(models.TextChoices):
    SITES = "sites", "Sites"
    MILESTONES = "milestones", "Milestones"
    RISKS = "risks", "Risks"


class ImportState(models.TextChoices):
    UPLOADED = "uploaded", "Waiting for its headings to be matched"
    CHECKING = "checking", "Being checked"
    CHECKED = "checked", "Ready to apply"
    APPLYING = "applying", "Being applied"
    APPLIED = "applied", "Applied"
    UNDOING = "undoing", "Being undone"
    UNDONE = "undone", "Undone"
    FAILED = "failed", "Failed"


IMPORT_MOVES = {
    ImportState.UPLOADED: {ImportState.CHECKING, ImportState.FAILED},
    # Back to UPLOADED when the check meets stage words that nobody has matched yet.
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


class ImportSource(models.TextChoices):
    TABLE = "table", "Table with a heading row"
    EPRACCUR = "epraccur", "NHS list of practices (epraccur)"


class ImportMapping(models.Model):
    """How one supplier's headings and stage words map to ours: matched once, remembered."""

    project = models.ForeignKey(
        "projects.Project", on_delete=models.CASCADE, related_name="import_mappings"
    )
    kind = models.CharField(max_length=12, choices=ImportKind)
    supplier = models.CharField(max_length=120)
    headings = models.JSONField(default=dict)
    stage_words = models.JSONField(default=dict)
    used_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["project", "kind", "supplier"],
                name="projects_one_mapping_per_supplier",
                violation_error_message=(
                    "The headings of this supplier’s files are matched already. Change that "
                    "match instead."
                ),
            )
        ]

    def __str__(self):
        return f"{self.supplier} ({self.get_kind_display().lower()})"


class ImportBatchQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Imports into the projects whose workspace the person may open."""
        from projects.portfolio.models.programme import Project

        return self.filter(project__in=Project.objects.worked_on_by(user))


class ImportBatch(models.Model):
    """A file on its way in: uploaded, matched, checked, applied all or nothing, undone.

    A job row (design §4.1): its state is the truth, `done` of `total` rows is its progress.
    """

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    project = models.ForeignKey(
        "projects.Project", on_delete=models.CASCADE, related_name="import_batches"
    )
    kind = models.CharField(max_length=12, choices=ImportKind)
    supplier = models.CharField(max_length=120, blank=True)
    file = models.FileField(upload_to="imports/", max_length=200, blank=True)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveBigIntegerField("size in bytes", default=0, db_default=0)
    file_deleted_at = models.DateTimeField(null=True, blank=True)
    source = models.CharField(max_length=8, choices=ImportSource, default=ImportSource.TABLE)
    state = models.CharField(max_length=10, choices=ImportState, default=ImportState.UPLOADED)
    # What the file holds: its headings with an example of each, and stage words not yet matched.
    found = models.JSONField(default=dict, blank=True)
    # Its heading → our field, its stage word → our stage ("" where it means none of ours).
    headings = models.JSONField(default=dict, blank=True)
    stage_words = models.JSONField(default=dict, blank=True)
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

    objects = ImportBatchQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "import batches"
        ordering = ["-uploaded_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ImportState.values),
                name="projects_import_state_known",
                violation_error_message="Choose a state from the list.",
            )
        ]

    def __str__(self):
        return f"{self.file_name}, {self.uploaded_at:%d %B %Y}"

    @property
    def is_at_work(self) -> bool:
        return self.state in AT_WORK

    @property
    def has_errors(self) -> bool:
        return bool(self.summary.get("error"))

    @property
    def can_be_applied(self) -> bool:
        changes = self.summary.get("create", 0) + self.summary.get("change", 0)
        return self.state == ImportState.CHECKED and not self.has_errors and changes > 0

    @property
    def why_nothing_changes(self) -> str:
        """Of a file without errors that changes nothing."""
        if self.summary.get("unchanged"):
            return "Everything in the file is as it is here: there is nothing to apply."
        if self.summary.get("skipped"):
            return "Every row of the file was left out: there is nothing to apply."
        return "The file has headings but no row beneath them: there is nothing to apply."


class ImportAction(models.TextChoices):
    CREATE = "create", "New"
    CHANGE = "change", "Changed"
    ERROR = "error", "Error"


class ImportRow(models.Model):
    """What one row of the file would do or did: enough to preview it, apply it and undo it.

    Unchanged and skipped rows are only counted, in the batch's summary.
    """

    # The index below begins with it; an index more, or a constraint checked for each of
    # 100,000 rows, would cost seconds and prove nothing about rows that live and die with it.
    batch = models.ForeignKey(
        ImportBatch,
        on_delete=models.CASCADE,
        related_name="rows",
        db_index=False,
        db_constraint=False,
    )
    sheet = models.CharField(max_length=60, blank=True)
    number = models.PositiveIntegerField()
    action = models.CharField(max_length=8, choices=ImportAction)
    label = models.CharField(max_length=200, blank=True)
    # For a change: {column: [before, after]}; for a new record: {column: value}.
    values = models.JSONField(default=dict)
    # [{"column": …, "message": …}]
    errors = models.JSONField(default=list)
    # Primary key of the record changed or made; of one still to be made, the key set aside.
    record_id = models.BigIntegerField(null=True)
    # For a site: the stage entry to be made, the one it was current on, and its version, so
    # that a change by somebody else since is noticed.
    entry_id = models.BigIntegerField(null=True)
    was_entry_id = models.BigIntegerField(null=True)
    version = models.PositiveIntegerField(null=True)
    # +1 or −1 where it takes the site into or out of the project's scope.
    scope_step = models.SmallIntegerField(default=0)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["batch", "action", "id"], name="projects_rows_by_action")]

    def __str__(self):
        return f"Row {self.number}"
