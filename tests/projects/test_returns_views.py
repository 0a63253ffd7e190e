"""The pages of returns, as everybody who may and may not open them."""

from datetime import timedelta
from itertools import cycle

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from diz_portal.outbox.models import Message
from diz_portal.words import uk_time
from projects.models import ReturnState
from projects.returns.services import returns as services
from projects.returns.services import rounds
from projects.rollout.stages import Stage
from tests.described import leads_nowhere, tied, ties
from tests.editing import edit, filled, forms_of
from tests.factories.accounts import UserFactory
from tests.factories.partners import (
    caseworker_of,
    contributor_of,
    lead_of,
    manager,
    viewer_of,
)
from tests.factories.places import PartnershipFactory
from tests.factories.projects import ProjectFactory, SiteFactory
from tests.factories.reporting import (
    MilestoneFactory,
    ReturnFactory,
    RoundFactory,
    accepted,
    submitted,
    submitted_rows,
)
from tests.words import says

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def partnership():
    return PartnershipFactory()


@pytest.fixture
def record():
    return ReturnFactory()


@pytest.fixture
def writer(record, client):
    person = contributor_of(record.organisation)
    client.force_login(person)
    return person


def page(name, record):
    return reverse(f"returns:{name}", args=[record.reference])


def answers(record, **changed):
    """What a browser posts for a complete green return."""
    return {
        "narrative": "Two engineers started",
        "delivery": "green",
        "spend": "green",
        "risk": "green",
        "spend_to_date": "£1,250,000",
        "spend_as_at": (timezone.localdate() - timedelta(days=2)).isoformat(),
        "then": "check",
        **changed,
    }


# Who may (strangers and other organisations: tests/access/test_doors.py) -------------


@pytest.mark.parametrize("someone", [contributor_of, lead_of])
def test_any_lead_or_contributor_of_the_organisation_can_write(client, record, someone):
    client.force_login(someone(record.organisation))

    response = client.get(page("return", record))

    assert response.templates[0].name.endswith("write.html")


@pytest.mark.parametrize("someone", [viewer_of, caseworker_of])
def test_viewers_and_caseworkers_read_and_cannot_write(client, record, someone):
    client.force_login(someone(record.organisation))

    assert client.get(page("return", record)).templates[0].name.endswith("read.html")
    assert edit(client, page("return", record), answers(record)).status_code == 403
    assert client.post(page("save", record), answers(record)).status_code == 403
    assert client.get(page("check", record)).status_code == 403
    assert client.post(page("accept", record)).status_code == 403


def test_a_manager_reads_no_words_that_were_not_submitted(client, record):
    services.save(
        by=contributor_of(record.organisation),
        record=record,
        version=record.version,
        answers={"narrative": "A secret draft"},
    )
    client.force_login(manager())

    response = client.get(page("return", record))

    assert response.status_code == 200
    assert "A secret draft" not in response.content.decode()
    assert "Not submitted yet" in response.content.decode()


def test_a_manager_reads_the_version_submitted_while_it_is_being_changed(client, record):
    writer, boss = contributor_of(record.organisation), manager()
    record = submitted(writer, record, narrative="As sent")
    record = services.send_back(by=boss, record=record, reason="More, please.")
    services.save(by=writer, record=record, version=record.version, answers={"narrative": "Half"})
    client.force_login(boss)

    text = client.get(page("return", record)).content.decode()

    assert "As sent" in text
    assert not says(text, "Half")


# Writing ----------------------------------------------------------------------------


def test_the_page_arrives_with_last_months_answers_and_this_months_facts(client, record, writer):
    submitted_rows(
        record.project, record.organisation, 1, risk="amber", risk_comment="One landowner silent"
    )
    SiteFactory(project=record.project, name="Alder House", stage=Stage.RFS, on=record.round.month)
    due = MilestoneFactory(project=record.project, title="All surveys <b>done</b>")

    response = client.get(page("return", record))

    text = response.content.decode()
    assert "1 site became ready for service: Alder House." in text
    assert "One landowner silent" in text
    assert 'name="risk" value="amber" checked' in text
    assert 'value="1,000"' in text
    boxes = filled(client, page("return", record))
    day = due.forecast_on
    for number, part in enumerate((day.day, day.month, day.year)):
        assert boxes[f"forecast-{due.reference}_{number}"] == [str(part)]
    assert "All surveys &lt;b&gt;done&lt;/b&gt;" in text


