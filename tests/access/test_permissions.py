"""Every permission is asked somewhere, and says of one record what the querysets say of all."""

import ast
import re
from dataclasses import dataclass
from functools import cache
from operator import attrgetter
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone
from rules.permissions import permissions

from diz_portal.accounts.models import User
from diz_portal.privacy import erasure
from inclusion.cases.services import openings
from inclusion.models import LearningPath
from partners.backends import ADMIN_VERBS, is_ours
from projects.packs.services import issuing
from seminars.models import Seminar
from tests.factories.accounts import UserFactory
from tests.factories.inclusion import CaseFactory
from tests.factories.learning import LessonFactory
from tests.factories.packs import draft_of
from tests.factories.partners import OrganisationFactory
from tests.factories.projects import SiteFactory

from .seeing import METHODS, SEEING
from .who_may import OF_A_RECORD, WHO_MAY
from .world import World

pytestmark = pytest.mark.django_db

APPS = ("diz_portal", "partners", "projects", "seminars", "inclusion")
# Where somebody is asked: pages, the admin, the API, services that decide. Not where it is said
# who may.
NOT_ASKING = {"rules.py", "migrations"}


# Asked ---


@dataclass(frozen=True)
class Code:
    """What all modules say: read once, since it takes seconds."""

    # Every string, docstrings left out, where somebody is asked.
    words: frozenset[str]
    # What looks like the name of a permission, where one is asked for.
    asked: frozenset[str]


LOOKS = re.compile(rf"^({'|'.join(APPS)}|outbox|privacy|attention|documents)\.[a-z_]+$")


@cache
def code() -> Code:
    words, asked = set(), set()
    for app in APPS:
        for path in (settings.BASE_DIR / app).rglob("*.py"):
            nodes = list(ast.walk(ast.parse(path.read_text())))
            if NOT_ASKING.isdisjoint(path.parts):
                words |= words_of(nodes)
            asked |= asked_for(nodes)
    return Code(frozenset(words), frozenset(asked))


