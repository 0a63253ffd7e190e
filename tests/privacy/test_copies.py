"""A copy for a person: read, blacked out, finished, handed out; and nothing that is left out is in
it, wherever one looks."""

import io
import json
import re
from datetime import timedelta
from pathlib import Path

import pgtrigger
import pytest
from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.utils import timezone
from pypdf import PdfReader

from diz_portal.access import Refusal
from diz_portal.privacy import erasure, kinds, nightly
from diz_portal.privacy.copies import content, emptying, papers, services
from diz_portal.privacy.copies.models import CopyHandout, CopyReading, PreparedCopy
from diz_portal.privacy.copies.preparing import Preparation
from diz_portal.privacy.registers.services import requests
from inclusion.cases.services import cases
from inclusion.devices.services import devices
from inclusion.models import CaseEvent
from tests.factories.accounts import UserFactory
from tests.factories.inclusion import (
    CaseFactory,
    NeedFactory,
    PersonFactory,
    a_ready_device,
    team_of,
)
from tests.factories.partners import OrganisationFactory, caseworker_of
from tests.factories.places import PartnershipFactory
from tests.factories.privacy import a_finished_copy, a_request, read_through
from tests.factories.seminars import SeminarFactory, registered
from tests.pdf.reading import read
from tests.words import says

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("storage")]
NOTE = "Her son Ottokar Friend rang from 07700 900123. Ottokar will fetch the laptop."


@pytest.fixture
def case():
    PartnershipFactory()
    team = team_of(OrganisationFactory(name="Kettle and Keyboard"), is_default=True)
    person = PersonFactory(kept_by=team.organisation, name="Ada Example", email="ada@test.example")
    return CaseFactory(handled_by=team.organisation, person=person)


@pytest.fixture
def by(case):
    return caseworker_of(case.handled_by, name="Cass Worker")


def record_of(case):
    return erasure.record("resident", case.person.reference)


def noted(case, by, words=NOTE) -> None:
    cases.note(case=case, words=words, by=by)


def files_of(copy, by) -> tuple[dict, PdfReader]:
    data = json.loads(services.hand_out(copy=copy, kind="json", by=by))
    paper = services.hand_out(copy=copy, kind="pdf", by=by)
    return data, PdfReader(io.BytesIO(paper))


OTTO = {"words": ("Ottokar Friend", "Ottokar", "07700 900123"), "reason": "another"}


def test_what_is_blacked_out_is_nowhere_in_the_files(case, by):
    noted(case, by)

    copy = a_finished_copy([record_of(case)], by, Note=OTTO)

    for kind in ("json", "pdf"):
        whole = services.hand_out(copy=copy, kind=kind, by=by)
        # As it lies in the file, and as each of its streams is packed.
        assert b"Ottokar" not in whole
        assert b"900123" not in whole
    data, paper = files_of(copy, by)
    said = read(services.hand_out(copy=copy, kind="pdf", by=by))
    assert "Ottokar" not in json.dumps(data)
    assert "Ottokar" not in said.flat
    assert "900123" not in said.flat
    assert "Ottokar" not in str(paper.metadata)
    note = "Her son [blacked out: about another person] rang from"
    assert note in json.dumps(data, ensure_ascii=False)
    assert note.replace(" ", "") in said.flat


def test_a_text_that_is_withheld_whole_leaves_only_the_reason(case, by):
    noted(case, by)

    copy = a_finished_copy([record_of(case)], by, Note={"is_withheld": True, "reason": "privilege"})

    data, _ = files_of(copy, by)
    assert "[withheld: advice from a lawyer]" in json.dumps(data)
    assert "laptop" not in json.dumps(data)


def test_both_files_are_as_they_were_frozen(case, by):
    noted(case, by)
    copy = a_finished_copy([record_of(case)], by)
    noted(case, by, "Came later.")

    data, paper = files_of(copy, by)

    assert "Came later" not in json.dumps(data)
    assert "Came later" not in "".join(page.extract_text() for page in paper.pages)
    assert Preparation(copy).mark != copy.held
    for file in copy.files.all():
        with file.file.open("rb") as stored:
            assert b"Ada Example" not in stored.read(), "it is stored sealed"


