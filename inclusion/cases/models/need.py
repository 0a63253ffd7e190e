"""What a case is made of: needs, each with a state of its own."""

import pgtrigger
from django.db import models
from django.db.models import Q
from django.utils import timezone

from diz_portal.references import new_reference
from diz_portal.sql import quoted
from inclusion.cases.enums import CaseState
from inclusion.cases.roles import handles_for


class NeedKind(models.TextChoices):
    DEVICE = "device", "A device"
    DATA = "data", "Mobile data"
    SKILLS = "skills", "Digital skills support"
    ACCESSIBILITY = "accessibility", "Accessibility support"
    LANDLINE = "landline", "Landline, alarm or telecare"


class NeedState(models.TextChoices):
    IDENTIFIED = "identified", "Identified"
    APPROVED = "approved", "Approved"
    WAITING = "waiting", "Waiting for stock"
    RESERVED = "reserved", "Reserved"
    SUPPLIED = "supplied", "Supplied"
    CONFIRMED = "confirmed", "Confirmed by the person"
    DECLINED = "declined", "Declined by the person"
    NOT_MET = "not_met", "Not met"
    CANCELLED = "cancelled", "Entered in error"


_ENDINGS = {NeedState.DECLINED, NeedState.NOT_MET, NeedState.CANCELLED}
NEED_MOVES = {
    NeedState.IDENTIFIED: {NeedState.APPROVED, *_ENDINGS},
    NeedState.APPROVED: {
        NeedState.WAITING,
        NeedState.RESERVED,
        # Skills and settings are not kept in stock.
        NeedState.SUPPLIED,
        *_ENDINGS,
    },
    NeedState.WAITING: {NeedState.RESERVED, NeedState.SUPPLIED, *_ENDINGS},
    # Approved or waiting again when what was reserved is released.
    NeedState.RESERVED: {NeedState.SUPPLIED, NeedState.APPROVED, NeedState.WAITING, *_ENDINGS},
    NeedState.SUPPLIED: {NeedState.CONFIRMED, NeedState.APPROVED, NeedState.NOT_MET},
    # A device that fails later is a need again.
    NeedState.CONFIRMED: {NeedState.APPROVED},
    NeedState.DECLINED: {NeedState.IDENTIFIED},
    NeedState.NOT_MET: {NeedState.IDENTIFIED},
    NeedState.CANCELLED: {NeedState.IDENTIFIED},
}
# The person has it.
HAS_IT = (NeedState.SUPPLIED, NeedState.CONFIRMED)
RESOLVED = (NeedState.CONFIRMED, *sorted(_ENDINGS))
# The same for SQL.
RESOLVED_WORDS = quoted(*(state for state in NeedState if state in RESOLVED))
# What the database asks a reason for.
NEEDS_REASON = (NeedState.NOT_MET,)


class NotMetReason(models.TextChoices):
    NO_STOCK = "no_stock", "Nothing suitable in stock"
    NOT_ELIGIBLE = "not_eligible", "Not eligible for what we have"
    NO_COVERAGE = "no_coverage", "No signal or broadband where they live"
    LOST_TOUCH = "lost_touch", "No contact from the person"
    MOVED = "moved", "Moved away or died"
    TRANSFERRED = "passed_on", "Transferred to another organisation"
    OTHER = "other", "Another reason"


_CLOSED = quoted(CaseState.CLOSED)
ONLY_IN_OPEN_CASES = pgtrigger.Trigger(
    name="unsettled_only_in_open_cases",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update,
    func=f"""
        IF NEW.state IN ({RESOLVED_WORDS}) THEN
            RETURN NEW;
        END IF;
        -- Whoever closes the case at this moment is waited for.
        PERFORM 1 FROM inclusion_case WHERE id = NEW.case_id FOR SHARE;
        IF EXISTS (SELECT 1 FROM inclusion_case WHERE id = NEW.case_id AND state = {_CLOSED}) THEN
            RAISE EXCEPTION 'A closed case has no open needs.' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    """,  # noqa: S608  words of ours
)


class NeedQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(case__handled_by__in=handles_for(user))

    def unresolved(self):
        return self.exclude(state__in=RESOLVED)


class Need(models.Model):
    """One gap to close: a device, mobile data, skills, something that makes it usable, or a
    landline that is about to change."""

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    case = models.ForeignKey("inclusion.Case", on_delete=models.PROTECT, related_name="needs")
    kind = models.CharField("type of need", max_length=13, choices=NeedKind)
    item = models.CharField(
        max_length=60,
        blank=True,
        help_text="For example, a tablet, 20GB a month or video calls. No personal details.",
    )
    state = models.CharField(
        "status", max_length=10, choices=NeedState, default=NeedState.IDENTIFIED
    )
    reason = models.CharField(max_length=12, choices=NotMetReason, blank=True)
    identified_at = models.DateTimeField(default=timezone.now)
    changed_at = models.DateTimeField(default=timezone.now)

    objects = NeedQuerySet.as_manager()

    class Meta:
        ordering = ["identified_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=NeedKind.values),
                name="inclusion_need_kind_known",
                violation_error_message="Select a type of need from the list",
            ),
            models.CheckConstraint(
                condition=Q(state__in=NeedState.values),
                name="inclusion_need_state_known",
                violation_error_message="Select a status from the list",
            ),
            models.CheckConstraint(
                condition=(Q(state__in=NEEDS_REASON) & ~Q(reason=""))
                | (~Q(state__in=NEEDS_REASON) & Q(reason="")),
                name="inclusion_need_not_met_has_reason",
                violation_error_message=(
                    "Select a reason for a need that is not met, and none for any other"
                ),
            ),
        ]
        indexes = [
            models.Index(
                fields=["kind", "state"],
                condition=~Q(state__in=RESOLVED),
                name="inclusion_need_unsettled",
            ),
            models.Index(
                fields=["changed_at"],
                condition=Q(state=NeedState.NOT_MET),
                name="inclusion_need_not_met",
            ),
        ]
        triggers = [ONLY_IN_OPEN_CASES]

    def __str__(self):
        return f"{self.get_kind_display()} {self.reference}"

    @property
    def what(self) -> str:
        """The thing itself where it is known, else its kind."""
        return self.item or self.get_kind_display()

    @property
    def is_resolved(self) -> bool:
        return self.state in RESOLVED

    @property
    def is_supplied(self) -> bool:
        return self.state in HAS_IT
