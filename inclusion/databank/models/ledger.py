"""The ledger of the databank: entries, and the balances that the database keeps in step."""

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from diz_portal.history import append_only
from diz_portal.sql import quoted
from inclusion.cases.models.need import Need, NeedState
from inclusion.databank.models.databank import ACCOUNT_MOVES, HELD, Account, DataBatch, DataItem

BALANCES_KEPT_BY_ENTRIES = pgtrigger.Trigger(
    name="kept_by_entries",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    condition=pgtrigger.Condition("pg_trigger_depth() < 1"),
    func="""
        RAISE EXCEPTION 'Only an entry in the ledger changes a balance.'
            USING ERRCODE = 'integrity_constraint_violation';
    """,
)


class DataBalance(models.Model):
    """What is in one account of one batch, in MB. Kept by the ledger's trigger alone."""

    batch = models.ForeignKey(DataBatch, on_delete=models.PROTECT, related_name="balances")
    account = models.CharField(max_length=9, choices=Account)
    mb = models.BigIntegerField("MB")

    class Meta:
        ordering = ["batch", "account"]
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "account"],
                name="inclusion_one_balance_per_account",
                violation_error_message=(
                    "Change the balance that this batch already has for this account"
                ),
            ),
            # What came in is counted against whoever gave it; nothing else is ever overdrawn.
            models.CheckConstraint(
                condition=Q(mb__gte=0) | Q(account=Account.DONOR),
                name="inclusion_balance_not_below_nothing",
                violation_error_message="Enter less: there is not this much data in the account",
            ),
        ]
        triggers = [BALANCES_KEPT_BY_ENTRIES]

    def __str__(self):
        return f"{self.batch}: {self.get_account_display().lower()}"


POSTS = pgtrigger.Trigger(
    name="posts",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert,
    declare=[("now_in", "text"), ("of_batch", "bigint"), ("size", "bigint")],
    func="""
        SELECT i.account, i.batch_id, b.mb_each INTO now_in, of_batch, size
            FROM inclusion_dataitem i JOIN inclusion_databatch b ON b.id = i.batch_id
            WHERE i.id = NEW.item_id FOR NO KEY UPDATE OF i;
        IF now_in IS DISTINCT FROM NEW.from_account OR of_batch <> NEW.batch_id
            OR size <> NEW.mb THEN
            RAISE EXCEPTION 'The item is not in that account.'
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        IF NEW.from_account = {issued} AND NEW.to_account = {expired} AND EXISTS (
            SELECT 1 FROM inclusion_need n JOIN inclusion_dataitem i ON i.need_id = n.id
            WHERE i.id = NEW.item_id AND n.state = {confirmed}) THEN
            RAISE EXCEPTION 'Data that someone has confirmed they use does not expire.'
                USING ERRCODE = 'check_violation';
        END IF;
        IF NEW.corrects_id IS NULL
            AND (NEW.from_account || '>' || NEW.to_account) NOT IN ({moves}) THEN
            RAISE EXCEPTION 'Data does not move from that account to the other.'
                USING ERRCODE = 'integrity_constraint_violation';
        END IF;
        UPDATE inclusion_dataitem SET account = NEW.to_account,
            need_id = CASE WHEN NEW.to_account IN ({held}) THEN NEW.need_id END
            WHERE id = NEW.item_id;
        INSERT INTO inclusion_databalance (batch_id, account, mb)
            VALUES (NEW.batch_id, NEW.from_account, 0), (NEW.batch_id, NEW.to_account, 0)
            ON CONFLICT (batch_id, account) DO NOTHING;
        -- Both in one order: a move there and a move back never wait for each other.
        PERFORM 1 FROM inclusion_databalance WHERE batch_id = NEW.batch_id
            AND account IN (NEW.from_account, NEW.to_account) ORDER BY account FOR UPDATE;
        UPDATE inclusion_databalance
            SET mb = mb + CASE account WHEN NEW.from_account THEN -NEW.mb ELSE NEW.mb END
            WHERE batch_id = NEW.batch_id AND account IN (NEW.from_account, NEW.to_account);
        RETURN NEW;
    """.format(  # noqa: S608  words from the tables above, nobody's input
        moves=quoted(
            *(
                f"{before.value}>{after.value}"
                for before, afters in ACCOUNT_MOVES.items()
                for after in sorted(afters)
            )
        ),
        held=quoted(*HELD),
        issued=quoted(Account.ISSUED),
        expired=quoted(Account.EXPIRED),
        confirmed=quoted(NeedState.CONFIRMED),
    ),
)


class DataEntry(models.Model):
    """One move of one item from account to account. Append-only; a mistake is corrected by an
    entry of its own that names it."""

    batch = models.ForeignKey(DataBatch, on_delete=models.PROTECT, related_name="entries")
    item = models.ForeignKey(DataItem, on_delete=models.PROTECT, related_name="entries")
    from_account = models.CharField("from", max_length=9, choices=Account)
    to_account = models.CharField("to", max_length=9, choices=Account)
    mb = models.PositiveIntegerField("MB")
    need = models.ForeignKey(
        Need, null=True, blank=True, on_delete=models.PROTECT, related_name="data_entries"
    )
    # A page sent twice names the same key, and moves nothing the second time.
    key = models.CharField(max_length=60, unique=True)
    why = models.CharField("reason", max_length=200, blank=True)
    corrects = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrections"
    )
    at = models.DateTimeField("when", default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = "databank transaction"
        verbose_name_plural = "databank transactions"
        constraints = [
            models.CheckConstraint(
                condition=~Q(from_account=F("to_account")),
                name="inclusion_entry_moves",
                violation_error_message="Select 2 different accounts",
            ),
            models.CheckConstraint(
                condition=Q(from_account__in=Account.values, to_account__in=Account.values),
                name="inclusion_entry_accounts_known",
                violation_error_message="Select accounts from the list",
            ),
        ]
        indexes = [models.Index(fields=["batch", "at"], name="inclusion_entries_of_batch")]
        triggers = [POSTS, append_only()]

    def __str__(self):
        return f"{self.batch}: {self.from_account} to {self.to_account}"
