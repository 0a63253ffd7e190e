"""A draft: started, written by rules, edited by hand, written again."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from diz_portal.access import NotNow, Refusal
from diz_portal.accounts.models import User
from diz_portal.locks import one_at_a_time
from diz_portal.reports.models import BoardDate
from projects.packs import drafts
from projects.packs.contents import last_issued, private_rules, private_sections
from projects.packs.models import (
    PACK_MOVES,
    Pack,
    PackDecision,
    PackSentence,
    PackState,
    PackWithheld,
)
from projects.portfolio.models import Project

LOCK = "pack-of-{}"
FUTURE = "Enter a last day that is today or in the past"
ORDER = "Enter a last day on or after the first day"
DECISION = (
    "question",
    "options",
    "recommendation",
    "financial",
    "legal",
    "equality",
    "data_protection",
    "climate",
)


class AlreadyIssued(NotNow):
    message = "This pack has been issued, so you cannot change it. Put corrections in the next pack"


def _refuse_period(since: date, until: date) -> None:
    if until > timezone.localdate():
        raise Refusal(FUTURE)
    if until < since:
        raise Refusal(ORDER)


def _refuse_meeting(project: Project | None, board: BoardDate, but: Pack | None = None) -> None:
    taken = Pack.objects.of(project).filter(board=board)
    if but is not None:
        taken = taken.exclude(pk=but.pk)
    if taken.exists():
        raise Refusal("This meeting already has a pack. Select another")


def held(pack: Pack) -> Pack:
    """The pack, locked until the transaction ends; AlreadyIssued where nothing of it may be changed
    any more, which is where it can no longer be issued."""
    pack = Pack.objects.select_for_update(of=("self",)).get(pk=pack.pk)
    if PackState.ISSUED not in PACK_MOVES[PackState(pack.state)]:
        raise AlreadyIssued
    return pack


@transaction.atomic
def start(*, by: User, project: Project | None, board: BoardDate, since: date, until: date) -> Pack:
    """A draft of a pack for a meeting, written by rules from what changed in its period. What the
    last pack withheld is withheld here too, until somebody decides otherwise."""
    one_at_a_time(LOCK.format(project.pk if project else "portfolio"))
    _refuse_period(since, until)
    if Pack.objects.of(project).drafts().exists():
        raise NotNow("A draft has already been started. Issue or delete it first")
    _refuse_meeting(project, board)
    pack = Pack.objects.create(
        project=project, board=board, since=since, until=until, started_by=by
    )
    for one in private_sections(project):
        PackWithheld.objects.create(pack=pack, section=one.section, **_decided(one))
    _write(pack, by)
    return pack


def _decided(one: PackWithheld) -> dict[str, Any]:
    return {
        "paragraph": one.paragraph,
        "reason": one.reason,
        "decided_by": one.decided_by,
        "decided_at": one.decided_at,
        "review_on": one.private_until or one.review_on,
    }


@transaction.atomic
def change(*, by: User, pack: Pack, board: BoardDate, since: date, until: date) -> Pack:
    """Another meeting or period. The sentences stay until the draft is written again."""
    pack = held(pack)
    _refuse_period(since, until)
    _refuse_meeting(pack.project, board, but=pack)
    pack.board, pack.since, pack.until = board, since, until
    pack.save(update_fields=["board", "since", "until"])
    return pack


@transaction.atomic
def bring_up_to(*, by: User, pack: Pack, board: BoardDate, until: date) -> None:
    """The draft written again with a period that ends on this day, where that is later; for another
    meeting, where nobody issued it for its own."""
    found = held(pack)
    _refuse_meeting(found.project, board, but=found)
    found.until, found.board = max(until, found.until), board
    found.save(update_fields=["until", "board"])
    pack.until, pack.board = found.until, found.board
    _write(found, by)


@transaction.atomic
def delete(*, by: User, pack: Pack) -> None:
    held(pack).delete()


# Sentences --------------------------------------------------------------------------


@transaction.atomic
def write_again(*, by: User, pack: Pack) -> None:
    """The draft anew from the records: what was edited, added, removed or moved by hand stays."""
    _write(held(pack), by)


def _write(pack: Pack, by: User) -> None:
    last = last_issued(pack.project)
    found = drafts.written(pack.project, pack.since, pack.until, last, by)
    stored = {one.rule: one for one in pack.sentences.exclude(rule="")}
    private = private_rules(last)
    place = _next_place(pack)
    for draft in found:
        rows = [{"title": row.value, "url": row.url} for row in draft.rows]
        sentence = stored.pop(draft.rule, None)
        if sentence is None:
            sentence = pack.sentences.create(
                position=place, rule=draft.rule, text=draft.text, drafted=draft.text, rows=rows
            )
            place += 1
            if one := private.get(draft.restates):
                PackWithheld.objects.create(pack=pack, sentence=sentence, **_decided(one))
            continue
        sentence.drafted, sentence.rows = draft.text, rows
        if not sentence.is_by_hand:
            sentence.text = draft.text
        sentence.save(update_fields=["drafted", "rows", "text"])
    for gone in stored.values():
        if not gone.is_by_hand and not gone.is_removed:
            gone.delete()


def _next_place(pack: Pack) -> int:
    last = pack.sentences.aggregate(last=Max("position"))["last"]
    return 0 if last is None else last + 1


@transaction.atomic
def add_sentence(*, by: User, pack: Pack, text: str) -> PackSentence:
    pack = held(pack)
    return pack.sentences.create(
        position=_next_place(pack), text=text, edited_at=timezone.now(), edited_by=by
    )


@transaction.atomic
def edit_sentence(*, by: User, sentence: PackSentence, text: str) -> PackSentence:
    """From now on it is the officer's: writing the draft again leaves it alone."""
    sentence = _sentence(sentence)
    if sentence.text != text:
        sentence.text, sentence.edited_at, sentence.edited_by = text, timezone.now(), by
        sentence.save(update_fields=["text", "edited_at", "edited_by"])
    return sentence


