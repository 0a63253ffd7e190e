"""Our figures beside those of another partnership: a file is selected, looked at and published."""

import json

import pytest
from playwright.sync_api import expect

from diz_portal.impact.models import OtherPartnership
from tests.factories.partners import manager
from tests.factories.places import PartnershipFactory
from tests.factories.projects import ProjectFactory
from tests.factories.reporting import MilestoneFactory

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.journey]
LONG = "The Digital Partnership of the Eastern Counties, the Fens and Northamptonshire"


@pytest.fixture
def file(client, tmp_path):
    """Of a partnership with a long name, which counts in another way."""
    PartnershipFactory()
    MilestoneFactory(project=ProjectFactory(published=True))
    document = json.loads(client.get("/data/impact-figures.json").getvalue())
    document |= {"publisher": LONG, "homepage": "https://wash.example/" + "a" * 120}
    for row in document["rows"]:
        row |= {"done": 123_456, "promised": 234_567, "definition": "Whatever went well. " * 30}
    found = tmp_path / "impact-figures.json"
    found.write_text(json.dumps(document))
    return found


@pytest.mark.parametrize("javascript", [True, False])
def test_manager_compares_and_publishes(open_page, axe, no_sideways_scroll, file, javascript):
    page = open_page(user=manager(), width=360, javascript=javascript)
    page.goto("/workspace/impact/")
    page.get_by_role("link", name="Compare with other partnerships").click()
    page.get_by_role("button", name="Add another partnership").click()

    page.get_by_role("button", name="Add partnership").click()
    expect(page.get_by_text("Select a file").first).to_be_visible()
    page.get_by_label("Their impact figures (JSON)").set_input_files(file)
    page.get_by_role("button", name="Add partnership").click()
    expect(page.get_by_role("heading", name="Compared with The Digital")).to_be_visible()
    expect(page.get_by_text("Only programme managers can see")).to_be_visible()
    if javascript:
        axe(page)
    page.get_by_role("button", name="Publish comparison").click()
    page.get_by_role("button", name="Publish comparison").click()
    expect(page.get_by_text("Comparison published")).to_be_visible()

    reader = open_page(width=360, javascript=javascript)
    reader.goto("/impact/")
    reader.get_by_role("link", name="Compare with other partnerships").click()
    reader.get_by_role("link", name=LONG).click()
    expect(reader.get_by_role("link", name="Differs: what it counts")).to_be_visible()
    if javascript:
        axe(reader)
    for width in (1280, 360, 320):
        reader.set_viewport_size({"width": width, "height": 900})
        no_sideways_scroll(reader, width)
    assert OtherPartnership.objects.get().is_published
