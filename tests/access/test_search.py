"""The search finds for everybody what they may see, and nothing else (design §4.6)."""

import pytest
from django.core.cache import cache

from diz_portal.search import Asked
from diz_portal.search.reading import found
from diz_portal.search.registry import searchables

from .doors import FINE, INSIDE, MEMBERS, REFUSED
from .test_doors import MAY_READ
from .world import NEWCOMERS, ROLES, SECRET, STRANGER, World

pytestmark = [
    pytest.mark.django_db,
    pytest.mark.usefixtures("nothing_changes", "people_stay", "quiet"),
    pytest.mark.slow,
]

PAGE = "/workspace/search/"
PEOPLE = [role for role in (*ROLES, *NEWCOMERS) if role != STRANGER]
RESIDENT = "Marker-resident"


def hits(user, text: str, *, by_post: bool = True) -> list[tuple[str, str]]:
    groups = found(user, Asked.of(text, by_post=by_post))
    return [(group.kind, hit.url) for group in groups for hit in group.hits]


@pytest.mark.parametrize("role", ROLES)
def test_only_members_search(world: World, role):
    cache.clear()
    response = world.client(role).post(PAGE, {"q": "elm"})

    expected = FINE if role in MEMBERS else 302 if role == STRANGER else REFUSED
    assert response.status_code == expected


@pytest.mark.parametrize("role", PEOPLE)
def test_every_hit_leads_to_a_page_that_opens(world: World, role):
    """What somebody finds they may open: a hit that leads to 403 or 404 tells what is there."""
    if role not in MEMBERS and role in ROLES:
        return
    wrong, tried = [], 0
    for one in searchables():
        user = world.people[role]
        if not one.may_look(user):
            continue
        rows = one.rows(user)
        rows = rows.select_related(*one.related) if one.related else rows
        for record in rows.order_by("pk")[:2]:
            url = one.hit(record, user).url
            tried += 1
            response = world.client(role).get(url, follow=True)
            for close in response._resource_closers:  # a file, without the end of a request
                close()
            if response.status_code != FINE:
                wrong.append(f"{one.kind}: {url} is {response.status_code}")

    assert tried
    assert wrong == []


@pytest.mark.parametrize("word", SECRET)
def test_no_secret_word_is_found_by_who_may_not_read_it(world: World, word):
    may = MAY_READ.get(word, INSIDE)
    # As one word: each of the two alone is in many titles.
    word = word if "@" in word else word.replace("-", "")
    wrong = [role for role in ROLES if role not in may and role != STRANGER]
    wrong = [role for role in wrong if hits(world.people[role], word)]

    assert wrong == []


@pytest.mark.parametrize("role", PEOPLE)
def test_no_reference_is_found_that_is_not_theirs(world: World, role):
    user = world.people[role]
    theirs = {
        one.kind: set(one.rows(user).values_list("pk", flat=True)) if one.may_look(user) else set()
        for one in searchables()
    }
    for one in searchables():
        if "reference" not in (*one.codes, *one.private_codes):
            continue
        for record in one.rows(world.people["manager"]).model._default_manager.all()[:4]:
            groups = found(user, Asked.of(record.reference, by_post=True), one.kind)

            assert bool(groups) == (record.pk in theirs[one.kind]), (one.kind, record)


def test_a_resident_is_found_by_their_own_caseworkers_alone(world: World):
    found_by = {
        role
        for role in PEOPLE
        if {"cases", "referrals"} & {kind for kind, _ in hits(world.people[role], RESIDENT)}
    }

    # The last two are of another team, which has people of its own.
    assert {"caseworker"} <= found_by <= {"caseworker", "elsewhere", "both"}
    assert hits(world.people["caseworker"], RESIDENT, by_post=False) == []
