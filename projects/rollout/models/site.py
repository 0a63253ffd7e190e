from datetime import date
from hashlib import sha256

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import DateField, F, Q
from django.db.models.expressions import RawSQL
from django.db.models.functions import Lower
from django.utils import timezone

from diz_portal.history import append_only
from diz_portal.references import new_reference
from diz_portal.search.columns import Code, Words, code_index, words_index
from diz_portal.words import uk_date
from partners.roles import is_manager
from projects.portfolio.models.programme import Project
from projects.rollout.stages import BLOCKED, EXITS, FACTS, LIVE, Stage, colour


class SiteQuerySet(models.QuerySet):
    def standing(self):
        """Without those that were withdrawn, or whose import was undone."""
        return self.filter(withdrawn_at=None)

    def late(self, today=None):
        """In scope, past the planned date and not live. Whatever says "late" counts these;
        `Site.days_late` says the same of one."""
        return (
            self.standing()
            .filter(in_scope=True, planned_live_on__lt=today or timezone.localdate())
            .exclude(stage__in=LIVE)
        )

    def waiting_for_a_wayleave(self):
        """In scope and at that stage: the number that every page, list and figure says."""
        return self.standing().filter(in_scope=True, stage=Stage.WAYLEAVE)

    def with_live_since(self):
        """With `live_since`: the day from which a live site has been live without a break."""
        return self.annotate(
            live_since=RawSQL(  # noqa: S611  our own constant
                LIVE_SINCE, [[str(stage) for stage in LIVE]] * 2, DateField()
            )
        )

    def visible_to(self, user):
        """Sites of projects the person may see."""
        if is_manager(user):
            return self.standing()
        return self.standing().filter(project__in=Project.objects.visible_to(user))

    def worked_on_by(self, user):
        if is_manager(user):
            return self.standing()
        return self.standing().filter(project__in=Project.objects.worked_on_by(user))


# None for a site that is not live: its latest entry comes after every live one.
LIVE_SINCE = """
    SELECT min(e.entered_on) FROM projects_stageentry e
    WHERE e.site_id = projects_site.id AND e.stage = ANY(%s)
      AND NOT EXISTS (SELECT 1 FROM projects_stageentry c WHERE c.corrects_id = e.id)
      AND NOT EXISTS (
        SELECT 1 FROM projects_stageentry n
        WHERE n.site_id = e.site_id AND n.stage <> ALL(%s)
          AND NOT EXISTS (SELECT 1 FROM projects_stageentry c WHERE c.corrects_id = n.id)
          AND (n.entered_on, n.recorded_at, n.id) > (e.entered_on, e.recorded_at, e.id)
      )
"""


# The columns that repeat the current entry say what that entry says, whoever writes them.
SITE_SAYS_WHAT_ITS_ENTRY_SAYS = pgtrigger.Trigger(
    name="site_says_what_its_entry_says",
    when=pgtrigger.Before,
    operation=pgtrigger.UpdateOf("stage", "stage_on", "current_entry_id"),
    condition=pgtrigger.AnyChange("stage", "stage_on", "current_entry"),
    func="""
        IF NOT EXISTS (
            SELECT 1 FROM projects_stageentry e
            WHERE e.id = NEW.current_entry_id AND e.site_id = NEW.id
              AND e.stage = NEW.stage AND e.entered_on = NEW.stage_on
        ) THEN
            RAISE EXCEPTION 'a site is at the stage of its current entry'
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        RETURN NEW;
    """,
)