def test_opening_the_page_changes_nothing(client, record, writer):
    client.get(page("return", record))
    client.get(page("check", record))

    record.refresh_from_db()
    assert (record.saved_at, record.version) == (None, 1)


def test_save_for_later_keeps_half_a_return(client, record, writer):
    response = edit(
        client,
        page("return", record),
        {"narrative": "Half", "delivery": "amber", "then": "later"},
    )

    assert response.url == reverse("returns:list")
    record.refresh_from_db()
    assert (record.narrative, record.delivery, record.saved_by) == ("Half", "amber", writer)


def test_lines_are_kept_struck_and_reworded(client, record, writer):
    for stage in (Stage.CONNECTED, Stage.RFS, Stage.CIVILS):
        SiteFactory(project=record.project, stage=stage, on=record.round.month)

    edit(
        client,
        page("return", record),
        answers(record)
        | {
            "line-stage-connected": "Our first surgery is live!",
            "keep-stage-connected": "on",
            "line-stage-rfs": "1 site ready",
        },
    )

    record.refresh_from_db()
    kept = {line["fact"]: (line["kept"], line["text"]) for line in record.lines}
    assert kept["stage-connected"] == (True, "Our first surgery is live!")
    assert kept["stage-rfs"][0] is False
    assert kept["stage-civils"][0] is True
    text = client.get(page("check", record)).content.decode()
    assert "Our first surgery is live!" in text
    assert "1 site ready" not in text


def test_a_reworded_line_survives_a_fact_that_grows(client, record, writer):
    SiteFactory(project=record.project, stage=Stage.RFS, on=record.round.month)
    ours = {"line-stage-rfs": "Ours", "keep-stage-rfs": "on"}
    edit(client, page("return", record), answers(record) | ours)
    SiteFactory(project=record.project, stage=Stage.RFS, on=record.round.month)

    text = client.get(page("return", record)).content.decode()

    assert ">Ours</textarea>" in text
    assert "The latest record says: 2 sites became ready for service" in text


def test_two_who_change_one_line_see_which_line_it_is(client, record, writer):
    SiteFactory(project=record.project, stage=Stage.RFS, on=record.round.month)
    typed = filled(client, page("return", record)) | answers(record)
    hers = typed | {"line-stage-rfs": "Hers"}
    assert client.post(page("return", record), hers).status_code == 302

    response = client.post(page("return", record), typed | {"line-stage-rfs": "Mine"})

    text = response.content.decode()
    assert response.status_code == 409
    number = [row["text"].name for row in response.context["lines"]].index("line-stage-rfs") + 1
    (clash,) = response.context["form"].clashes
    assert (clash.label, clash.theirs, clash.yours) == (
        f"Line {number}, kept",
        "Hers, Yes",
        "Mine, Yes",
    )
    # Beside the words, not at a box that shows no message.
    assert f"Line {number}: someone else changed this too" in text
    assert 'id="id_line-stage-rfs_error"' in text


def test_check_and_submit_takes_two_posts(client, record, writer):
    response = edit(client, page("return", record), answers(record))
    assert response.url == page("check", record)
    text = client.get(response.url).content.decode()
    assert "£1,250,000" in text
    main = text.partition('id="main-content"')[2]
    assert f'href="{page("return", record)}">Change answers' in main
    record.refresh_from_db()

    response = client.post(page("check", record), {"version": record.version}, follow=True)

    assert "return submitted. Thank you" in response.content.decode()
    record.refresh_from_db()
    assert record.state == ReturnState.SUBMITTED


def test_submitting_twice_is_no_error(client, record, writer):
    edit(client, page("return", record), answers(record))
    record.refresh_from_db()

    for _ in range(2):
        response = client.post(page("check", record), {"version": record.version})
        assert response.status_code == 302

    assert record.events.count() == 1


