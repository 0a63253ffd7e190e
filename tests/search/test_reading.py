"""What is found, in which order, and at what cost."""

from datetime import date

import pytest
from django.contrib.postgres.indexes import OpClass
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from diz_portal.search import Asked, reading
from diz_portal.search.reading import MOST, found
from diz_portal.search.registry import searchables
from projects.models import Meeting, Site, Wayleave
from projects.packs.services import drafting
from tests.factories.accounts import UserFactory
from tests.factories.inclusion import CaseFactory, DeviceFactory, ReferralFactory, team_of
from tests.factories.outbox import MessageFactory
from tests.factories.packs import board_in, draft_of
from tests.factories.partners import (
    AgreementFactory,
    OrganisationFactory,
    caseworker_of,
    contributor_of,
    manager,
)
from tests.factories.places import PartnershipFactory
from tests.factories.projects import ProjectFactory, SiteFactory, WayleaveFactory
from tests.factories.reporting import MilestoneFactory, ReturnFactory, RiskFactory, RoundFactory
from tests.factories.seminars import SeminarFactory, registered

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _partnership():
    PartnershipFactory()


def titles(user, text: str, *, by_post: bool = False, kind: str = "") -> dict[str, list[str]]:
    groups = found(user, Asked.of(text, by_post=by_post), kind)
    return {group.kind: [hit.title for hit in group.hits] for group in groups}


@pytest.fixture
def ann():
    return manager()


def test_a_site_is_found_by_all_that_it_is_known_by(ann):
    site = SiteFactory(
        name="Café Elm-House", ods_code="E81001", uprn="100012345678", order_ref="OR-77/4"
    )
    for text in (
        "cafe elm",
        "elmhouse",
        "house",
        "e81 001",
        "E810",
        "100012345678",
        "cm20-1aa",
        "or774",
        site.reference.upper(),
        "\u0415lm",  # a Cyrillic letter
        "\u041581001",
        "OR\u201177\u20134",
    ):
        assert titles(ann, text).get("sites") == ["Café Elm-House"], text
    assert "sites" not in titles(ann, "birch")


def test_the_identifier_itself_comes_first_and_its_group_too(ann):
    OrganisationFactory(name="E81 Partners")
    for code in ("E81011", "E81012", "E8101"):
        SiteFactory(ods_code=code, name=f"Surgery {code}")
    groups = found(ann, Asked.of("E8101", by_post=False))

    assert groups[0].kind == "sites"
    assert groups[0].hits[0].title == "Surgery E8101"


def test_what_is_called_so_comes_before_what_only_has_the_words(ann):
    for name in ("The Elm House", "Elm House East", "Elm House"):
        SiteFactory(name=name)

    assert titles(ann, "elm house")["sites"] == ["Elm House", "Elm House East", "The Elm House"]


def test_a_group_shows_five_and_says_how_many_there_are(ann):
    for _ in range(7):
        SiteFactory(name="Elm House")
    (group,) = (one for one in found(ann, Asked.of("elm", by_post=False)) if one.kind == "sites")
    (whole,) = found(ann, Asked.of("elm", by_post=False), "sites")

    assert (len(group.hits), group.all_words) == (5, "Show all sites (7)")
    assert len(whole.hits) == 7


def test_of_very_many_no_more_are_taken_than_are_shown(ann):
    site = SiteFactory(name="Elm House", stage=None)
    Site.objects.bulk_create(
        Site(project=site.project, district=site.district, name=f"Elm {n}", ods_code=f"X{n}")
        for n in range(MOST)
    )
    (whole,) = found(ann, Asked.of("elm", by_post=False), "sites")

    assert whole.is_cut
    assert len(whole.hits) == MOST
    assert whole.all_words == f"Show all sites (more than {MOST})"


