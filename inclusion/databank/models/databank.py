"""The databank: donated mobile data as a double-entry ledger, in MB (1 GB = 1,000 MB).

Every SIM or voucher is an item of a batch and in one account. A move is one entry, from one
account to another; the database keeps the item and the balances in step with the entries, refuses
a balance below nothing, and refuses to change or delete an entry.
"""

import re
from decimal import Decimal

import pgtrigger
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from diz_portal.references import new_reference
from diz_portal.search.columns import Code, Ending, Words, code_index, words_index
from diz_portal.sql import quoted
from diz_portal.words import data_size, uk_date
from inclusion.cases.models.need import Need
from inclusion.cases.roles import handles_for
from inclusion.databank.sizes import gb
from partners.roles import is_manager


class Account(models.TextChoices):
    DONOR = "donor", "Donated"
    STOCK = "stock", "In stock"
    RESERVED = "reserved", "Reserved"
    ISSUED = "issued", "Issued"
    ACTIVATED = "activated", "Activated"
    EXPIRED = "expired", "Expired"
    VOID = "void", "Written off"
    # Received by mistake: as if it had never come.
    WITHDRAWN = "withdrawn", "Receipt undone"


# From → to. Anything else is a correction, which names the entry it corrects.
ACCOUNT_MOVES = {
    Account.DONOR: {Account.STOCK},
    Account.STOCK: {
        Account.RESERVED,
        Account.ISSUED,
        Account.EXPIRED,
        Account.VOID,
        Account.WITHDRAWN,
    },
    Account.RESERVED: {Account.STOCK, Account.ISSUED, Account.EXPIRED, Account.VOID},
    # Returned unused, it can help somebody else.
    Account.ISSUED: {Account.ACTIVATED, Account.STOCK, Account.EXPIRED, Account.VOID},
    Account.ACTIVATED: set(),
    Account.EXPIRED: set(),
    Account.VOID: set(),
    Account.WITHDRAWN: set(),
}
# Not here: the same number may be received again.
NOT_HERE = (Account.VOID, Account.WITHDRAWN)
NOT_RECEIVED = (Account.DONOR, Account.WITHDRAWN)
# Data that nobody can use any more.
UNUSABLE = (Account.EXPIRED, Account.VOID)
# In these an item is somebody's.
HELD = (Account.RESERVED, Account.ISSUED, Account.ACTIVATED)


class ItemKind(models.TextChoices):
    SIM = "sim", "SIM card"
    VOUCHER = "voucher", "Data voucher"


# Read alike by Python and by PostgreSQL, whatever the locale.
_SPACES = r"[\s\u00a0\u1680\u2000-\u200f\u202f\u205f\u2060\u3000\ufeff]"


# The number of a SIM card, of 19 digits with or without its filler F, or of 20.
_CARD = "^(89[0-9]{17})f?$|^(89[0-9]{18})$"


def compared(words: str) -> str:
    """How the name of a network and a voucher's code are compared: no spaces, small letters."""
    return re.sub(_SPACES, "", words).lower()


def known_as(kind: str, network: str, code: str) -> str:
    """What no two items that are here may have in common: the number of a SIM card, which is one in
    the world whatever its network is called here, and of a voucher its network and code."""
    bare = compared(code)
    if kind == ItemKind.SIM and (found := re.search(_CARD, bare.replace("-", ""))):
        return f"iccid:{found[1] or found[2]}"
    return f"{compared(network)}:{bare}"


FOLLOWS_ITS_NETWORK = pgtrigger.Trigger(
    name="numbers_follow_its_network",
    when=pgtrigger.After,
    operation=pgtrigger.UpdateOf("network", "kind"),
    func="""
        UPDATE inclusion_dataitem SET code = code WHERE batch_id = NEW.id;
        RETURN NEW;
    """,
)


