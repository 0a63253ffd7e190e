"""The imports of a project: the shell's tables, with what a site's row has beside them."""

from django.db import models

from diz_portal.imports.models import TABLE, Batch, Mapping, Row, one_for_each_supplier
from projects.portfolio.models.programme import Project


class ImportKind(models.TextChoices):
    SITES = "sites", "Sites"
    MILESTONES = "milestones", "Milestones"
    RISKS = "risks", "Risks"


class ImportSource(models.TextChoices):
    TABLE = TABLE, "Table with a heading row"
    EPRACCUR = "epraccur", "NHS list of practices (epraccur)"


class ImportMapping(Mapping):
    project = models.ForeignKey(
        "projects.Project", on_delete=models.CASCADE, related_name="import_mappings"
    )
    kind = models.CharField("contents", max_length=12, choices=ImportKind)
    words = models.JSONField("matched values", default=dict, db_column="stage_words")

    class Meta:
        verbose_name = "saved column matching"
        verbose_name_plural = "saved column matching"
        constraints = [one_for_each_supplier("project", name="projects_one_mapping_per_supplier")]


class ImportBatchQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Imports into the projects whose workspace the person may open."""
        return self.filter(project__in=Project.objects.worked_on_by(user))


class ImportBatch(Batch):
    SCOPE = ("project",)
    MAPPING = ImportMapping

    project = models.ForeignKey(
        "projects.Project", on_delete=models.CASCADE, related_name="import_batches"
    )
    kind = models.CharField("contents", max_length=12, choices=ImportKind)
    source = models.CharField(max_length=8, choices=ImportSource, default=TABLE)
    words = models.JSONField("matched values", default=dict, blank=True, db_column="stage_words")

    objects = ImportBatchQuerySet.as_manager()

    class Meta(Batch.Meta):
        verbose_name = "import"
        verbose_name_plural = "imports"


class ImportRow(Row):
    # Column → what a row has there of which nothing is said.
    MORE = {"entry_id": None, "was_entry_id": None, "version": None, "scope_step": 0}

    batch = models.ForeignKey(
        ImportBatch,
        on_delete=models.CASCADE,
        related_name="rows",
        db_index=False,  # the index of `Row` begins with it
        db_constraint=False,
    )
    # For a site: the stage entry to be made, the one it was current on, and its version, so
    # that a change by somebody else since is noticed.
    entry_id = models.BigIntegerField(null=True)
    was_entry_id = models.BigIntegerField(null=True)
    version = models.PositiveIntegerField(null=True)
    # +1 or −1 where it takes the site into or out of the project's scope.
    scope_step = models.SmallIntegerField(default=0)

    class Meta(Row.Meta):
        pass
