"""Every form is sent empty: each error says what to do, and in the browser leads to its field."""

import pytest
from django.core.cache import cache, caches
from django.db import transaction
from django.test import Client

from tests.access.account_pages import ACCOUNTS
from tests.access.conftest import known_people, nothing_changes, people_stay, quiet
from tests.access.doors import Door
from tests.access.pages import PAGES
from tests.access.test_words_stay_words import CONTROL, SEE_MOST, SUMMARY
from tests.access.world import ROLES, World, there

from .tab import Empty

__all__ = ["known_people", "nothing_changes", "people_stay", "quiet"]
FORMS = [door for door in (*PAGES.doors, *ACCOUNTS.doors) if door.acts]
# What is said of a field that was left empty and has no sentence of its own.
SAYS_NOTHING = "Enter or select an answer"
# Where a link led, as somebody finds it who has pressed it: without scripts, on a phone.
FOLLOW = """() => [...document.querySelectorAll(".govuk-error-summary a")].map(link => {
  if (!link.getAttribute("href").startsWith("#")) return link.getAttribute("href");
  document.activeElement?.blur();
  link.click();
  const said = link.innerText.trim();
  const field = document.activeElement;
  const wanted = decodeURIComponent(link.hash.slice(1));
  const isField = /^(INPUT|SELECT|TEXTAREA|BUTTON)$/.test(field.tagName) && !field.disabled;
  if (!isField || field.id !== wanted) return `“${said}” leads to #${wanted}, and reaches nothing`;
  const isSeen = field.checkVisibility({visibilityProperty: true}) && field.offsetWidth
    && field.getBoundingClientRect().bottom > 0;
  if (!isSeen) return `“${said}” leads to #${wanted}, which nobody sees`;
  // A script shows what depends on another answer only once that is given.
  const depends = field.closest(".govuk-radios__conditional, .govuk-checkboxes__conditional");
  const asks = depends && document.querySelector(`[data-aria-controls="${depends.id}"]`);
  if (asks && !asks.checked) return `“${said}” leads to #${wanted}, which is still folded away`;
  if (!/^(radio|checkbox)$/.test(field.type)) return "";
  const first = document.querySelector(`[name="${CSS.escape(field.name)}"]:not([type=hidden])`);
  return field === first ? "" : `“${said}” leads past the first answer of its group`;
})"""


@pytest.fixture
def world(settings) -> World:
    settings.PUBLIC_FORM_LIMITS = False
    return there()


def who(door: Door) -> str:
    """Whoever sees most of it, of those who may send the form."""
    return next(role for role in dict.fromkeys((*SEE_MOST, *ROLES)) if role in door.acts)


def is_a_field(client: Client, address: str) -> bool:
    """Whether the address is of a field on a page."""
    path, _, name = address.partition("#")
    return any(f' id="{name}"' in one for one in CONTROL.findall(client.get(path).content.decode()))


def sent_empty(world: World, door: Door) -> str:
    """What comes back of a form of which nothing was filled in; nothing is kept."""
    cache.clear()
    caches["pages"].clear()
    client = world.client(who(door))
    client.raise_request_exception = False
    with transaction.atomic():
        answer = client.post(door.url(world))
        transaction.set_rollback(True)
    is_page = answer.headers.get("Content-Type", "").startswith("text/html")
    return answer.content.decode() if is_page and not answer.streaming else ""


@pytest.mark.journey
@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("nothing_changes", "people_stay", "quiet")
def test_every_error_leads_to_its_field(world, open_page):
    tab = Empty(open_page(width=360))
    wrong, followed = [], 0
    for door in FORMS:
        page = sent_empty(world, door)
        if "govuk-error-summary" not in page:
            continue
        if any(SAYS_NOTHING in one for one in SUMMARY.findall(page)):
            wrong.append(f"{door}: an error does not say what to do")
        tab.read(page)
        tab.show([])
        told = tab.frame.evaluate(FOLLOW)
        followed += len(told)
        wrong += [
            f"{door}: {one}"
            for one in dict.fromkeys(filter(None, told))
            # A page that shows what was answered leads to the page of the answers.
            if not one.startswith("/") or not is_a_field(world.client(who(door)), one)
        ]

    assert followed > 60
    if wrong:
        pytest.fail("\n".join(wrong), pytrace=False)