def test_what_is_not_finished_is_not_handed_out(case, by):
    noted(case, by)
    copy = services.start(records=[record_of(case)], by=by)

    with pytest.raises(services.NotFinished):
        services.hand_out(copy=copy, kind="pdf", by=by)
    with pytest.raises(IntegrityError, match="once it is finished"), transaction.atomic():
        CopyHandout.objects.create(copy=copy, format="pdf", sha256="0" * 64, by=by)


def test_every_text_is_read_before_it_is_finished_as_it_is_now(case, by):
    noted(case, by)
    copy = services.start(records=[record_of(case)], by=by)
    with pytest.raises(services.NotRead, match="One text in this copy"):
        services.finish(copy=copy, by=by)

    read_through(copy, by)
    noted(case, by, "Another note.")

    with pytest.raises(services.NotRead, match="One text in this copy"):
        services.finish(copy=copy, by=by)


def test_a_finished_copy_stays_as_it_was_finished(case, by):
    noted(case, by)
    copy = a_finished_copy([record_of(case)], by)

    with pytest.raises(services.IsFinished):
        read_through(copy, by)
    with pytest.raises(services.IsFinished):
        services.finish(copy=copy, by=by)
    with pytest.raises(IntegrityError, match="not read again"), transaction.atomic():
        CopyReading.objects.create(copy=copy, place="x", text="x", by=by)
    with pytest.raises(IntegrityError, match="stays as it was"), transaction.atomic():
        PreparedCopy.objects.update(held="x" * 64)


def test_words_that_are_not_there_or_have_no_reason_are_refused(case, by):
    noted(case, by)
    copy = services.start(records=[record_of(case)], by=by)

    for marks, refusal in (
        ({"words": ("Ottokar",)}, services.NoReason),
        ({"words": ("ott",), "reason": "another"}, services.NotInIt),
    ):
        with pytest.raises(refusal):
            read_through(copy, by, Note=marks)
    assert not copy.readings.exists()


def test_who_read_what_is_kept_also_when_it_is_read_again(case, by):
    noted(case, by)
    colleague = caseworker_of(case.handled_by)
    copy = services.start(records=[record_of(case)], by=by)
    read_through(copy, by, Note=OTTO)

    read_through(copy, colleague, Note=OTTO)
    read_through(copy, colleague)

    rows = copy.readings.filter(place__endswith="/words").values_list("by", "words")
    assert list(rows) == [(by.pk, "\n".join(OTTO["words"])), (colleague.pk, "")]


def test_two_who_begin_work_on_one_copy(case, by):
    one = services.start(records=[record_of(case)], by=by)

    assert services.start(records=[record_of(case)], by=UserFactory()) == one
    with pytest.raises(IntegrityError), transaction.atomic():
        PreparedCopy.objects.create(records=one.records, started_by=by)


def test_prepared_anew_only_what_has_changed_is_read_again(case, by):
    noted(case, by)
    old = a_finished_copy([record_of(case)], by, Note=OTTO)
    noted(case, by, "Came later.")

    new = services.again(copy=old, by=by)

    made = Preparation(new)
    assert [one.cell.said for one in made.unread] == ["Came later."]
    assert [one.marks.words for one in made.blacked] == [OTTO["words"]]
    assert services.again(copy=old, by=by) == new


def test_words_left_out_in_one_place_are_told_where_they_still_stand(case, by):
    noted(case, by)
    noted(case, by, "Ottokar rang again.")
    copy = services.start(records=[record_of(case)], by=by)
    first = next(one for one in Preparation(copy).pieces if one.cell.said == NOTE)

    services.read(
        copy=copy, answers=[services.Answer(first, ("Ottokar",), reason="another")], by=by
    )

    assert Preparation(copy).left_over == [("Ottokar", 1)]


def test_a_copy_that_is_handed_out_is_noted_with_the_request(case, by):
    request = a_request()
    requests.start(request=request, words="By telephone.", by=by)
    copy = a_finished_copy([record_of(case)], by, asked_in=request)

    services.hand_out(copy=copy, kind="json", by=by)

    assert [(one.kind, one.outcome, one.by) for one in request.deeds.all()] == [
        ("resident", "exported", by)
    ]
    assert copy.handouts.get().sha256 == copy.files.get(format="json").sha256


def test_no_copy_is_begun_for_a_closed_request(case, by):
    request = a_request()
    requests.withdraw(request=request, words="", by=by)

    with pytest.raises(Refusal, match="already closed"):
        services.start(records=[record_of(case)], by=by, asked_in=request)


# When it goes ---


