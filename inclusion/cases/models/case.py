"""The record of help to one person: who handles it, what happened, and who has looked."""

from datetime import timedelta

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from diz_portal.history import append_only
from diz_portal.references import new_reference
from inclusion.cases.enums import CaseState
from inclusion.cases.models.need import RESOLVED_WORDS, Need
from inclusion.cases.models.person import Person
from inclusion.cases.models.referral import Referral, Urgency
from inclusion.cases.roles import answers_for, handles_for


class CaseQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Caseworkers of the handling organisation, and no one else: not even managers."""
        return self.filter(handled_by__in=handles_for(user))

    def readable_by(self, user):
        """Those, and the ones that the person has emergency access to at the moment."""
        emergency = CaseOpening.objects.lasting().filter(
            case=models.OuterRef("pk"), by=user.pk, kind__in=EMERGENCY_KINDS
        )
        return self.filter(
            Q(pk__in=Case.objects.visible_to(user).values("pk"))
            | Q(models.Exists(emergency), handled_by__in=answers_for(user))
        )

    def open(self):
        return self.filter(state=CaseState.OPEN)

    def closed(self):
        return self.filter(state=CaseState.CLOSED)


CLOSES_WHOLE = pgtrigger.Trigger(
    name="closes_when_every_need_is_settled",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update,
    condition=pgtrigger.Q(new__state=CaseState.CLOSED),
    func=f"""
        IF EXISTS (SELECT 1 FROM inclusion_need WHERE case_id = NEW.id
            AND state NOT IN ({RESOLVED_WORDS}))
        THEN
            RAISE EXCEPTION 'A case is closed when every need is resolved.'
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    """,  # noqa: S608  words of ours
)


class Case(models.Model):
    """Help to one person by one organisation, from taking it on until every need is resolved."""

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="cases")
    handled_by = models.ForeignKey(
        "partners.Organisation",
        verbose_name="team",
        on_delete=models.PROTECT,
        related_name="cases",
    )
    state = models.CharField("status", max_length=6, choices=CaseState, default=CaseState.OPEN)
    urgency = models.CharField(max_length=7, choices=Urgency, default=Urgency.ROUTINE)
    target_on = models.DateField("target date")
    assigned_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="caseworker",
    )
    opened_at = models.DateTimeField(default=timezone.now)
    closed_at = models.DateTimeField(null=True, blank=True)

    objects = CaseQuerySet.as_manager()

    class Meta:
        ordering = ["opened_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=CaseState.values),
                name="inclusion_case_state_known",
                violation_error_message="Select a status from the list",
            ),
            models.CheckConstraint(
                condition=Q(state=CaseState.OPEN, closed_at=None)
                | Q(state=CaseState.CLOSED, closed_at__isnull=False),
                name="inclusion_case_closed_has_time",
                violation_error_message=(
                    "Enter when the case was closed. Leave it blank for an open case"
                ),
            ),
        ]
        indexes = [
            # The queues of one organisation: each is read from its index, a page at a time, so
            # that a million cases cost what a thousand do.
            models.Index(
                fields=["handled_by", "opened_at", "id"],
                condition=Q(state=CaseState.OPEN, assigned_to=None),
                name="inclusion_case_unassigned",
            ),
            models.Index(
                fields=["handled_by", "opened_at", "id"],
                condition=Q(state=CaseState.OPEN),
                name="inclusion_case_open",
            ),
            models.Index(
                fields=["handled_by", "urgency", "opened_at", "id"],
                condition=Q(state=CaseState.OPEN),
                name="inclusion_case_urgent",
            ),
            models.Index(
                fields=["handled_by", "target_on", "id"],
                condition=Q(state=CaseState.OPEN),
                name="inclusion_case_due",
            ),
            models.Index(
                fields=["assigned_to", "opened_at", "id"],
                condition=Q(state=CaseState.OPEN),
                name="inclusion_case_mine",
            ),
            models.Index(
                fields=["assigned_to", "target_on", "id"],
                condition=Q(state=CaseState.OPEN),
                name="inclusion_case_mine_due",
            ),
            models.Index(
                fields=["handled_by", "-closed_at", "-id"],
                condition=Q(state=CaseState.CLOSED),
                name="inclusion_case_closed",
            ),
        ]
        triggers = [CLOSES_WHOLE]

    def __str__(self):
        return f"Case {self.reference}"

    def get_absolute_url(self):
        return reverse("inclusion_workspace:case", args=[self.reference])

    @property
    def is_open(self) -> bool:
        return self.state == CaseState.OPEN

    @property
    def days_open(self) -> int:
        return (timezone.localdate() - timezone.localdate(self.opened_at)).days

    @property
    def is_late(self) -> bool:
        return self.is_open and self.target_on < timezone.localdate()


class CaseEventKind(models.TextChoices):
    OPENED = "opened", "Case opened"
    ASSIGNED = "assigned", "Assigned to a caseworker"
    URGENCY = "urgency", "Urgency or target date changed"
    NOTE = "note", "Note"
    CONTACT = "contact", "Contact with the person"
    NEED = "need", "Need updated"
    TASK = "task", "Task"
    APPOINTMENT = "appointment", "Appointment"
    ITEM = "item", "Device or data"
    DETAILS = "details", "Details changed"
    TRANSFER = "transfer", "Transfer to another organisation"
    MERGED = "merged", "Merged with another record"
    CLOSED = "closed", "Case closed"
    REOPENED = "reopened", "Case reopened"
    CORRECTION = "correction", "Correction"
    ERASED = "erased", "Personal details erased"


class CaseEvent(models.Model):
    """One line of the timeline. Append-only; a correction is a new line that names the old one.

    `words` and what is needed may speak of the person: the redaction service alone may blank them.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="events")
    need = models.ForeignKey(
        Need, null=True, blank=True, on_delete=models.PROTECT, related_name="events"
    )
    kind = models.CharField("type of entry", max_length=12, choices=CaseEventKind)
    # What changed, without a name: "A device (a tablet): approved".
    summary = models.CharField(max_length=200, blank=True)
    words = models.TextField(max_length=5000, blank=True)
    corrects = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrections"
    )
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    whom = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="colleague",
        help_text="The colleague who was given the case, task or appointment.",
    )

    class Meta:
        ordering = ["at", "pk"]
        indexes = [models.Index(fields=["case", "at"], name="inclusion_case_timeline")]
        triggers = [append_only()]

    def __str__(self):
        return f"{self.case}: {self.get_kind_display().lower()}"


