"""What staff do with letters and calls: post, ring, try again tomorrow, put back."""

from collections.abc import Collection

from django.contrib.admin.models import CHANGE, LogEntry
from django.db import transaction
from django.utils import timezone

from diz_portal import words
from diz_portal.access import NotNow
from diz_portal.accounts.models import User

from .models import BY_ITSELF, MESSAGE_MOVES, Channel, Message, MessageState, Outcome

# What each kind of message can come to.
OUTCOMES = {
    Channel.LETTER: {Outcome.POSTED, Outcome.NOT_NEEDED},
    Channel.PHONE: {Outcome.SPOKE, Outcome.LEFT_WORD, Outcome.NOT_NEEDED},
}
NO_ANSWER, UNDO = "no_answer", "undo"
# What is said once staff have recorded it, wherever they do.
SAID = {
    Outcome.POSTED: "Letter marked as posted",
    Outcome.SPOKE: "Call recorded: spoke to them",
    Outcome.LEFT_WORD: "Call recorded: left a message",
    Outcome.NOT_NEEDED: "Message removed from list",
    NO_ANSWER: "Call recorded: no answer. It stays on the list",
    UNDO: "Message returned to list",
}
MEANWHILE = "Someone else has already dealt with this message. Check its outcome"


@transaction.atomic
def finish(*, message: Message, outcome: str, by: User) -> Message:
    """The letter is posted, the person has been told, or neither is needed any more."""
    message = _lock(message)
    if outcome not in OUTCOMES.get(Channel(message.channel), set()):
        raise NotNow(
            "You cannot record this outcome for this message. Reload the page and try again"
        )
    if message.state == MessageState.SENT and message.outcome == outcome:
        return message
    if message.outcome == Outcome.NOT_NEEDED and message.done_by is None:
        # Overtaken while somebody was on the telephone with it: what they did counts.
        _move(message, MessageState.QUEUED)
        message.given_up_at = None
    now = timezone.now()
    if outcome == Outcome.NOT_NEEDED:
        _move(message, MessageState.GIVEN_UP)
        message.given_up_at = now
    else:
        _move(message, MessageState.SENT)
        message.sent_at = now
        message.attempts += 1
    message.outcome, message.done_by, message.last_error = outcome, by, ""
    message.save()
    _log(message, by, f"{message.get_outcome_display()}.")
    return message


def overtake(*, key_prefix: str, templates: Collection[str] = ()) -> int:
    """What still waits to be posted or said is true no more: staff need not do it.

    Of all messages whose keys begin so, or of these templates only. Answers how many.
    """
    waiting = Message.objects.for_staff().filter(key__startswith=key_prefix)
    if templates:
        waiting = waiting.filter(template__in=templates)
    return waiting.update(
        state=MessageState.GIVEN_UP, outcome=Outcome.NOT_NEEDED, given_up_at=timezone.now()
    )


@transaction.atomic
def no_answer(*, message: Message, by: User) -> Message:
    """Nobody answered: the call stays to be made, with when it was tried."""
    message = _lock(message)
    if message.channel != Channel.PHONE or message.state != MessageState.QUEUED:
        raise NotNow(MEANWHILE)
    message.attempts += 1
    message.last_error = f"No answer on {words.uk_datetime(timezone.now())}"
    message.save(update_fields=["attempts", "last_error"])
    _log(message, by, "Called, no answer")
    return message


@transaction.atomic
def put_back(*, message: Message, by: User) -> Message:
    """It was not posted or said after all: back among what waits."""
    message = _lock(message)
    if message.emptied_at:
        raise NotNow(
            "The text of this message has been deleted, so you cannot return it to the list. "
            "Contact the person another way"
        )
    if message.state == MessageState.QUEUED:
        return message
    _move(message, MessageState.QUEUED)
    message.outcome, message.done_by = "", None
    message.sent_at = message.given_up_at = None
    message.save()
    _log(message, by, "Returned to the list")
    return message


def _lock(message: Message) -> Message:
    fresh = Message.objects.select_for_update().exclude(channel__in=BY_ITSELF)
    return fresh.get(pk=message.pk)


def _move(message: Message, state: MessageState) -> None:
    if state not in MESSAGE_MOVES[MessageState(message.state)]:
        raise NotNow(MEANWHILE)
    message.state = state


def _log(message: Message, by: User, said: str) -> None:
    LogEntry.objects.log_actions(by.pk, [message], CHANGE, change_message=said, single_object=True)
