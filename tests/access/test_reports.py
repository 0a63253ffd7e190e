"""Every report in every edition, as everybody: who is offered it, what comes of asking, who opens
it then; and nothing in it that its reader's own pages would keep from them."""

from collections import defaultdict
from urllib.parse import urlsplit

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.urls import resolve, reverse
from django.utils import timezone

from diz_portal.reports import jobs, registry
from diz_portal.reports.models import JobState, ReportJob
from diz_portal.reports.paper import Drawing, Figures, Linked, Table, Text
from diz_portal.reports.reading import CannotAnswer, read
from tests.reports.asking import rows_of
from tests.reports.every_report import EACH, answers_of

from .world import World

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("nothing_changes", "quiet"),
    pytest.mark.slow,
]
STRANGER = "stranger"


def everybody(world: World):
    return {STRANGER: AnonymousUser(), **world.people}


def asked_of(world: World, report, edition):
    things = {
        "project": world.things.public.slug,
        "organisation": world.things.ours.slug,
        "list": "sites",
    }
    return answers_of(report, edition, things, timezone.localdate())


def reads(report, answers, user):
    """The question as the person may ask it, or None."""
    try:
        return read(report, answers, user=user)
    except CannotAnswer:
        return None


def links_of(paper):
    """Where a paper leads, one of each kind of page."""
    found = {}
    for section in paper.sections:
        for part in section.parts:
            for url in filter(None, urls_of(part)):
                path = urlsplit(url).path
                found.setdefault(resolve(path).view_name, url)
    return found


def urls_of(part):
    if isinstance(part, Figures):
        yield from (one.url for one in part.figures)
    elif isinstance(part, Text):
        yield from (one.url for one in part.sentences)
    elif isinstance(part, Drawing):
        yield from urls_of(part.table)
    elif isinstance(part, Table):
        for row in part.rows():
            yield from (one.url for one in row if isinstance(one, Linked))


@pytest.fixture(params=EACH, ids=" ".join)
def asked(request, world, people_stay):
    name, edition = request.param
    report = registry.named(name)
    return report, asked_of(world, report, edition)


def test_it_is_offered_to_those_who_may_ask_and_to_nobody_else(world, asked):
    report, answers = asked
    for role, user in everybody(world).items():
        page = world.client(role).get(reverse("reports:new", args=[report.name]))
        may = report.may_run(user)
        assert (page.status_code == 200) is may, role
        if not may:
            assert reads(report, answers, user) is None, (
                f"{role} is not offered it, and may have it"
            )


def test_nobody_reads_in_it_what_another_reader_may_not(world, asked):
    """What two may open says the same to both; else it is made for each (`is_for_its_asker`)."""
    report, answers = asked
    questions = {role: reads(report, answers, user) for role, user in world.people.items()}
    papers = {role: report.paper(one) for role, one in questions.items() if one}
    assert papers, "nobody can ask for it: say what is asked in every_report.py"
    said = defaultdict(list)
    for role, paper in papers.items():
        said[repr(rows_of(paper))].append(role)

    assert report.is_for_its_asker or len(said) == 1, list(said.values())
    for role, paper in papers.items():
        for name, url in links_of(paper).items():
            status = world.client(role).get(url).status_code
            assert status == 200, f"{role} is led to {name}, which answers {status}"


def test_only_those_open_it_who_could_have_asked(world, asked, storage):
    report, answers = asked
    asker = next(role for role, user in world.people.items() if reads(report, answers, user))
    with transaction.atomic():
        job = ReportJob.objects.create(
            report=report.name,
            title=report.title,
            answers=answers,
            formats=[str(report.formats[-1])],
            asked_by=world.people[asker],
        )
        jobs.run(job.pk)
        job.refresh_from_db()
        assert job.state == JobState.READY, job.problem
        file = reverse("reports:download", args=[job.reference, job.formats[0]])
        for role, user in everybody(world).items():
            may = reads(report, answers, user) is not None and (
                role == asker or (user.is_staff and not report.is_for_its_asker)
            )
            for page in (file, reverse("reports:job", args=[job.reference])):
                answer = world.client(role).get(page)
                if answer.streaming:
                    # Read to its end, it closes its file.
                    assert b"".join(answer.streaming_content)
                assert (answer.status_code == 200) is may, f"{role}: {page}"
        transaction.set_rollback(True)


def test_whoever_may_not_have_it_is_told_why_and_given_no_file(world, asked):
    report, answers = asked
    outside = [
        user for user in world.people.values() if user.pk and not reads(report, answers, user)
    ]
    assert outside
    with transaction.atomic():
        job = ReportJob.objects.create(
            report=report.name,
            title=report.title,
            answers=answers,
            formats=[str(report.formats[-1])],
            asked_by=outside[0],
        )
        jobs.run(job.pk)
        job.refresh_from_db()
        assert job.state == JobState.FAILED
        assert job.problem
        assert not job.files.exists()
        transaction.set_rollback(True)
