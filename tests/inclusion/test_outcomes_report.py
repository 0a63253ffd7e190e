"""What came of helping residents: each counted once, nobody recognised, by two editions neither."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from diz_portal.disclosure import LEAST
from diz_portal.reports import editions, jobs, registry
from diz_portal.reports.declaring import SUPPRESSED
from diz_portal.reports.models import JobState, ReportJob
from diz_portal.reports.reading import CannotAnswer, read
from inclusion import outcomes
from inclusion.models import Appointment, AppointmentState, NeedState, NotMetReason, Person
from tests.factories.inclusion import NeedFactory, PersonFactory, a_case
from tests.factories.partners import caseworker_of, manager
from tests.factories.places import DistrictFactory
from tests.reports.asking import figures_of, paper_of, rows_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("partnership")]
TODAY = timezone.localdate
SECRET = "Zebedee Quince"


def period(days=30, **changed):
    ends = changed.pop("ends", TODAY())
    return {"starts": (ends - timedelta(days=days)).isoformat(), "ends": ends.isoformat()}


def asked(by=None, **days):
    return paper_of("inclusion-outcomes", by=by, **period(**days))


@pytest.fixture
def helped(team, district):
    """So many people of a district, of an age, each with a need that was met after so many days."""

    def make(number, where=None, kind="skills", waited=10, state=NeedState.SUPPLIED, **values):
        now = timezone.now()
        return [
            NeedFactory(
                case=a_case(
                    handled_by=team.organisation,
                    person__name=SECRET,
                    person__district=where or district,
                    person__date_of_birth=date(1950, 1, 1),
                ),
                kind=kind,
                state=state,
                identified_at=now - timedelta(days=waited),
                changed_at=now,
                **values,
            )
            for _ in range(number)
        ]

    return make


def people(paper, key="district"):
    return {row[key]: row["people"] for row in rows_of(paper)[key]}


def test_people_are_counted_once_by_district_age_and_referrer(helped):
    first, *_ = helped(9)
    NeedFactory(case=first.case, kind="data", state=NeedState.SUPPLIED)

    paper = asked()

    assert people(paper) == {"Harlow": 9, "Total": 9}
    assert people(paper, "age")["65 and over"] == 9
    assert people(paper, "referrer") == {"Not known": 9, "Total": 9}
    assert figures_of(paper, "outcomes")["people"] == 9


def test_two_records_of_one_person_are_one_person(helped):
    one, two, *_ = helped(8)
    Person.objects.filter(pk=two.case.person_id).update(merged_into=one.case.person)

    assert figures_of(asked(), "outcomes")["people"] == 7


def test_what_came_before_or_after_the_period_is_not_counted(helped):
    helped(6)

    assert figures_of(asked(days=10, ends=TODAY() - timedelta(days=1)), "outcomes")["people"] == 0


def test_a_few_people_of_a_district_are_hidden_and_cannot_be_worked_out(helped):
    helped(20)
    helped(7, where=DistrictFactory(name="Uttlesford"))
    helped(2, where=DistrictFactory(name="Broxbourne"))

    found = people(asked())

    assert found == {
        "Broxbourne": SUPPRESSED,
        "Harlow": 20,
        "Uttlesford": SUPPRESSED,
        "Total": 29,
    }


def test_a_whole_of_few_people_is_hidden_in_every_table(helped):
    helped(3)

    paper = asked()

    for key in ("district", "referrer", "age"):
        assert {number for number in people(paper, key).values() if number} == {SUPPRESSED}
    assert figures_of(paper, "outcomes")["people"] == SUPPRESSED


def test_needs_are_met_or_not_with_the_reason(helped):
    helped(12)
    helped(8, state=NeedState.NOT_MET, reason=NotMetReason.NO_STOCK)
    helped(6, state=NeedState.NOT_MET, reason=NotMetReason.TRANSFERRED)
    helped(5, state=NeedState.DECLINED)

    paper = asked()

    [row] = [row for row in rows_of(paper)["needs"] if row["kind"] == "Digital skills support"]
    assert (row["met"], row["no_stock"], row["declined"], row["all"]) == (12, 8, 5, 25)
    figures = figures_of(paper, "outcomes")
    assert (figures["needs_met"], figures["needs_not_met"]) == (12, 13)


@pytest.mark.parametrize(
    ("number", "shown"),
    [(9, (SUPPRESSED, SUPPRESSED)), (10, (10, SUPPRESSED)), (50, (10, 10))],
)
def test_waits_are_shown_where_as_many_waited_longer(helped, number, shown):
    helped(number)

    [row] = [row for row in rows_of(asked())["waiting"] if row["kind"] == "All"]

    assert (row["median"], row["ninetieth"]) == shown


def test_median_and_ninetieth_are_those_of_the_field():
    days = list(range(1, 101))

    assert outcomes.median(days) == 50
    assert outcomes.ninetieth(days) == 90


def test_sessions_are_counted_by_what_became_of_them(helped, caseworker):
    for need in helped(6):
        Appointment.objects.create(
            case=need.case,
            need=need,
            whose=caseworker,
            starts_at=need.changed_at - timedelta(hours=2 * need.pk),
            ends_at=need.changed_at - timedelta(hours=2 * need.pk - 1),
            way="phone",
            state=AppointmentState.ATTENDED,
        )

    found = {row["state"]: row["sessions"] for row in rows_of(asked(days=300))["sessions"]}

    assert found == {
        "Planned": 0,
        "Attended": 6,
        "Did not attend": 0,
        "Cancelled": 0,
        "Total": 6,
    }


def test_it_names_nobody(helped):
    helped(7)
    paper = asked()

    said = str(rows_of(paper)) + str(paper.sections) + str(paper.notes)

    assert SECRET not in said
    assert Person.objects.first().reference not in said


def test_it_is_for_managers_alone(team):
    report = registry.named("inclusion-outcomes")
    worker = caseworker_of(team.organisation)

    assert report.may_run(manager())
    assert not report.may_run(worker)
    with pytest.raises(CannotAnswer, match="no longer"):
        read(report, period(), user=worker)


# Edition after edition --------------------------------------------------------------


@pytest.fixture
def issued(storage):
    """Have it come out as a job, of a period; the numbers of a table as they were shown."""
    boss = manager()

    def come_out(**days):
        job = ReportJob.objects.create(
            report="inclusion-outcomes",
            title="Outcomes",
            answers=period(**days),
            formats=["csv"],
            asked_by=boss,
        )
        jobs.run(job.pk)
        job.refresh_from_db()
        return job

    return come_out


def test_what_was_hidden_stays_hidden_when_the_same_period_comes_out_again(helped, issued):
    small = DistrictFactory(name="Uttlesford")
    helped(20)
    helped(9, where=DistrictFactory(name="Broxbourne"))
    helped(4, where=small)
    issued()

    helped(3, where=small)

    assert people(asked())["Uttlesford"] == SUPPRESSED


def test_a_day_more_does_not_tell_who_came_that_day(helped, issued):
    helped(20)
    helped(20, where=DistrictFactory(name="Broxbourne"))
    job = issued(days=29, ends=TODAY())
    assert job.state == JobState.READY
    # One more, of the day that only the longer period has.
    [late] = helped(1)
    type(late).objects.filter(pk=late.pk).update(
        changed_at=timezone.now() - timedelta(days=30), identified_at=timezone.now() - timedelta(40)
    )

    paper = asked(days=30)

    assert people(paper)["Harlow"] == SUPPRESSED
    assert people(paper)["Total"] == SUPPRESSED
    assert figures_of(paper, "outcomes")["people"] == SUPPRESSED


def test_a_period_of_its_own_is_held_against_none(helped, issued):
    helped(20)
    issued(ends=TODAY() - timedelta(days=300))

    assert not editions.last("inclusion-outcomes", TODAY() - timedelta(30), TODAY()).tables
    assert people(asked()) == {"Harlow": 20, "Total": 20}


def test_two_made_at_once_are_not_both_kept_as_they_are(helped, issued, monkeypatch):
    helped(20)
    inner = []
    really = jobs._stored

    def meanwhile(files):
        found = really(files)
        if not inner:
            inner.append(True)
            issued()
        return found

    monkeypatch.setattr(jobs, "_stored", meanwhile)
    first = issued()

    # Made anew beside the other, by the next look.
    assert first.state == JobState.QUEUED
    assert jobs.sweep() == 1
    first.refresh_from_db()
    assert first.state == JobState.READY


def test_what_is_kept_for_the_next_edition_is_what_was_counted(helped, issued):
    helped(20)
    job = issued()

    last = editions.last("inclusion-outcomes", TODAY() - timedelta(30), TODAY())

    assert not last.is_apart
    assert last.tables["district"].numbers == {"harlow": 20, "total": 20}
    assert ("skills", "met") in last.tables["needs"].numbers
    assert LEAST == 5
    with job.files.get(format="json").file.open() as file:
        assert b"counts" not in file.read()


def test_without_anybody_it_says_zero(partnership):
    PersonFactory()

    paper = asked()

    assert figures_of(paper, "outcomes")["people"] == 0
    assert people(paper) == {"Total": 0}