def words_of(nodes: list[ast.AST]) -> set[str]:
    """Every string of a module, docstrings and comments left out."""
    strings = [
        node for node in nodes if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]
    said = {
        node.value.value
        for node in nodes
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    return {node.value for node in strings} - said


def asked_for(nodes: list[ast.AST]) -> set[str]:
    """What looks like a permission's name where one is asked for."""
    asking = {"has_perm", "require", "seen"}
    return {
        one.value
        for node in nodes
        if isinstance(node, ast.Call)
        and getattr(node.func, "attr", getattr(node.func, "id", "")) in asking
        for one in node.args
        if isinstance(one, ast.Constant)
        and LOOKS.match(str(one.value))
        and not one.value.partition(".")[2].startswith(ADMIN_VERBS)
    }


def asked_in(name: str, text: str) -> bool:
    """As `{% has_perm "app.verb" user %}`, or as `perms.app.verb`."""
    asked = rf"has_perm\s+['\"]{re.escape(name)}['\"]|\bperms\.{re.escape(name)}\b"
    return re.search(asked, text) is not None


def never_asked(names: set[str]) -> set[str]:
    left = names - code().words
    pages = [path.read_text() for path in (settings.BASE_DIR / "templates").rglob("*.html")]
    return {name for name in left if not any(asked_in(name, text) for text in pages)}


def test_every_permission_is_asked_by_a_page_or_the_admin():
    assert never_asked(set(permissions)) == set()


def test_a_permission_that_nobody_asks_is_found():
    assert never_asked({"partners.dream", "partners.invite"}) == {"partners.dream"}


def test_every_permission_that_is_asked_is_one():
    """A name with a slip of the pen is asked, and nobody ever has it."""
    asked = code().asked

    assert len(asked) > 40
    assert sorted(asked - set(permissions)) == []


# Agreeing ---


def test_every_model_that_knows_its_readers_has_a_permission():
    found: dict[Any, set[str]] = {
        model: {name for name in METHODS if hasattr(model._default_manager.all(), name)}
        for model in apps.get_models()
        if is_ours(model._meta.app_label)
    }

    assert {model: names for model, names in found.items() if names} == {
        model: set(names) for model, names in SEEING.items()
    }


@pytest.fixture(scope="module")
def everybody(world: World) -> dict[str, Any]:
    people = {role: User.objects.get(pk=person.pk) for role, person in world.people.items()}
    return {"stranger": AnonymousUser(), **people}


def disagreements(everybody: dict[str, Any]) -> list[str]:
    wrong = []
    for model, ways in SEEING.items():
        rows = list(model._default_manager.all())
        for method, permission in ways.items():
            for role, person in everybody.items():
                seen = set(
                    getattr(model._default_manager.all(), method)(person).values_list(
                        "pk", flat=True
                    )
                )
                for row in rows:
                    may = person.has_perm(permission, row)
                    if may != (row.pk in seen):
                        verb = "may" if may else "may not"
                        wrong.append(
                            f"{role} {verb} {permission} of {model.__name__} {row.pk} ({row}), "
                            f"{method} says otherwise"
                        )
    return wrong


def test_querysets_and_permissions_agree_for_everybody(world, everybody):
    things = world.things
    # What the world does not hold: what was withdrawn, not published, a recent emergency access.
    SiteFactory(project=things.public, withdrawn_at=timezone.now())
    LearningPath.objects.update_or_create(
        slug="a-draft", defaults={"title": "A draft", "is_published": False}
    )
    LessonFactory(module=things.lesson.module, is_published=False)
    openings.use_emergency_access(
        case=things.case,
        kind="safeguarding",
        ground="harm",
        reason="A neighbour rang: no answer for 2 days.",
        by=everybody["lead"],
    )
    openings.log_opening(case=things.case, by=everybody["outsider"], kind="found")
    CaseFactory(handled_by=OrganisationFactory())
    # Board packs of all projects: one that was issued, and a draft.
    issuing.issue(
        by=everybody["manager"], pack=draft_of(None, everybody["manager"], days=-5, until=2)
    )
    draft_of(None, everybody["manager"], days=30)
    root = UserFactory(is_superuser=True, is_staff=True)

    assert disagreements({**everybody, "superuser": root}) == []
    assert Seminar.objects.count() > len(Seminar.objects.visible_to(everybody["lead"]))


def test_the_world_has_a_row_of_everything_and_somebody_who_may_not_see_it(world, everybody):
    empty, seen_by_all, seen_by_none = [], [], []
    for model, ways in SEEING.items():
        rows = list(model._default_manager.all())
        for method, permission in ways.items():
            answers = {p.has_perm(permission, row) for p in everybody.values() for row in rows}
            what = f"{model.__name__}.{method}"
            if not rows:
                empty.append(what)
            if answers == {True}:
                seen_by_all.append(what)
            if answers == {False}:
                seen_by_none.append(what)

    assert (empty, seen_by_all, seen_by_none) == ([], [], [])


# The answers themselves ---


def who(everybody: dict[str, Any], permission: str, thing: Any) -> set[str]:
    return {role for role, person in everybody.items() if person.has_perm(permission, thing)}


def test_permissions_are_held_by_those_in_the_table_and_nobody_else(world, everybody):
    found = {
        name: who(everybody, name, attrgetter(thing)(world.things) if thing else None)
        for name, (thing, _) in WHO_MAY.items()
    }

    assert found == {name: roles for name, (_, roles) in WHO_MAY.items()}


def test_records_of_residents_are_decided_on_by_those_who_answer_for_them(world, everybody):
    resident = erasure.record("resident", world.things.case.person.reference)

    assert {"privacy.decide": who(everybody, "privacy.decide", resident)} == OF_A_RECORD


def test_no_permission_is_missing_from_the_table():
    assert set(permissions) == set(WHO_MAY) | set(OF_A_RECORD)