def test_amber_without_a_reason_cannot_be_submitted(client, record, writer):
    edit(client, page("return", record), answers(record, spend="amber"))
    record.refresh_from_db()

    assert "Explain why spend is Amber" in client.get(page("check", record)).content.decode()
    response = client.post(page("check", record), {"version": record.version})

    assert response.status_code == 422
    record.refresh_from_db()
    assert record.state == ReturnState.DRAFT


def test_an_answer_kept_beside_a_wrong_one_can_be_changed_at_once(client, record, writer):
    response = edit(client, page("return", record), answers(record, risk="red", spend_to_date="?"))
    (form,) = [one for one in forms_of(response.content.decode()) if one.edits]

    right = form.sent | {"risk": "green", "spend_to_date": "5", "then": "check"}

    assert client.post(page("return", record), right).status_code == 302
    record.refresh_from_db()
    assert record.risk == "green"


BAD_ANSWERS = [
    # First, while no spend is kept.
    ("spend_as_at", "", "Enter the “as at” date of the spend"),
    ("spend_to_date", "about a million", "Enter the spend in pounds"),
    ("spend_to_date", "-5", "Enter a spend to date of £0 or more"),
    ("spend_to_date", "NaN", "Enter the spend in pounds"),
    ("spend_to_date", "1e400", "Enter the spend in pounds"),
    ("spend_to_date", "1.234,56", "Use a point for decimals"),
    ("spend_to_date", "10.005", "a fraction of a penny"),
    ("spend_as_at", "31/02/2026", "Enter a real date"),
    ("spend_as_at", "2099-01-01", "that is today or in the past"),
    ("delivery", "purple", "Select an answer from the list"),
    ("narrative", "long" * 600, "Enter 2000 characters or fewer"),
    ("narrative", "nul\0", "Remove the null character"),
]


def test_bad_answers_are_named_and_the_rest_is_kept(client, record, writer):
    as_shown = filled(client, page("return", record))

    for risk, (field, value, sentence) in zip(cycle(["red", "amber"]), BAD_ANSWERS):
        typed = as_shown | answers(record, risk=risk, **{field: value})
        response = client.post(page("return", record), typed)

        text = response.content.decode()
        assert response.status_code == 422, (field, value)
        assert sentence in text
        record.refresh_from_db()
        assert record.risk == risk
        # Sent again from the page that came back, as a browser would.
        (form,) = [one for one in forms_of(text) if one.edits]
        as_shown = form.sent


def test_check_says_all_that_is_wrong_at_once(client, record, writer):
    asked = answers(record, delivery="amber", spend="", spend_to_date="a lot")

    response = edit(client, page("return", record), asked)

    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"delivery_comment", "spend", "spend_to_date"}


def test_a_page_without_its_mark_saves_nothing(client, record, writer):
    response = client.post(page("return", record), answers(record, opened="x"))

    assert response.status_code == 409
    text = response.content.decode()
    assert "Two engineers started" in text
    assert "None saved this return" not in text
    record.refresh_from_db()
    assert record.saved_at is None


def test_two_colleagues_notice_each_other_and_nothing_is_lost(client, record, writer):
    mine = filled(client, page("return", record)) | answers(record, narrative="Mine")
    colleague = contributor_of(record.organisation, name="Priya Shah")
    services.save(by=colleague, record=record, version=1, answers={"narrative": "Hers"})

    response = client.post(page("return", record), mine)

    text = response.content.decode()
    assert response.status_code == 409
    record.refresh_from_db()
    assert f"Priya Shah saved this return at {uk_time(record.saved_at)}" in text
    assert ">Mine</textarea>" in text
    assert "Hers" in text
    record.refresh_from_db()
    assert record.narrative == "Hers"

    (form,) = [one for one in forms_of(text) if one.edits]
    again = form.sent | {"narrative": "Hers and mine", "choose-narrative": "mine", "then": "check"}
    assert client.post(page("return", record), again).status_code == 302
    record.refresh_from_db()
    assert record.narrative == "Hers and mine"


