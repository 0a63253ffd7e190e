import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from diz_portal.history import append_only
from diz_portal.references import new_reference
from diz_portal.search.columns import Words, words_index
from diz_portal.sql import quoted
from partners.roles import current_roles, is_manager
from projects.money.bid_enums import (
    ASKED_OF_FUNDER,
    DECIDED,
    ENDED,
    JOINT,
    SIGNERS,
    BidState,
)
from projects.money.enums import Form, InKind
from projects.money.models.sources import pounds_field
from projects.money.readers import own_readers


def signs_for(user) -> list[int]:
    """Ids of the organisations whose share of a bid the person may fill in and sign."""
    return [pk for pk, role in current_roles(user).items() if role in SIGNERS]


class BidQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Managers see all; the people of its lead organisation who read money their own; once it
        is joint, those who sign for a partner of it."""
        if is_manager(user):
            return self
        shares = BidShare.objects.filter(organisation__in=signs_for(user)).values("bid")
        return self.filter(
            Q(lead__in=own_readers(user)) | Q(joint_since__isnull=False, pk__in=shares)
        )


# What everyone signs for, and what was asked of the funder, does not change behind their backs.
BID_STANDS = pgtrigger.Trigger(
    name="bid_stands",
    when=pgtrigger.Before,
    operation=pgtrigger.UpdateOf("state", "ask_capital", "ask_revenue", "match_needed", "lead_id")
    | pgtrigger.Insert,
    func=f"""
        IF OLD.state IN ({quoted(*sorted(ENDED))}) AND NEW.state <> OLD.state THEN
            RAISE EXCEPTION 'a bid that has ended stays as it ended'
                USING ERRCODE = 'check_violation';
        END IF;
        IF OLD.state IN ({quoted(*sorted(JOINT))}) AND (
            OLD.ask_capital, OLD.ask_revenue, OLD.match_needed, OLD.lead_id
        ) IS DISTINCT FROM (
            NEW.ask_capital, NEW.ask_revenue, NEW.match_needed, NEW.lead_id
        ) THEN
            RAISE EXCEPTION 'the figures of a bid change only while it is drafted'
                USING ERRCODE = 'check_violation';
        END IF;
        IF NEW.state IN ({quoted(*sorted(ASKED_OF_FUNDER))})
            AND (TG_OP = 'INSERT' OR OLD.state NOT IN ({quoted(*sorted(ASKED_OF_FUNDER))}))
            AND (
                NOT EXISTS (SELECT 1 FROM projects_bidshare WHERE bid_id = NEW.id)
                OR EXISTS (
                    SELECT 1 FROM projects_bidshare
                    WHERE bid_id = NEW.id AND signature_id IS NULL
                )
            )
        THEN
            RAISE EXCEPTION 'a bid is submitted once every partner has signed'
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    """,  # noqa: S608  words of ours
)


@pghistory.track(exclude=["note", "feedback", "lessons"], model_name="BidAudit")
class Bid(models.Model):
    """What the partnership, or a part of it, asks a funder for.

    It belongs to the organisation that leads it until it is joint; then its partners sign their
    shares, and it is submitted once all have.
    """

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    title = models.CharField("bid", max_length=140)
    funder = models.CharField(max_length=160)
    scheme = models.CharField("scheme or fund", max_length=160, blank=True)
    lead = models.ForeignKey(
        "partners.Organisation",
        on_delete=models.PROTECT,
        related_name="led_bids",
        verbose_name="lead organisation",
    )
    deadline_on = models.DateField("deadline", null=True, blank=True)
    ask_capital = pounds_field("amount requested, capital (£)", default=0)
    ask_revenue = pounds_field("amount requested, revenue (£)", default=0)
    match_needed = pounds_field("match that the scheme requires (£)", default=0)
    # Passed on as grants to others: no money that the bid brought in for its own work.
    regranted = pounds_field("amount to award as grants (£)", default=0)
    note = models.CharField(max_length=500, blank=True)

    state = models.CharField(
        "status", max_length=10, choices=BidState, default=BidState.IDEA, editable=False
    )
    joint_since = models.DateTimeField(null=True, blank=True, editable=False)
    submitted_on = models.DateField("submitted on", null=True, blank=True, editable=False)
    decided_on = models.DateField("decided on", null=True, blank=True, editable=False)
    feedback = models.TextField("funder’s feedback", blank=True)
    lessons = models.TextField("lessons learned", blank=True)
    # What it became, once it was won.
    source = models.OneToOneField(
        "projects.FundingSource",
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="bid",
        verbose_name="funding source",
    )
    attempt = models.CharField(max_length=12, blank=True, editable=False)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = BidQuerySet.as_manager()

    class Meta:
        ordering = ["deadline_on", "title", "pk"]
        indexes = [words_index(Words("title"), name="projects_bid_words")]
        constraints = [
            models.UniqueConstraint(
                fields=["attempt"],
                condition=~Q(attempt=""),
                name="projects_bid_sent_once",
                violation_error_message="This bid has already been added. Reload the page to see "
                "it",
            ),
            models.CheckConstraint(
                condition=Q(state__in=BidState.values),
                name="projects_bid_state_known",
                violation_error_message="Select a status from the list",
            ),
            models.CheckConstraint(
                condition=Q(
                    ask_capital__gte=0, ask_revenue__gte=0, match_needed__gte=0, regranted__gte=0
                ),
                name="projects_bid_not_negative",
                violation_error_message="Enter amounts of £0 or more",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[BidState.IDEA, BidState.WITHDRAWN])
                | (Q(deadline_on__isnull=False) & (Q(ask_capital__gt=0) | Q(ask_revenue__gt=0))),
                name="projects_bid_has_deadline_and_amount",
                violation_error_message="Enter the deadline and the amount requested",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(JOINT)) | Q(joint_since__isnull=False),
                name="projects_bid_is_joint",
                violation_error_message="Ask the partners to sign first",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=sorted(ASKED_OF_FUNDER)) | Q(submitted_on__isnull=False),
                name="projects_bid_submitted_has_date",
                violation_error_message="Enter the date it was submitted",
            ),
            models.CheckConstraint(
                condition=Q(state__in=sorted(DECIDED), decided_on__gte=F("submitted_on"))
                | (~Q(state__in=sorted(DECIDED)) & Q(decided_on=None)),
                name="projects_bid_decided_has_date",
                violation_error_message="Enter a decision date on or after the submission",
            ),
            models.CheckConstraint(
                condition=Q(state=BidState.WON, source__isnull=False)
                | (~Q(state=BidState.WON) & Q(source=None)),
                name="projects_bid_won_has_funding",
                violation_error_message="Enter the funding source of a bid that was won",
            ),
        ]
        triggers = [BID_STANDS]

    def __str__(self):
        return self.title

    @property
    def asked(self):
        """In pounds, of the funder."""
        return self.ask_capital + self.ask_revenue

    @property
    def is_joint(self) -> bool:
        return self.joint_since is not None


class BidEvent(models.Model):
    """A bid moved to another status: when, by whom, why."""

    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="steps")
    state = models.CharField("status", max_length=10, choices=BidState)
    on = models.DateField("date")
    reason = models.CharField(max_length=300, blank=True)
    attempt = models.CharField(max_length=12, blank=True, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["recorded_at", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["attempt"],
                condition=~Q(attempt=""),
                name="projects_bid_step_sent_once",
                violation_error_message="Open the form again: this has been entered",
            ),
        ]
        triggers = [append_only()]

    def __str__(self):
        return f"{self.bid}: {self.get_state_display()}"

    @property
    def reference(self) -> str:
        return self.bid.reference


# Who signs belongs to those who may on that day; a role that ends later ends nothing.
SIGNED_BY_ONE_OF_THEM = pgtrigger.Trigger(
    name="signed_by_one_of_them",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert,
    func=f"""
        IF NOT EXISTS (
            SELECT 1 FROM partners_membership
            WHERE person_id = NEW.by_id AND organisation_id = NEW.organisation_id
                AND ended_on IS NULL AND role IN ({quoted(*sorted(SIGNERS))})
        ) THEN
            RAISE EXCEPTION 'a share is signed by a lead or finance officer of its organisation'
                USING ERRCODE = 'check_violation';
        END IF;
        IF NOT EXISTS (
            SELECT 1 FROM projects_bid
            WHERE id = NEW.bid_id AND state = {quoted(BidState.SIGNING)}
        ) THEN
            RAISE EXCEPTION 'a share is signed while the partners sign'
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    """,  # noqa: S608  words of ours
)


class BidSignature(models.Model):
    """Somebody signed for their organisation what it puts into a bid: the figures as they were.

    Append-only: when the share changes, it is not the signature of the share any more.
    """

    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="signatures")
    organisation = models.ForeignKey(
        "partners.Organisation", on_delete=models.PROTECT, related_name="bid_signatures"
    )
    form = models.CharField("cash or in kind", max_length=8, choices=Form)
    in_kind = models.CharField("what is given in kind", max_length=12, choices=InKind, blank=True)
    valuation = models.CharField("how it is valued", max_length=300, blank=True)
    capital = pounds_field("capital (£)")
    revenue = pounds_field("revenue (£)")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = models.DateTimeField("signed at", default=timezone.now)

    class Meta:
        verbose_name = "signature of a bid"
        verbose_name_plural = "signatures of bids"
        ordering = ["recorded_at", "pk"]
        triggers = [append_only(), SIGNED_BY_ONE_OF_THEM]

    def __str__(self):
        return f"{self.organisation}, {self.bid}"

    @property
    def amount(self):
        return self.capital + self.revenue


# What is signed: a change of one of these is another promise.
FIGURES = ("organisation_id", "form", "in_kind", "valuation", "capital", "revenue")
_NEW = ", ".join(f"NEW.{name}" for name in FIGURES)
_OLD = ", ".join(f"OLD.{name}" for name in FIGURES)
_SIGNED = ", ".join(f"s.{name}" for name in FIGURES)
SIGNED_AS_IT_STANDS = pgtrigger.Trigger(
    name="signed_as_it_stands",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    func=f"""
        -- Waits for whoever is moving the bid on.
        IF EXISTS (
            SELECT 1 FROM projects_bid WHERE id IN (OLD.bid_id, NEW.bid_id)
                AND state NOT IN ({quoted(BidState.IDEA, BidState.DRAFTING, BidState.SIGNING)})
            FOR SHARE
        ) THEN
            RAISE EXCEPTION 'the shares of a bid stay as it was submitted'
                USING ERRCODE = 'check_violation';
        END IF;
        IF TG_OP = 'DELETE' THEN
            RETURN OLD;
        END IF;
        IF TG_OP = 'UPDATE' THEN
            IF ({_NEW}) IS DISTINCT FROM ({_OLD}) THEN
                NEW.signature_id := NULL;
            END IF;
        END IF;
        IF NEW.signature_id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM projects_bidsignature s
            WHERE s.id = NEW.signature_id AND s.bid_id = NEW.bid_id
                AND ({_SIGNED}) = ({_NEW})
        ) THEN
            RAISE EXCEPTION 'a signature is of the figures that stand'
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    """,  # noqa: S608  words of ours
)


class BidShareQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own organisation’s; of the bids that one sees, what has been signed. What another
        partner has typed and not signed is nobody else’s, a manager’s neither."""
        mine = own_readers(user)
        bids = Bid.objects.visible_to(user).values("pk")
        return self.filter(Q(organisation__in=mine) | Q(signature__isnull=False), bid__in=bids)

    def signed(self):
        return self.filter(signature__isnull=False)

    def unsigned(self):
        return self.filter(signature=None)


