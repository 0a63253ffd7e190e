"""A view as a file: for whoever asks, with what they may see, and for nobody else."""

import csv
import io

import pytest
from django.urls import reverse
from django.utils import timezone

from diz_portal.lists.models import SavedView
from diz_portal.outbox.models import Message
from diz_portal.reports import jobs, registry
from diz_portal.reports.models import ReportJob, Schedule
from diz_portal.reports.schedules import services as schedules
from diz_portal.reports.schedules.rules import Every, Rule

pytestmark = pytest.mark.usefixtures("storage")


def rows_of(client, job):
    response = client.get(reverse("reports:download", args=[job.reference, "csv"]))
    assert response.status_code == 200
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def weekly(view, by, recipients=()):
    """Due now."""
    one = schedules.schedule(
        report=registry.named("saved-view"),
        title="Sites: Waiting",
        answers={"view": view.reference},
        edition="",
        covers="",
        rule=Rule(Every.WEEK, 1, timezone.now().time().replace(hour=8)),
        recipients=recipients,
        by=by,
    )
    Schedule.objects.filter(pk=one.pk).update(next_due_at=timezone.now())
    return one


@pytest.fixture
def scheduled(world, save):
    """A view of everything, each week to all three."""
    view = save(world.manager, "column=stage&column=supplier", whom="everyone")
    return weekly(view, world.manager, [world.manager, world.ann, world.colleague])


def test_export_asks_the_question_and_not_the_rows(client, world):
    client.force_login(world.ann)
    state = "stage=wayleave&search=ash&column=supplier&sort=-name"

    response = client.post(reverse("lists:export", args=["sites"]), {"state": state, "attempt": ""})
    job = ReportJob.objects.get()
    jobs.run(job.pk)

    assert response.url == reverse("reports:job", args=[job.reference])
    assert job.answers == {"list": "sites", "state": "stage=wayleave&column=supplier&sort=-name"}
    assert job.formats == ["xlsx", "csv"]
    assert rows_of(client, job) == [{"name": "Ash", "supplier": "Stort"}]


def test_export_is_read_by_nobody_else(client, world):
    client.force_login(world.ann)
    client.post(reverse("lists:export", args=["sites"]), {"state": "", "attempt": ""})
    job = ReportJob.objects.get()
    jobs.run(job.pk)

    for person in (world.manager, world.colleague):
        client.force_login(person)
        for name in ("job", "read"):
            page = reverse(f"reports:{name}", args=[job.reference])
            assert client.get(page).status_code == 404
        assert not client.get(reverse("reports:list")).context["page"].object_list


def test_each_recipient_gets_what_they_may_read(client, world, scheduled):
    schedules.sweep()
    jobs.sweep()
    found = {job.asked_by: job for job in ReportJob.objects.all()}

    assert set(found) == {world.manager, world.ann, world.colleague}
    client.force_login(world.manager)
    assert [one["name"] for one in rows_of(client, found[world.manager])] == ["Ash", "Elm", "Yew"]
    client.force_login(world.ann)
    assert [one["name"] for one in rows_of(client, found[world.ann])] == ["Ash", "Elm"]
    sent = {one.to: one for one in Message.objects.all()}
    assert found[world.ann].reference in sent[world.ann.email].body
    assert (
        client.get(reverse("reports:job", args=[found[world.manager].reference])).status_code == 404
    )
    assert schedules.sweep() == 0


def test_who_can_no_longer_open_the_view_is_sent_nothing(world, scheduled):
    SavedView.objects.update(shared="own")

    schedules.sweep()

    assert [job.asked_by for job in ReportJob.objects.all()] == [world.manager]


def test_a_view_that_is_gone_is_said_to_who_keeps_the_schedule(world, scheduled):
    SavedView.objects.all().delete()

    schedules.sweep()
    jobs.sweep()

    job = ReportJob.objects.get()
    assert "It may have been deleted" in job.problem
    assert [one.to for one in Message.objects.all()] == [world.manager.email]


def test_deleting_a_view_pauses_what_is_scheduled_from_it(client, world, save):
    """Whoever deletes is told how many there are; who keeps one is told by email."""
    view = save(world.manager, "column=stage", whom="everyone")
    own, anns = weekly(view, world.manager), weekly(view, world.ann)
    other = weekly(save(world.manager, "stage=wayleave", name="Other"), world.manager)
    page = reverse("lists:delete", args=[view.reference])

    assert "2 scheduled reports created from it will be paused" in client.get(page).content.decode()
    client.post(page)

    for one in (own, anns, other):
        one.refresh_from_db()
    assert [one.paused_at is not None for one in (own, anns, other)] == [True, True, False]
    [message] = Message.objects.all()
    assert (message.template, message.to) == ("reports/paused", world.ann.email)
    assert f"/workspace/reports/schedules/{anns.reference}/" in message.body
    assert "deleted the view “Waiting”" in message.body


def test_a_view_is_scheduled_from_its_page_under_its_name(client, world, save):
    view = save(world.ann, "stage=wayleave")
    page = f"{reverse('reports:schedule_new', args=['saved-view'])}?view={view.reference}"

    assert f'value="{view.reference}" selected' in client.get(page).content.decode()
    asked = {"view": view.reference, "formats": ["csv"], "every": "week", "weekday": "1"}
    client.post(page, asked | {"at": "8am", "recipients": world.ann.email})

    made = Schedule.objects.get()
    assert (made.title, made.answers) == ("Sites: Waiting", {"view": view.reference})


def test_what_is_gone_stands_in_the_file_too(client, world, save):
    view = save(world.ann, "stage=wayleave")
    view.filters |= {"supplier": "Nobody"}
    view.save()
    client.post(
        reverse("reports:new", args=["saved-view"]), {"view": view.reference, "attempt": ""}
    )
    job = ReportJob.objects.get()
    jobs.run(job.pk)

    page = client.get(reverse("reports:read", args=[job.reference])).content.decode()

    assert "Stage: Awaiting wayleave" in page
    assert "Supplier: the choice no longer exists" in page


def test_a_view_is_read_by_a_program_as_its_reader_would(client, world, save):
    view = save(world.manager, "column=stage&column=planned&stage=wayleave", whom="everyone")
    address = reverse("data:view", args=[view.reference])
    client.force_login(world.ann)

    answer = client.get(address)
    found = answer.json()
    client.logout()

    assert (found["view"], found["list"], found["count"]) == ("Waiting", "sites", 1)
    assert found["filters"] == [{"name": "Stage", "value": "Awaiting wayleave"}]
    assert found["items"] == [
        {
            "name": "Ash",
            "stage": "Awaiting wayleave",
            "planned": None,
            "url": reverse("projects_workspace:site", args=["full-fibre", world.waiting.reference]),
        }
    ]
    assert "no-store" in answer["Cache-Control"]
    assert "Access-Control-Allow-Origin" not in answer
    assert client.get(address).status_code == 401
