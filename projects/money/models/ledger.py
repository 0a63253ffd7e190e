import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from diz_portal.history import append_only
from diz_portal.references import new_reference
from diz_portal.search import Code, code_index
from diz_portal.sql import quoted
from partners.roles import is_manager
from projects.money import periods
from projects.money.enums import Flow
from projects.money.enums_ledger import How, MonthState, Why
from projects.money.models.sources import pounds_field
from projects.money.readers import keepers


class OfLedger(models.QuerySet):
    def visible_to(self, user):
        """The accountable body's own: its keepers read it, and programme managers."""
        return self if is_manager(user) else self.filter(organisation__in=keepers(user))


class LedgerLineQuerySet(OfLedger):
    def current(self):
        """As the ledger has them now: neither changed nor taken back by a later row."""
        return self.filter(superseded_by=None, is_withdrawn=False)

    def known(self, as_at):
        """As the ledger was known at the end of a day: see `projects.rollout.standing.AsAt`."""
        later = LedgerLine.objects.filter(
            supersedes=OuterRef("pk"), recorded_at__lt=as_at.known_before
        )
        return self.filter(
            ~Exists(later),
            is_withdrawn=False,
            on__lte=as_at.day,
            recorded_at__lt=as_at.known_before,
        )


# For all rows of a statement at once: a file brings a hundred thousand.
LINES_FIT = pgtrigger.Trigger(
    name="ledger_lines_fit",
    when=pgtrigger.After,
    operation=pgtrigger.Insert,
    level=pgtrigger.Statement,
    referencing=pgtrigger.Referencing(new="new_lines"),
    func=f"""
        PERFORM 1 FROM projects_ledgermonth WHERE (project_id, month, is_outturn) IN (
            SELECT DISTINCT project_id, month, is_outturn FROM new_lines
        ) FOR SHARE;
        IF EXISTS (
            SELECT 1 FROM projects_ledgermonth m WHERE m.state = {quoted(MonthState.LOCKED)}
                AND (m.project_id, m.month, m.is_outturn) IN (
                    SELECT project_id, month, is_outturn FROM new_lines
                    UNION
                    SELECT o.project_id, o.month, o.is_outturn
                    FROM new_lines n JOIN projects_ledgerline o ON o.id = n.supersedes_id
                )
        ) THEN
            RAISE EXCEPTION 'the ledger of a locked month stays as it is'
                USING ERRCODE = 'check_violation';
        END IF;
        IF EXISTS (
            SELECT 1 FROM new_lines n JOIN projects_ledgerline o ON o.id = n.supersedes_id
            WHERE (n.organisation_id, n.transaction_reference, n.line)
                <> (o.organisation_id, o.transaction_reference, o.line)
        ) THEN
            RAISE EXCEPTION 'a line is changed by a row of the same transaction and line'
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NULL;
    """,  # noqa: S608  words of ours
)


