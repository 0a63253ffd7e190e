"""What the database refuses of registrations, by whatever path they come: triggers."""

import pgtrigger

from diz_portal.sql import quoted
from seminars.models.standing import HOLDING, RegistrationState

_HELD = f"""
    SELECT seminar_id, place, SUM(seats) AS held FROM {{table}}
    WHERE state IN ({quoted(*HOLDING)}) GROUP BY seminar_id, place
"""  # noqa: S608  words of ours
_NEVER_OVERSOLD = """
    -- Whoever takes places takes the seminar's row first: two writers never both see the last one.
    PERFORM 1 FROM seminars_seminar WHERE id IN (SELECT seminar_id FROM new_rows)
        ORDER BY id FOR NO KEY UPDATE;
    IF EXISTS (
        SELECT 1 FROM ({after}) AS after
        LEFT JOIN ({before}) AS before
            ON before.seminar_id = after.seminar_id AND before.place = after.place
        JOIN seminars_seminar AS seminar ON seminar.id = after.seminar_id
        -- A lowered capacity removes nobody: what holds its place keeps it, more is refused.
        WHERE after.held > COALESCE(before.held, 0)
            AND (SELECT SUM(seats) FROM seminars_registration AS every
                 WHERE every.seminar_id = after.seminar_id AND every.place = after.place
                    AND every.state IN ({holding}))
                > CASE after.place WHEN 'in_person' THEN seminar.capacity_in_person
                    ELSE seminar.capacity_online END
    ) THEN
        RAISE EXCEPTION 'A seminar has no more places than its capacity.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
"""
NEVER_OVERSOLD_BY_NEW_ROWS = pgtrigger.Trigger(
    name="never_oversold_by_new_rows",
    level=pgtrigger.Statement,
    when=pgtrigger.After,
    operation=pgtrigger.Insert,
    referencing=pgtrigger.Referencing(new="new_rows"),
    func=_NEVER_OVERSOLD.format(
        holding=quoted(*HOLDING),
        after=_HELD.format(table="new_rows"),
        before="SELECT NULL::bigint AS seminar_id, ''::text AS place, 0 AS held",
    ),
)
NEVER_OVERSOLD_BY_CHANGES = pgtrigger.Trigger(
    name="never_oversold_by_changes",
    level=pgtrigger.Statement,
    when=pgtrigger.After,
    operation=pgtrigger.Update,
    referencing=pgtrigger.Referencing(old="old_rows", new="new_rows"),
    func=_NEVER_OVERSOLD.format(
        holding=quoted(*HOLDING),
        after=_HELD.format(table="new_rows"),
        before=_HELD.format(table="old_rows"),
    ),
)

_FEW_AT_AN_ADDRESS = """
    PERFORM 1 FROM seminars_seminar WHERE id IN (SELECT seminar_id FROM ({rows}) AS now)
        ORDER BY id FOR NO KEY UPDATE;
    IF EXISTS (
        SELECT 1 FROM ({rows}) AS now
        JOIN seminars_seminar AS seminar ON seminar.id = now.seminar_id
        -- A lowered number removes nobody: only more is refused.
        WHERE (SELECT COUNT(*) FROM seminars_registration AS every
               WHERE every.seminar_id = now.seminar_id AND every.email <> ''
                  AND lower(every.email) = now.address AND every.state <> {over})
            > seminar.people_per_address
    ) THEN
        RAISE EXCEPTION 'More people are registered with one email address than the seminar allows.'
            USING ERRCODE = 'check_violation';
    END IF;
    RETURN NULL;
"""
_OVER = quoted(RegistrationState.CANCELLED)
_NEW_AT_AN_ADDRESS = f"""
    SELECT seminar_id, lower(email) AS address FROM new_rows
    WHERE email <> '' AND state <> {_OVER}
"""  # noqa: S608  words of ours
_COME_TO_AN_ADDRESS = f"""
    SELECT after.seminar_id, lower(after.email) AS address
    FROM new_rows AS after JOIN old_rows AS before ON before.id = after.id
    WHERE after.email <> '' AND after.state <> {_OVER}
        AND (before.state = {_OVER} OR lower(before.email) <> lower(after.email)
             OR before.seminar_id <> after.seminar_id)
"""  # noqa: S608  words of ours
FEW_AT_AN_ADDRESS_BY_NEW_ROWS = pgtrigger.Trigger(
    name="few_at_an_address_by_new_rows",
    level=pgtrigger.Statement,
    when=pgtrigger.After,
    operation=pgtrigger.Insert,
    referencing=pgtrigger.Referencing(new="new_rows"),
    func=_FEW_AT_AN_ADDRESS.format(rows=_NEW_AT_AN_ADDRESS, over=_OVER),
)
FEW_AT_AN_ADDRESS_BY_CHANGES = pgtrigger.Trigger(
    name="few_at_an_address_by_changes",
    level=pgtrigger.Statement,
    when=pgtrigger.After,
    operation=pgtrigger.Update,
    referencing=pgtrigger.Referencing(old="old_rows", new="new_rows"),
    func=_FEW_AT_AN_ADDRESS.format(rows=_COME_TO_AN_ADDRESS, over=_OVER),
)
