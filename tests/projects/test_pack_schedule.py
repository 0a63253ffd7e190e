"""A scheduled pack writes the draft and comes in both editions, each to who may read it."""

from datetime import time, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from diz_portal.digests import services as digests
from diz_portal.outbox.models import Message
from diz_portal.reports import jobs, registry
from diz_portal.reports.models import ReportJob
from diz_portal.reports.question import Edition
from diz_portal.reports.schedules import services as schedules
from diz_portal.reports.schedules.rules import Every, Rule
from diz_portal.words import uk_day
from projects.packs.models import Pack, PackSentence
from projects.packs.services import drafting
from tests.factories.packs import WHOLE, board_in, draft_of
from tests.factories.partners import contributor_of, lead_of, manager, viewer_of
from tests.factories.places import PartnershipFactory
from tests.factories.projects import ProjectFactory, SiteFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    PartnershipFactory()
    project = ProjectFactory()
    SiteFactory(project=project, stage="connected", on=timezone.localdate())
    return project


def scheduled(project, by, *recipients):
    return schedules.schedule(
        report=registry.named("board-pack"),
        title=f"Board pack: {project}",
        answers={"project": project.slug},
        edition="",
        covers="",
        rule=Rule(Every.BEFORE_BOARD, 5, time(8)),
        recipients=recipients,
        by=by,
        formats=["html"],
    )


def test_it_writes_the_draft_and_both_editions(project):
    by = manager()
    board = board_in(20)

    schedules.run_now(schedule=scheduled(project, by), by=by)

    assert Pack.objects.get().board == board
    assert PackSentence.objects.filter(rule="sites-live").exists()
    assert sorted(ReportJob.objects.values_list("edition", flat=True)) == ["exempt", "public"]


def test_it_keeps_a_draft_that_is_there(project):
    by = manager()
    board_in(20)
    schedule = scheduled(project, by)
    schedules.run_now(schedule=schedule, by=by)
    drafting.add_sentence(by=by, pack=Pack.objects.get(), text="Ours.")

    schedules.run_now(schedule=schedule, by=by)

    assert Pack.objects.get().sentences.filter(text="Ours.").exists()


def test_a_draft_that_no_one_issued_goes_to_the_next_meeting(project):
    by = manager()
    draft = draft_of(project, by, days=-3, until=10)
    coming = board_in(20)

    schedules.run_now(schedule=scheduled(project, by), by=by)

    draft.refresh_from_db()
    assert (draft.board, draft.until) == (coming, timezone.localdate())
    assert uk_day(coming.date) in Message.objects.get(template="projects/pack-to-issue").body


def test_each_is_sent_a_link_to_what_they_may_read(project):
    by, reads, works = manager(), viewer_of(project.lead), contributor_of(project.lead)
    board_in(20)

    for job in schedules.run_now(schedule=scheduled(project, by, by, reads, works), by=by):
        jobs.run(job.pk)

    states = ReportJob.objects.values_list("state", flat=True)
    assert set(states) == {"ready"}
    told = Message.objects.filter(template="reports/ready").values_list("to", flat=True)
    assert sorted(told) == sorted([by.email, reads.email] * 2)


def test_its_page_says_that_both_editions_are_kept(client, project):
    by = manager()
    client.force_login(by)

    page = client.get(reverse("reports:schedule", args=[scheduled(project, by).reference]))

    said = page.content.decode()
    assert "5 working days before each board meeting, at 8am" in said
    assert [f"<li>{one.label}</li>" in said for one in Edition] == [True, True]


def test_those_who_issue_it_are_told_at_once_whatever_waits_for_their_digest(project):
    """Also where they are sent no link, and where the lead who keeps the schedule may not issue."""
    by, lead = manager(), lead_of(project.lead)
    digests.choose(by=by, days=[1])
    board = board_in(20)
    draft = draft_of(project, by, days=20)
    drafting.add_decision(by=by, pack=draft, **WHOLE | {"equality": ""})
    schedule = scheduled(project, lead, lead)

    for _ in range(2):
        schedules.run_now(schedule=schedule, by=lead)

    told = {one.to: one for one in Message.objects.filter(template="projects/pack-to-issue")}
    assert set(told) == {by.email, lead.email}
    assert Message.objects.filter(template="projects/pack-to-issue").count() == 2
    assert all(one.due_at <= timezone.now() for one in told.values())
    words = told[by.email].body
    assert uk_day(board.date) in words
    assert f"/workspace/packs/{draft.reference}/" in words
    assert "Enter its equality implications" in words
    assert "issue it before the meeting" in words
    assert "so that a programme manager can issue it" in told[lead.email].body


def test_without_a_meeting_the_report_comes_without_a_draft(project):
    by = manager()
    schedules.run_now(schedule=scheduled(project, by), by=by)
    assert not Pack.objects.exists()
    assert ReportJob.objects.count() == 2


def test_a_meeting_that_has_a_pack_stays(project):
    by = manager()
    board = board_in(20)
    drafting.start(
        by=by,
        project=project,
        board=board,
        since=timezone.localdate() - timedelta(days=9),
        until=timezone.localdate(),
    )
    with pytest.raises(schedules.NotNow, match="has a board pack"):
        schedules.remove_board(board=board, by=by)