class LedgerLine(models.Model):
    """A line of the accountable body's ledger, as its export says. Pounds; a debit is more than 0.

    Append-only: a line that the ledger changed, or an import that was undone, is a later row that
    supersedes the earlier. So the ledger can be asked as at a past day too.
    """

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    project = models.ForeignKey(
        "projects.Project",
        on_delete=models.PROTECT,
        related_name="ledger_lines",
        db_index=False,  # the index of the months begins with it
    )
    # Whose ledger it is: the accountable body.
    organisation = models.ForeignKey(
        "partners.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    transaction_reference = models.CharField(max_length=60)
    line = models.PositiveIntegerField("line of the transaction", default=1)
    on = models.DateField("date")
    # The ledger's own period.
    period = models.DateField()
    # The month it is counted in: of a period that was locked before it came, the first open one.
    month = models.DateField()
    is_outturn = models.BooleanField("year-end outturn", default=False)
    amount = pounds_field("amount (£)")
    vat = pounds_field("VAT (£)", null=True, blank=True)
    cost_centre = models.CharField(max_length=40, blank=True)
    supplier = models.CharField(max_length=160, blank=True)
    description = models.CharField(max_length=200, blank=True)

    supersedes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="superseded_by"
    )
    # The import that brought it was undone.
    is_withdrawn = models.BooleanField("undone", default=False)
    batch = models.ForeignKey(
        "projects.LedgerImportBatch",
        on_delete=models.PROTECT,
        related_name="lines",
        db_index=False,
    )
    recorded_at = models.DateTimeField(default=timezone.now)

    objects = LedgerLineQuerySet.as_manager()

    class Meta:
        verbose_name = "ledger line"
        verbose_name_plural = "ledger lines"
        ordering = ["-on", "-pk"]
        indexes = [
            models.Index(fields=["project", "month"], name="projects_ledger_months"),
            code_index(Code("transaction_reference"), name="projects_ledger_code"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "transaction_reference", "line"],
                condition=Q(supersedes=None),
                name="projects_ledger_line_once",
                violation_error_message="Enter another line: this one has already been imported",
            ),
            models.CheckConstraint(
                condition=~Q(transaction_reference="") & Q(line__gte=1),
                name="projects_ledger_line_is_named",
                violation_error_message="Enter the transaction reference of the line",
            ),
            models.CheckConstraint(
                condition=Q(month__day=1, period__day=1, period__lte=F("month"))
                & (Q(is_outturn=False) | Q(month__month=3)),
                name="projects_ledger_names_months",
                violation_error_message="Enter the first day of the month. A year-end outturn is "
                "in March",
            ),
            models.CheckConstraint(
                condition=Q(is_withdrawn=False) | Q(amount=0, supersedes__isnull=False),
                name="projects_ledger_taken_back_is_nothing",
                violation_error_message="Enter £0 for a line that was undone",
            ),
        ]
        triggers = [append_only(), LINES_FIT]

    def __str__(self):
        return f"{self.transaction_reference}/{self.line}: {self.description or self.supplier}"

    @property
    def is_late(self) -> bool:
        """Of a month that was locked when it came."""
        return self.period != self.month

    @property
    def period_name(self) -> str:
        return periods.month_name(self.period, is_outturn=self.is_outturn)


MATCH_FITS = pgtrigger.Trigger(
    name="match_fits",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert,
    func="""
        IF NOT EXISTS (
            SELECT 1 FROM projects_ledgerline l
            JOIN projects_posting p ON p.id = NEW.posting_id
                AND p.organisation_id = l.organisation_id
            JOIN projects_fundingsource s ON s.id = p.source_id AND s.project_id = l.project_id
            WHERE l.id = NEW.line_id
        ) THEN
            RAISE EXCEPTION 'a line is matched with postings of its own project and body'
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    """,
)


MATCH_IS_UNDONE_ONCE = pgtrigger.Trigger(
    name="match_is_undone_once",
    when=pgtrigger.Before,
    operation=pgtrigger.Update | pgtrigger.Delete,
    func="""
        IF TG_OP = 'DELETE' OR OLD.withdrawn_at IS NOT NULL OR (
            OLD.line_id, OLD.posting_id, OLD.how, OLD.by_id, OLD.at
        ) IS DISTINCT FROM (NEW.line_id, NEW.posting_id, NEW.how, NEW.by_id, NEW.at) THEN
            RAISE EXCEPTION 'a match is undone once, and stays on record'
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    """,
)


class LedgerMatchQuerySet(models.QuerySet):
    def standing(self):
        return self.filter(withdrawn_at=None)


class LedgerMatch(models.Model):
    """A posting is what a line of the ledger says. A line may have several, such as an invoice that
    several sources paid; a posting has one."""

    line = models.ForeignKey(LedgerLine, on_delete=models.PROTECT, related_name="matches")
    posting = models.ForeignKey(
        "projects.Posting", on_delete=models.PROTECT, related_name="ledger_matches"
    )
    how = models.CharField(max_length=9, choices=How)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = LedgerMatchQuerySet.as_manager()

    class Meta:
        verbose_name = "match of a ledger line"
        verbose_name_plural = "matches of ledger lines"
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["posting"],
                condition=Q(withdrawn_at=None),
                name="projects_posting_matched_once",
                violation_error_message="Select another posting: this one is already matched",
            ),
        ]
        triggers = [MATCH_FITS, MATCH_IS_UNDONE_ONCE]

    def __str__(self):
        return f"{self.line} = {self.posting}"


