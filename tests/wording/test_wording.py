"""What the portal says, in the areas that are done: see areas.py and docs/words.md."""

import ast
import re
from pathlib import Path

import pghistory.models
import pytest
from django.apps import apps

from tests.wording import phrases, styles, texts
from tests.wording.areas import AREAS
from tests.wording.reading_age import of as reading_age
from tests.wording.texts import ROOT, Text

NAMES = [area.name for area in AREAS]
READ = {area.name: texts.of(area) for area in AREAS}


@pytest.mark.parametrize("name", NAMES)
def test_an_area_has_texts(name):
    """An area that was moved away would pass with nothing in it."""
    assert len(READ[name]) > 20


@pytest.mark.parametrize("name", NAMES)
def test_no_phrase_comes_back(name):
    assert [fault for text in READ[name] for fault in phrases.faults(text)] == []


@pytest.mark.parametrize("name", NAMES)
def test_dates_times_and_sizes_have_one_style(name):
    assert [fault for text in READ[name] for fault in styles.faults(text)] == []


@pytest.mark.parametrize("name", NAMES)
def test_errors_end_without_a_full_stop(name):
    errors = [text for text in READ[name] if text.is_error]

    assert [fault for text in errors for fault in styles.faults_of_error(text)] == []


@pytest.mark.parametrize("name", NAMES)
def test_what_the_database_refuses_says_what_to_do(name):
    """The rows of a form and of a file."""
    errors = [text for text in READ[name] if text.is_error and text.is_of_a_form]

    assert [text for text in errors if styles.lacks_what_to_do(text)] == []


@pytest.mark.parametrize("name", NAMES)
def test_what_a_service_refuses_says_what_to_do(name):
    """Or that there is nothing to do."""
    refusals = [text for text in READ[name] if text.is_error and "/services" in text.where]

    assert [text for text in refusals if styles.leaves_the_reader(text)] == []


@pytest.mark.parametrize("name", NAMES)
def test_what_a_page_offers_is_selected(name):
    """And what is typed is entered: one chooses only where a page offers nothing."""
    assert [text for text in READ[name] if styles.chooses(text)] == []


@pytest.mark.parametrize("name", NAMES)
def test_messages_greet_in_one_style(name):
    area = next(area for area in AREAS if area.name == name)
    mails = [part for part in area.templates if part.startswith("emails/")]
    faults = [
        fault
        for path in texts.files("templates", tuple(mails), ".txt")
        for fault in styles.faults_of_greeting(path.name, texts.shown(path.read_text()))
    ]

    assert faults == []


@pytest.mark.parametrize("name", NAMES)
def test_formats_are_not_made_by_hand(name):
    """`words` has one way for each; a file, an address and a browser's control need another."""
    area = next(area for area in AREAS if area.name == name)
    made = re.compile(r"\{[^{}]*:%[^{}]*\}|strftime\(|\|(date|time):\"|filesizeformat")
    found = {
        f"{path.relative_to(ROOT)}: {one[0]}"
        for path in [
            *texts.files("templates", area.templates, ".html", ".txt"),
            *texts.files("", area.code, ".py"),
        ]
        if "migrations" not in path.parts and path.name != "words.py"
        for one in made.finditer(path.read_text())
    }

    assert {one for one in found if not any(part in one for part in FOR_MACHINES)} == set()


def test_every_summary_of_errors_says_that_there_is_a_problem():
    """Whoever hears the page knows it by this; what to do stands below, as a link."""
    title = re.compile(r'error-summary__title">(.*?)<')
    said = {
        found[1]
        for path in (ROOT / "templates").rglob("*.html")
        for found in title.finditer(path.read_text())
    }

    assert said == {"There is a problem"}


def _said_when_done(tree: ast.Module):
    """What `messages.success` says, and `done=` of the pages that act; of a choice, each."""
    for call in (one for one in ast.walk(tree) if isinstance(one, ast.Call)):
        found = [one.value for one in call.keywords if one.arg == "done"]
        if getattr(call.func, "attr", "") == "success":
            found += call.args[1:2]
        while found:
            one = found.pop()
            if isinstance(one, ast.IfExp):
                found += [one.body, one.orelse]
            elif isinstance(one, ast.JoinedStr) and one.values:
                found.append(one.values[-1])
            elif isinstance(one, ast.Constant) and isinstance(one.value, str):
                yield one.value


