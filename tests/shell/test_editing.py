"""The mechanism itself: what it costs, and that looking and writing are one step."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.contrib.auth import get_user_model
from django.core import signing
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.http import Http404, QueryDict
from django.test import Client
from django.urls import reverse
from django_celery_beat.models import IntervalSchedule

from diz_portal import documents
from diz_portal.editing import held
from diz_portal.editing.forms import MARK, SALT
from partners.rules import AGREEMENT_GUARD
from projects.portfolio.forms.milestones import MilestoneForm
from seminars.forms import SeriesForm
from seminars.models import Series
from tests.editing import filled, forms_of, questions_in_the_admin
from tests.factories.learning import a_lesson, a_path
from tests.factories.partners import AgreementFactory, OrganisationFactory, manager
from tests.factories.places import PartnershipFactory
from tests.factories.reporting import MilestoneFactory
from tests.factories.seminars import SeriesFactory

PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"


@pytest.fixture(autouse=True)
def partnership(db):
    PartnershipFactory()


@pytest.mark.django_db
def test_it_costs_one_query_and_only_when_it_is_sent(django_assert_num_queries):
    series = SeriesFactory(title="Fibre")

    with django_assert_num_queries(0):
        mark = SeriesForm(series=series, cancel="/").mark()

    sent = QueryDict(mutable=True)
    sent.update({"title": "Fibre", "summary": "All of it", MARK: mark})
    form = SeriesForm(sent, series=series, cancel="/")
    with transaction.atomic(), django_assert_num_queries(1):
        form.hold()
        assert form.is_valid()
    assert form.cleaned_data == {"title": "Fibre", "summary": "All of it"}


@pytest.mark.django_db
def test_a_form_that_edits_is_cleaned_under_its_lock_or_not_at_all():
    form = SeriesForm({"title": "Fibre"}, series=SeriesFactory(), cancel="/")

    with pytest.raises(RuntimeError, match=r"inside editing\.held"):
        form.is_valid()


@pytest.mark.django_db
def test_a_mark_names_its_record_and_says_no_more_than_the_page_shows():
    milestone = MilestoneFactory(note="Marker")

    mark = signing.loads(MilestoneForm(milestone=milestone).mark(), salt=SALT)

    assert mark["r"] == f"projects.milestone:{milestone.pk}"
    assert set(mark["v"]) == {"title", "forecast_on", "actual_on", "owner", "note"}
    assert mark["v"]["note"] == [["Marker"]]


@pytest.mark.django_db
def test_what_is_gone_meanwhile_is_not_there(client):
    client.force_login(manager())
    series = SeriesFactory()
    page = reverse("seminars_workspace:series_edit", args=[series.slug])
    sent = filled(client, page)
    form = SeriesForm(QueryDict("title=Fibre"), series=series, cancel="/")
    Series.objects.filter(pk=series.pk).delete()

    assert client.post(page, sent).status_code == 404
    with pytest.raises(Http404), held(form):
        form.is_valid()


@pytest.mark.django_db
def test_a_newer_paper_is_not_put_over_a_colleagues_newer_paper(client):
    person = manager()
    client.force_login(person)
    agreement = AgreementFactory()
    agreement.parties.add(OrganisationFactory())
    page = reverse("partners_workspace:edit_agreement", args=[agreement.reference])

    def paper(name):
        return SimpleUploadedFile(name, PDF, "application/pdf")

    first = documents.store(upload=paper("a.pdf"), title="A", guard=AGREEMENT_GUARD, by=person)
    agreement.document = first
    agreement.save()
    sent = filled(client, page)
    second = documents.store(upload=paper("b.pdf"), title="B", guard=AGREEMENT_GUARD, by=person)
    agreement.document = second
    agreement.save()

    answer = client.post(page, sent | {"paper": paper("mine.pdf")})

    assert answer.status_code == 409
    assert "Someone else uploaded a different file" in answer.content.decode()
    agreement.refresh_from_db()
    assert agreement.document == second
    (form,) = [one for one in forms_of(answer.content.decode()) if one.edits]
    assert client.post(page, form.sent | {"paper": paper("mine.pdf")}).status_code == 302
    agreement.refresh_from_db()
    assert agreement.document.original_name == "mine.pdf"


@pytest.mark.django_db
def test_a_line_that_somebody_changed_is_not_deleted_unseen(client, monkeypatch):
    questions_in_the_admin(monkeypatch)
    client.force_login(manager())
    lesson = a_lesson(a_path())
    question = lesson.questions.create(words="Which?", position=1)
    page = reverse("admin:inclusion_lesson_change", args=[lesson.pk])
    sent = filled(client, page)
    question.words = "Which of these?"
    question.save()

    answer = client.post(page, sent | {"questions-0-DELETE": "on"})

    assert answer.status_code == 409
    assert "Someone else changed this line" in answer.content.decode()
    assert lesson.questions.filter(pk=question.pk).exists()


@pytest.mark.django_db
def test_pages_of_other_peoples_apps_notice_two_people_too(client):
    root = get_user_model().objects.create_superuser(email="root@test.example", password="x")
    client.force_login(root)
    every = IntervalSchedule.objects.create(every=5, period="minutes")
    page = reverse("admin:django_celery_beat_intervalschedule_change", args=[every.pk])
    answer = client.get(page)

    assert any(form.edits for form in forms_of(answer.content.decode()))


@pytest.mark.django_db(transaction=True)
def test_of_two_who_send_at_the_same_moment_one_is_asked():
    """Negative control, tried: with `select_for_update` taken out of `Edits.locked` both are let
    through, and the words of the first are gone."""
    client = Client()
    client.force_login(manager())
    series = SeriesFactory()
    page = reverse("seminars_workspace:series_edit", args=[series.slug])

    def send(form, title, at):
        own = Client()
        own.cookies.load({name: one.value for name, one in client.cookies.items()})
        at.wait()
        try:
            return own.post(page, form | {"title": title}).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as two:
        for number in range(5):
            form, at = filled(client, page), Barrier(2)
            answers = [two.submit(send, form, f"{who} {number}", at) for who in ("Ada", "Bea")]
            assert sorted(one.result() for one in answers) == [302, 409]
