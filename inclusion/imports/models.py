from django.db import models
from django.db.models import Q

from diz_portal.imports.models import TABLE, Batch, Mapping, Row, one_for_each_supplier
from inclusion.cases.roles import handles_for
from partners.roles import is_manager

LIST = "list"


class ImportKind(models.TextChoices):
    DEVICES = "devices", "Devices"
    SIMS = "sims", "SIM cards"
    VOUCHERS = "vouchers", "Data vouchers"
    PLACES = "places", "Places to get help"


class ImportSource(models.TextChoices):
    TABLE = TABLE, "Table with a heading row"
    LIST = LIST, "List without a heading row"


# Lists of data, which every team issues where they name nobody.
OF_DATA = (ImportKind.SIMS, ImportKind.VOUCHERS)


class ImportMapping(Mapping):
    kept_by = models.ForeignKey(
        "partners.Organisation",
        null=True,
        on_delete=models.CASCADE,
        related_name="+",
        verbose_name="held by",
    )
    kind = models.CharField("contents", max_length=12, choices=ImportKind)

    class Meta:
        verbose_name = "saved column matching"
        verbose_name_plural = "saved column matching"
        constraints = [
            one_for_each_supplier(
                "kept_by", name="inclusion_one_mapping_per_supplier", nulls_distinct=False
            )
        ]


class ImportBatchQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Caseworkers: lists of what their organisation keeps, and of data that all share.
        Managers: all but the numbers of cards and vouchers, which they see where they imported
        them themselves."""
        mine = handles_for(user)
        seen = Q(kept_by__in=mine)
        if mine:
            seen |= Q(kept_by=None, kind__in=OF_DATA)
        if is_manager(user):
            seen |= ~Q(kind__in=OF_DATA) | Q(uploaded_by=user)
        return self.filter(seen)


class ImportBatch(Batch):
    SCOPE = ("kept_by",)
    MAPPING = ImportMapping

    kept_by = models.ForeignKey(
        "partners.Organisation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="held by",
        help_text="Team that holds what is imported. Leave blank for all teams.",
    )
    kind = models.CharField("contents", max_length=12, choices=ImportKind)
    source = models.CharField(max_length=8, choices=ImportSource, default=TABLE)
    # A folder of its own: what lies in one and no row knows is swept up.
    file = models.FileField(upload_to="lists/", max_length=200, blank=True)
    # What was typed with the list and holds for all of it, such as the network of its cards.
    said = models.JSONField(default=dict, blank=True)
    pledge = models.ForeignKey(
        "inclusion.DataPledge", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # The batch that it became.
    made = models.ForeignKey(
        "inclusion.DataBatch", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = ImportBatchQuerySet.as_manager()

    class Meta(Batch.Meta):
        pass


class ImportRow(Row):
    MORE: dict[str, object] = {}

    batch = models.ForeignKey(
        ImportBatch,
        on_delete=models.CASCADE,
        related_name="rows",
        db_index=False,  # the index of `Row` begins with it
        db_constraint=False,
    )

    class Meta(Row.Meta):
        pass