@pghistory.track(
    fields=[
        "name",
        "ods_code",
        "uprn",
        "address",
        "postcode",
        "district",
        "latitude",
        "longitude",
        "supplier",
        "order_ref",
        "planned_live_on",
        "expected_live_on",
        "download_before_mbps",
        "upload_before_mbps",
        "latency_before_ms",
        "measured_before_on",
        "method_before",
        "download_after_mbps",
        "upload_after_mbps",
        "latency_after_ms",
        "measured_after_on",
        "method_after",
        "cost_estimate",
        "cost_contracted",
        "cost_actual",
        "grant_share",
        "source_inactive_on",
        "withdrawn_at",
    ],
    model_name="SiteAudit",
)
class Site(models.Model):
    """A building the project connects. Its stage is its current entry (see StageEntry);
    `stage`, `stage_on` and `current_entry` repeat that entry, kept by a trigger in the
    database so that no path can forget them.

    Speeds in Mbit/s, latency in milliseconds, costs in pounds.
    """

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    project = models.ForeignKey("projects.Project", on_delete=models.CASCADE, related_name="sites")
    name = models.CharField(max_length=200)
    # Text, because spreadsheets damage long numbers; null when there is none.
    ods_code = models.CharField("ODS code", max_length=12, null=True, blank=True)
    uprn = models.CharField("UPRN", max_length=12, null=True, blank=True)
    address = models.CharField(max_length=300, blank=True)
    postcode = models.CharField(max_length=8, blank=True)
    district = models.ForeignKey("places.District", on_delete=models.PROTECT, related_name="sites")
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)
    supplier = models.CharField(max_length=120, blank=True)
    order_ref = models.CharField("order reference", max_length=60, blank=True)
    planned_live_on = models.DateField("planned live date", null=True, blank=True)
    # What staff say now; the plan stays what was promised.
    expected_live_on = models.DateField("expected live date", null=True, blank=True)

    download_before_mbps = models.DecimalField(
        "download speed before (Mbit/s)", max_digits=8, decimal_places=1, null=True, blank=True
    )
    upload_before_mbps = models.DecimalField(
        "upload speed before (Mbit/s)", max_digits=8, decimal_places=1, null=True, blank=True
    )
    latency_before_ms = models.DecimalField(
        "latency before (ms)", max_digits=7, decimal_places=1, null=True, blank=True
    )
    measured_before_on = models.DateField("date measured (before)", null=True, blank=True)
    method_before = models.CharField("how measured (before)", max_length=60, blank=True)
    download_after_mbps = models.DecimalField(
        "download speed after (Mbit/s)", max_digits=8, decimal_places=1, null=True, blank=True
    )
    upload_after_mbps = models.DecimalField(
        "upload speed after (Mbit/s)", max_digits=8, decimal_places=1, null=True, blank=True
    )
    latency_after_ms = models.DecimalField(
        "latency after (ms)", max_digits=7, decimal_places=1, null=True, blank=True
    )
    measured_after_on = models.DateField("date measured (after)", null=True, blank=True)
    method_after = models.CharField("how measured (after)", max_length=60, blank=True)

    cost_estimate = models.DecimalField(
        "estimated cost (£)", max_digits=11, decimal_places=2, null=True, blank=True
    )
    cost_contracted = models.DecimalField(
        "contracted cost (£)", max_digits=11, decimal_places=2, null=True, blank=True
    )
    cost_actual = models.DecimalField(
        "actual cost (£)", max_digits=11, decimal_places=2, null=True, blank=True
    )
    grant_share = models.DecimalField(
        "grant funding (£)", max_digits=11, decimal_places=2, null=True, blank=True
    )
    notes = models.TextField(blank=True, max_length=2000)

    # Repeated from the current entry by the trigger projects_site_follows_entries.
    stage = models.CharField(max_length=16, choices=Stage, default=Stage.CANDIDATE, editable=False)
    stage_on = models.DateField("stage since", null=True, editable=False)
    # The trigger alone writes it, from entries that nobody can delete; a constraint would
    # check an import's sites and their entries against each other once more.
    current_entry = models.ForeignKey(
        "projects.StageEntry",
        verbose_name="current stage entry",
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="+",
        db_constraint=False,
    )
    # Repeated from the scope change log by the same means: whether the project is measured by it.
    in_scope = models.BooleanField(default=False, editable=False)

    # The practice behind it is no longer active in the NHS list.
    source_inactive_on = models.DateField(
        "no longer active in NHS list since", null=True, blank=True
    )
    created_by_batch = models.ForeignKey(
        "projects.ImportBatch",
        verbose_name="added by import",
        null=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="created_sites",
    )
    withdrawn_at = models.DateTimeField("withdrawn", null=True, blank=True, editable=False)
    withdrawn_reason = models.CharField(
        "reason it was withdrawn", max_length=500, blank=True, db_default="", editable=False
    )
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    # Raised by every change to the facts above, so that two people notice each other.
    version = models.PositiveIntegerField(default=1, editable=False)

    objects = SiteQuerySet.as_manager()

    class Meta:
        ordering = [Lower("name"), "reference"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "ods_code"],
                condition=Q(withdrawn_at=None),
                name="projects_ods_once_per_project",
                violation_error_message=(
                    "This project already has a site with this ODS code. Check the code, or edit "
                    "that site"
                ),
            ),
            models.UniqueConstraint(
                fields=["project", "uprn"],
                condition=Q(withdrawn_at=None),
                name="projects_uprn_once_per_project",
                violation_error_message=(
                    "This project already has a site with this UPRN. Check the number, or edit "
                    "that site"
                ),
            ),
            models.CheckConstraint(
                condition=Q(stage__in=Stage.values),
                name="projects_site_stage_known",
                violation_error_message="Select a stage from the list",
            ),
            models.CheckConstraint(
                condition=Q(latitude=None, longitude=None)
                | (Q(latitude__range=(49, 61)) & Q(longitude__range=(-9, 2))),
                name="projects_site_in_great_britain",
                violation_error_message=(
                    "Enter a latitude from 49 to 61 and a longitude from -9 to 2"
                ),
            ),
        ]
        indexes = [
            words_index(Words("name"), name="projects_site_words"),
            *(
                code_index(Code(column), name=f"projects_site_{column}")
                for column in ("ods_code", "uprn", "postcode", "order_ref")
            ),
            models.Index(
                fields=["project", "district", "stage"],
                condition=Q(withdrawn_at=None),
                name="projects_site_board",
            ),
        ]
        triggers = [SITE_SAYS_WHAT_ITS_ENTRY_SAYS]

    def __str__(self):
        return self.name

    @property
    def stamp(self) -> str:
        """Another one after each change of the site: programs send back the one they read."""
        said = f"{self.reference} {self.version} {self.current_entry_id} {self.in_scope}"
        return sha256(said.encode()).hexdigest()[:20]

    def days_at_stage(self, today=None) -> int | None:
        return ((today or timezone.localdate()) - self.stage_on).days if self.stage_on else None

    @property
    def days_over(self) -> int:
        """Days beyond what its stage usually takes; 0 while it is within."""
        norm, days = FACTS[Stage(self.stage)].norm_days, self.days_at_stage()
        return max(days - norm, 0) if norm is not None and days is not None else 0

    @property
    def is_live(self) -> bool:
        return self.stage in LIVE

    @property
    def has_left(self) -> bool:
        """The scope, by one of its exits."""
        return self.stage in EXITS

    @property
    def expected_on(self) -> date | None:
        """When it is expected live: as staff last said, else as planned while that is ahead."""
        planned = self.planned_live_on
        ahead = planned if planned and planned >= timezone.localdate() else None
        return self.expected_live_on or ahead

    @property
    def days_late(self) -> int:
        """Days past the planned date of a site in scope that is not live; 0 while it is not late.
        `SiteQuerySet.late` says the same in SQL."""
        if not self.in_scope or self.is_live or self.withdrawn_at or not self.planned_live_on:
            return 0
        return max((timezone.localdate() - self.planned_live_on).days, 0)

    @property
    def is_blocked(self) -> bool:
        return self.stage in BLOCKED

    @property
    def stage_colour(self) -> str:
        return colour(self.stage)


