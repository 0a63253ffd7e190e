"""What Django and its libraries say of what somebody typed is said in our words, by one file of
translations: `locale/en_GB/LC_MESSAGES/django.po`.

Their sources are read, so that a sentence that a new version brings is found.
"""

import ast
import re
from collections.abc import Iterator
from gettext import GNUTranslations
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.conf import settings
from django.forms import CharField, ChoiceField, IntegerField, ValidationError
from django.utils import translation
from django.utils.translation import gettext, ngettext

from tests.wording import phrases, styles
from tests.wording.texts import Text

OURS = Path(settings.LOCALE_PATHS[0]) / "en_GB" / "LC_MESSAGES"
# Where each of a library's calls of gettext is an error that a person may read.
SPEAK = (
    "django.forms.fields",
    "django.forms.models",
    "django.core.validators",
    "django.contrib.auth.password_validation",
    "django.contrib.admin.forms",
    "allauth.account.adapter",
    "allauth.mfa.adapter",
    "allauth.socialaccount.adapter",
)
# Labels, help and options; and what no form of ours and no account here can meet.
NOT_ERRORS = re.compile(
    r"^(Your password |Use (your|a|authenticator)|Master key|Backup key|Key nr|IPv4)"
    r"|^Username|^The username|phone number|\{min_days\}|step size .*starting from"
    r"|which must be unique for the"
)
GETTEXT = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy"}


def said_by(module: str) -> Iterator[tuple[str, ...]]:
    source = Path(str(find_spec(module).origin)).read_text()  # type: ignore[union-attr]
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in GETTEXT:
            words = [one.value for one in node.args if isinstance(one, ast.Constant)]
            words = [one for one in words if isinstance(one, str) and " " in one]
            if words and not NOT_ERRORS.search(words[0]):
                yield tuple(words[:2])


def in_our_words(words: tuple[str, ...]) -> str:
    return ngettext(*words, 2) if len(words) == 2 else gettext(words[0])


@pytest.mark.parametrize("module", SPEAK)
def test_what_libraries_say_of_what_was_typed_is_said_in_our_words(module):
    sentences = {words: in_our_words(words) for words in said_by(module)}

    assert sentences
    assert [words for words, ours in sentences.items() if ours in words] == []
    texts = [Text(words[0], ours) for words, ours in sentences.items()]
    assert [fault for text in texts for fault in phrases.faults(text)] == []
    assert [fault for text in texts for fault in styles.faults_of_error(text)] == []
    assert [text for text in texts if styles.lacks_what_to_do(text)] == []


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        (CharField(max_length=5), "seven..", "Enter 5 characters or fewer. You have entered 7"),
        (CharField(), "", "Enter or select an answer"),
        (ChoiceField(choices=[("a", "A")]), "b", "Select an answer from the list"),
        (IntegerField(max_value=3), "4", "Enter 3 or less"),
    ],
)
def test_a_field_without_sentences_of_its_own_says_what_to_do(field, typed, sentence):
    with pytest.raises(ValidationError) as refused:
        field.clean(typed)

    assert refused.value.messages == [sentence]


def test_the_file_that_is_read_is_made_of_the_file_that_is_written():
    """`django.mo` is kept beside `django.po`, so that no server needs gettext."""
    with (OURS / "django.mo").open("rb") as file:
        made = GNUTranslations(file)
    blocks = (OURS / "django.po").read_text().split("\n\n")
    written = {}
    for block in blocks:
        found = dict(re.findall(r'^(msg\S+) "(.+)"$', block, re.MULTILINE))
        if "msgid_plural" in found:
            written[found["msgid"], 0] = found["msgstr[0]"]
            written[found["msgid"], 1] = found["msgstr[1]"]
        elif "msgid" in found:
            written[found["msgid"]] = found["msgstr"]

    kept = {key: words for key, words in made._catalog.items() if key}
    assert kept == written
    with translation.override("en-gb"):
        assert gettext("Enter a valid time.") == "Enter a real time, such as 2:30pm"
