"""The ledger of an accountable body on its way in, from its export: see `diz_portal.imports`."""

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
from partners.roles import is_manager
from projects.money.readers import keepers


class LedgerImportKind(models.TextChoices):
    LEDGER = "ledger", "Ledger"


class LedgerImportSource(models.TextChoices):
    TABLE = TABLE, "Table with a heading row"


class LedgerImportMapping(Mapping):
    organisation = models.ForeignKey(
        "partners.Organisation", on_delete=models.CASCADE, related_name="+"
    )
    kind = models.CharField("contents", max_length=12, choices=LedgerImportKind)

    class Meta:
        verbose_name = "saved column matching for ledgers"
        verbose_name_plural = "saved column matching for ledgers"
        constraints = [
            one_for_each_supplier("organisation", name="projects_one_mapping_of_ledgers")
        ]


class LedgerImportBatchQuerySet(models.QuerySet):
    def visible_to(self, user):
        """As the ledger itself."""
        return self if is_manager(user) else self.filter(organisation__in=keepers(user))


class LedgerImportBatch(Batch):
    # All projects of an accountable body come from one ledger, with the same headings.
    SCOPE = ("organisation",)
    MAPPING = LedgerImportMapping

    organisation = models.ForeignKey(
        "partners.Organisation",
        on_delete=models.PROTECT,
        related_name="+",
        help_text="The accountable body that the ledger belongs to.",
    )
    project = models.ForeignKey("projects.Project", on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(
        "contents", max_length=12, choices=LedgerImportKind, default=LedgerImportKind.LEDGER
    )
    source = models.CharField(max_length=8, choices=LedgerImportSource, default=TABLE)
    # A folder of its own: what lies in one and no row knows is swept up.
    file = models.FileField(upload_to="ledgers/", max_length=200, blank=True)

    objects = LedgerImportBatchQuerySet.as_manager()

    class Meta(Batch.Meta):
        verbose_name = "import of a ledger"
        verbose_name_plural = "imports of ledgers"
        # What every batch keeps to, under names of its own: the app has other such tables.
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ImportState.values),
                name="projects_ledger_import_state_known",
                violation_error_message="Select a status from the list",
            ),
            models.CheckConstraint(
                condition=~Q(file="") | ~Q(found__has_any_keys=["examples", "words"]),
                name="projects_ledger_import_examples_go_with_file",
                violation_error_message="Remove what was read from the file: it has been deleted",
            ),
        ]


class LedgerImportRow(Row):
    # Column → what a row has there of which nothing is said.
    MORE: dict[str, object] = {"was_id": None}

    batch = models.ForeignKey(
        LedgerImportBatch,
        on_delete=models.CASCADE,
        related_name="rows",
        db_index=False,  # the index of `Row` begins with it
        db_constraint=False,
    )
    # The row of the ledger that this one supersedes; `record_id` is the key of the one it makes.
    was_id = models.BigIntegerField(null=True)

    class Meta(Row.Meta):
        indexes = [
            models.Index(fields=["batch", "action", "id"], name="projects_ledger_rows_by_action")
        ]
