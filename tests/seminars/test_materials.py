"""What people take home: added, published, told of once, and seen by those it is for."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from diz_portal.documents.models import Document
from seminars import services
from seminars.models import Audience, Material, MaterialKind
from tests.factories.partners import manager
from tests.factories.seminars import SeminarFactory, begun, registered

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("partnership")]
PDF = b"%PDF-1.7\nSlides.\n%%EOF\n"
REGISTERED, PUBLIC = Audience.REGISTERED, Audience.PUBLIC


@pytest.fixture
def held():
    return SeminarFactory(starts_at=timezone.now() - timedelta(days=1), state="held")


def a_file(seminar, audience=PUBLIC, title="The slides", by=None):
    return services.add_file(
        seminar=seminar,
        title=title,
        kind=MaterialKind.SLIDES,
        audience=audience,
        paper=SimpleUploadedFile("Talk final.pdf", PDF),
        by=by or manager(),
    )


def a_link(seminar, audience=PUBLIC, title="The film", **how):
    values = {"kind": MaterialKind.READING, "link": "https://videos.example/talk", **how}
    return services.add_link(seminar=seminar, title=title, audience=audience, by=None, **values)


def publish(seminar):
    seminar.refresh_from_db()
    return services.publish_materials(seminar=seminar, by=None)


def page(client, what) -> str:
    return client.get(what.get_absolute_url()).content.decode()


def test_material_is_seen_by_nobody_until_it_is_published(client, held):
    (ann,) = begun(held, 1)
    material = a_file(held)
    address = reverse("seminars:material", args=[held.slug, material.reference])

    assert "The slides" not in page(client, held) + page(client, ann)
    assert client.get(address).status_code == 404

    publish(held)
    assert "The slides" in page(client, held)
    assert "The slides" in page(client, ann)
    assert b"".join(client.get(address)) == PDF


def test_material_for_people_with_a_place_is_on_their_page_alone(client, held):
    (ann,), (waits,) = begun(held, 1), begun(held, 1, state="waiting")
    material = a_file(held, REGISTERED, title="The draft strategy")
    publish(held)

    def own(registration):
        address = reverse("seminars:own_material", args=[registration.token, material.reference])
        answer = client.get(address)
        if answer.streaming:
            assert b"".join(answer) == PDF
        return answer.status_code

    assert "The draft strategy" in page(client, ann)
    assert "The draft strategy" not in page(client, held) + page(client, waits)
    assert (own(ann), own(waits)) == (200, 404)
    public = reverse("seminars:material", args=[held.slug, material.reference])
    assert client.get(public).status_code == 404


def test_material_of_another_seminar_is_not_found_with_my_link(client, held):
    (ann,) = begun(held, 1)
    other = SeminarFactory(starts_at=timezone.now() - timedelta(days=1), state="held")
    material = a_file(other)
    publish(other)

    address = reverse("seminars:own_material", args=[ann.token, material.reference])
    assert client.get(address).status_code == 404


def test_material_that_is_removed_leaves_the_page_and_takes_its_file_with_it(
    client, held, django_capture_on_commit_callbacks
):
    staff = manager()
    material = a_file(held, by=staff)
    publish(held)
    assert "The slides" in page(client, held)

    with django_capture_on_commit_callbacks(execute=True):
        services.remove_material(material=material, by=staff)

    assert "The slides" not in page(client, held)
    assert not Document.objects.exists()
    assert not material.document.file.storage.exists(material.document.file.name)


@pytest.mark.parametrize(
    "how",
    [
        {"has_captions": True},
        {"captions_link": "https://videos.example/talk.vtt"},
        {"transcript_link": "https://videos.example/talk.txt"},
    ],
)
def test_recording_is_taken_when_it_can_be_read(held, how):
    assert a_link(held, kind=MaterialKind.RECORDING, **how).pk


def test_recording_that_nobody_can_read_is_refused_with_the_reason(client, held):
    client.force_login(manager())
    address = reverse("seminars_workspace:add_link", args=[held.slug])
    asked = {
        "title": "The film",
        "kind": "recording",
        "link": "https://videos.example/talk",
        "audience": "public",
    }

    refused = client.post(address, asked)

    assert refused.status_code == 422
    assert (
        "People who cannot hear the recording must be able to read it" in refused.content.decode()
    )
    assert not Material.objects.exists()
    assert client.post(address, asked | {"has_captions": "on"}).status_code == 302


def test_service_refuses_a_recording_that_nobody_can_read(held):
    with pytest.raises(services.CannotBeHeard):
        a_link(held, kind=MaterialKind.RECORDING)


def test_database_refuses_a_recording_that_nobody_can_read(held):
    with pytest.raises(IntegrityError, match="recording_can_be_read"), transaction.atomic():
        Material.objects.create(
            seminar=held,
            title="Film",
            kind="recording",
            audience="public",
            link="https://x.example",
        )


def test_database_refuses_what_is_neither_file_nor_link(held):
    with pytest.raises(IntegrityError, match="is_file_or_link"), transaction.atomic():
        Material.objects.create(seminar=held, title="Air", kind="slides", audience="public")


def test_file_that_is_not_what_its_name_says_is_refused_beside_the_field(client, held):
    client.force_login(manager())
    address = reverse("seminars_workspace:add_file", args=[held.slug])
    asked = {"title": "Slides", "kind": "slides", "audience": "public"}

    refused = client.post(address, asked | {"paper": SimpleUploadedFile("a.pdf", b"<html>")})

    assert refused.status_code == 422
    assert "You cannot upload web pages, drawings or scripts" in refused.content.decode()
    taken = client.post(address, asked | {"paper": SimpleUploadedFile("a.pdf", PDF)})
    assert taken.status_code == 302


def test_letter_goes_once_to_everybody_who_had_a_place(held, letters):
    ann, ben = begun(held, 2)
    (waits,) = begun(held, 1, state="waiting")
    (offline,) = begun(held, 1, email="", channel="")
    a_link(held)
    assert services.to_be_told(held) == 2
    publish(held)

    services.sweep_materials()
    a_link(held, title="The transcript")
    publish(held)
    services.sweep_materials()

    assert letters(ann.email) == letters(ben.email) == ["materials"]
    assert letters(waits.email) == []
    offline.refresh_from_db()
    assert offline.materials_told
    assert services.to_be_told(held) == 0


def test_letter_waits_for_the_end_of_the_seminar(letters):
    coming = SeminarFactory()
    ann = registered(coming)
    a_link(coming)
    publish(coming)

    services.sweep_materials()
    assert "materials" not in letters(ann.email)

    coming.refresh_from_db()
    coming.starts_at = timezone.now() - timedelta(hours=3)
    coming.ends_at = timezone.now() - timedelta(hours=1)
    coming.save()
    services.sweep_materials()
    assert letters(ann.email)[-1] == "materials"


@pytest.mark.parametrize(
    ("state", "days"), [("cancelled", 1), ("held", 61)], ids=["cancelled", "long ago"]
)
def test_letter_is_not_written_when_it_is_no_use(letters, state, days):
    seminar = SeminarFactory(starts_at=timezone.now() - timedelta(days=days, hours=3), state=state)
    (ann,) = begun(seminar, 1)
    a_link(seminar)
    publish(seminar)

    services.sweep_materials()

    assert letters(ann.email) == []
    assert services.to_be_told(seminar) == 0


def test_publishing_nothing_is_refused(client, held):
    client.force_login(manager())
    address = reverse("seminars_workspace:publish_materials", args=[held.slug])

    assert client.get(address).status_code == 200
    refused = client.post(address)

    assert refused.status_code == 422
    assert "nothing new to publish" in refused.content.decode()


def test_publishing_says_first_how_many_will_be_told(client, held):
    begun(held, 3)
    a_link(held)
    client.force_login(manager())

    asked = client.get(reverse("seminars_workspace:publish_materials", args=[held.slug]))

    assert "3 people who had a place" in asked.content.decode()
    assert not Material.objects.published().exists()
