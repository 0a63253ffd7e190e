"""Every message to somebody who may have no email exists as email, text, letter and call; and all
greet alike."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from diz_portal.outbox import rendering
from diz_portal.outbox.models import Channel

FOLDER = Path(settings.BASE_DIR) / "templates" / "emails"
MESSAGES = sorted(
    str(file.relative_to(FOLDER)).removesuffix(".txt")
    for file in FOLDER.rglob("*.txt")
    if file.read_text().startswith("Subject: ")
)
# To people with an account or the address of an organisation or a business: they have email.
TO_COLLEAGUES = re.compile(
    r"enquiries/.+|accounts/.+|attention/.+|digests/.+|partners/.+|projects/.+|reports/.+|privacy/asked"
    r"|inclusion/(emergency_access|lead_\w+|referral_\w+|transfer_\w+)"
)
# Whose whole text people of ours write, with its greeting.
WRITTEN_BY_HAND = {
    "attention/chase",
    "attention/chase_all",
    "seminars/message",
    "seminars/reminder",
}
TO_RESIDENTS = [name for name in MESSAGES if not TO_COLLEAGUES.fullmatch(name)]


@pytest.mark.parametrize("name", TO_RESIDENTS)
def test_a_message_to_a_resident_has_every_form(name):
    _, forms = rendering.sources(name)

    assert set(forms) == set(Channel.values)
    assert all(words.strip() for words in forms.values())


@pytest.mark.parametrize("name", sorted(set(MESSAGES) - WRITTEN_BY_HAND))
def test_an_email_begins_with_hello_and_a_capital_letter(name):
    _, forms = rendering.sources(name)

    greeting, _, rest = forms["email"].strip().partition("\n")
    plain = re.sub(r"{%.*?%}|{{.*?}}", "", greeting)
    assert re.fullmatch(r"Hello *,", plain), greeting
    begins = re.sub(r"^({%.*?%}|\s)+", "", rest)
    assert begins == "" or begins[:2] == "{{" or begins[0].isupper() or begins[0].isdigit()
