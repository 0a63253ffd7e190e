"""What the database itself holds of the steps of claims: their moves, four eyes, the award, and
that a claim is paid only as long as its receipts stand."""

import pgtrigger

from diz_portal.sql import quoted
from projects.money.claim_states import (
    CLAIM_MOVES,
    LEADS_TO,
    NO_MOVE,
    PAYING,
    PREPARING,
    ClaimState,
    ClaimStep,
    EvidenceKind,
)
from projects.money.enums import Flow, PostingKind, SourceState
from projects.money.models.claim_triggers import (
    CLAIMABLE_OF_IT,
    IS_OPEN,
    SPENT_OF_ITS_CLASS,
    claimed_of_its_class,
    refused,
)

MOVES = ", ".join(
    f"('{before.value}', '{after.value}')"
    for before, targets in CLAIM_MOVES.items()
    for after in sorted(targets)
)
IS_PAID, IS_SUBMITTED = quoted(ClaimStep.PAID), quoted(ClaimStep.SUBMITTED)
IS_RELEASED = quoted(ClaimStep.RELEASED)
STATE_AFTER = " ".join(f"WHEN '{step.value}' THEN '{to.value}'" for step, to in LEADS_TO.items())
# At these steps it is within the award.
ON_AWARD = quoted(ClaimStep.SUBMITTED, ClaimStep.APPROVED, ClaimStep.PAID)


def _of_class(claim: str) -> str:
    """What the lines of a claim come to, of `class`."""
    return f"""
        coalesce((
            SELECT sum(l.amount) FROM projects_claimline l JOIN projects_posting q
                ON q.id = l.posting_id
            WHERE l.claim_id = {claim}.id AND q.expenditure = class.name
        ), 0)
    """  # noqa: S608  words of ours