@transaction.atomic
def remove_sentence(*, by: User, sentence: PackSentence) -> None:
    """One that rules wrote is remembered as removed, so that they do not write it again."""
    sentence = _sentence(sentence)
    PackWithheld.objects.filter(sentence=sentence).delete()
    if not sentence.rule:
        sentence.delete()
        return
    sentence.is_removed = True
    sentence.save(update_fields=["is_removed"])


@transaction.atomic
def put_back(*, by: User, sentence: PackSentence) -> None:
    sentence = _sentence(sentence)
    sentence.is_removed = False
    sentence.position = _next_place(sentence.pack)
    sentence.save(update_fields=["is_removed", "position"])


@transaction.atomic
def move_up(*, by: User, sentence: PackSentence) -> None:
    """One place nearer to the beginning; the first stays where it is."""
    sentence = _sentence(sentence)
    shown: Sequence[PackSentence] = list(sentence.pack.sentences.filter(is_removed=False))
    places = [one.pk for one in shown]
    at = places.index(sentence.pk)
    if at:
        places[at - 1], places[at] = places[at], places[at - 1]
    for place, pk in enumerate(places):
        PackSentence.objects.filter(pk=pk).exclude(position=place).update(position=place)


def _sentence(sentence: PackSentence) -> PackSentence:
    pack = held(sentence.pack)
    sentence = PackSentence.objects.select_for_update(of=("self",)).get(pk=sentence.pk)
    sentence.pack = pack
    return sentence


# Decisions --------------------------------------------------------------------------


@transaction.atomic
def add_decision(*, by: User, pack: Pack, **values: str) -> PackDecision:
    pack = held(pack)
    place = pack.decisions.count()
    return pack.decisions.create(position=place, **{name: values[name] for name in DECISION})


@transaction.atomic
def edit_decision(*, by: User, decision: PackDecision, **values: str) -> PackDecision:
    held(decision.pack)
    for name in DECISION:
        setattr(decision, name, values[name])
    decision.save(update_fields=list(DECISION))
    return decision


@transaction.atomic
def remove_decision(*, by: User, decision: PackDecision) -> None:
    held(decision.pack)
    PackDecision.objects.filter(pk=decision.pk).delete()
