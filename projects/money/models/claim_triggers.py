"""What the database itself holds of claims, whichever way they come in: their moves, four eyes,
evidence, no cost claimed twice, and never more than the award."""

import pgtrigger

from diz_portal.sql import quoted
from projects.money.claim_states import (
    CLAIM_MOVES,
    CLAIMABLE,
    NO_MOVE,
    OPEN,
    PAYING,
    PREPARING,
    ClaimState,
    ClaimStep,
    EvidenceKind,
)
from projects.money.enums import Flow, Form, PostingKind, SourceState

MOVES = ", ".join(
    f"('{before.value}', '{after.value}')"
    for before, targets in CLAIM_MOVES.items()
    for after in sorted(targets)
)
IS_OPEN = quoted(*sorted(OPEN))
IS_PAID, IS_SUBMITTED = quoted(ClaimStep.PAID), quoted(ClaimStep.SUBMITTED)
# At these steps it is within the award.
ON_AWARD = quoted(ClaimStep.SUBMITTED, ClaimStep.APPROVED, ClaimStep.PAID)

# Of a posting `p`: what may be claimed of it, net of its refunds, and nothing once it is reversed.
CLAIMABLE_OF_IT = """
    CASE WHEN EXISTS (SELECT 1 FROM projects_posting b WHERE b.reverses_id = p.id) THEN 0
    ELSE p.amount + coalesce((
        SELECT sum(r.amount) FROM projects_posting r
        WHERE r.refunds_id = p.id
            AND NOT EXISTS (SELECT 1 FROM projects_posting b WHERE b.reverses_id = r.id)
    ), 0) END
"""


def _refused(says: str) -> str:
    return f"RAISE EXCEPTION '{says}' USING ERRCODE = 'check_violation';"


def _of_class(claim: str) -> str:
    """What the lines of a claim come to, of `class`."""
    return f"""
        coalesce((
            SELECT sum(l.amount) FROM projects_claimline l JOIN projects_posting q
                ON q.id = l.posting_id
            WHERE l.claim_id = {claim}.id AND q.expenditure = class.name
        ), 0)
    """  # noqa: S608  words of ours


