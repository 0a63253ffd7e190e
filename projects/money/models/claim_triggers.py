"""What the database itself holds of claims, whichever way they come in: their lines and evidence,
no cost claimed twice, and who changed what. What it holds of their steps: `claim_step_triggers`.

Locks are taken in one order, by services too: funding sources by their number, the claim, postings.
"""

import pgtrigger

from diz_portal.sql import quoted
from projects.money.claim_states import (
    CLAIMABLE,
    OPEN,
    PREPARING,
    ClaimState,
    ClaimStep,
)
from projects.money.enums import Flow, Form, PostingKind

IS_OPEN = quoted(*sorted(OPEN))
# Of a posting `p`: what may be claimed of it, net of its refunds, and nothing once it is reversed.
CLAIMABLE_OF_IT = """
    CASE WHEN EXISTS (SELECT 1 FROM projects_posting b WHERE b.reverses_id = p.id) THEN 0
    ELSE p.amount + coalesce((
        SELECT sum(r.amount) FROM projects_posting r
        WHERE r.refunds_id = p.id
            AND NOT EXISTS (SELECT 1 FROM projects_posting b WHERE b.reverses_id = r.id)
    ), 0) END
"""


def refused(says: str) -> str:
    return f"RAISE EXCEPTION '{says}' USING ERRCODE = 'check_violation';"


# Of a posting `p`: what was spent of its source and class, and what other living lines than
# `but` have claimed of that. Accruals were not paid.
SPENT_OF_ITS_CLASS = f"""
    coalesce((
        SELECT sum(q.amount) FROM projects_posting q
        LEFT JOIN projects_posting b ON b.id = q.reverses_id
        WHERE q.source_id = p.source_id AND q.expenditure = p.expenditure
            AND q.flow = {quoted(Flow.SPENT)}
            AND {quoted(PostingKind.ACCRUAL)} NOT IN (q.kind, coalesce(b.kind, ''))
    ), 0)
"""  # noqa: S608  words of ours


def claimed_of_its_class(but: str) -> str:
    return f"""
        coalesce((
            SELECT sum(l.amount) FROM projects_claimline l
            JOIN projects_claim o ON o.id = l.claim_id
            JOIN projects_posting q ON q.id = l.posting_id
            WHERE q.source_id = p.source_id AND q.expenditure = p.expenditure
                AND l.id <> {but} AND o.state <> {quoted(ClaimState.WITHDRAWN)}
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
            {refused("only funding in cash is claimed")}
        END IF;
        IF TG_OP = 'UPDATE' AND (OLD.state NOT IN ({IS_OPEN}) OR NEW.source_id <> OLD.source_id)
        THEN
            {refused("a submitted claim stays as it is")}
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
            {refused("its lines were spent in the period by the organisation it is claimed for")}
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
            {refused("the lines of a submitted claim stay as they are")}
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
            {refused("the evidence of a submitted claim stays as it is")}
        END IF;
        IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
        RETURN NEW;
    """,  # noqa: S608  words of ours
)
# All that it counts on is locked first: whoever claims another part of the same cost or class, or
# refunds, adjusts or reclassifies it, waits.
LINE_FITS = pgtrigger.Trigger(
    name="line_fits",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert
    | pgtrigger.UpdateOf("claim_id", "posting_id", "percent", "net", "vat", "amount"),
    declare=[("p", "record")],
    func=f"""
        PERFORM 1 FROM projects_fundingsource WHERE id IN (
            SELECT source_id FROM projects_claim WHERE id = NEW.claim_id
            UNION SELECT source_id FROM projects_posting WHERE id = NEW.posting_id
        ) ORDER BY id FOR NO KEY UPDATE;
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
            {refused("a line is spend of the project in the period of its claim")}
        END IF;
        IF EXISTS (
            SELECT 1 FROM projects_claim c JOIN projects_fundingsource s ON s.id = c.source_id
            WHERE c.id = NEW.claim_id AND (p.on < s.starts_on OR p.on > s.ends_on)
        ) THEN
            {refused("a line was spent while its funding runs")}
        END IF;
        IF EXISTS (
            SELECT 1 FROM projects_claimline l JOIN projects_claim c ON c.id = l.claim_id
            WHERE l.posting_id = p.id AND l.id <> coalesce(NEW.id, 0)
                AND c.state <> {quoted(ClaimState.WITHDRAWN)}
            HAVING coalesce(sum(l.percent), 0) + NEW.percent > 100
                OR coalesce(sum(l.amount), 0) + NEW.amount > ({CLAIMABLE_OF_IT})
        ) THEN
            {refused("no cost is claimed twice")}
        END IF;
        IF {claimed_of_its_class("coalesce(NEW.id, 0)")} + NEW.amount > {SPENT_OF_ITS_CLASS} THEN
            {refused("no more is claimed than was spent of its class")}
        END IF;
        RETURN NEW;
    """,  # noqa: S608  words of ours
)


