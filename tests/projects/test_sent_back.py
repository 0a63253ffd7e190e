"""A return that was sent back is answered before anything else is said."""

import pytest
from django.db import Error, connection, transaction
from django.urls import reverse

from projects.models import ReportingRound, Return, ReturnState
from projects.returns.services import returns, rounds
from tests.factories.partners import contributor_of, manager
from tests.factories.reporting import ReturnFactory, submitted

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer(record):
    return contributor_of(record.organisation)


@pytest.fixture
def record():
    return ReturnFactory()


@pytest.fixture
def asked(record, writer):
    """Sent, and sent back with a question."""
    return returns.send_back(by=manager(), record=submitted(writer, record), reason="Which sites?")


def later_than(record) -> Return:
    reporting_round = ReportingRound.objects.create(
        month=rounds.next_month(record.round.month),
        **rounds.usual_dates(rounds.next_month(record.round.month)),
        opened_at=record.round.opened_at,
    )
    return ReturnFactory(
        round=reporting_round, project=record.project, organisation=record.organisation
    )


def page(name, record):
    return reverse(f"returns:{name}", args=[record.reference])


def test_it_is_not_resubmitted_without_a_response(asked, writer):
    with pytest.raises(returns.ReturnIncomplete) as refused:
        returns.submit(by=writer, record=asked, version=asked.version)
    assert set(refused.value.problems) == {"answer"}

    answered = returns.save(
        by=writer, record=asked, version=asked.version, answers={"answer": "Elm and Oak."}
    )
    record = returns.submit(by=writer, record=answered, version=answered.version)

    assert record.state == ReturnState.SUBMITTED
    assert record.events.last().reason == "Elm and Oak."


def test_the_page_asks_for_the_answer_first_and_offers_nothing_new_no_more(client, asked, writer):
    later = later_than(asked)
    client.force_login(writer)

    text = client.get(page("return", asked)).content.decode()
    assert text.index("Which sites?") < text.index('id="happened-title"')
    assert 'name="answer"' in text
    assert "No changes since your last return?" not in text
    assert client.get(page("unchanged", asked)).url == page("return", asked)
    assert (
        "No changes since your last return?" in client.get(page("return", later)).content.decode()
    )


def test_nothing_has_changed_is_no_answer(asked, writer):
    with pytest.raises(returns.AnswerFirst):
        returns.confirm_unchanged(by=writer, record=asked, version=asked.version)


@pytest.mark.parametrize("name", ["check", "unchanged"])
def test_a_later_month_says_that_an_earlier_one_waits(client, asked, writer, name):
    later = later_than(asked)
    if name == "check":
        answers = {one: getattr(asked, one) for one in ("delivery", "spend", "risk")}
        later = returns.save(
            by=writer,
            record=later,
            version=later.version,
            answers={
                **answers,
                "spend_to_date": asked.spend_to_date,
                "spend_as_at": asked.spend_as_at,
            },
        )
    client.force_login(writer)

    text = client.get(page(name, later)).content.decode()
    assert f"{asked.round} return was sent back" in text

    refused = client.post(page(name, later), {"version": later.version})
    assert refused.status_code == 409
    assert "or confirm that you want to submit this one before it" in refused.content.decode()
    assert Return.objects.get(pk=later.pk).state == ReturnState.DRAFT

    client.post(page(name, later), {"version": later.version, "before_the_earlier": "yes"})
    assert Return.objects.get(pk=later.pk).state == ReturnState.SUBMITTED


def test_what_is_repeated_is_what_was_submitted_and_not_what_is_being_changed(asked, writer):
    later = later_than(asked)
    returns.save(
        by=writer, record=asked, version=asked.version, answers={"spend_to_date": 1_149_000}
    )

    assert returns.repeated(later)["spend_to_date"] != 1_149_000


def test_a_new_question_takes_the_old_answer_away(asked, writer):
    answered = returns.save(by=writer, record=asked, version=asked.version, answers={"answer": "A"})
    again = returns.submit(by=writer, record=answered, version=answered.version)

    assert returns.send_back(by=manager(), record=again, reason="And when?").answer == ""


def test_a_closed_return_keeps_its_state_and_its_figures_whoever_writes(record, writer):
    submitted(writer, record)
    rounds.close_round(by=manager(), reporting_round=record.round)

    for change in ("state = 'draft'", "locked_at = NULL", "spend_to_date = 1", "risk = 'red'"):
        with pytest.raises(Error), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"UPDATE projects_return SET {change} WHERE id = %s", [record.pk])