CLAIM_FITS = pgtrigger.Trigger(
    name="claim_fits",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert
    | pgtrigger.UpdateOf(
        "source_id", "organisation_id", "period_from", "period_to", "held_back_percent"
    ),
    func=f"""
        IF NOT EXISTS (
            SELECT 1 FROM projects_fundingsource
            WHERE id = NEW.source_id AND form = {quoted(Form.CASH)}
        ) THEN
            {_refused("only funding in cash is claimed")}
        END IF;
        IF TG_OP = 'UPDATE' AND (OLD.state NOT IN ({IS_OPEN}) OR NEW.source_id <> OLD.source_id)
        THEN
            {_refused("a submitted claim stays as it is")}
        END IF;
        IF EXISTS (
            SELECT 1 FROM projects_claimline l
            JOIN projects_posting p ON p.id = l.posting_id
            JOIN projects_fundingsource s ON s.id = NEW.source_id
            JOIN projects_project j ON j.id = s.project_id
            WHERE l.claim_id = NEW.id AND (
                p.on NOT BETWEEN NEW.period_from AND NEW.period_to
                OR NEW.organisation_id NOT IN (j.lead_id, p.organisation_id)
            )
        ) THEN
            {_refused("its lines were spent in the period by the organisation it is claimed for")}
        END IF;
        RETURN NEW;
    """,  # noqa: S608  words of ours
)
# Written by the steps alone, as an award is by its letters.
STATE_IS_ITS_LAST_STEP = pgtrigger.Trigger(
    name="state_is_its_last_step",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.UpdateOf("state", "paid_on", "released_on"),
    func=f"""
        IF NEW.state <> coalesce((
            SELECT CASE step WHEN {quoted(ClaimStep.STARTED)} THEN {quoted(ClaimState.DRAFT)}
                ELSE step END
            FROM projects_claimevent
            WHERE claim_id = NEW.id AND step NOT IN ({quoted(*sorted(NO_MOVE))})
            ORDER BY id DESC LIMIT 1
        ), {quoted(ClaimState.DRAFT)}) THEN
            {_refused("the status of a claim is its last step")}
        END IF;
        RETURN NEW;
    """,  # noqa: S608  words of ours
)
LINE_STAYS = pgtrigger.Trigger(
    name="stays_once_submitted",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    func=f"""
        PERFORM 1 FROM projects_claim WHERE id IN (NEW.claim_id, OLD.claim_id) FOR NO KEY UPDATE;
        IF EXISTS (
            SELECT 1 FROM projects_claim
            WHERE id IN (NEW.claim_id, OLD.claim_id) AND state NOT IN ({IS_OPEN})
        ) THEN
            {_refused("the lines of a submitted claim stay as they are")}
        END IF;
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
    """,  # noqa: S608  words of ours
)
EVIDENCE_STAYS = pgtrigger.Trigger(
    name="stays_once_submitted",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    func=f"""
        PERFORM 1 FROM projects_claim c JOIN projects_claimline l ON l.claim_id = c.id
        WHERE l.id IN (NEW.line_id, OLD.line_id) FOR NO KEY UPDATE OF c;
        IF EXISTS (
            SELECT 1 FROM projects_claim c JOIN projects_claimline l ON l.claim_id = c.id
            WHERE l.id IN (NEW.line_id, OLD.line_id) AND c.state NOT IN ({IS_OPEN})
        ) THEN
            {_refused("the evidence of a submitted claim stays as it is")}
        END IF;
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
    """,  # noqa: S608  words of ours
)
# Its claim and its posting are locked first: whoever claims another part of the same cost, or
# refunds it, waits.
LINE_FITS = pgtrigger.Trigger(
    name="line_fits",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert
    | pgtrigger.UpdateOf("claim_id", "posting_id", "percent", "net", "vat", "amount"),
    declare=[("p", "record"), ("spent", "numeric"), ("claimed", "numeric")],
    func=f"""
        PERFORM 1 FROM projects_claim WHERE id = NEW.claim_id FOR NO KEY UPDATE;
        SELECT * INTO p FROM projects_posting WHERE id = NEW.posting_id FOR UPDATE;
        IF NOT EXISTS (
            SELECT 1 FROM projects_claim c
            JOIN projects_fundingsource s ON s.id = c.source_id
            JOIN projects_project j ON j.id = s.project_id
            JOIN projects_fundingsource o ON o.id = p.source_id
            WHERE c.id = NEW.claim_id AND o.project_id = s.project_id
                AND p.flow = {quoted(Flow.SPENT)} AND p.amount > 0
                AND p.kind IN ({quoted(*sorted(CLAIMABLE))})
                AND p.on BETWEEN c.period_from AND c.period_to
                AND c.organisation_id IN (j.lead_id, p.organisation_id)
        ) THEN
            {_refused("a line is spend of the project in the period of its claim")}
        END IF;
        IF EXISTS (
            SELECT 1 FROM projects_claimline l JOIN projects_claim c ON c.id = l.claim_id
            WHERE l.posting_id = p.id AND l.id <> coalesce(NEW.id, 0)
                AND c.state <> {quoted(ClaimState.WITHDRAWN)}
            HAVING coalesce(sum(l.percent), 0) + NEW.percent > 100
                OR coalesce(sum(l.amount), 0) + NEW.amount > ({CLAIMABLE_OF_IT})
        ) THEN
            {_refused("no cost is claimed twice")}
        END IF;
        SELECT coalesce(sum(q.amount), 0) INTO spent FROM projects_posting q
        LEFT JOIN projects_posting b ON b.id = q.reverses_id
        WHERE q.source_id = p.source_id AND q.expenditure = p.expenditure
            AND q.flow = {quoted(Flow.SPENT)}
            AND {quoted(PostingKind.ACCRUAL)} NOT IN (q.kind, coalesce(b.kind, ''));
        SELECT coalesce(sum(l.amount), 0) INTO claimed FROM projects_claimline l
        JOIN projects_claim c ON c.id = l.claim_id
        JOIN projects_posting q ON q.id = l.posting_id
        WHERE q.source_id = p.source_id AND q.expenditure = p.expenditure
            AND l.id <> coalesce(NEW.id, 0) AND c.state <> {quoted(ClaimState.WITHDRAWN)};
        IF claimed + NEW.amount > spent THEN
            {_refused("no more is claimed than was spent of its class")}
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
            WHEN {quoted(ClaimStep.RELEASED)} THEN
                this.state = {quoted(ClaimState.PAID)} AND this.held_back_percent > 0
            ELSE (this.state, NEW.step) IN ({MOVES})
        END) THEN
            {_refused("a claim moves as its table says")}
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
            {_refused("who prepared or submitted a claim does not approve it")}
        END IF;
        IF NEW.step IN ({quoted(*sorted(PAYING))}) AND EXISTS (
            SELECT 1 FROM projects_claimevent WHERE claim_id = this.id AND by_id = NEW.by_id
                AND step = {quoted(ClaimStep.APPROVED)}
        ) THEN
            {_refused("who approved a claim does not mark it paid")}
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
        IF NEW.step NOT IN ({ON_AWARD}) THEN RETURN NEW; END IF;

        IF source.state <> {quoted(SourceState.SECURED)} THEN
            {_refused("only secured funding is claimed")}
        END IF;
        IF NEW.step <> {IS_PAID} THEN
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
                {_refused("each line has an invoice and proof of payment, or says why not")}
            END IF;
            IF EXISTS (
                SELECT 1 FROM projects_claimline m JOIN projects_posting p ON p.id = m.posting_id
                WHERE m.claim_id = this.id AND ({CLAIMABLE_OF_IT}) < (
                    SELECT sum(l.amount) FROM projects_claimline l
                    JOIN projects_claim o ON o.id = l.claim_id
                    WHERE l.posting_id = p.id AND o.state <> {quoted(ClaimState.WITHDRAWN)}
                )
            ) THEN
                {_refused("what was refunded or reversed is not claimed")}
            END IF;
        END IF;
        IF EXISTS (
            SELECT 1 FROM (
                VALUES ('capital', source.awarded_capital, NEW.capital),
                    ('revenue', source.awarded_revenue, NEW.revenue)
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
            {_refused("no more is claimed than is left of the award")}
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
            UPDATE projects_claim SET state = NEW.step,
                paid_on = CASE NEW.step WHEN {quoted(ClaimStep.PAID)} THEN NEW.on END
            WHERE id = NEW.claim_id;
        ELSIF NEW.step = {quoted(ClaimStep.RELEASED)} THEN
            UPDATE projects_claim SET released_on = NEW.on WHERE id = NEW.claim_id;
        END IF;
        RETURN NULL;
    """,  # noqa: S608  words of ours
)
RECEIPT_FITS = pgtrigger.Trigger(
    name="receipt_fits",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert,
    func=f"""
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
            {_refused("a claim is paid what was approved of each class, less what is held back")}
        END IF;
        RETURN NEW;
    """,  # noqa: S608  words of ours
)