def test_what_a_colleague_said_elsewhere_on_the_page_stays(client, record, writer):
    mine = filled(client, page("return", record)) | {"narrative": "Mine", "then": "later"}
    colleague = contributor_of(record.organisation, name="Priya Shah")
    hers = {"delivery": "red", "delivery_comment": "Flooded"}
    services.save(by=colleague, record=record, version=1, answers=hers)

    assert client.post(page("return", record), mine).status_code == 302

    record.refresh_from_db()
    assert (record.narrative, record.delivery, record.delivery_comment) == (
        "Mine",
        "red",
        "Flooded",
    )


def autosave(client, record, sent):
    return client.post(page("save", record), sent)


def test_autosave_answers_with_the_time_and_the_next_mark(client, record, writer):
    sent = filled(client, page("return", record)) | answers(record)

    answer = autosave(client, record, sent).json()

    record.refresh_from_db()
    assert answer["message"] == f"Saved {uk_time(record.saved_at)}"
    assert record.version == 2
    assert answer["done"] == ["happened", "ratings", "milestones"]
    more = sent | {"opened": answer["opened"], "narrative": "Three engineers started"}
    assert autosave(client, record, more).status_code == 200
    record.refresh_from_db()
    assert record.narrative == "Three engineers started"


def test_autosave_does_not_come_to_own_what_a_colleague_wrote(client, record, writer):
    sent = filled(client, page("return", record))
    colleague = contributor_of(record.organisation, name="Priya Shah")
    services.save(by=colleague, record=record, version=1, answers={"narrative": "Hers"})

    for rating in ("green", "amber"):
        answer = autosave(client, record, sent | {"delivery": rating}).json()
        sent |= {"opened": answer["opened"]}

    record.refresh_from_db()
    assert (record.narrative, record.delivery) == ("Hers", "amber")


def test_autosave_tells_of_a_colleague(client, record, writer):
    sent = filled(client, page("return", record)) | answers(record)
    colleague = contributor_of(record.organisation, name="Priya Shah")
    services.save(by=colleague, record=record, version=1, answers={"narrative": "Hers"})

    response = autosave(client, record, sent)

    assert response.status_code == 409
    assert "Priya Shah saved this return" in response.json()["message"]


def test_a_forecast_given_here_reaches_the_milestone_when_submitted(client, record, writer):
    due = MilestoneFactory(project=record.project)
    later = due.forecast_on + timedelta(days=9)
    given = {
        f"was-{due.reference}": due.forecast_on.isoformat(),
        f"forecast-{due.reference}": later.isoformat(),
    }

    edit(client, page("return", record), answers(record) | given)
    due.refresh_from_db()
    assert due.slippage_days == 0
    record.refresh_from_db()
    client.post(page("check", record), {"version": record.version})

    due.refresh_from_db()
    assert due.forecast_on == later


def test_a_forecast_left_alone_keeps_a_newer_one(client, record, writer):
    due = MilestoneFactory(project=record.project)
    shown = due.forecast_on
    newer = shown + timedelta(days=5)
    due.forecast_on = newer
    due.save()
    left = {
        f"was-{due.reference}": shown.isoformat(),
        f"forecast-{due.reference}": shown.isoformat(),
    }

    edit(client, page("return", record), answers(record) | left)
    record.refresh_from_db()
    client.post(page("check", record), {"version": record.version})

    due.refresh_from_db()
    assert due.forecast_on == newer


def test_nothing_has_changed_is_one_page_and_one_button(client, record, writer):
    submitted_rows(record.project, record.organisation, 1)

    text = client.get(page("unchanged", record)).content.decode()
    assert "Submit return" in text
    response = client.post(page("unchanged", record), {"version": record.version}, follow=True)

    assert "The partner reported no changes since its previous return." in response.content.decode()
    record.refresh_from_db()
    assert (record.state, record.unchanged) == (ReturnState.SUBMITTED, True)


def test_nothing_has_changed_is_not_offered_the_first_time(client, record, writer):
    assert "No changes since" not in client.get(page("return", record)).content.decode()
    assert client.get(page("unchanged", record)).url == page("return", record)


