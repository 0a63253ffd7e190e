"""A partner's list on its way in: see `diz_portal.imports`. Only its own organisation reads it."""

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
from inclusion.cases.models import LawfulBasis
from inclusion.cases.roles import refers_for


class ClientListKind(models.TextChoices):
    CLIENTS = "clients", "People to call about a landline"


class ClientListSource(models.TextChoices):
    TABLE = TABLE, "Table with a heading row"


class ClientMapping(Mapping):
    organisation = models.ForeignKey(
        "partners.Organisation", on_delete=models.CASCADE, related_name="+"
    )
    kind = models.CharField("contents", max_length=12, choices=ClientListKind)

    class Meta:
        verbose_name = "saved column matching for referral lists"
        verbose_name_plural = "saved column matching for referral lists"
        constraints = [
            one_for_each_supplier("organisation", name="inclusion_one_mapping_of_clients")
        ]


class ClientListQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the organisations that a person refers for, and nobody else's: managers and
        teams read what was referred, not the list."""
        return self.filter(organisation__in=refers_for(user))


class ClientList(Batch):
    SCOPE = ("organisation",)
    MAPPING = ClientMapping

    organisation = models.ForeignKey(
        "partners.Organisation",
        on_delete=models.PROTECT,
        related_name="+",
        help_text="The partner that refers these people.",
    )
    kind = models.CharField(
        "contents", max_length=12, choices=ClientListKind, default=ClientListKind.CLIENTS
    )
    source = models.CharField(max_length=8, choices=ClientListSource, default=TABLE)
    # A folder of its own: what lies in one and no row knows is swept up.
    file = models.FileField(upload_to="clients/", max_length=200, blank=True)
    # What holds for every person on it.
    lawful_basis = models.CharField(max_length=11, choices=LawfulBasis)
    told_by = models.CharField("who told the people", max_length=150)
    told_on = models.DateField("when they were told")

    objects = ClientListQuerySet.as_manager()

    class Meta(Batch.Meta):
        verbose_name = "referral list"
        verbose_name_plural = "referral lists"
        # What every batch keeps to, under names of its own: the app has another such table.
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ImportState.values),
                name="inclusion_client_list_state_known",
                violation_error_message="Select a status from the list",
            ),
            models.CheckConstraint(
                condition=~Q(file="") | ~Q(found__has_any_keys=["examples", "words"]),
                name="inclusion_client_list_examples_go_with_file",
                violation_error_message="Remove what was read from the file: it has been deleted",
            ),
            models.CheckConstraint(
                condition=Q(lawful_basis__in=LawfulBasis.values),
                name="inclusion_client_list_has_basis",
                violation_error_message="Select a lawful basis from the list",
            ),
        ]


class ClientRow(Row):
    MORE: dict[str, object] = {}

    batch = models.ForeignKey(
        ClientList,
        on_delete=models.CASCADE,
        related_name="rows",
        db_index=False,  # the index of `Row` begins with it
        db_constraint=False,
    )

    class Meta(Row.Meta):
        indexes = [
            models.Index(fields=["batch", "action", "id"], name="inclusion_client_rows"),
        ]
