"""Our figures beside those of another partnership, from its open file alone."""

import json
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.urls import reverse
from django.utils import timezone

from diz_portal.access import NotNow, Refusal
from diz_portal.impact import selectors
from diz_portal.impact.models import OtherPartnership
from diz_portal.impact.others import reading, services
from diz_portal.impact.others.comparing import compared
from diz_portal.open_data import addresses
from tests.factories.partners import manager
from tests.factories.places import PartnershipFactory
from tests.factories.projects import ProjectFactory
from tests.factories.reporting import MilestoneFactory

pytestmark = pytest.mark.django_db

NAME = "milestones-met"
HOME = "https://wash.example/data/impact-figures/"
# A file that is written by somebody who means ill.
NAUGHTY = "<script>alert(1)</script>"


@pytest.fixture(autouse=True)
def here():
    """Two milestones, one of them complete."""
    PartnershipFactory(name="Stort Partnership")
    project = ProjectFactory(published=True, title="Fibre")
    MilestoneFactory(project=project, actual_on=timezone.localdate())
    MilestoneFactory(project=project)


@pytest.fixture
def own_file(client) -> dict:
    answer = client.get("/data/impact-figures.json")
    return json.loads(answer.getvalue())


@pytest.fixture
def theirs(own_file) -> dict:
    """The same file, as if it were somebody else's."""
    own_file |= {"publisher": "Wash Partnership", "homepage": HOME}
    return own_file


def whole(document: dict, name: str = NAME) -> dict:
    return next(one for one in document["rows"] if (one["figure"], one["of"]) == (name, "whole"))


def written(document: dict) -> bytes:
    return json.dumps(document).encode()


def added(document: dict, by=None) -> OtherPartnership:
    return services.add(content=written(document), by=by)


def beside(document: dict):
    [found] = [
        one
        for one in compared(selectors.current(), reading.read(written(document)).figures).both
        if one.ours.name == NAME
    ]
    return found


def test_the_same_file_is_counted_the_same_way(theirs):
    file = reading.read(written(theirs))

    result = compared(selectors.current(), file.figures)

    assert (file.publisher, file.address) == ("Wash Partnership", HOME)
    assert {one.ours.name for one in result.both} == {one.name for one in selectors.current()}
    assert [one.our_number for one in result.both] == [one.their_number for one in result.both]
    assert result.differing == result.only_ours == result.only_theirs == []


def test_numbers_dates_and_shares_stand_beside_each_other(theirs):
    before = timezone.localdate() - timedelta(days=92)
    whole(theirs).update(done=1200, promised=2000, as_at=before.isoformat())

    found = beside(theirs)

    assert (found.our_number, found.our_share) == ("1 of 2", "50%")
    assert (found.their_number, found.their_share) == ("1,200 of 2,000", "60%")
    assert found.days_apart == 92
    assert found.is_same_method


def test_what_differs_in_the_method_is_named(theirs):
    whole(theirs).update(definition="Milestones that we like.", source="  A SHEET ")

    found = beside(theirs)

    assert [one.what for one in found.differences] == ["What it counts", "Source"]
    assert found.differences[0].theirs == "Milestones that we like."
    assert found.differences[0].ours == found.ours.definition
    assert not found.is_same_method


def test_a_file_that_does_not_say_how_it_counts_is_not_called_the_same(theirs):
    for row in theirs["rows"]:
        del row["definition"], row["not_counted"], row["source"]

    found = beside(theirs)

    assert found.unsaid == ["what it counts", "what it does not count", "source"]
    assert found.differences == []
    assert not found.is_same_method


def test_another_unit_is_a_difference(theirs):
    whole(theirs)["kind"] = "pounds"

    assert beside(theirs).differences[0].what == "Unit"


def test_figures_of_one_side_alone_are_listed(theirs):
    whole(theirs)["figure"] = "bridges-painted"

    result = compared(selectors.current(), reading.read(written(theirs)).figures)

    assert NAME in [one.name for one in result.only_ours]
    assert [one.name for one in result.only_theirs] == ["bridges-painted"]


def test_nothing_is_promised_without_a_promise(theirs):
    whole(theirs).update(promised=0)
    assert beside(theirs).their_share == ""
    whole(theirs).update(promised=None)
    assert beside(theirs).their_number == "1"


BROKEN = {
    "not JSON": b"figure,title\n",
    "not text": b"\xff\xfe\x00",
    "a list": b"[]",
    "no rows": b'{"publisher": "x"}',
    "too deep": b"[" * 500_000,
    "no number": b'{"rows": [], "as_at": NaN}',
    "too large": b" " * (reading.MOST_BYTES + 1),
    "a number without end": b'{"rows": [' + b"9" * 5000 + b"]}",
}


@pytest.mark.parametrize("content", BROKEN.values(), ids=BROKEN)
def test_what_is_no_such_file_is_refused_with_a_sentence(content):
    with pytest.raises(reading.NotTheirFile):
        reading.read(content)