def test_a_closed_return_says_how_to_correct_it(client, record, writer):
    record = submitted(writer, record)
    rounds.close_round(by=manager(), reporting_round=record.round)

    text = client.get(page("return", record)).content.decode()

    assert "explain the correction in your next return" in text
    response = edit(client, page("return", record), answers(record), follow=True)
    assert "The round has closed" in response.content.decode()


# Answering --------------------------------------------------------------------------


def test_a_manager_accepts_and_goes_on_to_the_next(client):
    reporting_round = RoundFactory()
    first, one, _owed, read, two = (
        ReturnFactory(round=reporting_round, project=ProjectFactory(title=title))
        for title in "ABCDE"
    )
    first, one, two = (
        submitted(contributor_of(each.organisation), each) for each in (first, one, two)
    )
    accepted(contributor_of(read.organisation), read)
    client.force_login(manager())

    response = client.post(page("accept", one), {"version": one.version})

    assert response.url == page("return", two)
    # After the last of the list, the one that was passed over; after that one, the list.
    response = client.post(page("accept", two), {"version": two.version})
    assert response.url == page("return", first)
    response = client.post(page("accept", first), {"version": first.version})
    assert response.url == reverse("returns:round", args=[reporting_round.month])
    one.refresh_from_db()
    assert one.state == ReturnState.ACCEPTED


def test_a_manager_sends_back_with_a_reason_and_the_partner_sees_it(client, record):
    writer = contributor_of(record.organisation)
    record = submitted(writer, record)
    client.force_login(manager())

    assert client.post(page("send_back", record), {"reason": " "}).status_code == 422
    client.post(page("send_back", record), {"reason": "Which surgeries?"})

    assert (
        Message.objects.filter(to=writer.email, template="projects/return-sent-back").count() == 1
    )
    client.force_login(writer)
    assert "Which surgeries?" in client.get(page("return", record)).content.decode()
    assert "Which surgeries?" in client.get(reverse("returns:list")).content.decode()


def test_accepting_a_version_that_was_not_read_is_refused(client, record):
    record = submitted(contributor_of(record.organisation), record)
    client.force_login(manager())

    response = client.post(page("accept", record), {"version": record.version - 1})

    assert response.status_code == 409
    assert "was resubmitted after you opened it" in response.content.decode()


def test_a_manager_closes_a_round(client, record):
    client.force_login(manager())
    address = reverse("returns:close", args=[record.round.month])

    main = client.get(address).content.decode().partition('id="main-content"')[2]
    assert f'href="/workspace/returns/rounds/{record.round.slug}/">Cancel' in main
    record.refresh_from_db()
    assert record.state == ReturnState.DRAFT
    client.post(address)

    record.refresh_from_db()
    assert (record.state, record.is_closed) == (ReturnState.DRAFT, True)
    text = client.get(reverse("returns:round", args=[record.round.month])).content.decode()
    assert ": 1 not submitted." in text
    assert "1 not submitted" in client.get(reverse("returns:rounds")).content.decode().lower()


def test_a_manager_moves_the_dates_of_a_round_ahead(client):
    today = timezone.localdate()
    reporting_round = RoundFactory(month=rounds.next_month(rounds.first_of(today)), opened_at=None)
    client.force_login(manager())
    address = reverse("returns:dates", args=[reporting_round.month])
    dates = {
        "opens_on": today + timedelta(days=40),
        "due_on": today + timedelta(days=50),
        "closes_on": today + timedelta(days=45),
    }

    response = edit(client, address, dates)
    assert response.status_code == 422
    assert "Enter a closing date on or after the due date" in response.content.decode()
    edit(client, address, dates | {"closes_on": today + timedelta(days=60)})

    reporting_round.refresh_from_db()
    assert reporting_round.due_on == dates["due_on"]


def test_an_odd_address_is_not_there(client):
    client.force_login(manager())

    for address in ("rounds/2026-13/", "rounds/1999-01/", "%00/", "zzzzzzzzzz/"):
        assert client.get(f"/workspace/returns/{address}").status_code == 404