class StageEntryQuerySet(models.QuerySet):
    def uncorrected(self):
        """Entries that no later one corrects. The past as it was known then: see `standing`."""
        return self.filter(corrected_by=None)

    def latest_first(self):
        return self.order_by(F("entered_on").desc(), F("recorded_at").desc(), F("pk").desc())


# One statement for a page's move and an import's hundred thousand alike. An import that
# sets the three columns itself costs no update here.
SITE_FOLLOWS_ENTRIES = pgtrigger.Trigger(
    name="site_follows_entries",
    when=pgtrigger.After,
    operation=pgtrigger.Insert,
    level=pgtrigger.Statement,
    referencing=pgtrigger.Referencing(new="new_entries"),
    declare=[("strays", "bigint"), ("behind", "bigint")],
    # Counts and a join by site, one index look-up each: EXISTS and joins of whole tables are
    # planned for a few rows, and take hours for an import's hundred thousand.
    func="""
        SELECT count(*) FILTER (WHERE s.project_id <> n.project_id),
            count(*) FILTER (WHERE s.current_entry_id IS DISTINCT FROM n.id
                OR s.stage <> n.stage OR s.stage_on IS DISTINCT FROM n.entered_on)
        INTO strays, behind
        FROM new_entries n JOIN projects_site s ON s.id = n.site_id;
        IF strays > 0 THEN
            RAISE EXCEPTION 'a stage entry must name the project of its site';
        END IF;
        IF behind = 0 THEN
            RETURN NULL;
        END IF;
        IF (
            SELECT count(*) FROM new_entries n JOIN projects_stageentry o ON o.id = n.corrects_id
            WHERE o.site_id <> n.site_id
        ) > 0 THEN
            RAISE EXCEPTION 'a correction must be of the same site';
        END IF;
        -- Whoever writes second waits here, then sees what the first wrote.
        -- A row this transaction wrote itself is locked already.
        PERFORM 1 FROM projects_site WHERE id IN (SELECT site_id FROM new_entries)
            AND xmin <> pg_current_xact_id()::xid
        ORDER BY id FOR NO KEY UPDATE;
        UPDATE projects_site s
        SET stage = e.stage, stage_on = e.entered_on, current_entry_id = e.id
        FROM (SELECT DISTINCT site_id FROM new_entries) n
        CROSS JOIN LATERAL (
            SELECT o.site_id, o.id, o.stage, o.entered_on
            FROM projects_stageentry o
            WHERE o.site_id = n.site_id
              AND NOT EXISTS (SELECT 1 FROM projects_stageentry c WHERE c.corrects_id = o.id)
            ORDER BY o.entered_on DESC, o.recorded_at DESC, o.id DESC
            LIMIT 1
        ) e
        WHERE s.id = e.site_id AND s.current_entry_id IS DISTINCT FROM e.id;
        RETURN NULL;
    """,
)


