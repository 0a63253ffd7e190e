"""Every text of the world holds markup, a script and a sum: nowhere does one come of it.

Each page is read once by whoever sees most of it, and by a stranger where it is public; each of
its buttons is pressed; each message that follows is read as the mail program shows it.
"""

import io
import json
import re
from html.parser import HTMLParser

import pytest
from defusedxml import ElementTree
from django.core.cache import cache, caches
from django.core.signals import request_finished
from django.db import close_old_connections, transaction
from django.test import Client
from pypdf import PdfReader

from diz_portal.outbox.models import Message
from diz_portal.outbox.rendering import as_page
from diz_portal.reminders.tasks import plan_reminders, send_reminders
from inclusion.tasks import keep_the_stores
from projects.tasks import keep_returns
from seminars.tasks import keep_seminars

from . import poison
from .account_pages import ACCOUNTS
from .admin_pages import ADMIN
from .doors import FINE, Door
from .pages import PAGES
from .world import ROLES, STRANGER, World

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("nothing_changes", "people_stay", "quiet"),
    pytest.mark.slow,
]

DOORS = [*PAGES.doors, *ACCOUNTS.doors, *ADMIN.doors]
# Whoever sees most of a page comes first.
SEE_MOST = ("manager", "caseworker", "lead", *ROLES[::-1])
# What a poisoned world cannot hold: postcodes, telephone numbers and codes have one spelling each,
# and the end of a token has four letters; a correction to what was said already is none.
CANNOT_HOLD = {
    "api.Token.ending",
    "api.TokenAudit.ending",
    "impact.Correction.is_now",
    "demand.Company.sector",
    "demand.Sector.code",
    "inclusion.Donation.postcode",
    "inclusion.HelpPlace.postcode",
    "inclusion.Learner.code",
    "inclusion.Person.postcode",
    "places.Area.code",
    "projects.GrantRecipient.number",
    "projects.Site.ods_code",
    "projects.Site.postcode",
    "projects.Site.uprn",
    "projects.SiteAudit.ods_code",
    "projects.SiteAudit.postcode",
    "projects.SiteAudit.uprn",
}


@pytest.fixture(scope="module")
def poisoned(world: World) -> tuple[set[str], set[str]]:
    return poison.fill()


# What stands in a page if the words were not escaped, however little of them was let through: the
# element, the script, the quotation marks that would end an attribute (and may stand in text).
# What `poison` asks to be counted. Not within a longer word: one code in some thousands has the
# same four letters by chance.
COUNTED = re.compile(r"zq14zq|(?:(?<![A-Za-z0-9])|(?<=003E)|(?<=%3E))zqzq(?![A-Za-z0-9])")
SUSPECT = re.compile(r"<i id=x|<script src=/static/js/zq|\"'(>|&gt;)")


class Elements(HTMLParser):
    """What a browser would make of a page, as far as it matters here."""

    def __init__(self):
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag, attrs):
        values = dict(attrs)
        # Broken out of an attribute, the rest of the words would be names of attributes.
        broken_out = any(re.search("[<&'\"]|zq", name) for name in values)
        if tag == "i" or values.get("id") == "x" or "zq" in (values.get("src") or "") or broken_out:
            self.found.append((self.get_starttag_text() or tag)[:200])


def elements(page: str) -> list[str]:
    if not SUSPECT.search(page):
        return []
    parser = Elements()
    parser.feed(page)
    parser.close()
    return parser.found


SUMMARY = re.compile(r'<div class="govuk-error-summary".*?</ul>', re.DOTALL)
LEADS_TO = re.compile(r'href="#([^"]*)"')
CONTROL = re.compile(r"<(?:input|select|textarea|button)\b[^>]*>")


def lost_links(page: str) -> list[str]:
    """Links of a summary of errors that lead to nothing that could be filled in or pressed."""
    summaries = SUMMARY.findall(page)
    if not summaries:
        return []
    controls = [one for one in CONTROL.findall(page) if 'type="hidden"' not in one]
    ids = {found[1] for one in controls if (found := re.search(r'\bid="([^"]*)"', one))}
    wanted = [one for summary in summaries for one in LEADS_TO.findall(summary)]
    return [f"an error leads to #{one}, which is no control" for one in wanted if one not in ids]