# Written by the steps alone, as an award is by its letters.
STATE_IS_ITS_LAST_STEP = pgtrigger.Trigger(
    name="state_is_its_last_step",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("state", "paid_on", "released_on"),
    func=f"""
        IF NEW.state <> coalesce((
            SELECT CASE step {STATE_AFTER} ELSE step END
            FROM projects_claimevent
            WHERE claim_id = NEW.id AND step NOT IN ({quoted(*sorted(NO_MOVE))})
            ORDER BY id DESC LIMIT 1
        ), {quoted(ClaimState.DRAFT)}) THEN
            {refused("the status of a claim is its last step")}
        END IF;
        RETURN NEW;
    """,  # noqa: S608  words of ours
)
STEP_IS_ALLOWED = pgtrigger.Trigger(
    name="step_is_allowed",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert,
    declare=[("this", "record"), ("source", "record")],
    func=f"""
        SELECT f.* INTO source FROM projects_fundingsource f
        JOIN projects_claim o ON o.source_id = f.id
        WHERE o.id = NEW.claim_id FOR NO KEY UPDATE OF f;
        SELECT * INTO this FROM projects_claim WHERE id = NEW.claim_id FOR NO KEY UPDATE;
        IF NOT (CASE NEW.step
            WHEN {quoted(ClaimStep.STARTED)} THEN NOT EXISTS (
                SELECT 1 FROM projects_claimevent WHERE claim_id = this.id
            )
            WHEN {quoted(ClaimStep.CHANGED)} THEN this.state IN ({IS_OPEN})
            WHEN {quoted(ClaimStep.RELEASED)} THEN this.state = {IS_PAID}
                AND this.held_back_percent > 0 AND this.released_on IS NULL
            WHEN {quoted(ClaimStep.UNRELEASED)} THEN this.released_on IS NOT NULL
            WHEN {quoted(ClaimStep.UNPAID)} THEN this.state = {IS_PAID}
                AND this.released_on IS NULL
            ELSE (this.state, NEW.step) IN ({MOVES})
        END) THEN
            {refused("a claim moves as its table says")}
        END IF;
        IF NEW.step = {quoted(ClaimStep.APPROVED)} AND (
            EXISTS (
                SELECT 1 FROM projects_claimevent WHERE claim_id = this.id AND by_id = NEW.by_id
                    AND step IN ({quoted(*sorted(PREPARING))})
            )
            OR EXISTS (
                SELECT 1 FROM projects_claimline WHERE claim_id = this.id AND by_id = NEW.by_id
            )
        ) THEN
            {refused("who prepared or submitted a claim does not approve it")}
        END IF;
        IF NEW.step IN ({quoted(*sorted(PAYING))}) AND EXISTS (
            SELECT 1 FROM projects_claimevent WHERE claim_id = this.id AND by_id = NEW.by_id
                AND step = {quoted(ClaimStep.APPROVED)}
        ) THEN
            {refused("who approved a claim does not mark it paid")}
        END IF;
        SELECT sum(class.amount) FILTER (WHERE class.name = 'capital'),
            sum(class.amount) FILTER (WHERE class.name = 'revenue'),
            sum(round(class.amount * this.held_back_percent / 100, 2))
        INTO NEW.capital, NEW.revenue, NEW.held_back
        FROM (
            SELECT class.name, {_of_class("this")} AS amount
            FROM (VALUES ('capital'), ('revenue')) AS class (name)
        ) AS class;
        IF NEW.step = {quoted(ClaimStep.RELEASED)} THEN NEW.held_back := 0; END IF;
        IF NEW.step NOT IN ({ON_AWARD}, {IS_RELEASED}) THEN RETURN NEW; END IF;

        IF NEW.step <> {IS_RELEASED} AND source.state <> {quoted(SourceState.SECURED)} THEN
            {refused("only secured funding is claimed")}
        END IF;
        IF NEW.step NOT IN ({IS_PAID}, {IS_RELEASED}) THEN
            IF NOT EXISTS (SELECT 1 FROM projects_claimline WHERE claim_id = this.id)
                OR EXISTS (
                    SELECT 1 FROM projects_claimline l WHERE l.claim_id = this.id AND (
                        l.no_invoice = '' AND NOT EXISTS (
                            SELECT 1 FROM projects_claimevidence e
                            WHERE e.line_id = l.id AND e.kind = {quoted(EvidenceKind.INVOICE)}
                        )
                        OR l.no_payment = '' AND NOT EXISTS (
                            SELECT 1 FROM projects_claimevidence e
                            WHERE e.line_id = l.id AND e.kind = {quoted(EvidenceKind.PAYMENT)}
                        )
                    )
                )
            THEN
                {refused("each line has an invoice and proof of payment, or says why not")}
            END IF;
            IF EXISTS (
                SELECT 1 FROM projects_claimline m JOIN projects_posting p ON p.id = m.posting_id
                WHERE m.claim_id = this.id AND (p.on < source.starts_on OR p.on > source.ends_on)
            ) THEN
                {refused("what is claimed was spent while its funding runs")}
            END IF;
        END IF;
        IF NEW.step <> {IS_RELEASED} AND EXISTS (
            SELECT 1 FROM projects_claimline m JOIN projects_posting p ON p.id = m.posting_id
            WHERE m.claim_id = this.id AND ({CLAIMABLE_OF_IT}) < (
                SELECT sum(l.amount) FROM projects_claimline l
                JOIN projects_claim o ON o.id = l.claim_id
                WHERE l.posting_id = p.id AND o.state <> {quoted(ClaimState.WITHDRAWN)}
            )
        ) THEN
            {refused("what was refunded or reversed is not claimed")}
        END IF;
        IF NEW.step <> {IS_RELEASED} AND EXISTS (
            SELECT 1 FROM (
                SELECT DISTINCT q.source_id, q.expenditure FROM projects_claimline m
                JOIN projects_posting q ON q.id = m.posting_id WHERE m.claim_id = this.id
            ) AS p
            WHERE {claimed_of_its_class("0")} > {SPENT_OF_ITS_CLASS}
        ) THEN
            {refused("no more is claimed than was spent of its class")}
        END IF;
        IF EXISTS (
            SELECT 1 FROM (
                SELECT name, awarded, CASE NEW.step WHEN {IS_RELEASED}
                    THEN round(total * this.held_back_percent / 100, 2) ELSE total END
                FROM (VALUES ('capital', source.awarded_capital, NEW.capital),
                    ('revenue', source.awarded_revenue, NEW.revenue)
                ) AS of_it (name, awarded, total)
            ) AS class (name, awarded, claimed)
            WHERE class.claimed > 0 AND class.claimed > class.awarded
                - coalesce((
                    SELECT sum(q.amount) FROM projects_posting q
                    WHERE q.source_id = source.id AND q.flow = {quoted(Flow.RECEIVED)}
                        AND q.expenditure = class.name
                ), 0)
                - coalesce((
                    SELECT sum(
                        CASE o.state WHEN {IS_PAID}
                        THEN round(o.total * o.held_back_percent / 100, 2) ELSE o.total END
                    ) FROM (
                        SELECT c.state, c.held_back_percent, {_of_class("c")} AS total
                        FROM projects_claim c
                        WHERE c.source_id = source.id AND c.id <> NEW.claim_id AND (
                            c.state = {quoted(ClaimState.APPROVED)}
                            OR c.state = {IS_SUBMITTED} AND NEW.step = {IS_SUBMITTED}
                            OR c.state = {quoted(ClaimState.PAID)} AND c.released_on IS NULL
                        )
                    ) AS o
                ), 0)
        ) THEN
            {refused("no more is claimed than is left of the award")}
        END IF;
        RETURN NEW;
    """,  # noqa: S608  words of ours
)
MOVES_THE_CLAIM = pgtrigger.Trigger(
    name="moves_the_claim",
    when=pgtrigger.After,
    operation=pgtrigger.Insert,
    func=f"""
        IF NEW.step NOT IN ({quoted(ClaimStep.STARTED, *sorted(NO_MOVE))}) THEN
            UPDATE projects_claim SET
                state = CASE NEW.step {STATE_AFTER} ELSE NEW.step END,
                paid_on = CASE NEW.step WHEN {quoted(ClaimStep.PAID)} THEN NEW.on END
            WHERE id = NEW.claim_id;
        ELSIF NEW.step IN ({quoted(ClaimStep.RELEASED, ClaimStep.UNRELEASED)}) THEN
            UPDATE projects_claim SET
                released_on = CASE NEW.step WHEN {quoted(ClaimStep.RELEASED)} THEN NEW.on END
            WHERE id = NEW.claim_id;
        END IF;
        RETURN NULL;
    """,  # noqa: S608  words of ours
)
# A receipt that was reversed pays nothing any more: the claim may be paid again.
RECEIPT_FITS = pgtrigger.Trigger(
    name="receipt_fits",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert,
    func=f"""
        PERFORM 1 FROM projects_claim WHERE id = NEW.claim_id FOR NO KEY UPDATE;
        IF NOT EXISTS (
            SELECT 1 FROM projects_claim c
            JOIN projects_posting p ON p.id = NEW.posting_id
            JOIN LATERAL (SELECT p.expenditure AS name) AS class ON true
            JOIN LATERAL (SELECT {_of_class("c")} AS total) AS t ON true
            JOIN LATERAL (SELECT round(t.total * c.held_back_percent / 100, 2) AS held) AS h ON true
            WHERE c.id = NEW.claim_id AND c.state = {quoted(ClaimState.PAID)}
                AND p.source_id = c.source_id AND p.kind = {quoted(PostingKind.RECEIPT)}
                AND p.expenditure = NEW.expenditure
                AND p.amount = CASE WHEN NEW.is_release THEN h.held ELSE t.total - h.held END
        ) THEN
            {refused("a claim is paid what was approved of each class, less what is held back")}
        END IF;
        IF EXISTS (
            SELECT 1 FROM projects_claimreceipt r
            LEFT JOIN projects_posting b ON b.reverses_id = r.posting_id
            WHERE r.claim_id = NEW.claim_id AND r.expenditure = NEW.expenditure
                AND r.is_release = NEW.is_release AND b.id IS NULL
        ) THEN
            {refused("a claim is paid once")}
        END IF;
        RETURN NEW;
    """,  # noqa: S608  words of ours
)