def stored(folder="") -> list[str]:
    folders, files = default_storage.listdir(folder)
    return [*files, *(name for one in folders for name in stored(f"{folder}/{one}".lstrip("/")))]


def is_empty(copy) -> bool:
    copy.refresh_from_db()
    return copy.is_emptied and not copy.files.exists() and not copy.readings.exists()


def test_the_files_go_with_the_person(case, by, django_capture_on_commit_callbacks):
    guest = registered(SeminarFactory(), name="Ada Example", email="ada@test.example")
    registration = erasure.record("registration", guest.reference)
    copy = a_finished_copy([record_of(case), registration], by)
    assert len(stored()) == 2

    with django_capture_on_commit_callbacks(execute=True):
        erasure.erase(kind="registration", reference=guest.reference, by=by)

    assert is_empty(copy)
    assert stored() == []
    with pytest.raises(services.IsEmptied):
        services.hand_out(copy=copy, kind="pdf", by=by)


def test_the_files_go_with_the_request(case, by):
    request = a_request()
    copy = a_finished_copy([record_of(case)], by, asked_in=request)
    requests.withdraw(request=request, words="", by=by)

    erasure.erase(kind="data-request", reference=request.reference, by=by)

    assert is_empty(copy)


def test_the_files_go_after_a_year(case, by, django_capture_on_commit_callbacks):
    old, young = a_finished_copy([record_of(case)], by), a_finished_copy([record_of(case)], by)
    days = timedelta(days=emptying.DAYS_KEPT + 1)
    with pgtrigger.ignore("privacy.PreparedCopy:stays_as_finished"):
        PreparedCopy.objects.filter(pk=old.pk).update(started_at=timezone.now() - days)

    with django_capture_on_commit_callbacks(execute=True):
        nightly.run_retention()

    assert (is_empty(old), is_empty(young)) == (True, False)
    assert len(stored()) == 2


# What it says ---


def test_the_copy_is_in_words(case, by):
    """No field's name, no key, no column without an answer; Article 15 is answered."""
    noted(case, by)
    CaseEvent.objects.create(case=case, kind="details", summary="Changed: telephone", by=by)

    held = content.gathered([record_of(case)])
    paper = papers.as_paper(held)

    for subject in paper["subjects"]:
        assert subject["subject"]
        for name in (subject["subject"], *subject["headings"]):
            assert "_" not in name
        for column in zip(*subject["rows"], strict=True):
            assert any(column)
        said = dict(subject["about"])
        assert {"Responsible", "Why we hold it", "Lawful basis", "How long we keep it"} <= set(said)
    notes = next(
        one for one in paper["subjects"] if one["subject"] == "Notes and events of your case"
    )
    assert notes["headings"] == ["When", "What happened", "Note", "Summary"]
    assert [row[1] for row in notes["rows"]] == ["Note", "Details changed"]
    words = json.dumps(papers.as_data(held), ensure_ascii=False)
    for part in ("Cass", "contact_by"):
        assert part not in words
    for part in ("Decisions made by a computer", "0303 123 1113", "SK9 5AF", "to court"):
        assert part in words


def test_no_row_of_the_paper_goes_on_overleaf(case, by):
    """Half of a note at the foot of one page and half on the next is read as two."""
    notes = [f"Visit {number}: {'we wrote a letter together, ' * 8}done." for number in range(30)]
    for each in notes:
        noted(case, by, each)

    paper = papers.as_pdf(content.gathered([record_of(case)]))

    pages = [re.sub(r"\s", "", page.extract_text()) for page in read(paper).reader.pages]
    split = [each for each in notes if not any(each.replace(" ", "") in one for one in pages)]
    assert split == []
    assert sum("Visit" in one for one in pages) > 2


def test_what_the_portal_wrote_to_the_person_is_in_the_copy_and_is_not_read_for_others(by):
    """They have read it. What is typed about them beside it is read as ever."""
    one = registered(
        SeminarFactory(), name="Ada Example", email="ada@test.example", guest_name="Otto Quorle"
    )

    held = content.gathered([erasure.record("registration", one.reference)])

    mail = [
        cell
        for _, table, cell in content.cells(held)
        if table.subject == "What we wrote to you" and cell.heading in {"Subject", "Text"}
    ]
    assert {cell.heading for cell in mail} == {"Subject", "Text"}
    assert not any(cell.is_typed for cell in mail)
    text = next(cell.said for cell in mail if cell.heading == "Text")
    assert "Hello" in text
    assert "[private link removed]" in text
    assert one.link not in text
    assert "[withheld: about another person]" in text
    assert not says(text, "Otto")


