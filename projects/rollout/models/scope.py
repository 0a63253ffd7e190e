import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from diz_portal.history import append_only
from diz_portal.sql import quoted
from diz_portal.words import uk_date
from projects.portfolio.by_change import only_by_change


class ScopeReason(models.TextChoices):
    BASELINE = "baseline", "Approved baseline"
    ADDED = "added", "Added by approval"
    REINSTATED = "reinstated", "Reinstated"
    ALREADY_GIGABIT = "already_gigabit", "Gigabit available without the project"
    MERGED = "merged", "Site closed or merged"
    NOT_ELIGIBLE = "not_eligible", "Not eligible under subsidy rules"
    TOO_COSTLY = "too_costly", "Cost above the value-for-money limit"
    NO_WAYLEAVE = "no_wayleave", "Wayleave refused"
    WITHDREW = "withdrew", "Site withdrew"
    DUPLICATE = "duplicate", "Duplicate record"
    REVALUED = "revalued", "Value revised"
    CORRECTION = "correction", "Correction of an error"
    REVERSAL = "taken_back", "Reversal"


REASONS_IN = [ScopeReason.BASELINE, ScopeReason.ADDED, ScopeReason.REINSTATED]
REASONS_EITHER_WAY = [ScopeReason.REVALUED, ScopeReason.CORRECTION, ScopeReason.REVERSAL]
REASONS_OUT = [reason for reason in ScopeReason if reason not in [*REASONS_IN, *REASONS_EITHER_WAY]]


def reversal_of(reason: str) -> str:
    return f"Reversal: {ScopeReason(reason).label.lower()}"


class ScopeChange(models.Model):
    """An approved change to what the project is measured by: which sites, worth how much.

    The lines (ScopeEntry) name the sites; `value_change` is in pounds and may stand alone.
    """

    project = models.ForeignKey(
        "projects.Project", on_delete=models.CASCADE, related_name="scope_changes"
    )
    happened_on = models.DateField("decision date")
    reason = models.CharField(max_length=16, choices=ScopeReason)
    note = models.CharField(max_length=500, blank=True)
    value_change = models.DecimalField(
        "change in value (£)", max_digits=12, decimal_places=2, default=0
    )
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(default=timezone.now)
    batch = models.ForeignKey(
        "projects.ImportBatch",
        verbose_name="import",
        null=True,
        on_delete=models.PROTECT,
        related_name="scope_changes",
    )
    # The change that this one reverses, whole: its sites and its value the other way.
    reverses = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="reversed_by"
    )

    # Of a project under change control: what was asked for, and how it was approved.
    change_request = models.ForeignKey(
        "projects.ChangeRequest",
        null=True,
        on_delete=models.PROTECT,
        related_name="scope_changes",
    )

    class Meta:
        ordering = ["-happened_on", "-recorded_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(reason__in=REASONS_OUT) | Q(value_change__lte=0),
                name="projects_out_of_scope_lowers_value",
                violation_error_message=(
                    "Enter a change of £0 or less: removing sites cannot increase the value"
                ),
            ),
            models.CheckConstraint(
                condition=~Q(reason__in=REASONS_IN) | Q(value_change__gte=0),
                name="projects_into_scope_raises_value",
                violation_error_message=(
                    "Enter a change of £0 or more: adding sites cannot reduce the value"
                ),
            ),
            models.CheckConstraint(
                condition=Q(reason=ScopeReason.REVERSAL, reverses__isnull=False)
                | (~Q(reason=ScopeReason.REVERSAL) & Q(reverses=None)),
                name="projects_taken_back_names_what",
                violation_error_message="Select the scope change that this one reverses",
            ),
        ]
        triggers = [
            append_only(),
            # An entry at a stage that was wrong is corrected without one, worth nothing.
            only_by_change(
                "NEW.project_id",
                unless=f"NEW.reason = {quoted(ScopeReason.CORRECTION)} AND NEW.value_change = 0",
            ),
        ]

    def __str__(self):
        return f"{self.title}, {uk_date(self.happened_on)}"

    @property
    def title(self) -> str:
        """The reason; of a reversal, what it reverses."""
        if self.reverses:
            return reversal_of(self.reverses.reason)
        return self.get_reason_display()


SITE_FOLLOWS_SCOPE = pgtrigger.Trigger(
    name="site_follows_scope",
    when=pgtrigger.After,
    operation=pgtrigger.Insert,
    level=pgtrigger.Statement,
    referencing=pgtrigger.Referencing(new="new_entries"),
    declare=[("doubled", "bigint"), ("behind", "bigint")],
    func="""
        -- Counted: see the trigger of the stage entries.
        IF (
            SELECT count(*) FROM new_entries n JOIN projects_site s ON s.id = n.site_id
            WHERE s.project_id <> n.project_id
        ) > 0 THEN
            RAISE EXCEPTION 'a scope entry must name the project of its site';
        END IF;
        -- Whoever writes second waits here, then counts what the first wrote.
        -- A row this transaction wrote itself is locked already.
        PERFORM 1 FROM projects_site WHERE id IN (SELECT site_id FROM new_entries)
            AND xmin <> pg_current_xact_id()::xid
        ORDER BY id FOR NO KEY UPDATE;
        WITH balances AS (
            SELECT site_id, sum(step) AS balance FROM projects_scopeentry
            WHERE site_id IN (SELECT site_id FROM new_entries) GROUP BY site_id
        )
        SELECT count(*) FILTER (WHERE b.balance NOT IN (0, 1)),
            count(*) FILTER (WHERE s.in_scope IS DISTINCT FROM (b.balance = 1))
        INTO doubled, behind
        FROM balances b JOIN projects_site s ON s.id = b.site_id;
        IF doubled > 0 THEN
            RAISE EXCEPTION 'a site cannot be added to the scope twice, or taken out twice';
        END IF;
        IF behind > 0 THEN
            UPDATE projects_site s SET in_scope = b.balance = 1
            FROM (
                SELECT site_id, sum(step) AS balance FROM projects_scopeentry
                WHERE site_id IN (SELECT site_id FROM new_entries) GROUP BY site_id
            ) b
            WHERE s.id = b.site_id AND s.in_scope IS DISTINCT FROM (b.balance = 1);
        END IF;
        RETURN NULL;
    """,
)


class ScopeEntry(models.Model):
    """One site added to (+1) or removed from (−1) the scope by a change."""

    # The trigger proves it to be the site's own project, which is constrained.
    project = models.ForeignKey(
        "projects.Project",
        on_delete=models.CASCADE,
        related_name="scope_entries",
        db_constraint=False,
        db_index=False,  # projects_scope_newest begins with it
    )
    # projects_site_once_per_scope_change begins with it.
    change = models.ForeignKey(
        ScopeChange, on_delete=models.CASCADE, related_name="entries", db_index=False
    )
    site = models.ForeignKey(
        "projects.Site", on_delete=models.CASCADE, related_name="scope_entries"
    )
    step = models.SmallIntegerField(choices=[(1, "Added"), (-1, "Removed")])

    class Meta:
        verbose_name_plural = "scope entries"
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(step__in=[1, -1]),
                name="projects_scope_step_in_or_out",
                violation_error_message="Select whether the site is added or removed",
            ),
            models.UniqueConstraint(
                fields=["change", "site"],
                name="projects_site_once_per_scope_change",
                violation_error_message="Enter each site only once in a scope change",
            ),
        ]
        indexes = [models.Index(fields=["project", "-id"], name="projects_scope_newest")]
        triggers = [append_only(), SITE_FOLLOWS_SCOPE]

    def __str__(self):
        return f"{self.get_step_display()}: {self.site}"
