"""The board packs of the example partnership are papers that could be handed out."""

import pytest
from django.db import transaction
from django.utils import timezone

from diz_portal.bank_holidays import calendar
from diz_portal.reports import jobs, selectors
from diz_portal.reports.models import BoardDate, Schedule
from diz_portal.reports.schedules import services as schedules
from projects.meetings.models import Meeting
from projects.packs.models import Pack
from tests import example_partnership

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


@pytest.fixture(scope="module", autouse=True)
def example(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        example_partnership.loaded()
        yield
        transaction.set_rollback(True)


def test_the_board_of_a_pack_meets_on_working_days_before_and_after_today():
    boards = [one.board for one in Pack.objects.select_related("board").order_by("board__date")]
    kept, today = calendar(), timezone.localdate()

    assert [one.date < today for one in boards] == [True, False]
    assert all(kept.is_working_day(one.date) for one in boards)
    assert Meeting.objects.filter(board__in=boards).count() == len(boards)
    assert all(kept.is_working_day(one.date) for one in BoardDate.objects.filter(date__gt=today))


def test_the_clock_creates_both_editions_of_the_next_pack(storage):
    """Due when the example is loaded: what the first sweep of beat and a worker does then."""
    schedule = Schedule.objects.get(report="board-pack")
    board = Pack.objects.drafts().get().board
    assert calendar().working_days_before(board.date, 5) == timezone.localdate(schedule.next_due_at)

    schedules.sweep()
    for job in schedule.jobs.all():
        jobs.run(job.pk)

    made = {one.edition: one for one in schedule.jobs.all()}
    assert {edition: (one.state, one.problem) for edition, one in made.items()} == {
        "public": ("ready", ""),
        "exempt": ("ready", ""),
    }
    for one in made.values():
        said = repr(selectors.shown(one))
        assert "8 in 10 of our simulations finish by" in said
        assert "Our average score was" in said
        assert {file.format for file in one.files.all()} > {"html", "pdf", "xlsx"}
    schedule.refresh_from_db()
    assert schedule.next_due_at > timezone.now()
    assert schedules.sweep() == 0


def test_what_the_issued_pack_withholds_was_decided_before_it_was_issued():
    pack = Pack.objects.issued().get()
    assert [one.decided_at < pack.issued_at for one in pack.withheld.all()] == [True]


def test_both_editions_of_the_issued_pack_have_the_forecast_and_its_score():
    papers = [repr(one.paper) for one in Pack.objects.issued().get().editions.all()]
    assert ["8 in 10 of our simulations" in one for one in papers] == [True, True]
    assert ["Our average score was" in one for one in papers] == [True, True]
