"""The board pack as a report: both editions in all formats, and what is never in the public one."""

import io
import zipfile
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone
from pypdf import PdfReader
from pypdf.generic import StreamObject

from diz_portal.reports import jobs, registry
from diz_portal.reports.models import ReportFile
from diz_portal.reports.reading import CannotAnswer, read
from projects.packs.models import PackDecision, PackSection
from projects.packs.services import drafting, issuing, withholding
from projects.portfolio.models import Risk
from projects.rollout.stages import Stage
from tests.factories.forecasts import published
from tests.factories.packs import WHOLE, draft_of
from tests.factories.partners import (
    OrganisationFactory,
    contributor_of,
    lead_of,
    manager,
    viewer_of,
)
from tests.factories.places import DistrictFactory, PartnershipFactory
from tests.factories.projects import ProjectFactory, SiteFactory

pytestmark = pytest.mark.django_db
FORMATS = ("html", "pdf", "xlsx", "csv", "zip")
# Letters that no other word of a paper has in this order.
PLANTED = {
    "sentence": "Quokkaberg",
    "reason": "Zwillingsford",
    "decision": "Vexillomere",
    "implication": "Jabberstoke",
    "risk": "Oxymandrel",
    "mitigation": "Kumquatley",
}


@pytest.fixture
def by():
    PartnershipFactory()
    return manager()


@pytest.fixture
def project(by):
    project, district = ProjectFactory(), DistrictFactory()
    SiteFactory(project=project, district=district, stage=Stage.CONNECTED)
    SiteFactory(project=project, district=district, stage=Stage.ORDERED)
    published(project, timezone.localdate(), [district.pk]).save()
    Risk.objects.create(
        project=project,
        title=f"The {PLANTED['risk']} risk",
        mitigation=f"Ask {PLANTED['mitigation']}.",
        impact_before=4,
        likelihood_before=4,
        impact_after=4,
        likelihood_after=4,
        proximity="close",
        next_review_on=timezone.localdate(),
    )
    return project


def withhold(pack, by, item):
    return withholding.withhold(
        by=by,
        pack=pack,
        item=item,
        paragraph=3,
        reason=f"It names {PLANTED['reason']}.",
        review_on=timezone.localdate() + timedelta(days=30),
    )


@pytest.fixture
def pack(project, by):
    """With a sentence, a decision and a section that are withheld, and one of each that is not."""
    pack = draft_of(project, by)
    drafting.add_sentence(by=by, pack=pack, text="Anybody may read this.")
    for word, item in (
        ("sentence", drafting.add_sentence(by=by, pack=pack, text=f"About {PLANTED['sentence']}.")),
        (
            "decision",
            drafting.add_decision(
                by=by,
                pack=pack,
                **WHOLE
                | {
                    "question": f"Is {PLANTED['decision']} bought?",
                    "legal": f"Ask {PLANTED['implication']}.",
                },
            ),
        ),
    ):
        assert PLANTED[word] in str(item)
        withhold(pack, by, item)
    drafting.add_decision(by=by, pack=pack, **WHOLE)
    withhold(pack, by, PackSection.RISKS)
    return pack


def texts_of(pdf: bytes) -> str:
    """Everything that a PDF says: pages, bookmarks, metadata, alternative texts, names."""
    reader = PdfReader(io.BytesIO(pdf))
    found = [page.extract_text() for page in reader.pages]
    found.append(str(reader.metadata))
    found.append(str(reader.xmp_metadata and reader.xmp_metadata.stream.get_data()))
    found.append(str(reader.outline))
    for number in range(1, int(reader.trailer["/Size"])):
        thing = reader.get_object(number)
        found.append(repr(thing))
        if isinstance(thing, StreamObject) and "/Length1" not in thing:
            found.append(thing.get_data().decode("latin-1"))
    return " ".join(" ".join(found).split())


