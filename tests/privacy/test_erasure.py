"""After an erasure nothing of the person is found, anywhere; and no figure has changed."""

import io
import json
import logging
import re

import pytest
from celery.signals import before_task_publish
from django.core.management import CommandError, call_command

from diz_portal import phones
from diz_portal.celery import app
from diz_portal.places.selectors import partnership
from diz_portal.privacy import erasure, kinds, registry
from diz_portal.privacy.copies import content, papers
from diz_portal.privacy.kinds import Wanted
from tests.factories.inclusion import team_of
from tests.factories.partners import OrganisationFactory, caseworker_of
from tests.factories.places import PartnershipFactory
from tests.factories.seminars import SeminarFactory, registered
from tests.pdf.reading import read

from . import everywhere

# In one process: they look into the broker, which all test processes share.
pytestmark = pytest.mark.django_db


@pytest.fixture
def heard():
    """What is written into the log, and what is told to the workers."""
    told = everywhere.Told()
    before_task_publish.connect(told.note, weak=False)
    logging.getLogger().addHandler(told.listener)
    yield told
    logging.getLogger().removeHandler(told.listener)
    before_task_publish.disconnect(told.note)


@pytest.fixture
def person(storage, settings, heard, django_capture_on_commit_callbacks):
    """Somebody who stands everywhere."""
    settings.PUBLIC_FORM_LIMITS = False
    PartnershipFactory()
    team = team_of(OrganisationFactory(name="Kettle and Keyboard"), is_default=True)
    with django_capture_on_commit_callbacks(execute=True):
        everywhere.make(team, caseworker_of(team.organisation, name="Cass Worker"))


def columns(model, names) -> set[str]:
    """Those of the fields that take words."""
    fields = map(model._meta.get_field, names)
    return {f"{model._meta.db_table}.{one.column}" for one in fields if registry.takes_words(one)}


def declared_columns() -> set[str]:
    """The columns of words that the register names and a person can be found by."""
    return set().union(
        *(
            columns(one.model, kinds.words_of(one.model))
            for one in registry.declarations()
            if not kinds.stands_elsewhere(one.model)
        )
    )


def named_columns() -> set[str]:
    """All columns of which the register says that somebody may stand there."""
    return {
        f"{one.model._meta.db_table}.{one.model._meta.get_field(name).column}"
        for one in registry.declarations()
        for name in one.personal
    }


# Words that nobody types: chosen by the portal or by a machine.
NOT_TYPED = {
    # Stands only while somebody is a member, and a member is not erased: the database says so.
    "partners_membership.phone",
    "accounts_unsentform.page",
    "accounts_unsentform.sealed",
    "outbox_message.held_for",
    "seminars_registration.origin",
    "account_emailconfirmation.key",
    "admin_logentry.change_message",
    "attention_chase.title",
    "attention_handling.title",
    "documents_document.file",
    "inclusion_person.postcode",
    "inclusion_donation.postcode",
    "mfa_authenticator.data",
    "outbox_attachment.name",
    "outbox_message.reader",
    "privacy_complaint.attempt",
    "privacy_datarequest.attempt",
    "seminars_registration.listing_consent",
}


EVERY_WAY = [
    Wanted.of(everywhere.EMAIL),
    Wanted.of(f"old.{everywhere.EMAIL}"),
    Wanted.of(everywhere.PHONE),
    Wanted.of(everywhere.NAME),
]


def test_every_personal_field_is_handed_out_withheld_or_elsewhere():
    assert kinds.unclaimed() == []


def test_erase_person_leaves_nothing_anywhere(person, heard, django_capture_on_commit_callbacks):
    found = everywhere.in_tables()
    missing = declared_columns() - found - NOT_TYPED
    assert missing == set(), "the person of this test does not stand there yet"
    assert found - named_columns() == set(), "the register does not know that somebody stands there"
    counts = everywhere.row_counts()
    assert everywhere.in_files(), "the person of this test stands in no file"

    with django_capture_on_commit_callbacks(execute=True):
        for wanted in EVERY_WAY:
            erase_all(wanted)

    assert everywhere.in_tables() == set()
    assert everywhere.in_files() == set()
    assert everywhere.in_caches() == set()
    assert everywhere.in_broker() == set()
    assert not heard.the_person()
    assert everywhere.row_counts() == counts