def test_what_is_done_is_said_without_a_full_stop():
    apps_of_ours = ("diz_portal", "partners", "projects", "seminars", "inclusion")
    said = [
        (str(path.relative_to(ROOT)), words)
        for app in apps_of_ours
        for path in (ROOT / app).rglob("*.py")
        for words in _said_when_done(ast.parse(path.read_text()))
    ]

    assert len(said) > 100
    assert [one for one in said if one[1].endswith(".")] == []


# What residents read of seminars: pages, messages and the words of their forms.
OF_SEMINARS = (
    *(ROOT / "templates" / "seminars").glob("*.html"),
    *(ROOT / "templates" / "emails" / "seminars").glob("*.txt"),
    *(ROOT / "templates" / "pdf" / "seminars").glob("*.typ"),
)
CODE_OF_SEMINARS = ("forms/public.py", "views/public.py", "views/just_registered.py")


def test_residents_read_of_their_booking_and_officers_of_registrations():
    """One act, to register; what comes of it is a booking to the one and a registration to the
    other."""
    said = [
        (path.name, words) for path in OF_SEMINARS for words in texts.paragraphs(path.read_text())
    ]
    for name in CODE_OF_SEMINARS:
        said += [(name, text.words) for text in texts.sentences(ROOT / "seminars" / name)]

    assert len(said) > 200
    assert [one for one in said if re.search(r"\bregistrations?\b", one[1], re.IGNORECASE)] == []


# Every part of the portal is read ------------------------------------------------------

# Written for engineers, about the code; a decision is superseded and never edited.
OF_THE_CODE = {
    "architecture.md",
    "board-packs.md",
    "forecast.md",
    "design.md",
    "libraries.md",
    "money.md",
    "moves.md",
    "performance.md",
    "stages.md",
    *(path.name for path in (ROOT / "docs" / "adr").glob("*.md")),
}
NO_WORDS = {"migrations", "__pycache__"}


def in_no_area(paths: list[Path], areas: list[Path]) -> list[str]:
    return [
        str(path.relative_to(ROOT))
        for path in sorted(paths)
        if not NO_WORDS.intersection(path.parts)
        and not any(one == path or one in path.parents for one in areas)
    ]


def test_every_template_is_in_an_area():
    read = [ROOT / "templates" / part for area in AREAS for part in area.templates]
    written = [one for one in (ROOT / "templates").rglob("*") if one.is_file()]

    assert in_no_area(written, read) == []


def test_every_package_is_in_an_area():
    """A new module must be placed, too: its words are somebody's to read."""
    read = [ROOT / part for area in AREAS for part in area.code]
    packages = [config.name for config in apps.get_app_configs() if "." not in config.name]
    ours = {name for name in packages if (ROOT / name).is_dir()} | {"diz_portal"}
    written = [one for name in ours for one in (ROOT / name).rglob("*.py")]

    assert len(ours) >= 5
    assert in_no_area([*written, ROOT / "manage.py", ROOT / "gunicorn.conf.py"], read) == []


def test_the_words_of_every_model_are_in_an_area():
    """Of an app of several rooms, each room's."""
    read = [part for area in AREAS for part in area.models]
    ours = [
        (config.label, model.__module__)
        for config in apps.get_app_configs()
        if Path(config.path).is_relative_to(ROOT)
        and not Path(config.path).is_relative_to(ROOT / ".venv")
        for model in config.get_models()
        # What is kept of a record's earlier states has the record's words.
        if not issubclass(model, pghistory.models.Event)
    ]

    assert len(ours) > 50
    assert [
        module
        for label, module in ours
        if label not in read and not any(f"{module}.".startswith(f"{part}.") for part in read)
    ] == []


def test_every_document_is_in_an_area():
    pages = [ROOT / "docs" / "how-to" / part for area in AREAS for part in area.how_to]
    documents = [ROOT / part for area in AREAS for part in area.documents]
    written = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / ".env.example"]
    theirs = OF_THE_CODE | {"words.md"}  # which names what is not said

    found = in_no_area([one for one in written if one.name not in theirs], [*pages, *documents])
    assert found == []


