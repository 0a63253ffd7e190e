"""Who has which device, and on what terms."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from diz_portal.references import new_reference
from diz_portal.reminders.models import Reminder, ReminderQuerySet, ReminderState
from diz_portal.sql import quoted
from inclusion.cases.models.need import Need
from inclusion.cases.roles import handles_for
from inclusion.devices.models.device import Device, DeviceState, follows_its_holder


class HoldingKind(models.TextChoices):
    LOAN = "loan", "Loan"
    GIFT = "gift", "Gift"


_RESERVED = quoted(DeviceState.RESERVED)
ONLY_WHAT_IS_RESERVED = pgtrigger.Trigger(
    name="only_what_is_reserved",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert,
    func=f"""
        PERFORM 1 FROM inclusion_device WHERE id = NEW.device_id
            AND state = {_RESERVED} AND reserved_for_id = NEW.need_id FOR NO KEY UPDATE;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'A device is issued to the need it was reserved for.'
                USING ERRCODE = 'check_violation';
        END IF;
        -- A wipe from before it was issued never counts for what comes back.
        IF EXISTS (SELECT 1 FROM inclusion_wiperecord
            WHERE device_id = NEW.device_id AND finished_at > NEW.issued_at) THEN
            RAISE EXCEPTION 'A device is issued after it was wiped.'
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    """,  # noqa: S608  a state of ours
)
AS_SIGNED = pgtrigger.Trigger(
    name="as_signed",
    when=pgtrigger.Before,
    operation=pgtrigger.Update | pgtrigger.Delete,
    func="""
        -- A name is blanked when its person is forgotten, and never becomes another.
        IF TG_OP = 'DELETE' OR NEW.signed_name NOT IN (OLD.signed_name, '')
            OR (OLD.returned_at IS NOT NULL AND ROW(NEW.returned_at, NEW.due_on, NEW.kind)
                IS DISTINCT FROM ROW(OLD.returned_at, OLD.due_on, OLD.kind))
            OR ROW(NEW.device_id, NEW.need_id, NEW.terms, NEW.signed_at, NEW.issued_at, NEW.by_id)
            IS DISTINCT FROM
            ROW(OLD.device_id, OLD.need_id, OLD.terms, OLD.signed_at, OLD.issued_at, OLD.by_id) THEN
            RAISE EXCEPTION 'What was signed stays as it was signed.'
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    """,
)


class HoldingQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Caseworkers of the organisation that keeps the device."""
        return self.filter(device__kept_by__in=handles_for(user))


class Holding(models.Model):
    """One person has one device: on loan until a day, or for good; with the terms as signed."""

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    device = models.ForeignKey(Device, on_delete=models.PROTECT, related_name="holdings")
    need = models.ForeignKey(Need, on_delete=models.PROTECT, related_name="holdings")
    kind = models.CharField("loan or gift", max_length=4, choices=HoldingKind)
    terms = models.TextField("agreed terms", max_length=5000)
    signed_name = models.CharField("signed by", max_length=150, blank=True)
    signed_at = models.DateTimeField()
    issued_at = models.DateTimeField(default=timezone.now)
    due_on = models.DateField("return date", null=True, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = HoldingQuerySet.as_manager()

    class Meta:
        ordering = ["issued_at", "pk"]
        verbose_name = "loan or gift"
        verbose_name_plural = "loans and gifts"
        constraints = [
            models.UniqueConstraint(
                fields=["device"],
                condition=Q(returned_at=None),
                name="inclusion_one_holder",
                violation_error_message=(
                    "This device is already issued. Record its return first, then try again"
                ),
            ),
            models.CheckConstraint(
                condition=Q(kind=HoldingKind.LOAN, due_on__isnull=False)
                | Q(kind=HoldingKind.GIFT, due_on=None),
                name="inclusion_loans_have_a_day",
                violation_error_message="Enter a return date for a loan, and none for a gift",
            ),
            models.CheckConstraint(
                condition=Q(returned_at=None) | Q(returned_at__gte=F("issued_at")),
                name="inclusion_returned_after_issue",
                violation_error_message=(
                    "Enter a date of return that is after the device was issued"
                ),
            ),
            models.CheckConstraint(
                condition=~Q(terms=""),
                name="inclusion_holding_has_terms",
                violation_error_message="Enter the terms that were agreed",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on"], condition=Q(returned_at=None), name="inclusion_loans_due"
            ),
        ]
        triggers = [ONLY_WHAT_IS_RESERVED, AS_SIGNED, follows_its_holder("device_id")]

    def __str__(self):
        return f"{self.device}: {self.get_kind_display().lower()}"

    @property
    def told(self) -> ReminderQuerySet:
        """What the borrower was told, or what staff have to tell them."""
        rows = Reminder.objects.of("loan", self.pk)
        return rows.filter(state__in=[ReminderState.SENT, ReminderState.BY_HAND])

    @property
    def is_out(self) -> bool:
        return self.returned_at is None