def test_earlier_versions_stay_readable_in_the_history(client, record):
    writer, boss = contributor_of(record.organisation), manager()
    record = submitted(writer, record, narrative="The first account")
    record = services.send_back(by=boss, record=record, reason="More, please.")
    submitted(writer, record, narrative="The second account")
    client.force_login(boss)

    text = client.get(page("return", record)).content.decode()

    assert "Return as submitted then" in text
    assert "The first account" in text
    assert text.count("The second account") == 1


def test_changes_a_closing_round_left_unsent_are_their_authors_alone(client, record):
    writer, boss = contributor_of(record.organisation), manager()
    record = submitted(writer, record, narrative="As sent")
    record = services.send_back(by=boss, record=record, reason="More, please.")
    services.save(by=writer, record=record, version=record.version, answers={"narrative": "Half"})
    rounds.close_round(by=boss, reporting_round=record.round)

    client.force_login(boss)
    assert not says(client.get(page("return", record)).content.decode(), "Half")
    client.force_login(writer)
    text = client.get(page("return", record)).content.decode()
    assert "Changes that were not submitted" in text
    assert "Half" in text


# Lists ------------------------------------------------------------------------------


def test_the_list_shows_what_is_owed_and_what_was_submitted(client, record, writer):
    submitted_rows(record.project, record.organisation, 2)

    response = client.get(reverse("returns:list"))

    assert [owed.pk for owed in response.context["owed"]] == [record.pk]
    assert len(response.context["page"].object_list) == 3


def test_the_board_filters_by_state_and_words(client):
    reporting_round = RoundFactory()
    alpha = ReturnFactory(round=reporting_round, project=ProjectFactory(title="Alpha"))
    ReturnFactory(round=reporting_round, project=ProjectFactory(title="Beta"))
    submitted(contributor_of(alpha.organisation), alpha)
    client.force_login(manager())

    board = reverse("returns:round", args=[reporting_round.month])
    counts = {
        "": 2,
        "?state=submitted": 1,
        "?q=beta": 1,
        "?q=nobody": 0,
        "?state=odd": 2,
        "?page=999": 2,
        "?q=%00": 2,
    }

    found = {query: client.get(board + query).context["page"].object_list for query in counts}

    assert {query: len(rows) for query, rows in found.items()} == counts


def queries_of(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def test_the_return_costs_the_same_however_much_happened(client, record, writer):
    counts, made = {"return": set(), "check": set()}, 0
    for number in (1, 3):
        SiteFactory.create_batch(
            number - made, project=record.project, stage=Stage.RFS, on=record.round.month
        )
        MilestoneFactory.create_batch(number - made, project=record.project)
        made = number
        for name, found in counts.items():
            found.add(queries_of(client, page(name, record)))

    assert {name: len(found) for name, found in counts.items()} == {"return": 1, "check": 1}


def test_a_person_without_an_organisation_has_no_list_of_returns(client):
    client.force_login(UserFactory())

    assert client.get(reverse("returns:list")).status_code == 403


def test_asking_for_the_head_of_a_return_reads_it_and_saves_nothing(client, record, writer):
    response = client.head(page("return", record))

    assert response.status_code == 200
    record.refresh_from_db()
    assert record.saved_at is None


def test_each_hint_and_error_of_a_return_is_read_with_its_field(writer, record, client):
    MilestoneFactory(
        project=record.project,
        owner=record.organisation,
        forecast_on=timezone.localdate() + timedelta(days=9),
    )
    wrong = answers(record, delivery="red", spend_to_date="12.345", spend_as_at="2026-02-31")

    shown = client.get(page("return", record)).content.decode()
    refused = edit(client, page("return", record), wrong).content.decode()

    for text in (shown, refused):
        assert leads_nowhere(text) == set()
    assert {"id_spend_to_date_hint", "id_narrative_hint"} <= tied(shown)
    assert any(one.startswith("id_forecast-") for one in tied(shown))
    assert {"spend_to_date", "spend_as_at_0"} <= ties(refused).invalid
    errors = {one for one in ties(refused).hints if one.endswith("_error")}
    assert errors
    assert errors <= tied(refused)