class OpeningKind(models.TextChoices):
    TEAM = "team", "Caseworker of the team"
    SAFEGUARDING = "safeguarding", "Emergency access as safeguarding lead"
    DATA_PROTECTION = "data_protection", "Emergency access as data protection lead"
    FOUND = "found", "Found by reference search, details not shown"


# By these someone who is not a caseworker of the team reads a case.
EMERGENCY_KINDS = (OpeningKind.SAFEGUARDING, OpeningKind.DATA_PROTECTION)


class EmergencyReason(models.TextChoices):
    """Why someone outside the team may have to read a case. The team is told it."""

    HARM = "harm", "Someone may be at risk of harm"
    NO_CASEWORKER = "no_caseworker", "The person needs help now and no caseworker can be reached"
    REQUEST = "request", "A request or complaint about personal data"
    BREACH = "breach", "Personal data may have been lost or seen by the wrong person"
    LEGAL = "legal", "A court order or another legal duty"


# In which role each of them counts.
REASONS_OF = {
    OpeningKind.SAFEGUARDING: (
        EmergencyReason.HARM,
        EmergencyReason.NO_CASEWORKER,
        EmergencyReason.LEGAL,
    ),
    OpeningKind.DATA_PROTECTION: (
        EmergencyReason.REQUEST,
        EmergencyReason.BREACH,
        EmergencyReason.LEGAL,
    ),
}
# A reason that someone can weigh afterwards: so long, and of so many different signs.
REASON_AT_LEAST, SIGNS_AT_LEAST = 20, 5


def says_why() -> pgtrigger.Trigger:
    """Refuse emergency access without a reason of that role, or with details that say nothing.

    Asked when it is written: those of before stay, and so does what an erasure leaves of one.
    """
    fits = " OR ".join(
        f"NEW.kind = '{kind.value}' AND NEW.ground = '{ground.value}'"
        for kind, reasons in REASONS_OF.items()
        for ground in reasons
    )
    return pgtrigger.Trigger(
        name="says_why",
        when=pgtrigger.After,
        operation=pgtrigger.Insert,
        condition=pgtrigger.Q(new__kind__in=EMERGENCY_KINDS),
        func=rf"""
            IF NOT ({fits}) THEN
                RAISE EXCEPTION 'Emergency access names a reason of its role.'
                    USING ERRCODE = 'check_violation';
            END IF;
            IF char_length(btrim(regexp_replace(NEW.reason, '\s+', ' ', 'g'))) < {REASON_AT_LEAST}
                OR (SELECT count(DISTINCT sign) FROM
                    regexp_split_to_table(lower(NEW.reason), '') AS sign
                    WHERE sign ~ '\S') < {SIGNS_AT_LEAST} THEN
                RAISE EXCEPTION 'Emergency access says why.' USING ERRCODE = 'check_violation';
            END IF;
            RETURN NULL;
        """,  # noqa: S608  words of ours
    )


# So long details are shown; who reads on shows them again, and that is recorded again.
OPENING_LASTS = timedelta(minutes=60)


class CaseOpeningQuerySet(models.QuerySet):
    def lasting(self):
        """Those whose hour has not passed."""
        return self.filter(at__gt=timezone.now() - OPENING_LASTS)


class CaseOpening(models.Model):
    """The access log: who has looked at a case, or at a referral before it became one, when, and in
    what role.

    Append-only, shown on the case. What a person told us is on a page only for the hour after.
    """

    case = models.ForeignKey(Case, null=True, on_delete=models.PROTECT, related_name="openings")
    referral = models.ForeignKey(
        Referral, null=True, on_delete=models.PROTECT, related_name="openings"
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(default=timezone.now)
    kind = models.CharField("role", max_length=15, choices=OpeningKind, default=OpeningKind.TEAM)
    ground = models.CharField(
        "reason for access", max_length=15, choices=EmergencyReason, blank=True
    )
    reason = models.CharField(max_length=500, blank=True)

    objects = CaseOpeningQuerySet.as_manager()

    class Meta:
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(kind__in=EMERGENCY_KINDS) | ~Q(reason=""),
                name="inclusion_breaking_glass_has_reason",
                violation_error_message="Enter why you need emergency access",
            ),
            models.CheckConstraint(
                condition=Q(case=None) ^ Q(referral=None),
                name="inclusion_opening_of_one_record",
                violation_error_message="Select a case or a referral, not both",
            ),
            models.CheckConstraint(
                condition=Q(ground="") | Q(ground__in=EmergencyReason.values),
                name="inclusion_glass_ground_known",
                violation_error_message="Select a reason for access from the list",
            ),
        ]
        indexes = [
            models.Index(fields=["case", "-at"], name="inclusion_case_openings"),
            models.Index(
                fields=["referral", "-at"],
                condition=Q(referral__isnull=False),
                name="inclusion_referral_openings",
            ),
        ]
        triggers = [append_only(), says_why()]

    def __str__(self):
        return f"{self.case or self.referral}: details shown"

    @property
    def ends_at(self):
        return self.at + OPENING_LASTS