def _says_who(claim: str) -> str:
    """Of the claim `claim`: what is changed or taken out of it stands with a step that says who did
    so, later than the one that sent it back."""
    return f"""
        IF EXISTS (
            SELECT 1 FROM projects_claim c WHERE c.id = {claim} AND (
                SELECT e.step FROM projects_claimevent e WHERE e.claim_id = c.id
                ORDER BY e.id DESC LIMIT 1
            ) IN ({quoted(ClaimStep.SENT_BACK)})
        ) THEN
            {refused("who changes a claim is named by a step of it")}
        END IF;
    """  # noqa: S608  words of ours


def _is_named(person: str, claim: str) -> str:
    return f"""
        IF {person} IS NULL OR NOT EXISTS (
            SELECT 1 FROM projects_claimevent e WHERE e.claim_id = {claim} AND e.by_id = {person}
                AND e.step IN ({quoted(*sorted(PREPARING))})
        ) THEN
            {refused("who changes a claim is named by a step of it")}
        END IF;
    """  # noqa: S608  words of ours


# Looked at when the transaction commits: the step follows what it tells of. So whoever has put
# anything into a claim is among those who may not approve it (`step_is_allowed`).
CLAIM_SAYS_WHO = pgtrigger.Trigger(
    name="change_says_who",
    when=pgtrigger.After,
    operation=pgtrigger.UpdateOf(
        "source_id", "organisation_id", "period_from", "period_to", "held_back_percent"
    ),
    timing=pgtrigger.Deferred,
    func=f"""
        {_says_who("NEW.id")}
        RETURN NULL;
    """,
)
LINE_SAYS_WHO = pgtrigger.Trigger(
    name="change_says_who",
    when=pgtrigger.After,
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    timing=pgtrigger.Deferred,
    func=f"""
        IF TG_OP = 'DELETE' OR OLD.claim_id <> NEW.claim_id THEN
            {_says_who("OLD.claim_id")}
        END IF;
        IF TG_OP <> 'DELETE' THEN
            {_is_named("NEW.by_id", "NEW.claim_id")}
        END IF;
        RETURN NULL;
    """,
)
EVIDENCE_SAYS_WHO = pgtrigger.Trigger(
    name="change_says_who",
    when=pgtrigger.After,
    operation=pgtrigger.Insert | pgtrigger.Update | pgtrigger.Delete,
    timing=pgtrigger.Deferred,
    declare=[("of_claim", "bigint"), ("person", "bigint")],
    func=f"""
        IF TG_OP = 'DELETE' OR OLD.line_id <> NEW.line_id THEN
            SELECT l.claim_id INTO of_claim FROM projects_claimline l WHERE l.id = OLD.line_id;
            {_says_who("of_claim")}
        END IF;
        SELECT l.claim_id INTO of_claim FROM projects_claimline l WHERE l.id = NEW.line_id;
        IF TG_OP <> 'DELETE' AND of_claim IS NOT NULL THEN
            SELECT d.uploaded_by_id INTO person FROM documents_document d WHERE d.id = NEW.paper_id;
            {_is_named("person", "of_claim")}
        END IF;
        RETURN NULL;
    """,  # noqa: S608  words of ours
)