def in_xml(text: str) -> list[str]:
    found = []
    for node in ElementTree.fromstring(text).iter():
        name = node.tag.rpartition("}")[2]
        if name in {"i", "script"} or node.get("id") == "x":
            found.append(name)
        # These are HTML inside XML: a reader of feeds draws them.
        if name in {"description", "summary", "content", "subtitle"}:
            found += elements(node.text or "")
    return found


def problems(body: bytes, content_type: str) -> list[str]:
    kind = content_type.partition(";")[0]
    if kind == "application/pdf" and b"startxref" in body:  # else a file of the factories
        pages = PdfReader(io.BytesIO(body)).pages
        text = "\n".join(page.extract_text() for page in pages)
    else:
        text = body.decode(errors="replace")
    found = []
    if COUNTED.search(text):
        found.append("a sum")
    if kind == "text/html":
        found += elements(text)
        found += lost_links(text)
    elif kind.endswith("xml"):
        found += in_xml(text)
    elif kind.endswith("json"):
        json.loads(text)
    return found


def read(client: Client, method: str, url: str) -> list[str]:
    cache.clear()  # the limits on guessing count in it
    caches["pages"].clear()
    client.raise_request_exception = False
    response = getattr(client, method)(url)
    body = b"".join(response) if response.streaming else response.content
    if response.streaming:
        request_finished.disconnect(close_old_connections)
        response.close()
        request_finished.connect(close_old_connections)
    wrong = problems(body, response.headers.get("Content-Type", ""))
    if response.status_code >= 500:
        wrong.append(f"{response.status_code}")
    return [f"{method} {url}: {one}" for one in wrong]


def mail() -> list[str]:
    """What is wrong with the messages that are there, in each of the forms they are sent in."""
    found = []
    for message in Message.objects.all():
        said = f"{message.subject}\n{message.body}"
        found += ["a sum"] if COUNTED.search(said) else []
        found += elements(as_page(message.body, message.subject))
    return [f"mail: {one}" for one in found]


def readers(door: Door) -> list[str]:
    able = [role for role in dict.fromkeys(SEE_MOST) if door.reads[role] == FINE]
    return able[:1] + [STRANGER] * (STRANGER in able[1:])


def test_every_text_of_the_world_is_filled(poisoned):
    filled, refused = poisoned

    assert refused == CANNOT_HOLD
    assert len(filled) > 150


@pytest.mark.parametrize("part", range(8))
def test_no_page_shows_what_words_would_do(world, poisoned, part):
    wrong = []
    for door in DOORS[part::8]:
        for role in readers(door):
            wrong += read(world.client(role), "get", door.url(world))

    assert wrong == []


@pytest.mark.parametrize("part", range(4))
def test_no_button_and_no_message_does_either(world, poisoned, part):
    """Pressed without a word typed: the form comes back with what is wrong, or mail goes out."""
    wrong = []
    # The admin's forms come back as they were drawn; its actions are ours.
    for door in [one for one in (*PAGES.doors, *ACCOUNTS.doors) if one.acts][part::4]:
        role = next(role for role in dict.fromkeys(SEE_MOST) if role in door.acts)
        client = world.client(role)
        with transaction.atomic():
            Message.objects.all().delete()
            wrong += read(client, "post", door.url(world)) + mail()
            transaction.set_rollback(True)

    assert wrong == []


def test_no_message_that_goes_out_by_itself_does(world, poisoned):
    for work in (
        keep_returns,
        plan_reminders,
        send_reminders,
        keep_seminars,
        keep_the_stores,
    ):
        work()

    assert Message.objects.count() > 5
    assert mail() == []


def test_what_the_walk_looks_for_is_found():
    """Broken on purpose: each way in which words could become more."""
    page = "text/html; charset=utf-8"
    for body, kind in (
        (f"<p>{poison.WORDS}</p>", page),
        (f'<p title="{poison.WORDS}">x</p>', page),
        (f'<p title="{poison.WORDS.replace("<", "&lt;").replace(">", "&gt;")}">x</p>', page),
        (f"<textarea>{poison.WORDS}</textarea>", page),
        (f"<script>{json.dumps(poison.WORDS)}</script>", page),
        ("<p>zq14zq</p>", page),
        ("<p>zqzq</p>", page),
        ("<rss><description>&lt;i id=x&gt;</description></rss>", "application/rss+xml"),
        ("<svg><text><i id='x'/></text></svg>", "image/svg+xml"),
        ("DESCRIPTION:zq14zq", "text/calendar"),
    ):
        assert problems(body.encode(), kind), body