def test_everything_of_a_project_is_found(ann):
    project = ProjectFactory(title="Stort fibre")
    site = SiteFactory(project=project, name="Stort surgery")
    wayleave = WayleaveFactory(site=site, grantor="Pat Landowner")
    MilestoneFactory(project=project, title="Stort survey")
    RiskFactory(project=project, title="Stort floods")
    round_ = RoundFactory(month=date(2026, 10, 1))
    ReturnFactory(project=project, round=round_)
    AgreementFactory(title="Stort memorandum")
    SeminarFactory(title="Stort online")
    MessageFactory(subject="About Stort")

    assert list(titles(ann, "stort")) == [
        "projects",
        "sites",
        "wayleaves",
        "milestones",
        "risks",
        "returns",
        "seminars",
        "agreements",
    ]
    assert list(titles(ann, "stort october 2026")) == ["returns"]
    assert titles(ann, "stort november 2026") == {}
    assert "wayleaves" in titles(ann, wayleave.reference)


def test_board_meetings_are_found_by_board_and_month(ann):
    meeting = Meeting.objects.create(board=board_in(40, name="Digital board"), place="Guildhall")
    stranger = UserFactory(password=None)

    month = f"{meeting.board.date:%B %Y}"
    for text in ("digital", month, f"digital {month}", meeting.reference):
        assert titles(ann, text)["meetings"] == [str(meeting)], text
    assert "meetings" not in titles(ann, f"parish {month}")
    assert "meetings" not in titles(stranger, "digital")


def test_board_packs_are_found_by_project_meeting_and_month(ann):
    project = ProjectFactory(title="Stort fibre")
    pack, board = draft_of(project, ann), board_in(40, name="Digital board")
    today = timezone.localdate()
    drafting.start(by=ann, project=None, board=board, since=today, until=today)
    month = f"{board.date:%B %Y}"

    of_the_project, of_all = ["Board pack: Stort fibre"], ["Board pack: All projects"]
    assert titles(ann, "stort")["packs"] == of_the_project
    assert titles(ann, pack.reference)["packs"] == of_the_project
    assert titles(ann, f"stort {pack.board.date:%B %Y}")["packs"] == of_the_project
    for text in ("all projects", "digital board", month, f"digital board {month}"):
        assert titles(ann, text)["packs"] == of_all, text
    assert "packs" not in titles(ann, f"stort {month}")
    assert "packs" not in titles(contributor_of(project.lead), "stort")


def test_people_are_looked_for_by_post_alone(ann):
    WayleaveFactory(grantor="Petra Quince")
    registered(SeminarFactory(), name="Petra Quince", email="petra@quince.example")
    contributor_of(name="Petra Quince", email="pq@work.example")
    message = MessageFactory(subject="Quince", to="petra@quince.example")

    for text in ("quince", "petra@quince.example", "pq@work.example"):
        assert titles(ann, text) == {}
    posted = titles(ann, "petra quince", by_post=True)
    assert list(posted) == ["members", "wayleaves", "registrations"]
    posted = titles(ann, "petra@quince.example", by_post=True)
    assert list(posted) == ["registrations", "messages"]
    assert "messages" in titles(ann, message.reference)


def test_cases_are_found_by_name_by_their_own_team_alone(ann):
    organisation = OrganisationFactory()
    team_of(organisation)
    case = CaseFactory(handled_by=organisation, person__name="Petra Quince")
    referral = ReferralFactory(to=organisation, person__name="Petra Quince")
    caseworker, elsewhere = caseworker_of(organisation), caseworker_of()

    assert titles(caseworker, "quince") == {}
    assert list(titles(caseworker, case.reference)) == ["cases"]
    assert list(titles(caseworker, "quince", by_post=True)) == ["cases", "referrals"]
    shown = str(found(caseworker, Asked.of("quince", by_post=True)))
    assert "Quince" not in shown
    for other in (ann, elsewhere, contributor_of(organisation)):
        for text in ("quince", case.reference, referral.reference):
            assert {"cases"}.isdisjoint(titles(other, text, by_post=True)), other
    assert titles(elsewhere, referral.reference, by_post=True) == {}