# The file for computers ---


def faults(value, schema, where="") -> list[str]:
    """What of a value is not as its schema says; as much of JSON Schema as ours uses."""
    if "const" in schema:
        return [] if value == schema["const"] else [where]
    kinds = {"string": str, "integer": int, "number": int | float, "boolean": bool, "array": list}
    kinds["object"] = dict
    named = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    if not any(isinstance(value, kinds[each]) for each in named):
        return [f"{where}: {value!r}"]
    found = []
    if isinstance(value, dict):
        known = schema.get("properties", {})
        found += [f"{where}/{name} is missing" for name in {*schema.get("required", ())} - {*value}]
        for name, each in value.items():
            inner = known.get(name, schema.get("additionalProperties"))
            found += faults(each, inner, f"{where}/{name}") if inner else [f"{where}/{name}?"]
    elif isinstance(value, list) and "items" in schema:
        found += [one for each in value for one in faults(each, schema["items"], f"{where}/*")]
    return found


def test_the_json_is_as_its_schema_says(case, by):
    noted(case, by)
    guest = registered(SeminarFactory(), name="Ada Example", email="ada@test.example")
    account = UserFactory(name="Ada Example", email="ada@test.example")
    records = [
        record_of(case),
        erasure.record("registration", guest.reference),
        erasure.record("account", account.reference),
    ]
    data = json.loads(papers.as_text(papers.as_data(content.gathered(records))))

    schema = json.loads((Path(papers.__file__).parent / "schema.json").read_text())

    assert faults(data, schema) == []
    assert faults({**data, "made_at": 1, "more": ""}, schema) == ["/made_at: 1", "/more?"]


def test_found_by_the_same_figures(case, by):
    """What the paper says is what the JSON says, answer by answer."""
    noted(case, by)
    held = content.gathered([record_of(case)])

    in_json = [
        (table["subject"], heading)
        for record in papers.as_data(held)["records"]
        for table in record["held"]
        for row in table["rows"]
        for heading in row
    ]
    on_paper = [
        (one["subject"], heading)
        for one in papers.as_paper(held)["subjects"]
        for heading, _ in [
            *(pair for pairs in one["facts"] for pair in pairs),
            *(
                (h, w)
                for row in one["rows"]
                for h, w in zip(one["headings"], row, strict=True)
                if w
            ),
        ]
    ]

    assert sorted(in_json) == sorted(on_paper)


# Whatever people typed, in whatever table ---


def test_the_words_of_what_a_row_points_at_are_read_too(case, by):
    device = a_ready_device(by, kept_by=case.handled_by, make="Gift of", model="Otto Quorle")
    need = NeedFactory(case=case, kind="device", state="approved")
    devices.reserve(device=device, need=need, by=by)
    copy = services.start(records=[record_of(case)], by=by)
    marks = {"words": ("Otto Quorle",), "reason": "another"}

    read_through(copy, by, Device=marks)
    services.finish(copy=copy, by=by)

    assert not says(services.hand_out(copy=copy, kind="json", by=by).decode(), "Otto")


def test_every_column_that_shows_what_is_elsewhere_is_read_or_said_to_be_known():
    """Those that nobody reads are named here, each for a reason that was thought about."""
    unread = {
        f"{part.model.__name__}.{name}"
        for kind in kinds.kinds()
        for part in kind.parts
        for name, column in part.columns()
        if column.of and not column.is_read
    }
    assert unread == KNOWN


KNOWN = {
    # Chosen from a list, in plain words.
    "DataRequest.kind",
    # Published, or the same for everybody.
    "LessonDone.lesson",
    "LessonDone.Topic",
    "SkillAnswer.statement",
    "CaseTag.tag",
    "Registration.seminar",
    "RegistrationEvent.registration",
    "FeedbackAnswer.seminar",
    "CaseOpening.Organisation",
    # Chosen from a list, or counted.
    "Assessment.answered_by",
    "Referral.kind",
    "Telling.step",
    "LogEntry.content_type",
    "DataPledge.kind",
    "DataPledge.mb",
    "DataItem.batch",
    "DataItem.What it is",
    "DataItem.How much",
    "DataEntry.item",
}
