"""What the database itself holds of money received and spent, whichever way it comes in."""

import pgtrigger

from diz_portal.sql import quoted
from projects.money.enums import Expenditure, Flow, Form, PostingKind
from projects.money.enums_ledger import MonthState
from projects.money.models.claim_triggers import CLAIMABLE_OF_IT
from projects.money.section_24 import CAPITAL_ABOVE, OTHER_ABOVE

POSTING_FITS = pgtrigger.Trigger(
    name="posting_fits",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert,
    func=f"""
        -- Whoever takes something back waits for the one before, and counts what is left.
        IF NEW.amount < 0 OR NEW.reverses_id IS NOT NULL THEN
            PERFORM 1 FROM projects_fundingsource WHERE id = NEW.source_id FOR NO KEY UPDATE;
        END IF;
        IF NOT EXISTS (
            SELECT 1 FROM projects_fundingsource
            WHERE id = NEW.source_id AND form = {quoted(Form.CASH)}
        ) THEN
            RAISE EXCEPTION 'only cash is received and spent' USING ERRCODE = 'check_violation';
        END IF;
        IF NEW.budget_line_id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM projects_budgetline l
            WHERE l.id = NEW.budget_line_id AND l.source_id = NEW.source_id
                AND l.expenditure = NEW.expenditure AND NEW.flow = {quoted(Flow.SPENT)}
        ) THEN
            RAISE EXCEPTION 'spend goes to a line of its own source and class'
                USING ERRCODE = 'check_violation';
        END IF;
        IF NEW.reverses_id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM projects_posting r
            WHERE r.id = NEW.reverses_id AND r.source_id = NEW.source_id AND r.flow = NEW.flow
                AND r.net = -NEW.net AND r.vat = -NEW.vat AND r.amount = -NEW.amount
                AND r.expenditure = NEW.expenditure AND r.kind <> {quoted(PostingKind.REVERSAL)}
                AND r.organisation_id = NEW.organisation_id
                AND r.vat_recoverable = NEW.vat_recoverable
                AND (NEW."on", NEW.is_outturn) = (
                    CASE r.kind WHEN {quoted(PostingKind.ACCRUAL)}
                    THEN (r.month + interval '1 month')::date ELSE r."on" END,
                    r.is_outturn AND r.kind <> {quoted(PostingKind.ACCRUAL)}
                )
        ) THEN
            RAISE EXCEPTION 'a reversal is the opposite of what it reverses, in its period'
                USING ERRCODE = 'check_violation';
        END IF;
        IF NEW.reverses_id IS NOT NULL AND EXISTS (
            SELECT 1 FROM projects_posting r WHERE r.refunds_id = NEW.reverses_id
                AND NOT EXISTS (SELECT 1 FROM projects_posting b WHERE b.reverses_id = r.id)
        ) THEN
            RAISE EXCEPTION 'spend is reversed once no refund of it stands'
                USING ERRCODE = 'check_violation';
        END IF;
        IF NEW.refunds_id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM projects_posting r
            WHERE r.id = NEW.refunds_id AND r.source_id = NEW.source_id
                AND r.kind = {quoted(PostingKind.SPEND)} AND r.expenditure = NEW.expenditure
                AND r."on" <= NEW."on" AND r.organisation_id = NEW.organisation_id
                AND r.vat_recoverable = NEW.vat_recoverable
        ) THEN
            RAISE EXCEPTION 'a refund is of earlier spend of its own source and class'
                USING ERRCODE = 'check_violation';
        END IF;
        IF NEW.refunds_id IS NOT NULL AND EXISTS (
            SELECT 1 FROM projects_posting p WHERE p.id = NEW.refunds_id
                AND ({CLAIMABLE_OF_IT}) + NEW.amount < 0
        ) THEN
            RAISE EXCEPTION 'a refund is of what was spent and has not come back'
                USING ERRCODE = 'check_violation';
        END IF;
        IF NEW.amount < 0 AND NEW.amount + coalesce((
            SELECT sum(amount) FROM projects_posting
            WHERE source_id = NEW.source_id AND flow = NEW.flow AND expenditure = NEW.expenditure
        ), 0) < 0 THEN
            RAISE EXCEPTION 'what was received or spent of a class is never below nothing'
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    """,  # noqa: S608  words of ours
)
# A month that has been reconciled and locked takes no posting any more. Whoever locks it waits for
# those who post, and they for who locks it.
MONTH_IS_OPEN = pgtrigger.Trigger(
    name="month_is_open",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert,
    declare=[("found", "text")],
    func=f"""
        SELECT m.state INTO found FROM projects_ledgermonth m
        JOIN projects_fundingsource s ON s.project_id = m.project_id
        WHERE s.id = NEW.source_id AND m.month = NEW.month AND m.is_outturn = NEW.is_outturn
        FOR SHARE OF m;
        IF found = {quoted(MonthState.LOCKED)} THEN
            RAISE EXCEPTION 'a locked month takes no posting' USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    """,  # noqa: S608  words of ours
)
# A council that is to be dissolved (section 24) makes a payment above the limits under a contract
# (which has the consent that it needs), or with a consent of its own.
SPEND_HAS_CONSENT = pgtrigger.Trigger(
    name="spend_has_consent",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert,
    condition=pgtrigger.Q(new__kind=PostingKind.SPEND),
    declare=[("worth", "numeric"), ("consent", "date"), ("paid", "numeric")],
    func=f"""
        IF NEW.contract_id IS NOT NULL AND NOT EXISTS (
            SELECT 1 FROM projects_contract c
            JOIN projects_fundingsource s ON s.project_id = c.project_id
            WHERE c.id = NEW.contract_id AND s.id = NEW.source_id
                AND c.buyer_id = NEW.organisation_id
        ) THEN
            RAISE EXCEPTION 'spend is paid under a contract of its own project and payer'
                USING ERRCODE = 'check_violation';
        END IF;
        -- A contract answers for itself up to its value.
        SELECT value, consent_on INTO worth, consent FROM projects_contract
        WHERE id = NEW.contract_id FOR NO KEY UPDATE;
        paid := NEW.net + coalesce((
            SELECT sum(p.net) FROM projects_posting p WHERE p.contract_id = NEW.contract_id
                AND NOT EXISTS (SELECT 1 FROM projects_posting b WHERE b.reverses_id = p.id)
        ), 0);
        IF (NEW.consent_on IS NULL OR NEW.consent_reference = '')
            AND (NEW.contract_id IS NULL OR consent IS NULL AND paid > worth)
            AND paid > (CASE WHEN NEW.expenditure = {quoted(Expenditure.CAPITAL)}
                THEN {CAPITAL_ABOVE} ELSE {OTHER_ABOVE} END)
            AND EXISTS (
                SELECT 1 FROM projects_dissolution d
                WHERE d.organisation_id = NEW.organisation_id AND d.direction_from <= NEW."on"
                    AND (d.lifted_on IS NULL OR NEW."on" < d.lifted_on)
            )
        THEN
            RAISE EXCEPTION 'this spend needs its contract, or consent under section 24'
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    """,  # noqa: S608  words of ours
)
# Looked at when the transaction commits: its rows are written one after the other.
RECLASSIFIES_TO_NOTHING = pgtrigger.Trigger(
    name="reclassifies_to_nothing",
    when=pgtrigger.After,
    operation=pgtrigger.Insert,
    timing=pgtrigger.Deferred,
    condition=pgtrigger.Condition(f"NEW.kind = {quoted(PostingKind.RECLASSIFICATION)}"),
    func="""
        IF (
            SELECT (sum(amount), count(*), count(DISTINCT expenditure), count(DISTINCT source_id))
                <> (0, 2, 2, 1)
            FROM projects_posting WHERE pair = NEW.pair
        ) THEN
            RAISE EXCEPTION 'what leaves capital comes to revenue, and the other way round'
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NULL;
    """,
)
ACCRUAL_IS_TAKEN_BACK = pgtrigger.Trigger(
    name="accrual_is_taken_back",
    when=pgtrigger.After,
    operation=pgtrigger.Insert,
    timing=pgtrigger.Deferred,
    condition=pgtrigger.Condition(f"NEW.kind = {quoted(PostingKind.ACCRUAL)}"),
    func="""
        IF NOT EXISTS (SELECT 1 FROM projects_posting WHERE reverses_id = NEW.id) THEN
            RAISE EXCEPTION 'an accrual is taken back in the next month'
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NULL;
    """,
)
