"""The returns of an organisation on their way in, from a file: see `diz_portal.imports`."""

from django.db import models
from django.db.models import Q

from diz_portal.imports.models import (
    TABLE,
    Batch,
    ImportState,
    Mapping,
    Row,
    one_for_each_supplier,
)
from partners.roles import works_for


class ReturnImportKind(models.TextChoices):
    RETURNS = "returns", "Monthly returns"


class ReturnImportSource(models.TextChoices):
    TABLE = TABLE, "Table with a heading row"


class ReturnImportMapping(Mapping):
    organisation = models.ForeignKey(
        "partners.Organisation", on_delete=models.CASCADE, related_name="+"
    )
    kind = models.CharField("contents", max_length=12, choices=ReturnImportKind)

    class Meta:
        verbose_name = "saved column matching for returns"
        verbose_name_plural = "saved column matching for returns"
        constraints = [
            one_for_each_supplier("organisation", name="projects_one_mapping_of_returns")
        ]


class ReturnImportBatchQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the organisations that the person reports for: what is in such a file has not
        been sent, and until then it is read by nobody else."""
        return self.filter(organisation__in=works_for(user))


class ReturnImportBatch(Batch):
    SCOPE = ("organisation",)
    MAPPING = ReturnImportMapping

    organisation = models.ForeignKey(
        "partners.Organisation",
        on_delete=models.PROTECT,
        related_name="+",
        help_text="The organisation whose returns these are.",
    )
    round = models.ForeignKey("projects.ReportingRound", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(
        "contents", max_length=12, choices=ReturnImportKind, default=ReturnImportKind.RETURNS
    )
    source = models.CharField(max_length=8, choices=ReturnImportSource, default=TABLE)
    # A folder of its own: what lies in one and no row knows is swept up.
    file = models.FileField(upload_to="returns/", max_length=200, blank=True)

    objects = ReturnImportBatchQuerySet.as_manager()

    class Meta(Batch.Meta):
        verbose_name = "import of returns"
        verbose_name_plural = "imports of returns"
        # What every batch keeps to, under names of its own: the app has another such table.
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ImportState.values),
                name="projects_return_import_state_known",
                violation_error_message="Select a status from the list",
            ),
            models.CheckConstraint(
                condition=~Q(file="") | ~Q(found__has_any_keys=["examples", "words"]),
                name="projects_return_import_examples_go_with_file",
                violation_error_message="Remove the examples from the file: the file has been "
                "deleted",
            ),
        ]


class ReturnImportRow(Row):
    # Column → what a row has there of which nothing is said.
    MORE: dict[str, object] = {"version": None}

    batch = models.ForeignKey(
        ReturnImportBatch,
        on_delete=models.CASCADE,
        related_name="rows",
        db_index=False,  # the index of `Row` begins with it
        db_constraint=False,
    )
    # Of the return when it was looked at, later when it was written: a colleague is noticed.
    version = models.PositiveIntegerField(null=True)

    class Meta(Row.Meta):
        indexes = [
            models.Index(fields=["batch", "action", "id"], name="projects_return_rows_by_action")
        ]