def texts_of_zip(content: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        names = archive.namelist()
        return " ".join([*names, *(archive.read(name).decode("utf-8") for name in names)])


def said(kind: str, content: bytes) -> str:
    if kind == "pdf":
        return texts_of(content)
    return texts_of_zip(content) if kind in ("xlsx", "zip") else content.decode("utf-8")


def files_of(pack, edition: str) -> dict[str, bytes]:
    job = pack.editions.get(edition=edition).job
    jobs.run(job.pk)
    job.refresh_from_db()
    assert job.state == "ready", job.problem
    found = {}
    for one in ReportFile.objects.filter(job=job):
        with one.file.open("rb") as file:
            found[one.format] = file.read()
    return found


def test_not_a_word_of_what_is_withheld_is_in_the_public_edition(pack, by):
    issuing.issue(by=by, pack=pack)

    public, exempt = files_of(pack, "public"), files_of(pack, "exempt")

    assert set(public) == {*FORMATS, "json"}
    for kind, content in public.items():
        whole = said(kind, content)
        assert [word for word in PLANTED.values() if word.lower() in whole.lower()] == [], kind
        if kind in ("html", "pdf"):
            assert "Anybody may read this" in whole
            assert "not for publication" in whole
    for kind in ("html", "pdf", "xlsx"):
        whole = said(kind, exempt[kind])
        missing = [word for word in PLANTED.values() if word not in whole]
        assert missing == [], kind
    pages = PdfReader(io.BytesIO(exempt["pdf"])).pages
    assert all("Not for publication" in page.extract_text() for page in pages)


def test_a_draft_withholds_the_same(pack, tmp_path):
    for kind in FORMATS:
        out = tmp_path / kind
        call_command("run_report", "board-pack", pack.project.slug, kind=kind, out=str(out))
        whole = said(kind, out.read_bytes())
        assert [word for word in PLANTED.values() if word.lower() in whole.lower()] == [], kind


def test_the_files_are_kept(pack, by):
    issuing.issue(by=by, pack=pack)
    files_of(pack, "public")
    job = pack.editions.get(edition="public").job
    assert job.expires_at is None
    assert all(one.sha256 for one in job.files.all())


def test_what_is_recorded_after_the_issue_changes_no_file(pack, project, by):
    issuing.issue(by=by, pack=pack)
    SiteFactory(project=project, stage=Stage.CONNECTED)
    Risk.objects.all().delete()

    assert PLANTED["risk"] in files_of(pack, "exempt")["html"].decode()
    paper = registry.named("board-pack").paper(asked(pack, "public"))
    figures = next(table for table in paper.tables() if table.key == "figures")
    assert {row[0]: row[2] for row in figures.rows()}["live"] == 1


def asked(pack, edition, user=None):
    answers = {"project": pack.project.slug, "pack": pack.reference, "edition": edition}
    return read(registry.named("board-pack"), answers, user=user)


def test_who_may_read_which_edition(pack, project, by):
    issuing.issue(by=by, pack=pack)
    works, reads = contributor_of(project.lead), viewer_of(project.lead)

    for person in (by, works, reads):
        assert asked(pack, "public", person)
    for person in (by, reads):
        assert asked(pack, "exempt", person)
    with pytest.raises(CannotAnswer):
        asked(pack, "exempt", works)
    with pytest.raises(CannotAnswer):
        asked(pack, "public", contributor_of())


def test_it_is_offered_to_those_who_lead_what_a_pack_is_about(project, by):
    """Not to the lead of a partner, whom each choice would refuse."""
    report = registry.named(issuing.REPORT)
    partner = OrganisationFactory()
    project.partners.add(partner)

    assert report.may_run(by)
    assert report.may_run(viewer_of(project.lead))
    assert not report.may_run(lead_of(partner))
    assert not report.may_run(contributor_of(project.lead))


def test_bad_questions_are_answered_in_a_sentence(project, tmp_path):
    ask = {"kind": "html", "out": str(tmp_path / "one")}
    ahead = (timezone.localdate() + timedelta(days=1)).isoformat()
    with pytest.raises(CommandError, match="today or in the past"):
        call_command("run_report", "board-pack", project.slug, as_at=ahead, **ask)
    with pytest.raises(CommandError, match="Select a project"):
        call_command("run_report", "board-pack", "nothing-here", **ask)
    call_command("run_report", "board-pack", project.slug, edition="exempt", **ask)
    assert "Not for publication" in Path(ask["out"]).read_text()


def test_every_decision_field_is_in_the_paper():
    """A field that is added to a decision is printed, or this list says why not."""
    said = {"question", "options", "recommendation", "financial", "legal", "equality"}
    said |= {"data_protection", "climate"}
    own = {one.name for one in PackDecision._meta.concrete_fields}
    assert own - said == {"id", "pack", "reference", "position"}