# ISO dates for attributes, the days of a file, keys, and the parts of the block that draws a day.
FOR_MACHINES = ("Y-m-d", "%Y-%m-%d", "%Y%m%d", "%d/%m/%Y", "components/date_block.html")


# The reader itself -------------------------------------------------------------


def said(words, **more) -> list[str]:
    return [fault.split(". Say")[0] for fault in phrases.faults(Text("here", words, **more))]


def test_a_phrase_is_found_whatever_its_case_and_only_as_a_word():
    assert said("Somebody has come.") == ["here: “Somebody” in “Somebody has come.”"]
    assert said("The bystanders hold hands.") == []


def test_allowed_phrases_are_right_only_within_their_text(monkeypatch):
    allowed = phrases.Allowed("at once", "only one at once", "a number, not a time")
    monkeypatch.setattr(phrases, "ALLOWED", [allowed])

    assert said("Use only one at once.") == []
    assert said("Do it at once.") == ["here: “at once” in “Do it at once.”"]


def test_every_allowed_phrase_has_a_reason_and_is_met():
    met = [text.words for read in READ.values() for text in read]

    for one in phrases.ALLOWED:
        assert one.why
        assert any(one.within in words and one.phrase in words for words in met), one


def test_templates_are_read_without_tags_and_with_what_tags_say():
    source = """{% load portal %}{# nothing #}
    <p class="x">You have {{ count }} place{{ count|pluralize }}{% if late %}, late{% endif %}.</p>
    {% empty "No seminars yet" %}{{ venue|default:"To be confirmed" }}{% endempty %}
    <nav aria-label="Pages of results"></nav>"""

    assert texts.paragraphs(source) == [
        "You have … place…, late.",
        "To be confirmed",
        "No seminars yet",
        "Pages of results",
    ]


@pytest.mark.parametrize(
    ("words", "faults"),
    [
        ("It starts at 14:30.", 1),
        ("It starts at 2:30pm.", 0),
        ("On 22/11/2026.", 1),
        ("On 22nd November 2026.", 1),
        ("On 22 November 2026 at midday.", 0),
        ("For example, 27 3 2026", 0),
        ("20 GB a month", 1),
        ("20GB a month at 940 Mbit/s", 0),
    ],
)
def test_styles_are_told_apart(words, faults):
    assert len(list(styles.faults(Text("here", words)))) == faults


@pytest.mark.parametrize(
    ("words", "lacks"),
    [
        ("Enter your name", False),
        ("This is wrong", True),
        ("It is full. Enter another day", False),
    ],
)
def test_an_error_without_what_to_do_is_found(words, lacks):
    assert styles.lacks_what_to_do(Text("here", words)) is lacks


@pytest.mark.parametrize(
    ("words", "is_error", "found"),
    [
        ("Choose a status from the list", True, True),
        ("Enter a number, or choose another", True, True),
        ("Choose what is published", False, True),
        ("Select a status", True, False),
        ("Choose a new password", False, False),
        ("Call us to choose another day.", False, False),
    ],
)
def test_choosing_is_found_where_something_is_selected(words, is_error, found):
    assert styles.chooses(Text("here", words, is_error)) is found


def test_a_greeting_goes_on_with_a_capital():
    assert list(styles.faults_of_greeting("a", "Hello Ann,\n\nThank you.\n")) == []
    assert len(list(styles.faults_of_greeting("a", "Hello Ann,\n\nthank you.\n"))) == 1
    assert len(list(styles.faults_of_greeting("a", "Hello Ann\n\nThank you.\n"))) == 1
    assert (
        len(list(styles.faults_of_greeting("a", "Dear Sir or Madam, hello\n\nThank you.\n"))) == 1
    )


def test_longer_words_and_sentences_are_harder_to_read():
    easy, count = reading_age(["You have a place. We will call you."])
    hard, _ = reading_age(
        ["Notwithstanding the aforementioned registration, organisations necessitate confirmation."]
    )

    assert count == 8
    assert easy < 9 < 16 < hard