class StageEntry(models.Model):
    """A site entered a stage. Append-only: a mistake is corrected by a new entry."""

    # The trigger proves it to be the site's own project, which is constrained.
    project = models.ForeignKey(
        "projects.Project",
        on_delete=models.CASCADE,
        related_name="stage_entries",
        db_constraint=False,
        db_index=False,  # projects_entry_newest begins with it
    )
    # projects_entry_latest begins with it.
    site = models.ForeignKey(Site, on_delete=models.CASCADE, related_name="entries", db_index=False)
    stage = models.CharField(max_length=16, choices=Stage)
    entered_on = models.DateField("date reached")
    recorded_at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    evidence = models.CharField(max_length=500, blank=True)
    # Read by those who work on the project alone (`rollout.evidence`).
    evidence_file = models.OneToOneField(
        "documents.Document", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(max_length=500, blank=True)
    corrects = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrected_by"
    )
    # An applied batch is never deleted, and its sites are constrained to it.
    batch = models.ForeignKey(
        "projects.ImportBatch",
        verbose_name="import",
        null=True,
        on_delete=models.PROTECT,
        related_name="entries",
        db_constraint=False,
    )

    objects = StageEntryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "stage history"
        ordering = ["-entered_on", "-recorded_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(stage__in=Stage.values),
                name="projects_entry_stage_known",
                violation_error_message="Select a stage from the list",
            )
        ]
        indexes = [
            models.Index(
                fields=["site", "-entered_on", "-recorded_at", "-id"],
                name="projects_entry_latest",
            ),
            models.Index(fields=["project", "-id"], name="projects_entry_newest"),
        ]
        triggers = [append_only(), SITE_FOLLOWS_ENTRIES]

    def __str__(self):
        return f"{self.site}: {self.get_stage_display()} on {uk_date(self.entered_on)}"