def test_devices_are_found_by_their_numbers():
    organisation = OrganisationFactory()
    device = DeviceFactory(kept_by=organisation, serial="SN 12-34/X", make="Acme", model="Note")
    caseworker = caseworker_of(organisation)

    for text in ("sn1234", "SN 12-34/X", device.reference, "acme note"):
        assert list(titles(caseworker, text)) == ["devices"], text
    assert titles(caseworker_of(), "sn1234") == {}


def test_an_outsider_finds_what_is_published_and_none_of_its_inside():
    public = ProjectFactory(title="Stort fibre")
    hidden = ProjectFactory(title="Stort hidden", published=False)
    site = SiteFactory(project=public, name="Stort surgery", order_ref="QX-77-KZ")
    SiteFactory(project=hidden, name="Stort clinic")
    RiskFactory(project=public, title="Stort floods")
    WayleaveFactory(site=site)
    outsider = contributor_of()

    assert titles(outsider, "stort", by_post=True) == {
        "published-projects": ["Stort fibre"],
        "published-sites": ["Stort surgery"],
    }
    assert titles(outsider, "QX-77-KZ", by_post=True) == {}
    assert Wayleave.objects.exists()


def test_it_asks_as_much_of_many_as_of_one(ann):
    def asks() -> int:
        with CaptureQueriesContext(connection) as queries:
            found(ann, Asked.of("elm", by_post=True))
        return len(queries)

    def grow(times: int) -> None:
        for _ in range(times):
            project = ProjectFactory(title="Elm")
            SiteFactory(project=project, name="Elm")
            WayleaveFactory(site__name="Elm", site__project=project)
            MilestoneFactory(project=project, title="Elm")
            RiskFactory(project=project, title="Elm")
            ReturnFactory(project=project)
            OrganisationFactory(name="Elm")
            AgreementFactory(title="Elm")
            SeminarFactory(title="Elm")
            MessageFactory(subject="Elm")

    grow(1)
    asks()
    once = asks()
    grow(3)

    assert asks() == once


def names_in(column) -> list[str]:
    return [source.name for source in column.get_source_expressions()]


def expressions_of(index) -> list:
    return [
        one.get_source_expressions()[0] if isinstance(one, OpClass) else one
        for one in index.expressions
    ]


def is_indexed(model, column) -> bool:
    """Whether the model it leads to has an index of the very expression, for every row."""
    if isinstance(column, str):
        return model._meta.get_field(column).unique
    *path, _ = names_in(column)[0].split("__")
    for step in path:
        model = model._meta.get_field(step).related_model
    last = [name.split("__")[-1] for name in names_in(column)]
    return any(
        type(one) is type(column) and names_in(one) == last
        for index in model._meta.indexes
        if index.condition is None
        for one in expressions_of(index)
    )


def test_all_that_is_looked_for_has_an_index(ann):
    """An expression without one would read the whole table of every kind it stands for."""
    missing = [
        (one.kind, column)
        for one in searchables()
        for column in (*one.codes, *one.private_codes, one.words, one.private_words)
        if column and not is_indexed(one.rows(ann).model, column)
    ]

    assert missing == []


def test_what_takes_too_long_is_said(ann, monkeypatch):
    monkeypatch.setattr(reading, "SECONDS", 0.001)
    sleep = "SELECT 'sites', 1, 0, pg_sleep(1)::text"
    monkeypatch.setattr(reading, "statement", lambda *_: (sleep, []))

    with pytest.raises(reading.TooSlow):
        found(ann, Asked.of("elm", by_post=False), "sites")


def test_what_was_set_for_the_search_goes_with_it(ann):
    found(ann, Asked.of("elm", by_post=False))

    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('enable_seqscan')")
        assert cursor.fetchone()[0] == "on"