@pytest.mark.parametrize(
    "change",
    [
        {"figure": "Not A Slug"},
        {"figure": "../admin"},
        {"figure": ["x"]},
        {"figure": None},
        {"kind": "euros"},
        {"kind": {}},
        {"done": None},
        {"done": -1},
        {"done": True},
        {"done": "12"},
        {"done": 10**13},
        {"done": []},
        {"promised": "many"},
        {"as_at": "yesterday"},
        {"as_at": 20261130},
        {"as_at": "0001-01-01"},
        {"as_at": "2999-01-01"},
        {"title": "x" * 201},
        {"title": "\ud800"},
        {"definition": "x" * 1001},
        {"source": ["x"]},
    ],
    ids=lambda one: str(one)[:40],
)
def test_one_thing_that_cannot_be_refuses_the_whole_file(theirs, change):
    whole(theirs).update(change)

    with pytest.raises(reading.NotTheirFile) as refused:
        added(theirs)

    assert refused.value.message
    assert not OtherPartnership.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        {"publisher": ""},
        {"publisher": None},
        {"publisher": "x" * 151},
        {"homepage": "javascript:alert(1)"},
        {"homepage": "https://a.example/\" onclick='x'"},
        {"as_at": None},
        {"rows": []},
        {"rows": [1]},
        {"rows": [{}]},
    ],
    ids=lambda one: str(one)[:40],
)
def test_a_head_that_cannot_be_refuses_the_file(theirs, change):
    with pytest.raises(reading.NotTheirFile):
        added(theirs | change)


def test_a_figure_that_is_there_twice_is_refused(theirs):
    theirs["rows"].append(whole(theirs))

    with pytest.raises(reading.NotTheirFile, match="twice"):
        added(theirs)


def test_our_own_file_is_refused(own_file):
    assert own_file["homepage"] == addresses.page("impact-figures")

    with pytest.raises(reading.NotTheirFile, match="from this portal"):
        added(own_file)


def test_characters_that_nobody_sees_are_taken_out(theirs):
    whole(theirs)["title"] = "mile\u202estones\x00\n complete"

    [one] = [one for one in reading.read(written(theirs)).figures if one.name == NAME]

    assert one.title == "milestones complete"


def test_the_same_file_again_changes_nothing_and_another_is_published_anew(theirs):
    first = added(theirs)
    services.publish(other=first, sha256=first.sha256, by=None)

    again = added(theirs)
    assert (again.pk, again.is_published) == (first.pk, True)

    whole(theirs)["done"] = 2
    newer = added(theirs)
    assert (newer.pk, newer.is_published) == (first.pk, False)
    with pytest.raises(NotNow):
        services.publish(other=first, sha256=first.sha256, by=None)


def test_an_older_file_does_not_replace_a_newer_one(theirs):
    added(theirs)
    theirs["as_at"] = (timezone.localdate() - timedelta(days=1)).isoformat()

    with pytest.raises(Refusal, match="older"):
        added(theirs)


def test_only_so_many_are_listed(theirs, monkeypatch):
    monkeypatch.setattr(services, "MOST", 1)
    added(theirs)

    with pytest.raises(Refusal, match="Remove one"):
        added(theirs | {"publisher": "Humber Partnership"})


def test_a_manager_adds_looks_and_publishes(client, theirs):
    client.force_login(manager())
    whole(theirs).update(definition=NAUGHTY, title=NAUGHTY)
    theirs["publisher"] = f"Wash {NAUGHTY}"
    file = SimpleUploadedFile("impact-figures.json", written(theirs))

    page = client.post(reverse("impact_workspace:other_add"), {"file": file}, follow=True)

    other = OtherPartnership.objects.get()
    assert NAUGHTY not in page.content.decode()
    assert "&lt;script&gt;" in page.content.decode()
    public = reverse("impact:compared", args=[other.reference])
    assert client.get(public).status_code == 404
    publish = reverse("impact_workspace:other_publish", args=[other.reference, other.sha256])
    client.post(publish)
    client.logout()
    shown = client.get(public).content.decode()
    assert "Differs: what it counts" in shown
    assert NAUGHTY not in shown
    assert other.reference in client.get(reverse("impact:others")).content.decode()


def test_what_is_wrong_with_the_file_is_said_on_the_form(client):
    client.force_login(manager())
    file = SimpleUploadedFile("impact-figures.json", b"{}")

    answer = client.post(reverse("impact_workspace:other_add"), {"file": file})

    assert answer.status_code == 422
    assert "This is not a file of impact figures" in answer.content.decode()


def test_a_command_compares_a_file_that_is_named(tmp_path, capsys, theirs):
    whole(theirs)["source"] = "A sheet"
    file = tmp_path / "impact-figures.json"
    file.write_bytes(written(theirs))

    call_command("compare_figures", file, "--publish")

    said = capsys.readouterr().out
    assert f"{NAME}: ours 1 of 2" in said
    assert "differs: source" in said
    assert said.endswith("figures compared, public\n")
    assert OtherPartnership.objects.get().is_published


def test_the_command_says_in_a_sentence_what_is_wrong(tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("compare_figures", tmp_path / "none.json")
    (tmp_path / "bad.json").write_text("{}")
    with pytest.raises(CommandError, match="not a file of impact figures"):
        call_command("compare_figures", tmp_path / "bad.json")