# What a donor gave is counted by it.
KEEPS_ITS_SIZE = pgtrigger.Trigger(
    name="keeps_its_size",
    when=pgtrigger.Before,
    operation=pgtrigger.UpdateOf("mb_each"),
    condition=pgtrigger.Condition("NEW.mb_each <> OLD.mb_each"),
    func="""
        IF EXISTS (SELECT 1 FROM inclusion_dataentry WHERE batch_id = OLD.id) THEN
            RAISE EXCEPTION 'The amount of data in a batch is fixed once it is received.'
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    """,
)


# Clocks of two machines differ by a moment.
HAS_COME = pgtrigger.Trigger(
    name="has_come",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("received_on"),
    condition=pgtrigger.Condition(
        "NEW.received_on > "
        "((clock_timestamp() + interval '5 seconds') AT TIME ZONE 'Europe/London')::date"
    ),
    func="""
        RAISE EXCEPTION 'A batch is received today or earlier.' USING ERRCODE = 'check_violation';
    """,
)


class BatchQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Managers, and caseworkers: what their organisation keeps, and what all share."""
        if is_manager(user):
            return self
        mine = handles_for(user)
        if not mine:
            return self.none()
        return self.filter(Q(kept_by=None) | Q(kept_by__in=mine))


class DataBatch(models.Model):
    """SIM cards or vouchers that came together: one network, one size, one day to activate by."""

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    kind = models.CharField("SIM cards or vouchers", max_length=7, choices=ItemKind)
    network = models.CharField(max_length=40, help_text="The mobile network it works on.")
    mb_each = models.PositiveIntegerField(
        "data each (MB)",
        help_text="Total for the whole period. For example, 20GB a month for 6 months is 120000.",
    )
    months = models.PositiveSmallIntegerField("number of months", default=1)
    expires_on = models.DateField("activate by")
    received_on = models.DateField(default=timezone.localdate)
    donor = models.CharField(
        "donor", max_length=150, blank=True, help_text="An organisation. Leave blank for a person."
    )
    pledge = models.ForeignKey(
        "inclusion.DataPledge",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="batches",
    )
    kept_by = models.ForeignKey(
        "partners.Organisation",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name="issued by",
        help_text="Team that issues it. Leave blank for all teams.",
    )
    note = models.CharField(max_length=300, blank=True)

    objects = BatchQuerySet.as_manager()

    class Meta:
        ordering = ["expires_on", "pk"]
        verbose_name = "batch"
        verbose_name_plural = "batches"
        constraints = [
            models.CheckConstraint(
                condition=Q(mb_each__gt=0),
                name="inclusion_batch_holds_data",
                violation_error_message="Enter how much data each of them has, in MB",
            ),
            models.CheckConstraint(
                condition=Q(months__gt=0),
                name="inclusion_batch_lasts",
                violation_error_message="Enter how many months the data lasts",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=ItemKind.values),
                name="inclusion_batch_kind_known",
                violation_error_message="Select a type from the list",
            ),
        ]
        triggers = [FOLLOWS_ITS_NETWORK, KEEPS_ITS_SIZE, HAS_COME]
        indexes = [words_index(Words("network", "donor"), name="inclusion_batch_words")]

    def __str__(self):
        return f"{self.network}, {data_size(self.mb_each)}, activate by {uk_date(self.expires_on)}"

    def get_absolute_url(self):
        return reverse("inclusion_workspace:batch", args=[self.reference])

    @property
    def gb_each(self) -> Decimal:
        return gb(self.mb_each)


class ItemQuerySet(models.QuerySet):
    def visible_to(self, user):
        return self.filter(batch__in=DataBatch.objects.visible_to(user))

    def in_stock(self, today=None):
        """What can be issued, soonest to expire first."""
        today = today or timezone.localdate()
        return self.filter(account=Account.STOCK, batch__expires_on__gte=today).order_by(
            "batch__expires_on", "pk"
        )


KEPT_BY_ENTRIES = pgtrigger.Trigger(
    name="kept_by_entries",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    # Inside the ledger's own trigger the depth is greater.
    condition=pgtrigger.Condition("pg_trigger_depth() < 1"),
    func=f"""
        IF TG_OP = 'INSERT' AND NEW.account = {quoted(Account.DONOR)} AND NEW.need_id IS NULL THEN
            RETURN NEW;
        END IF;
        IF TG_OP = 'UPDATE' AND NEW.account = OLD.account AND NEW.batch_id = OLD.batch_id
            AND NEW.need_id IS NOT DISTINCT FROM OLD.need_id THEN
            RETURN NEW;
        END IF;
        RAISE EXCEPTION 'Only an entry in the ledger moves an item.'
            USING ERRCODE = 'integrity_constraint_violation';
    """,
)


# Kept by the database, so that no way of writing an item goes round it.
KNOWS_ITS_NUMBER = pgtrigger.Trigger(
    name="knows_its_number",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("code", "batch_id"),
    declare=[("bare", "text"), ("card", "text[]")],
    func="""
        bare := lower(regexp_replace(NEW.code, '[spaces]', '', 'g'));
        card := regexp_match(replace(bare, '-', ''), '[card]');
        SELECT CASE WHEN kind = [sim] AND card IS NOT NULL
                THEN 'iccid:' || coalesce(card[1], card[2])
                ELSE lower(regexp_replace(network, '[spaces]', '', 'g')) || ':' || bare END
            INTO NEW.known_as FROM inclusion_databatch WHERE id = NEW.batch_id;
        RETURN NEW;
    """.replace("[spaces]", _SPACES)
    .replace("[card]", _CARD)
    .replace("[sim]", quoted(ItemKind.SIM)),
)


class DataItem(models.Model):
    """One SIM card or voucher. Its account is what the ledger's last entry about it says."""

    reference = models.CharField(max_length=12, unique=True, default=new_reference, editable=False)
    batch = models.ForeignKey(DataBatch, on_delete=models.PROTECT, related_name="items")
    # The number printed on the card, or the voucher's code: what is issued.
    code = models.CharField("number or code", max_length=40)
    # What the item is compared by: nothing is received while it is here already.
    known_as = models.CharField(max_length=100, editable=False, default="")
    account = models.CharField(max_length=9, choices=Account, default=Account.DONOR, editable=False)
    need = models.ForeignKey(
        Need,
        null=True,
        blank=True,
        editable=False,
        on_delete=models.PROTECT,
        related_name="data_items",
    )

    objects = ItemQuerySet.as_manager()

    class Meta:
        ordering = ["batch", "pk"]
        verbose_name = "SIM card or data voucher"
        verbose_name_plural = "SIM cards and data vouchers"
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "code"],
                name="inclusion_one_item_per_code",
                violation_error_message="Enter another number: this one is already in the batch",
            ),
            # What was written off by mistake, or under the wrong size, may be received again.
            models.UniqueConstraint(
                fields=["known_as"],
                condition=~Q(account__in=NOT_HERE),
                name="inclusion_one_item_per_number",
                violation_error_message=(
                    "Enter another number: a SIM card with this number, or a voucher for this "
                    "network with this code, is already in stock"
                ),
            ),
            models.CheckConstraint(
                condition=Q(account__in=HELD, need__isnull=False)
                | (~Q(account__in=HELD) & Q(need=None)),
                name="inclusion_held_items_have_a_need",
                violation_error_message=(
                    "Select a need for what is reserved or issued, and none for what is in stock"
                ),
            ),
        ]
        indexes = [
            code_index(Code("code"), name="inclusion_item_code"),
            code_index(Ending("code"), name="inclusion_item_ending"),
            models.Index(
                fields=["batch"],
                condition=Q(account=Account.STOCK),
                name="inclusion_items_in_stock",
            ),
            models.Index(
                fields=["need"], condition=Q(need__isnull=False), name="inclusion_items_of_need"
            ),
        ]
        triggers = [KEPT_BY_ENTRIES, KNOWS_ITS_NUMBER]

    def __str__(self):
        return f"{self.batch.get_kind_display()} {self.reference}"

    def get_absolute_url(self):
        return reverse("inclusion_workspace:data_item", args=[self.reference])
