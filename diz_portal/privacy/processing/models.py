"""The record of processing activities of each controller (UK GDPR, Article 30)."""

from functools import reduce
from operator import or_

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone

from diz_portal.privacy import purposes
from diz_portal.references import new_reference
from diz_portal.sql import quoted

from .enums import NEED_A_POLICY, PARAGRAPHS, Basis, Condition, Paragraph, Transfers

# Each condition with a paragraph that belongs to it, or with none where none is needed.
CONDITION_WITH_PARAGRAPH = reduce(
    or_,
    [
        Q(condition__in=["", *(one for one in Condition if one not in PARAGRAPHS)], schedule_1=""),
        *(Q(condition=one, schedule_1__in=list(few)) for one, few in PARAGRAPHS.items()),
    ],
)


def stays_as_it_began(*columns: str) -> pgtrigger.Trigger:
    """Whose a row is does not change: what hangs on it is of the same controller."""
    moved = " OR ".join(f"OLD.{column} IS DISTINCT FROM NEW.{column}" for column in columns)
    return pgtrigger.Trigger(
        name="stays_as_it_began",
        when=pgtrigger.Before,
        operation=pgtrigger.UpdateOf(*columns),
        condition=pgtrigger.Condition(moved),
        func="""
            RAISE EXCEPTION 'A record of processing and its processors stay with their controller.'
                USING ERRCODE = 'check_violation';
        """,
    )


def public_task_is_for_public_bodies() -> pgtrigger.Trigger:
    return pgtrigger.Trigger(
        name="public_task_is_public",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.UpdateOf("basis", "controller_id"),
        condition=pgtrigger.Condition(f"NEW.basis = {quoted(Basis.PUBLIC_TASK)}"),
        func="""
            IF NOT EXISTS (SELECT 1 FROM partners_organisation
                WHERE id = NEW.controller_id AND is_public_body) THEN
                RAISE EXCEPTION 'Public task is a lawful basis of public bodies only.'
                    USING ERRCODE = 'check_violation';
            END IF;
            RETURN NEW;
        """,
    )


class ProcessingRecordQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Managers see all; a data protection lead those of their organisation."""
        if user.has_perm("privacy.see_register"):
            return self
        return self.filter(controller__in=purposes.protects_data_for(user))

    def kept_by(self, user):
        """Those that the person may change."""
        mine = Q(controller__in=purposes.protects_data_for(user))
        if user.has_perm("privacy.see_register"):
            # Managers work for the lead organisation.
            mine |= Q(
                controller__in=[
                    one.pk for one in purposes.controllers_of(purposes.LEAD_ORGANISATION)
                ]
            )
        return self.filter(mine)

    def due(self, today):
        """Never checked, or to be looked at again."""
        return self.filter(Q(reviewed_on=None) | Q(next_review_on__lte=today))

    def most_pressing_first(self):
        return self.order_by(
            F("reviewed_on").asc(nulls_first=True), "next_review_on", "controller__name", "purpose"
        )


@pghistory.track(model_name="ProcessingRecordAudit")
class ProcessingRecord(models.Model):
    """What one controller answers for one purpose: filled in once by `services.ensure`, and from
    then on its data protection lead's."""

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    controller = models.ForeignKey(
        "partners.Organisation", on_delete=models.PROTECT, related_name="processing"
    )
    # A `Purpose` that the code declares.
    purpose = models.SlugField(max_length=40, editable=False)
    basis = models.CharField("lawful basis", max_length=16, choices=Basis)
    basis_words = models.CharField(
        "law, task or interest",
        max_length=300,
        blank=True,
        help_text="The Act and section of a public task or legal obligation, or the interest.",
    )
    assessed_on = models.DateField("legitimate interests assessment", null=True, blank=True)
    # As the code says of the purpose.
    special = models.BooleanField("holds special category data", editable=False)
    condition = models.CharField(
        "Article 9 condition", max_length=17, choices=Condition, blank=True
    )
    schedule_1 = models.CharField(
        "paragraph of Schedule 1", max_length=2, choices=Paragraph, blank=True
    )
    policy_on = models.DateField("appropriate policy document", null=True, blank=True)
    source = models.CharField("where the data comes from", max_length=300)
    recipients = models.CharField("who receives it", max_length=300)
    transfers = models.CharField(
        "transfers abroad", max_length=13, choices=Transfers, default=Transfers.NONE
    )
    transfers_to = models.CharField("countries and recipients", max_length=200, blank=True)
    made_on = models.DateField(default=timezone.localdate, editable=False)
    # Nobody has checked the first values yet: both empty.
    reviewed_on = models.DateField("reviewed", null=True, blank=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
    )
    next_review_on = models.DateField("next review", null=True, blank=True)

    objects = ProcessingRecordQuerySet.as_manager()

    class Meta:
        verbose_name = "record of processing"
        verbose_name_plural = "records of processing"
        ordering = ["controller", "purpose"]
        default_permissions = ("view",)
        triggers = [
            public_task_is_for_public_bodies(),
            stays_as_it_began("controller_id", "purpose"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["controller", "purpose"],
                name="privacy_one_record_a_purpose",
                violation_error_message=(
                    "Change the record that this controller already has for this purpose"
                ),
            ),
            models.CheckConstraint(
                condition=Q(basis__in=Basis.values),
                name="privacy_basis_known",
                violation_error_message="Select a lawful basis from the list",
            ),
            models.CheckConstraint(
                condition=Q(special=True, condition__in=Condition.values)
                | Q(special=False, condition=""),
                name="privacy_special_data_has_condition",
                violation_error_message=(
                    "Select an Article 9 condition if special category data is held, and none if "
                    "it is not"
                ),
            ),
            models.CheckConstraint(
                condition=CONDITION_WITH_PARAGRAPH,
                name="privacy_condition_has_paragraph",
                violation_error_message=(
                    "Select the paragraph of Schedule 1 that belongs to the Article 9 condition, "
                    "and none if the condition does not need one"
                ),
            ),
            models.CheckConstraint(
                condition=~Q(source="") & ~Q(recipients=""),
                name="privacy_record_says_from_and_to",
                violation_error_message="Enter where the data comes from and who receives it",
            ),
            models.CheckConstraint(
                condition=Q(transfers=Transfers.NONE, transfers_to="")
                | Q(transfers__in=[one for one in Transfers if one != Transfers.NONE])
                & ~Q(transfers_to=""),
                name="privacy_transfers_say_where",
                violation_error_message=(
                    "Enter the countries that data goes to, who receives it and what protects "
                    "it, or "
                    "select that no data leaves the UK"
                ),
            ),
            models.CheckConstraint(
                condition=Q(
                    reviewed_on__isnull=True, reviewed_by__isnull=True, next_review_on__isnull=True
                )
                | Q(
                    reviewed_on__isnull=False,
                    reviewed_by__isnull=False,
                    next_review_on__isnull=False,
                    next_review_on__gt=F("reviewed_on"),
                ),
                name="privacy_review_by_someone",
                violation_error_message=(
                    "Enter who reviewed the record and when, and enter a later date for the next "
                    "review"
                ),
            ),
        ]

    def __str__(self):
        return f"{self.about.title if self.about else self.purpose}, {self.controller}"

    def get_absolute_url(self):
        return reverse("privacy:processing_record", args=[self.controller.slug, self.purpose])

    @property
    def about(self) -> purposes.Purpose | None:
        return purposes.purpose_of(self.purpose)

    @property
    def is_first(self) -> bool:
        """Whether nobody has checked it yet."""
        return self.reviewed_on is None

    def is_due(self, today) -> bool:
        return self.next_review_on is None or self.next_review_on <= today

    @property
    def processors(self) -> "list[Processor]":
        """Those that have to do with it now; `uses` may have been read before."""
        if self.pk is None:
            return []
        return [one.processor for one in self.uses.all() if one.ended_on is None]

    @property
    def needs_policy(self) -> bool:
        return self.condition in NEED_A_POLICY


