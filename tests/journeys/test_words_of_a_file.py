"""A partner's file that would press the manager's buttons: shown as words, in a real browser."""

import pytest
from playwright.sync_api import expect

from diz_portal.imports import jobs
from partners.models import Invitation
from projects.models import ImportBatch
from tests.factories.partners import contributor_of, manager
from tests.factories.places import DistrictFactory
from tests.factories.projects import ProjectFactory, SiteFactory
from tests.projects.import_files import csv_bytes

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]

ELEMENT = "<i id=x>x</i>"
SUM = "{{ 7|add:7 }}{% debug %}"
# Out of the label, a script that the policy would let in, and what that script would then do.
SCRIPT = "</label><script src=/static/js/select-all.js id=x></script>"


def headings(slug: str) -> list[str]:
    """As it was done: one heading opens an element and an attribute, the next closes them."""
    return [
        *("ODS code", "Name", "Progress", SCRIPT),
        f"<i id=x hx-post=/workspace/partners/{slug}/invite/ hx-trigger=load title='",
        '\' hx-vals=\'{"email":"evil@evil.example","role":"manager","name":"E"}\'>',
        SUM,
        ELEMENT,
    ]


def became_of_it(page) -> list[str]:
    """The elements that our own pages never hold."""
    return page.evaluate(
        "() => [...document.querySelectorAll('i, #x, [hx-post], [src*=select-all]')]"
        ".map(one => one.outerHTML)"
    )


def test_a_file_writes_no_invitation_and_no_element(open_page, axe, no_sideways_scroll):
    project = ProjectFactory(title="Full fibre for surgeries")
    DistrictFactory(code="E07000073", name="Harlow")
    author, reader = contributor_of(project.lead), manager(name="Mia Manager")
    names = headings(project.lead.slug)
    row = dict.fromkeys(names, f"{ELEMENT}{SUM}") | {"ODS code": "E82001"}

    theirs = open_page(user=author)
    theirs.goto(f"/workspace/projects/{project.slug}/imports/new/")
    theirs.get_by_label("Supplier (optional)").fill(f"{ELEMENT}{SUM}")
    theirs.get_by_label("File", exact=True).set_input_files(
        {"name": f"{ELEMENT.replace('/', '')}{SUM}.csv", "mimeType": "text/csv"}
        | {"buffer": csv_bytes([row], names)}
    )
    theirs.get_by_role("button", name="Upload and check").click()
    batch = ImportBatch.objects.get()

    page = open_page(user=reader)
    asked = []
    page.on("request", lambda request: asked.append((request.method, request.url)))
    page.goto(f"/workspace/projects/{project.slug}/imports/{batch.reference}/match/")

    # As words, all of them; nothing loaded, nothing sent, nothing summed.
    assert page.locator("label").all_inner_texts()[-len(names) :] == names
    expect(page.get_by_text(f"For example, {ELEMENT}{SUM}").first).to_be_visible()
    assert became_of_it(page) == []
    axe(page)
    for width in (360, 1280):
        no_sideways_scroll(page, width)

    page.get_by_role("button", name="Check file").click()
    jobs.sweep()
    for path in (f"{batch.reference}/", f"{batch.reference}/match/", ""):
        page.goto(f"/workspace/projects/{project.slug}/imports/{path}")
        expect(page.get_by_text(ELEMENT).first).to_be_visible()
        assert became_of_it(page) == []
        assert "zq14zq" not in page.content()
    expect(page.get_by_text(SUM).first).to_be_visible()

    assert Invitation.objects.count() == 0
    assert [url for method, url in asked if method == "POST" and "/match/" not in url] == []
    assert [url for _, url in asked if "select-all" in url] == []


def test_the_admins_own_scripts_run_in_the_admin(open_page):
    site = SiteFactory(project=ProjectFactory(), name="Oak Surgery")
    page = open_page(user=manager(name="Mia Manager"))

    page.goto(f"/admin/projects/site/{site.pk}/change/")

    # The words of Django's calendar come by a script outside the folders: its catalogue.
    assert page.evaluate("[typeof gettext, typeof django.jQuery]") == ["function", "function"]


LOAD = """address => new Promise(done => {
  const script = document.createElement("script");
  script.onload = () => done("runs");
  script.onerror = () => done("refused");
  script.src = address;
  document.head.append(script);
})"""


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_a_page_runs_the_scripts_of_our_folder_and_no_others(open_page, live_server, host):
    page = open_page()
    portal = live_server.url.replace("localhost", host)

    page.goto(f"{portal}/about/")

    assert "js-enabled" in page.evaluate("document.body.className")
    assert page.evaluate(LOAD, f"{portal}/static/js/select-all.js") == "runs"
    for other in ("/static/admin/js/core.js", "/api/v1/openapi.json", "/data.js", "/static/jsx.js"):
        assert page.evaluate(LOAD, f"{portal}{other}") == "refused", other
    said = [text for _, text in page.watch.complaints]
    assert len(said) == 4
    assert all("violates the following Content Security Policy directive" in one for one in said)
    page.watch.complaints.clear()