def _has_its_receipts(claim: str) -> str:
    """A claim that is paid has the receipts of it, and one that is not has none that stands."""
    return f"""
        IF EXISTS (
            SELECT 1 FROM projects_claim c
            CROSS JOIN (VALUES ('capital'), ('revenue')) AS class (name)
            CROSS JOIN (VALUES (false), (true)) AS part (is_release)
            JOIN LATERAL (SELECT {_of_class("c")} AS total) AS t ON true
            JOIN LATERAL (SELECT round(t.total * c.held_back_percent / 100, 2) AS held) AS h ON true
            WHERE c.id = {claim} AND coalesce((
                SELECT sum(p.amount) FROM projects_claimreceipt r
                JOIN projects_posting p ON p.id = r.posting_id
                LEFT JOIN projects_posting b ON b.reverses_id = p.id
                WHERE r.claim_id = c.id AND r.expenditure = class.name
                    AND r.is_release = part.is_release AND b.id IS NULL
            ), 0) <> CASE
                WHEN part.is_release AND c.released_on IS NOT NULL THEN h.held
                WHEN NOT part.is_release AND c.state = {IS_PAID} THEN t.total - h.held
                ELSE 0 END
        ) THEN
            {refused("a claim is paid as long as its receipts stand")}
        END IF;
    """  # noqa: S608  words of ours


# When the transaction commits: the step, its receipts and their reversals are written one by one.
PAID_BY_ITS_RECEIPTS = pgtrigger.Trigger(
    name="paid_by_its_receipts",
    when=pgtrigger.After,
    operation=pgtrigger.Insert,
    timing=pgtrigger.Deferred,
    condition=pgtrigger.Condition(f"NEW.step IN ({quoted(*sorted(PAYING))})"),
    func=f"""
        {_has_its_receipts("NEW.claim_id")}
        RETURN NULL;
    """,
)
RECEIPT_OF_A_CLAIM = pgtrigger.Trigger(
    name="receipt_of_a_claim_stays",
    when=pgtrigger.After,
    operation=pgtrigger.Insert,
    timing=pgtrigger.Deferred,
    condition=pgtrigger.Condition("NEW.reverses_id IS NOT NULL"),
    declare=[("of_claim", "bigint")],
    func=f"""
        SELECT claim_id INTO of_claim FROM projects_claimreceipt
        WHERE posting_id = NEW.reverses_id;
        {_has_its_receipts("of_claim")}
        RETURN NULL;
    """,  # noqa: S608  words of ours
)