@pytest.mark.parametrize(
    "keep",
    [
        lambda broker: app.send_task("nobody.listens", [everywhere.NAME], queue="proof"),
        lambda broker: broker.set("proof", f"Dear {everywhere.NAME}"),
        lambda broker: broker.hset("proof", "to", everywhere.EMAIL),
        lambda broker: broker.sadd("proof", everywhere.PHONE),
        lambda broker: broker.zadd("proof", {everywhere.EMAIL: 1}),
    ],
    ids=["queue", "string", "hash", "set", "sorted set"],
)
def test_the_search_finds_what_is_left_in_the_broker(keep):
    with everywhere.broker() as broker:
        try:
            keep(broker)

            assert everywhere.in_broker() == {"proof"}
        finally:
            broker.delete("proof", "_kombu.binding.proof")


def erase_all(wanted):
    for one in erasure.find(wanted):
        erasure.erase(kind=one.kind.name, reference=one.reference)


def run(command, *arguments) -> str:
    out = io.StringIO()
    call_command(command, *arguments, stdout=out)
    return out.getvalue()


def test_the_commands_stop_where_a_couple_shares_an_address(person):
    both = [registered(SeminarFactory(), name=name, email="us@test.example") for name in "AB"]
    listed = [f"registration:{one.reference}" for one in both]

    for command in ("erase_person", "export_person"):
        with pytest.raises(CommandError) as stopped:
            call_command(command, "us@test.example")
        assert all(one in str(stopped.value) for one in listed)

    run("erase_person", "us@test.example", "--person", listed[0])

    for one in both:
        one.refresh_from_db()
    assert [one.name for one in both] == ["", "B"]


def test_erase_person_does_all_of_one_person_and_says_what(person):
    held = {one.id for one in found(everywhere.EMAIL)}
    # Each search for a record's mentions is dear: before anything goes, of one record only.
    account = next(one for one in held if one.startswith("account:"))
    dry = run("erase_person", everywhere.EMAIL, "--person", account, "--dry-run")
    assert f"To be erased: {account}" in dry
    assert {one.id for one in found(everywhere.EMAIL)} == held

    said = run("erase_person", everywhere.EMAIL)

    for kind in ("account", "registration", "resident", "device-gift", "data-gift", "unsent"):
        assert f"Erased: {kind}:" in said
    with pytest.raises(CommandError, match="No records have"):
        run("erase_person", everywhere.EMAIL)


def test_an_erasure_is_done_once_and_leaves_a_decision_without_words(person):
    (one,) = [one for one in found(everywhere.EMAIL) if one.kind.name == "resident"]
    erasure.refuse(one=one, ground="claim", words=f"{everywhere.NAME} sues us")

    erasure.erase(kind="resident", reference=one.reference)

    with pytest.raises(erasure.AlreadyErased):
        erasure.erase(kind="resident", reference=one.reference)
    assert [(d.outcome, d.words) for d in erasure.decisions_on(one)] == [
        ("erased", ""),
        ("refused", ""),
    ]


def found(text):
    return erasure.find(Wanted.of(text))


def test_an_export_holds_the_persons_words_and_nobody_elses(person):
    data = json.loads(run("export_person", everywhere.EMAIL))

    text = json.dumps(data)
    for words in ("needs a ramp", "wants to see her GP", "old laptop", "'s story", "Yours to keep"):
        assert words in text
    for others in ("Otto", "Cass Worker", "nurse"):
        assert others not in text
    assert {one["controller"] for one in data["records"]} >= {"Kettle and Keyboard"}


def test_an_export_hands_out_every_word_that_is_not_withheld(person):
    handed_out = {
        column
        for kind in kinds.kinds()
        for part in kind.parts
        for column in columns(part.model, part.fields)
    }
    records = {one.id: one for wanted in EVERY_WAY for one in erasure.find(wanted)}

    held = content.gathered(records.values())
    in_json = list(words_in(papers.as_data(held)))
    # Read on over the ends of pages, past what stands at the foot of each.
    foot = re.compile(re.escape(printed(partnership().name)) + r"·created\w+?Page\d+of\d+")
    on_paper = foot.sub("", read(papers.as_pdf(held)).flat)

    texts = {
        (column, text) for column in handed_out for text in everywhere.texts_of(*column.split("."))
    }
    assert {one for one in texts if not any(one[1] in each for each in in_json)} == set()
    assert {one for one in texts if printed(one[1]) not in on_paper} == set()


def printed(text: str) -> str:
    """As `Read.flat` has it."""
    return re.sub(r"\s", "", phones.in_words(text))


def words_in(value):
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from words_in(one)
    elif isinstance(value, str):
        yield value


def test_the_export_prints(person, tmp_path):
    paper = tmp_path / "held.pdf"

    run("export_person", everywhere.EMAIL, "--output", str(tmp_path / "x"), "--pdf", str(paper))

    assert paper.read_bytes().startswith(b"%PDF")
