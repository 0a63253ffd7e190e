"""A partnership that leaves takes everything along, in formats that need no program of ours."""

import csv
import io
import json
import re

import pytest
from django.core.management import call_command
from django.db import connection

from diz_portal.backups import CannotBackUp, exporting
from tests.factories.documents import CONTENT, DocumentFactory
from tests.factories.places import PartnershipFactory
from tests.factories.second_steps import TOTP
from tests.factories.seminars import SeminarFactory, registered

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def written(tmp_path, storage):
    PartnershipFactory()
    seminar = SeminarFactory(title="First steps,\n“online”")
    registered(seminar, name="Ann Resident", email="ann@resident.example")
    document = DocumentFactory()
    TOTP.activate(document.uploaded_by, "A" * 32)
    call_command("export_everything", str(tmp_path / "out"), stdout=io.StringIO())
    return tmp_path / "out", document


def rows(folder, table):
    with (folder / "tables" / f"{table}.csv").open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_every_table_is_there_and_described(written):
    folder, _ = written
    package = json.loads((folder / "datapackage.json").read_text())
    described = {one["name"]: one for one in package["resources"]}

    with connection.cursor() as cursor:
        there = set(connection.introspection.table_names(cursor))

    assert there - described.keys() == (exporting.NOT_DATA | exporting.SECRETS) & there
    for name, one in described.items():
        with (folder / one["path"]).open(newline="", encoding="utf-8") as file:
            head, *lines = csv.reader(file)
        assert head == [field["name"] for field in one["schema"]["fields"]]
        assert len(lines) == one["rows"], name


def test_what_people_entered_is_readable(written):
    folder, document = written

    assert [one["title"] for one in rows(folder, "seminars_seminar")] == ["First steps,\n“online”"]
    [ann] = rows(folder, "seminars_registration")
    assert (ann["name"], ann["email"]) == ("Ann Resident", "ann@resident.example")
    assert (folder / "files" / document.file.name).read_bytes() == CONTENT


# What sounds like something to act with, and is not: a name of something, or what people entered.
NO_SECRETS = {
    *{"places_area.code", "places_district.code", "demand_sector.code", "knowledge_themetag.key"},
    *{"places_postcode.code", "projects_site.ods_code", "projects_siteaudit.ods_code"},
    *{"projects_budgetfigure.code", "projects_variancereason.code", "projects_packfigure.key"},
    # Made of what is kept beside them, so that the same thing is not done twice, or is found.
    *{"outbox_message.key", "attention_chase.item_key", "attention_chase.form_key"},
    *{"attention_handling.item_key", "attention_handling.form_key", "digests_held.message_key"},
    *{"api_answered.key", "inclusion_person.name_key", "inclusion_person.phone_key"},
    *{"inclusion_person.email_key", "inclusion_telling.key", "inclusion_dataentry.key"},
    # The number on a card, or the code of a voucher: what the databank holds.
    "inclusion_dataitem.code",
    "reports_reportjob.code_version",
    "django_celery_beat_periodictask.routing_key",
}
SOUNDS_LIKE_ONE = re.compile(
    r"(^|_)(code|digest|hash|hashed|key|nonce|password|salt|sealed|secret|token)s?(_|$)"
)


def test_nobody_can_act_as_somebody_with_it(written):
    folder, document = written
    with (folder / "datapackage.json").open() as file:
        columns = {
            f"{one['name']}.{field['name']}"
            for one in json.load(file)["resources"]
            for field in one["schema"]["fields"]
            if not field["name"].endswith("_id")
        }

    found = {one for one in columns if SOUNDS_LIKE_ONE.search(one.partition(".")[2])}
    assert found - NO_SECRETS == set()
    text = "".join(path.read_text() for path in (folder / "tables").iterdir())
    person = type(document.uploaded_by).objects.get(pk=document.uploaded_by.pk)
    assert person.password not in text
    assert not (folder / "tables" / "mfa_authenticator.csv").exists()


def test_it_is_for_nobody_else_on_the_machine(written):
    folder, _ = written

    assert folder.stat().st_mode & 0o077 == 0


def test_nothing_is_written_over(tmp_path):
    (tmp_path / "mine").touch()

    with pytest.raises(CannotBackUp):
        exporting.write(tmp_path)
