"""Nothing that a scanner did not call clean is ever taken."""

import datetime as dt

import pytest
from django.core.files.base import ContentFile
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from diz_portal import documents, health, scanning
from diz_portal.access import Refusal
from diz_portal.documents.models import Document
from diz_portal.operations import selectors
from diz_portal.uploads import FileField
from projects.imports.services import upload as upload_sites
from projects.models import ImportBatch
from tests.factories.accounts import UserFactory
from tests.factories.documents import CONTENT
from tests.factories.partners import manager
from tests.factories.projects import ProjectFactory
from tests.factories.seminars import SeminarFactory

from .scanner import EICAR, Scanner

INFECTED = CONTENT + EICAR


@pytest.fixture(params=["a path", "a port"])
def scanner(request, settings, tmp_path):
    path = str(tmp_path / "clamd.ctl") if request.param == "a path" else None
    with Scanner(path) as scanner:
        settings.CLAMD, settings.CLAMD_SECONDS = scanner.address, 5.0
        scanning.forget()
        yield scanner
    scanning.forget()


def file(content=CONTENT, name="agreement.pdf"):
    return SimpleUploadedFile(name, content)


def test_clean_files_pass_whole_and_are_asked_about_once(scanner):
    sent = file(bytes(range(256)) * 1000)

    scanning.require_clean(sent)
    scanning.require_clean(sent)

    assert scanner.asked == [b"zINSTREAM\0"]
    assert scanner.scanned == [sent.read()], "it is read from its beginning, and again"


def test_a_virus_is_refused_with_its_name(scanner, caplog):
    with pytest.raises(scanning.Infected, match=r"contains a virus \(Eicar-Test-Signature\)"):
        scanning.require_clean(file(INFECTED))

    assert "Eicar-Test-Signature" in caplog.text
    assert "agreement" not in caplog.text


@pytest.mark.parametrize(
    "mood", ["cut", "silent", "stream: Can't allocate memory ERROR", "stream: OK, perhaps", ""]
)
def test_a_scanner_that_does_not_say_clean_lets_nothing_pass(scanner, settings, mood):
    settings.CLAMD_SECONDS = 0.3
    scanner.mood = mood

    with pytest.raises(scanning.NotScanned, match="was not saved"):
        scanning.require_clean(file())


def test_a_scanner_that_is_not_there_lets_nothing_pass(settings, tmp_path):
    settings.CLAMD, settings.CLAMD_SECONDS = str(tmp_path / "nobody"), 1.0

    with pytest.raises(scanning.NotScanned):
        scanning.require_clean(file())


def test_a_file_that_the_scanner_does_not_take_whole_is_refused(scanner):
    with pytest.raises(scanning.TooLargeToScan):
        scanning.require_clean(file(b"0" * (3 << 20)))


def test_nothing_is_asked_where_there_is_no_scanner(settings):
    assert settings.CLAMD is None

    scanning.require_clean(file(INFECTED))


def test_a_field_says_it_beside_itself(scanner):
    field = FileField()

    assert field.clean(file())
    with pytest.raises(Exception, match="contains a virus") as told:
        field.clean(file(INFECTED))
    assert told.value.code == "refused"


# One way in for each kind of upload -----------------------------------------------------


@pytest.mark.django_db
def test_a_form_shows_it_and_keeps_nothing(scanner, client, in_a_folder):
    client.force_login(manager())
    address = reverse("seminars_workspace:add_file", args=[SeminarFactory().slug])
    values = {"title": "Slides", "kind": "slides", "audience": "public"}

    refused = client.post(address, values | {"paper": file(INFECTED)})
    assert refused.status_code == 422
    assert "The file contains a virus (Eicar-Test-Signature)" in refused.content.decode()
    assert not Document.objects.exists()

    scanner.mood = "cut"
    away = client.post(address, values | {"paper": file()})
    assert away.status_code == 422
    assert "We cannot check files for viruses at the moment" in away.content.decode()

    scanner.mood = "well"
    scanner.asked.clear()
    assert client.post(address, values | {"paper": file()}).status_code == 302
    assert len(scanner.asked) == 1, "by the field; the service knows"
    assert Document.objects.count() == 1


@pytest.mark.django_db
def test_a_service_asks_for_what_came_through_no_form(scanner, in_a_folder):
    with pytest.raises(Refusal, match="contains a virus"):
        documents.store(
            upload=file(INFECTED), title="A", guard="partners.agreement", by=UserFactory()
        )
    assert not Document.objects.exists()

    table = ContentFile(b"ods_code,name\n" + EICAR, name="sites.csv")
    with pytest.raises(Refusal, match="contains a virus"):
        upload_sites(project=ProjectFactory(), kind="sites", file=table, by=None)
    assert not ImportBatch.objects.exists()


# For those who look after it ------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("how", "told", "to_do"),
    [
        ("well", None, ""),
        ("cut", "not responding", "Start clamd again"),
        ("old", "over 7 days old", "Check that freshclam is running"),
    ],
)
def test_operations_say_how_the_scanner_is(scanner, client, in_a_folder, how, told, to_do):
    scanner.version = f"ClamAV 1.4.3/27811/{timezone.now():%a %b %d %H:%M:%S %Y}"
    if how == "old":
        then = timezone.now() - dt.timedelta(days=9)
        scanner.version = f"ClamAV 1.4.3/27811/{then:%a %b %d %H:%M:%S %Y}"
    else:
        scanner.mood = how
    health.kept.forget()

    warned = client.get("/readyz").json()["warnings"].get("scanner")
    line = next(one for one in selectors.lines() if one.thing == "Virus scanner")
    health.kept.forget()

    assert told in warned if told else warned is None
    assert line.to_do.startswith(to_do)
    assert line.is_well == (how == "well")
    assert len(scanner.asked) <= 1, "both know from one question"
