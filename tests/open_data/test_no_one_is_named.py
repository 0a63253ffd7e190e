"""A person whose name stands in every column that takes words is in nothing that is published,
but where a public page shows that very text: each such column is named here, with its reason."""

import io
import re
import zipfile

import pytest
from django.db import transaction

from diz_portal.open_data import services
from diz_portal.open_data.declaring import datasets, standards
from diz_portal.open_data.models import Edition, EditionFile
from diz_portal.privacy.mentions import places
from inclusion.models import HelpPlace
from projects.models import GrantRecipient, Posting, Project, Regrant
from projects.money.regrant_enums import TO_RELEASE
from seminars.models import Seminar
from tests.constraints.breaking import triggers_asleep, triggers_awake
from tests.factories.bids import granted
from tests.factories.inclusion import HelpPlaceFactory
from tests.factories.places import PartnershipFactory
from tests.factories.projects import SiteFactory
from tests.factories.seminars import SeminarFactory
from tests.privacy import planted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("storage")]

# Names of things and organisations, and texts that are written for the public page of a record.
SHOWN = {
    "inclusion.HelpPlace": "name slug opening_times notes address postcode phone website",
    "partners.Organisation": "name slug identifier summary website",
    "places.Area": "code name",
    "places.District": "code name slug",
    "places.Partnership": "name short_name strapline email phone phone_hours giving_prefix org_id "
    "oc4ids_prefix",
    "projects.FundingSource": "funder",
    "projects.GrantRecipient": "name number",
    "projects.Project": "title slug summary",
    "projects.Regrant": "title programme department purpose",
    "projects.Site": "name ods_code uprn postcode",
    "seminars.Seminar": "title slug promise venue_name",
    "seminars.Series": "title slug",
    "seminars.Topic": "title slug",
}
LOOKED_FOR = re.compile(planted.TRACES, re.IGNORECASE)


@pytest.fixture
def everyone(monkeypatch):
    """Rolled back before the rules that wait for the end of a transaction look."""
    with transaction.atomic():
        PartnershipFactory()
        SiteFactory()
        SeminarFactory()
        HelpPlaceFactory()
        granted()
        planted.stand()
        triggers_asleep()
        Project.objects.update(published=True, publishes_values=True, publishes_spend=True)
        HelpPlace.objects.update(is_listed=True)
        Seminar.objects.update(state="held")
        Regrant.objects.update(public_fields=list(TO_RELEASE))
        GrantRecipient.objects.update(is_withheld=False)
        Posting.objects.filter(kind="spend").update(net=700, vat=0, amount=700)
        EditionFile.objects.all().delete()
        Edition.objects.all().delete()
        triggers_awake()
        shown = {label: fields.split() for label, fields in SHOWN.items()}
        searched = {
            model: [one for one in columns if one.name not in shown.get(model._meta.label, ())]
            for model, columns in places.searched().items()
        }
        monkeypatch.setattr(places, "searched", lambda: searched)
        took, _ = planted.plant()
        # Otherwise nothing would be tried.
        assert {
            "projects_site.notes",
            "projects_scopechange.note",
            "projects_site.supplier",
        } <= took
        assert {"projects_posting.counterparty", "projects_posting.description"} <= took
        yield
        transaction.set_rollback(True)


def published(client) -> dict[str, str]:
    """Everything that anyone can take, by its address."""
    addresses = ["/data/", "/data.json", "/data/open-referral/services?full=true"]
    for one in datasets():
        endings = ("csv", "json", "xlsx")
        addresses += [f"/data/{one.slug}/", f"/data/{one.slug}/datapackage.json"]
        if not one.counts_people:
            addresses += [f"/data/{one.slug}.{ending}" for ending in endings]
    for one in standards():
        addresses += [f"/data/{one.slug}/"]
        if not one.url_name:
            addresses += [f"/data/{one.slug}.json"]
    addresses += ["/data/360giving.csv"]
    found = {}
    for address in addresses:
        answer = client.get(address)
        assert answer.status_code == 200, address
        found[address] = words_of(answer.getvalue() if answer.streaming else answer.content)
    return found


def read(file: EditionFile) -> bytes:
    with file.file.open("rb") as kept:
        return kept.read()


def words_of(content: bytes) -> str:
    if not content.startswith(b"PK"):
        return content.decode()
    with zipfile.ZipFile(io.BytesIO(content)) as book:
        return " ".join(book.read(name).decode() for name in book.namelist())


def test_no_one_is_named_in_anything_that_is_published(client, everyone):
    found = published(client)

    assert {address for address, words in found.items() if LOOKED_FOR.search(words)} == set()
    # It was not for want of rows.
    for slug in ("sites", "scope-changes", "seminars", "places-to-get-help", "spend"):
        assert found[f"/data/{slug}.csv"].count("\n") > 1, slug


def test_no_one_is_named_in_an_edition(client, everyone):
    services.publish_all()

    names = {
        f"{file.edition.slug}.{file.format}"
        for file in EditionFile.objects.select_related("edition")
        if LOOKED_FOR.search(words_of(read(file)))
    }

    assert EditionFile.objects.count() > 20
    assert names == set()


def test_the_search_would_find_them(client, everyone):
    """A name in a column that is shown is found in the files."""
    HelpPlace.objects.update(notes=f"Ask {planted.NAME}")

    found = published(client)

    assert LOOKED_FOR.search(found["/data/open-referral/services?full=true"])