class BidShare(models.Model):
    """What one partner puts into a bid: cash or in kind, capital or revenue, in pounds.

    A partner has one for each form it gives in; one of £0 says that it takes part without match.
    """

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    bid = models.ForeignKey(Bid, on_delete=models.PROTECT, related_name="shares")
    organisation = models.ForeignKey(
        "partners.Organisation", on_delete=models.PROTECT, related_name="bid_shares"
    )
    form = models.CharField("cash or in kind", max_length=8, choices=Form, default=Form.CASH)
    in_kind = models.CharField("what is given in kind", max_length=12, choices=InKind, blank=True)
    valuation = models.CharField("how it is valued", max_length=300, blank=True)
    capital = pounds_field("capital (£)", default=0)
    revenue = pounds_field("revenue (£)", default=0)
    signature = models.OneToOneField(
        BidSignature,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="share",
    )

    objects = BidShareQuerySet.as_manager()

    class Meta:
        verbose_name = "share of a bid"
        verbose_name_plural = "shares of bids"
        ordering = ["organisation__name", "form", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["bid", "organisation", "form", "in_kind"],
                name="projects_share_once",
                violation_error_message=(
                    "Change the share of this type that this organisation already has"
                ),
            ),
            models.CheckConstraint(
                condition=Q(capital__gte=0, revenue__gte=0),
                name="projects_share_not_negative",
                violation_error_message="Enter amounts of £0 or more",
            ),
            models.CheckConstraint(
                condition=Q(form=Form.CASH, in_kind="", valuation="")
                | (Q(form=Form.IN_KIND) & ~Q(in_kind="") & ~Q(valuation="")),
                name="projects_share_in_kind_is_valued",
                violation_error_message="Select what is given in kind and enter how it is valued",
            ),
        ]
        triggers = [SIGNED_AS_IT_STANDS]

    def __str__(self):
        return f"{self.organisation}: {self.what}"

    @property
    def what(self) -> str:
        return self.get_in_kind_display() if self.in_kind else self.get_form_display()

    @property
    def amount(self):
        return self.capital + self.revenue

    @property
    def is_signed(self) -> bool:
        return self.signature_id is not None
