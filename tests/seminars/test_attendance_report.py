"""The report on attendance says what the pages say, and its public edition hides small numbers."""

from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from diz_portal.reports import registry
from diz_portal.reports.declaring import NOT_AVAILABLE, SUPPRESSED
from diz_portal.reports.reading import CannotAnswer, read
from seminars import services
from seminars.models import FeedbackAnswer, Place, Seminar, SeminarState
from seminars.selectors.turnout import funnel, turnouts
from tests.factories.accounts import UserFactory
from tests.factories.partners import contributor_of, manager
from tests.factories.seminars import SeminarFactory, SeriesFactory, begun, registered
from tests.reports.asking import figures_of, paper_of, rows_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("partnership")]

TODAY = timezone.localdate


def asked(edition="exempt", **answers):
    period = {
        "starts": (TODAY() - timedelta(days=30)).isoformat(),
        "ends": (TODAY() + timedelta(days=30)).isoformat(),
    }
    return paper_of("seminar-attendance", **{**period, "edition": edition, **answers})


def held(came=6, missing=2, guest=True, **values):
    """A seminar that has begun: of those with a place some came, one with a guest, and one walked
    in."""
    values = {"capacity_in_person": 50, "starts_at": timezone.now() + timedelta(hours=1), **values}
    seminar = SeminarFactory(**values)
    people = [
        registered(seminar, guest_name="Bob" if guest and not at else "") for at in range(came)
    ]
    for _ in range(missing):
        registered(seminar)
    for one in people:
        services.check_in(registration=one, by=None)
    services.walk_in(seminar=seminar, name="Wren", by=None)
    Seminar.objects.filter(pk=seminar.pk).update(starts_at=timezone.now() - timedelta(hours=1))
    seminar.refresh_from_db()
    services.close_list(seminar=seminar, place=Place.IN_PERSON, by=None)
    seminar.refresh_from_db()
    return seminar


def test_figures_are_those_of_the_page_of_a_series():
    series = SeriesFactory()
    held(series=series, title="First steps")
    held(came=4, missing=1, guest=False, series=series)
    page = funnel(turnouts(Seminar.objects.filter(series=series)))

    paper = asked(series=series.slug)

    figures = figures_of(paper, "totals")
    assert figures["registered"] == page.registered == 6 + 1 + 2 + 4 + 1
    assert figures["attended"] == page.came == 7 + 1 + 4 + 1
    assert figures["missing"] == page.missing == 3
    assert figures["walk_ins"] == page.at_the_door == 2
    assert figures["no_show_rate"] == round(page.rate, 2)
    first = rows_of(paper)["seminars"][0]
    assert (first["seminar"], first["registered"], first["guests"]) == ("First steps", 9, 1)


def test_a_line_adds_up_whatever_became_of_people():
    seminar = SeminarFactory(capacity_in_person=2)
    for _ in range(2):
        registered(seminar)
    waits, leaves = registered(seminar), registered(seminar)
    services.give_back(registration=leaves, by=None)

    [row] = rows_of(asked())["seminars"]

    assert waits.state == "waiting"
    assert (row["unknown"], row["waiting"], row["other"]) == (2, 1, 1)
    assert (row["registered"], row["attended"], row["no_show_rate"]) == (4, 0, NOT_AVAILABLE)


def test_public_edition_hides_small_numbers_and_what_would_tell_them():
    held(came=20, missing=2, guest=False)
    held(came=15, missing=9, guest=False)

    paper = asked(edition="public")

    rows = rows_of(paper)["seminars"]
    assert rows[0]["missing"] is SUPPRESSED
    # In its row and in its column something else is hidden with it.
    assert SUPPRESSED in [rows[0][key] for key in ("attended", "unknown", "waiting", "other")]
    assert SUPPRESSED in (rows[1]["missing"], figures_of(paper, "totals")["missing"])
    assert not {"registered", "guests"} & {*rows[0], *figures_of(paper, "totals")}
    # One person walked in to each: a rate beside the numbers would tell of them.
    assert rows[0]["no_show_rate"] is rows[1]["no_show_rate"] is SUPPRESSED
    assert figures_of(paper, "totals")["no_show_rate"] is SUPPRESSED
    assert not paper.marking
    assert asked().marking == "Not for publication"


def test_feedback_has_a_score_once_five_have_answered():
    few, many = held(title="Few"), held(title="Many")
    for seminar, marks in ((few, [5, 5, 4]), (many, [5, 4, 4, 3, 5])):
        FeedbackAnswer.objects.bulk_create(
            FeedbackAnswer(seminar=seminar, useful=mark) for mark in marks
        )

    rows = {row["seminar"]: row for row in rows_of(asked(edition="public"))["seminars"]}

    assert (rows["Few"]["answers"], rows["Few"]["score"]) == (SUPPRESSED, NOT_AVAILABLE)
    assert (rows["Many"]["answers"], rows["Many"]["score"]) == (5, 4.2)
    assert figures_of(asked(edition="public"), "totals")["score"] == 4.2


def test_drafts_cancelled_seminars_and_other_days_are_left_out():
    SeminarFactory(state=SeminarState.DRAFT)
    SeminarFactory(state=SeminarState.CANCELLED)
    SeminarFactory(starts_at=timezone.now() + timedelta(days=90))

    paper = asked()

    assert rows_of(paper)["seminars"] == []
    assert paper.sections[1].parts[0].empty == "There are no seminars in this period."
    assert figures_of(paper, "totals")["attended"] == 0


def test_report_names_no_one():
    held()
    begun(SeminarFactory(), 1, name="Ottoline")

    assert "Ottoline" not in str(rows_of(asked()))


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"starts": "2026-05-01", "ends": "2026-04-01"}, "on or after the first day"),
        ({"starts": "1999-05-01", "ends": "2001-04-01"}, "after 1 January 2000"),
        ({"starts": "2001-05-01", "ends": "2026-04-01"}, "within 10 years"),
        ({"series": "no-such"}, "Select a series from the list"),
        ({"edition": "secret"}, "Edition: "),
    ],
)
def test_what_makes_no_sense_is_refused_with_a_sentence(answers, sentence):
    with pytest.raises(CannotAnswer, match=sentence):
        asked(**answers)


def test_only_managers_may_have_it():
    report = registry.named("seminar-attendance")
    answers = {"starts": "2026-04-01", "ends": "2026-06-30", "edition": "public"}

    assert read(report, answers, user=manager())
    for other in (UserFactory(), contributor_of()):
        assert not report.may_run(other)
        with pytest.raises(CannotAnswer, match="You can no longer read"):
            read(report, answers, user=other)


def test_costs_the_same_however_many_seminars(django_assert_max_num_queries):
    held()
    with django_assert_max_num_queries(6) as few:
        rows_of(asked())
    held(came=2)
    with django_assert_max_num_queries(len(few)):
        rows_of(asked())


def test_a_script_may_name_a_project_and_no_period(tmp_path, capsys):
    SeminarFactory(title="Online safety", starts_at=timezone.now() - timedelta(minutes=5))
    out = tmp_path / "attendance.csv"

    call_command("run_report", "seminar-attendance", "full-fibre", kind="csv", out=str(out))

    said = capsys.readouterr().err
    assert "Seminar attendance is not about one project: the project was not used" in said
    assert "No first day was given: Seminar attendance begins on " in said
    assert "Online safety" in out.read_text()