@pghistory.track(model_name="ProcessorAudit")
class Processor(models.Model):
    """Who handles personal data for a controller and on its word (Article 28)."""

    controller = models.ForeignKey(
        "partners.Organisation", on_delete=models.PROTECT, related_name="processors"
    )
    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    name = models.CharField(max_length=150)
    what_for = models.CharField("what it does", max_length=200)
    where = models.CharField("where the data is", max_length=150)
    contract_on = models.DateField("contract signed", null=True, blank=True)
    # The host of the portal, for example: a record that does not name it has something missing.
    is_for_all = models.BooleanField("handles data in all records", default=False, db_default=False)

    class Meta:
        ordering = ["name", "pk"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                "controller",
                models.functions.Lower("name"),
                name="privacy_processor_once",
                violation_error_message="Change the processor that is already on the list",
            ),
            models.CheckConstraint(
                condition=~Q(name="") & ~Q(what_for="") & ~Q(where=""),
                name="privacy_processor_says_what",
                violation_error_message=(
                    "Enter the name of the processor, what it does and where the data is"
                ),
            ),
        ]
        triggers = [stays_as_it_began("controller_id")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("privacy:processor", args=[self.reference])


@pghistory.track(model_name="ProcessorUseAudit")
class ProcessorUse(models.Model):
    """That a processor has to do with a record; both are of one controller. A use that ends stays,
    so that the history says when."""

    record = models.ForeignKey(ProcessingRecord, on_delete=models.CASCADE, related_name="uses")
    processor = models.ForeignKey(Processor, on_delete=models.CASCADE, related_name="uses")
    ended_on = models.DateField("no longer used", null=True, blank=True)

    class Meta:
        ordering = ["processor__name", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["record", "processor"],
                name="privacy_processor_once_a_record",
                violation_error_message="Select a processor that is not named in the record yet",
            )
        ]
        triggers = [
            pgtrigger.Trigger(
                name="of_one_controller",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func="""
                    IF (SELECT controller_id FROM privacy_processingrecord WHERE id = NEW.record_id)
                        <> (SELECT controller_id FROM privacy_processor
                            WHERE id = NEW.processor_id) THEN
                        RAISE EXCEPTION 'A record names processors of its own controller only.'
                            USING ERRCODE = 'check_violation';
                    END IF;
                    RETURN NEW;
                """,
            )
        ]

    def __str__(self):
        return str(self.processor)


@pghistory.track(model_name="PeriodAudit")
class Period(models.Model):
    """How long a controller keeps one kind of record, where it chose another period than the
    usual: within what the code carries out, which the row repeats."""

    record = models.ForeignKey(ProcessingRecord, on_delete=models.CASCADE, related_name="periods")
    # Of the model that is declared: `seminars.Registration`.
    label = models.CharField("type of record", max_length=100)
    days = models.PositiveSmallIntegerField()
    at_least = models.PositiveSmallIntegerField()
    at_most = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["label"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["record", "label"],
                name="privacy_one_period_each",
                violation_error_message="Change the period that this type of record already has",
            ),
            models.CheckConstraint(
                condition=Q(days__gte=F("at_least"), days__lte=F("at_most"), at_least__gte=1),
                name="privacy_period_is_carried_out",
                violation_error_message="Select a period from the list",
            ),
        ]

    def __str__(self):
        return f"{self.label}: {self.days} days"
