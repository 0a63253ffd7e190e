"""What is always true of a board pack, and of what it stated once it was issued."""

from typing import Any

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from diz_portal.references import new_reference
from diz_portal.reports.models import BoardDate, ReportJob
from diz_portal.reports.question import Edition
from diz_portal.sql import quoted
from partners.roles import is_manager, leading, reads_for_the_board_of
from projects.portfolio.models import Project

THE_PORTFOLIO = "All projects"


class PackState(models.TextChoices):
    DRAFT = "draft", "Draft"
    ISSUED = "issued", "Issued"


PACK_MOVES = {
    PackState.DRAFT: {PackState.ISSUED},
    # A correction is the next pack.
    PackState.ISSUED: set(),
}


class PackQuerySet(models.QuerySet):
    def drafts(self) -> "PackQuerySet":
        return self.filter(state=PackState.DRAFT)

    def issued(self) -> "PackQuerySet":
        return self.filter(state=PackState.ISSUED)

    def of(self, project: Project | None) -> "PackQuerySet":
        """Of a project, or of the portfolio."""
        return self.filter(project=project)

    def visible_to(self, user: Any) -> "PackQuerySet":
        """Those whose pages open for the person, as `projects.open_pack` has it of each: issued
        ones for all who work where they are about, drafts for those of them who read for its
        board."""
        if is_manager(user):
            return self
        issued, boards = Q(state=PackState.ISSUED), reads_for_the_board_of(user)
        theirs = Q(project__in=Project.objects.worked_on_by(user)) & (
            issued | Q(project__lead__in=boards)
        )
        if lead := leading(user):
            theirs |= Q(project=None) & (Q() if lead & boards else issued)
        return self.filter(theirs)


# What is issued stays as it is; whether the public may read it is decided afterwards.
ISSUED_STAYS = pgtrigger.Trigger(
    name="issued_pack_stays",
    when=pgtrigger.Before,
    operation=pgtrigger.Update | pgtrigger.Delete,
    condition=pgtrigger.Q(old__state=PackState.ISSUED),
    func="""
        IF TG_OP = 'DELETE'
           OR to_jsonb(NEW) - 'published_at' - 'published_by_id'
              IS DISTINCT FROM to_jsonb(OLD) - 'published_at' - 'published_by_id' THEN
            RAISE EXCEPTION 'an issued pack stays as it is';
        END IF;
        RETURN NEW;
    """,
)


def stays_once_issued() -> pgtrigger.Trigger:
    """For what a pack consists of: written while the pack is a draft, and never again."""
    return pgtrigger.Trigger(
        name="stays_once_issued",
        when=pgtrigger.Before,
        operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
        func=f"""
            BEGIN
                IF EXISTS (SELECT 1 FROM projects_pack
                           WHERE id IN (OLD.pack_id, NEW.pack_id)
                               AND state = {quoted(PackState.ISSUED)}) THEN
                    RAISE EXCEPTION 'an issued pack stays as it is';
                END IF;
                IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
                RETURN NEW;
            END;
        """,  # noqa: S608  words of ours
    )


@pghistory.track(model_name="PackAudit")
class Pack(models.Model):
    """What a board is given for one meeting: of a project, or of the portfolio (no project)."""

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    project = models.ForeignKey(
        "projects.Project", null=True, blank=True, on_delete=models.PROTECT, related_name="packs"
    )
    board = models.ForeignKey(
        BoardDate, on_delete=models.PROTECT, related_name="+", verbose_name="meeting"
    )
    # Both days are in the period: what changed from the end of the first to the end of the last.
    since = models.DateField("changes since")
    until = models.DateField("changes until")
    state = models.CharField(
        "status", max_length=8, choices=PackState, default=PackState.DRAFT, editable=False
    )
    started_at = models.DateTimeField(default=timezone.now, editable=False)
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", editable=False
    )
    issued_at = models.DateTimeField("issued", null=True, editable=False)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )
    # The public edition, on a page that needs no account.
    published_at = models.DateTimeField("published", null=True, editable=False)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="+",
        editable=False,
    )

    objects = PackQuerySet.as_manager()

    class Meta:
        verbose_name = "board pack"
        ordering = ["-until", "-pk"]
        default_permissions = ("view",)
        constraints = [
            models.CheckConstraint(
                condition=Q(until__gte=F("since")),
                name="projects_pack_period_in_order",
                violation_error_message="Enter a last day on or after the first day",
            ),
            models.CheckConstraint(
                condition=Q(state=PackState.DRAFT, issued_at=None, issued_by=None)
                | Q(state=PackState.ISSUED, issued_at__isnull=False, issued_by__isnull=False),
                name="projects_pack_issued_says_when",
                violation_error_message="Enter when the pack was issued and who issued it",
            ),
            models.CheckConstraint(
                condition=Q(published_at=None)
                | Q(state=PackState.ISSUED, project__isnull=False, published_by__isnull=False),
                name="projects_pack_published_once_issued",
                violation_error_message="Issue the pack of the project before you publish it",
            ),
            models.UniqueConstraint(
                fields=["project"],
                nulls_distinct=False,
                condition=Q(state=PackState.DRAFT),
                name="projects_one_draft_pack",
                violation_error_message="Issue or delete the draft before you start another pack",
            ),
            models.UniqueConstraint(
                fields=["project", "board"],
                nulls_distinct=False,
                name="projects_one_pack_a_meeting",
                violation_error_message="Select a meeting that has no pack yet",
            ),
        ]
        triggers = [ISSUED_STAYS]

    def __str__(self):
        return f"Board pack: {self.about}"

    @property
    def about(self) -> str:
        return str(self.project) if self.project else THE_PORTFOLIO

    @property
    def is_draft(self) -> bool:
        return self.state == PackState.DRAFT


class PackEdition(models.Model):
    """One edition of an issued pack, whole, as it was on the day (`reports.frozen`); the job that
    makes its files and keeps them."""

    pack = models.ForeignKey(Pack, on_delete=models.CASCADE, related_name="editions")
    edition = models.CharField(max_length=8, choices=Edition)
    paper = models.JSONField("document", default=dict)
    as_at = models.DateField()
    job = models.OneToOneField(ReportJob, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["pk"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["pack", "edition"],
                name="projects_pack_each_edition_once",
                violation_error_message="Select the other edition: this one already exists",
            ),
            models.CheckConstraint(
                condition=Q(edition__in=Edition.values),
                name="projects_pack_edition_known",
                violation_error_message="Select an edition from the list",
            ),
        ]
        triggers = [stays_once_issued()]

    def __str__(self):
        return f"{self.pack} ({self.edition})"


class PackFigure(models.Model):
    """A figure that an issued pack stated, so that the next one can say whether it still holds.

    `day` is the day it was true of.
    """

    pack = models.ForeignKey(Pack, on_delete=models.CASCADE, related_name="figures")
    key = models.SlugField(max_length=60, db_index=False)
    label = models.CharField(max_length=200)
    value = models.DecimalField(max_digits=14, decimal_places=2, default=0)
    day = models.DateField()
    # In a section that the public edition did not have.
    is_exempt = models.BooleanField(default=False)

    class Meta:
        ordering = ["pk"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(
                fields=["pack", "key"],
                name="projects_pack_states_a_figure_once",
                violation_error_message="Enter each figure once",
            )
        ]
        triggers = [stays_once_issued()]

    def __str__(self):
        return f"{self.label}: {self.value}"