MONTH_RECONCILES = pgtrigger.Trigger(
    name="month_reconciles",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    declare=[("ledger", "numeric"), ("portal", "numeric"), ("explained", "numeric")],
    func=f"""
        IF TG_OP <> 'INSERT' AND OLD.state = {quoted(MonthState.LOCKED)} THEN
            RAISE EXCEPTION 'a locked month stays as it is' USING ERRCODE = 'check_violation';
        END IF;
        IF TG_OP = 'DELETE' THEN
            RETURN OLD;
        END IF;
        IF (TG_OP = 'INSERT' OR (OLD.project_id, OLD.organisation_id, OLD.month, OLD.is_outturn)
            IS DISTINCT FROM (NEW.project_id, NEW.organisation_id, NEW.month, NEW.is_outturn))
            AND NOT EXISTS (
                SELECT 1 FROM projects_project
                WHERE id = NEW.project_id AND lead_id = NEW.organisation_id
            )
        THEN
            RAISE EXCEPTION 'a month is of the accountable body of its project'
                USING ERRCODE = 'check_violation';
        END IF;
        IF NEW.state = {quoted(MonthState.LOCKED)}
            AND (TG_OP = 'INSERT' OR OLD.state <> {quoted(MonthState.SIGNED)})
        THEN
            RAISE EXCEPTION 'a month is signed before it is locked'
                USING ERRCODE = 'check_violation';
        END IF;
        IF NEW.state <> {quoted(MonthState.OPEN)} THEN
            SELECT coalesce(sum(l.amount), 0) INTO ledger FROM projects_ledgerline l
            WHERE l.project_id = NEW.project_id AND l.organisation_id = NEW.organisation_id
                AND l.month = NEW.month AND l.is_outturn = NEW.is_outturn
                AND NOT EXISTS (SELECT 1 FROM projects_ledgerline n WHERE n.supersedes_id = l.id);
            SELECT coalesce(
                sum(CASE p.flow WHEN {quoted(Flow.SPENT)} THEN p.amount ELSE -p.amount END), 0
            ) INTO portal
            FROM projects_posting p JOIN projects_fundingsource s ON s.id = p.source_id
            WHERE s.project_id = NEW.project_id AND p.organisation_id = NEW.organisation_id
                AND p.month = NEW.month AND p.is_outturn = NEW.is_outturn;
            SELECT coalesce(sum(amount), 0) INTO explained FROM projects_ledgerdifference
            WHERE ledger_month_id = NEW.id;
            IF (NEW.ledger_total, NEW.portal_total) IS DISTINCT FROM (ledger, portal) THEN
                RAISE EXCEPTION 'a month is signed and locked with the figures that it has'
                    USING ERRCODE = 'check_violation';
            END IF;
            IF ledger - portal <> explained THEN
                RAISE EXCEPTION 'every penny of the difference is explained'
                    USING ERRCODE = 'check_violation';
            END IF;
        END IF;
        RETURN NEW;
    """,  # noqa: S608  words of ours
)


