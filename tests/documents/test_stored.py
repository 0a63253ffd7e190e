"""Managers see what lies there of all that was uploaded, and hear when room runs out."""

import pytest
from django.urls import reverse
from django.utils import timezone

from diz_portal.attention import selectors as attention
from diz_portal.documents import selectors as stored
from diz_portal.documents.models import Document
from projects.models import ImportBatch
from tests.factories.partners import contributor_of, manager
from tests.factories.projects import ProjectFactory

pytestmark = pytest.mark.django_db
PAGE = "/workspace/documents/stored/"
MB = 1024 * 1024


def paper(person, size=MB, title="A paper"):
    number = Document.objects.count()
    return Document.objects.create(
        title=title,
        original_name="a.txt",
        content_type="text/plain",
        size=size,
        sha256="0" * 64,
        file=f"documents/00/{number}",
        guard="none",
        uploaded_by=person,
    )


def batch(person, size=MB, file="imports/a.csv", project=None):
    return ImportBatch.objects.create(
        project=project or ProjectFactory(),
        kind="sites",
        file_name="sites.csv",
        sha256="0" * 64,
        size=size,
        file=file,
        uploaded_by=person,
    )


@pytest.fixture
def boss(client):
    client.force_login(person := manager())
    return person


@pytest.fixture
def limits(settings):
    settings.UPLOADS_BY_PERSON = 10 * MB
    settings.UPLOADS_BY_ORGANISATION = 10 * MB
    settings.UPLOADS_IN_ALL = 100 * MB


def told(person) -> dict[str, str]:
    items = attention.items_for(person)
    return {one.key: one.when for one in items if one.key.startswith("stored:")}


def test_papers_and_imports_are_added_up_largest_first(limits):
    ann = contributor_of()
    ours = ann.memberships.get().organisation
    colleague, bob = contributor_of(ours), contributor_of()
    paper(ann, 2 * MB)
    batch(ann, 3 * MB)
    paper(colleague, 1 * MB)
    batch(bob, 4 * MB)
    batch(None, 7 * MB)
    batch(bob, 50 * MB, file="")  # its file has been deleted

    kept = stored.Overview()

    theirs = bob.memberships.get().organisation
    assert [(one.name, one.total.size // MB, one.percent) for one in kept.by_organisation()] == [
        (ours.name, 6, 60),
        (theirs.name, 4, 40),
        ("No organisation", 7, None),
    ]
    assert [(one.name, one.total.size // MB) for one in kept.by_person()] == [
        ("By command", 7),
        (str(ann), 5),
        (str(bob), 4),
        (str(colleague), 1),
    ]
    whole = kept.in_all()
    assert (whole.total.size // MB, whole.total.files, whole.percent) == (17, 5, 17)
    assert [file.size // MB for file in stored.largest(most=3)] == [7, 4, 3]


def test_one_of_two_organisations_counts_in_both():
    ann = contributor_of()
    other = contributor_of().memberships.get().organisation
    ann.memberships.create(organisation=other, role="contributor")
    left = contributor_of()
    left.memberships.update(ended_on=timezone.localdate())
    paper(ann)
    paper(left)

    names = [one.name for one in stored.Overview().by_organisation()]

    assert len(names) == 3
    assert names[-1] == "No organisation"


def test_the_page_links_to_people_and_records(client, boss):
    ann = contributor_of()
    document, imported = paper(ann, 3 * MB, "Deed <i>of</i> trust"), batch(ann, 2 * MB)

    page = client.get(PAGE).content.decode()

    assert "Deed &lt;i&gt;of&lt;/i&gt; trust" in page
    theirs = reverse("documents:stored_by", args=[ann.reference])
    assert theirs in page
    assert ann.memberships.get().organisation.get_absolute_url() in page
    for text in (page, client.get(theirs).content.decode()):
        assert reverse("admin:documents_document_change", args=[document.pk]) in text
        assert f"/{imported.project.slug}/imports/{imported.reference}/" in text


def test_nothing_uploaded_says_so(client, boss):
    assert "No files" in client.get(PAGE).content.decode()
    theirs = reverse("documents:stored_by", args=[boss.reference])
    assert "No files" in client.get(theirs).content.decode()


def test_the_admin_leads_to_it(client, boss):
    for name in ("index", "documents_document_changelist", "projects_importbatch_changelist"):
        assert PAGE in client.get(reverse(f"admin:{name}")).content.decode()


@pytest.mark.parametrize("size", [7, 8])
def test_a_manager_hears_when_an_organisation_is_near_its_limit(limits, size):
    ann = contributor_of()
    paper(ann, 5 * MB)
    batch(ann, (size - 5) * MB)
    ours = ann.memberships.get().organisation

    assert list(told(manager())) == ([f"stored:{ours.slug}"] if size == 8 else [])
    assert told(ann) == {}


def test_a_manager_hears_when_the_whole_is_near_its_limit(limits):
    batch(None, 79 * MB)
    assert told(manager()) == {}

    batch(None, 1 * MB)

    assert told(manager()) == {"stored:all": "83.9MB of 104.9MB used"}


def test_kinds_of_files_are_named_in_the_plural():
    assert [stored.several(one) for one in ("Document", "Import of returns", "Copy of data")] == [
        "Documents",
        "Imports of returns",
        "Copies of data",
    ]