class LedgerMonth(models.Model):
    """A month of a project in which the ledger and the portal are reconciled: signed by who keeps
    the accounts, then locked by a second person. It is never opened again."""

    project = models.ForeignKey(
        "projects.Project", on_delete=models.PROTECT, related_name="ledger_months"
    )
    organisation = models.ForeignKey(
        "partners.Organisation", on_delete=models.PROTECT, related_name="+"
    )
    month = models.DateField()
    is_outturn = models.BooleanField("year-end outturn", default=False)
    state = models.CharField(
        "status", max_length=6, choices=MonthState, default=MonthState.OPEN, editable=False
    )
    # As they were signed; a debit, or what was spent, is more than 0.
    ledger_total = pounds_field("ledger (£)", null=True, blank=True)
    portal_total = pounds_field("portal (£)", null=True, blank=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    signed_on = models.DateField(null=True, blank=True)
    signed_at = models.DateTimeField("signed", null=True, blank=True)
    locked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    locked_at = models.DateTimeField("locked", null=True, blank=True)

    objects = OfLedger.as_manager()

    class Meta:
        verbose_name = "ledger month"
        verbose_name_plural = "ledger months"
        ordering = ["-month", "-is_outturn"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "month", "is_outturn"],
                name="projects_ledger_month_once",
                violation_error_message="Open the month instead: it is already being reconciled",
            ),
            models.CheckConstraint(
                condition=Q(state__in=MonthState.values),
                name="projects_ledger_month_state_known",
                violation_error_message="Select a status from the list",
            ),
            models.CheckConstraint(
                condition=Q(month__day=1) & (Q(is_outturn=False) | Q(month__month=3)),
                name="projects_ledger_month_is_one",
                violation_error_message="Enter the first day of the month. A year-end outturn is "
                "in March",
            ),
            models.CheckConstraint(
                condition=Q(
                    state=MonthState.OPEN,
                    signed_by=None,
                    signed_at=None,
                    signed_on=None,
                    ledger_total=None,
                    portal_total=None,
                )
                | (
                    ~Q(state=MonthState.OPEN)
                    & Q(
                        signed_by__isnull=False,
                        signed_at__isnull=False,
                        signed_on__isnull=False,
                        ledger_total__isnull=False,
                        portal_total__isnull=False,
                    )
                ),
                name="projects_signed_month_says_who",
                violation_error_message="Enter who signed the month, when and with which totals",
            ),
            models.CheckConstraint(
                condition=Q(signed_on=None)
                | Q(
                    signed_on__gte=models.Func(
                        F("month"),
                        template="(%(expressions)s + interval '1 month')::date",
                        output_field=models.DateField(),
                    )
                ),
                name="projects_month_is_signed_after_it",
                violation_error_message="Enter a day after the month has ended",
            ),
            models.CheckConstraint(
                condition=(~Q(state=MonthState.LOCKED) & Q(locked_by=None, locked_at=None))
                | Q(state=MonthState.LOCKED, locked_by__isnull=False, locked_at__isnull=False),
                name="projects_locked_month_says_who",
                violation_error_message="Enter who locked the month, and when",
            ),
            models.CheckConstraint(
                condition=Q(locked_by=None) | ~Q(locked_by=F("signed_by")),
                name="projects_month_has_four_eyes",
                violation_error_message="Ask someone else to lock the month, not the person who "
                "signed it",
            ),
        ]
        triggers = [MONTH_RECONCILES]

    def __str__(self):
        return f"{self.project}, {self.name}"

    @property
    def name(self) -> str:
        return periods.month_name(self.month, is_outturn=self.is_outturn)

    @property
    def slug(self) -> str:
        """As addresses name it: `2026-09`, or `2026-03-outturn`."""
        return periods.slug_of(self.month) + ("-outturn" if self.is_outturn else "")

    @property
    def is_open(self) -> bool:
        return self.state == MonthState.OPEN

    @property
    def is_signed(self) -> bool:
        return self.state == MonthState.SIGNED

    @property
    def is_locked(self) -> bool:
        return self.state == MonthState.LOCKED


DIFFERENCES_STAY = pgtrigger.Trigger(
    name="signed_differences_stay",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    declare=[("found", "text")],
    func=f"""
        -- Both, where it would move from one month to another.
        FOR found IN SELECT state FROM projects_ledgermonth
            WHERE id IN (OLD.ledger_month_id, NEW.ledger_month_id) ORDER BY id FOR SHARE
        LOOP
        IF found <> {quoted(MonthState.OPEN)} THEN
            RAISE EXCEPTION 'what was signed keeps its differences'
                USING ERRCODE = 'check_violation';
        END IF;
        END LOOP;
        IF TG_OP = 'DELETE' THEN
            RETURN OLD;
        END IF;
        RETURN NEW;
    """,  # noqa: S608  words of ours
)


class LedgerDifference(models.Model):
    """Why the ledger and the portal differ in a month, in pounds of the ledger less the portal."""

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    ledger_month = models.ForeignKey(
        LedgerMonth, on_delete=models.PROTECT, related_name="differences"
    )
    kind = models.CharField("reason for the difference", max_length=10, choices=Why)
    says = models.CharField("explanation", max_length=300)
    amount = pounds_field("amount (£)")
    # What it is about, where it is one line or one posting.
    line = models.ForeignKey(
        LedgerLine, null=True, blank=True, on_delete=models.PROTECT, related_name="differences"
    )
    posting = models.ForeignKey(
        "projects.Posting",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="differences",
    )
    attempt = models.CharField(max_length=12, blank=True, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        verbose_name = "difference between ledger and portal"
        verbose_name_plural = "differences between ledger and portal"
        ordering = ["recorded_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["attempt"],
                condition=~Q(attempt=""),
                name="projects_ledger_difference_sent_once",
                violation_error_message="Open the form again: this has been entered",
            ),
            models.CheckConstraint(
                condition=~Q(amount=0) & ~Q(says=""),
                name="projects_ledger_difference_says_why",
                violation_error_message="Enter an amount other than £0, and the reason for "
                "the difference",
            ),
        ]
        triggers = [DIFFERENCES_STAY]

    def __str__(self):
        return f"{self.get_kind_display()}: {self.amount}"
