"""The admin answers about what it shows: filters, search, order, choices and links alike."""

import pytest
from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.contrib.contenttypes.models import ContentType
from django.core.exceptions import FieldDoesNotExist
from django.test import RequestFactory
from django.urls import reverse

from diz_portal.accounts.models import User
from diz_portal.admin_site import AnswersWhatItShows
from seminars.models import Registration
from tests.factories.accounts import PASSWORD, UserFactory
from tests.factories.inclusion import HelpPlaceFactory
from tests.factories.outbox import MessageFactory
from tests.factories.partners import manager
from tests.factories.projects import ProgrammeFactory
from tests.factories.seminars import SeminarFactory, registered

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
PAGES = list(admin.site._registry.values())
LOOKUPS = ("exact", "startswith", "regex", "in", "gte", "isnull")


@pytest.fixture
def superuser(client):
    person = UserFactory(is_superuser=True, is_staff=True)
    client.force_login(person, BACKEND)
    return person


@pytest.fixture
def boss(client):
    person = manager()
    client.force_login(person, BACKEND)
    return person


def list_of(page):
    return reverse(f"admin:{page.opts.app_label}_{page.opts.model_name}_changelist")


def test_every_page_and_every_part_of_one_is_built_on_the_same_base():
    parts = [part for page in PAGES for part in page.inlines]

    assert len(PAGES) > 50
    assert parts
    assert [str(page) for page in PAGES if not isinstance(page, AnswersWhatItShows)] == []
    assert [part for part in parts if not issubclass(part, AnswersWhatItShows)] == []


# Filters -----------------------------------------------------------------------------


def paths_of(page):
    """Every column of the model, and of whatever it refers to."""
    for field in page.opts.concrete_fields:
        yield field.name
        if field.is_relation:
            yield field.attname
            yield from (
                f"{field.name}__{other.name}" for other in field.related_model._meta.concrete_fields
            )


def declared_by(page):
    for one in page.list_filter:
        if isinstance(one, list | tuple):
            yield one[0]
        else:
            yield one if isinstance(one, str) else one.parameter_name
    if page.date_hierarchy:
        yield page.date_hierarchy


def test_a_column_is_asked_about_by_declared_filters_only():
    asked = 0
    wrong = []
    for page in PAGES:
        declared = set(declared_by(page))
        columns = {field.name for field in page.opts.concrete_fields}
        # A relation is narrowed by its key.
        keys = {
            f"{path}__{page.model._meta.get_field(path).target_field.name}"
            for path in declared & columns
            if page.model._meta.get_field(path).is_relation
        }
        for path in paths_of(page):
            asked += 1
            may = {"exact", "gte", "isnull"} if path in declared | keys else set()
            allowed = {
                lookup for lookup in LOOKUPS if page.lookup_allowed(f"{path}__{lookup}", "x")
            }
            if not allowed <= may:
                wrong.append(f"{page.opts.label}: {path} by {sorted(allowed - may)}")
            if page.lookup_allowed(path, "x") and path not in declared:
                wrong.append(f"{page.opts.label}: {path}")

    assert asked > 1000
    assert wrong == []


@pytest.mark.django_db
def test_what_the_lists_themselves_ask_is_answered(client, superuser):
    """Each link beside a list and above it: nothing that is offered is refused."""
    wrong = []
    for page in PAGES:
        changelist = client.get(list_of(page)).context["cl"]
        asked = {name for spec in changelist.filter_specs for name in spec.expected_parameters()}
        wrong += [f"{page.opts.label}: {name}" for name in asked - page.lookups_offered()]
        if page.date_hierarchy:
            answer = client.get(list_of(page), {f"{page.date_hierarchy}__year": "2026"})
            if answer.status_code != 200:
                wrong.append(f"{page.opts.label}: its dates")

    assert wrong == []


@pytest.mark.django_db
def test_another_question_is_a_mistake_in_the_address(client, superuser):
    """Once a list: our page and 400, not the whole list with `?e=1`."""
    wrong = []
    for page in PAGES:
        declared = set(declared_by(page))
        column = next(one for one in paths_of(page) if one not in declared)
        answer = client.get(list_of(page), {f"{column}__regex": ".", "_popup": "1"})
        if (
            answer.status_code != 400
            or b"There is a problem with that request" not in answer.content
        ):
            wrong.append(f"{page.opts.label}: {column} {answer.status_code}")

    assert wrong == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("page", "asked"),
    [
        ("accounts/user", "password__regex=^a"),
        ("accounts/user", "memberships__organisation__name=A"),
        ("outbox/message", "to=ada@home.example"),
        ("outbox/message", "body__regex=a"),
        ("outbox/message", "sealed__startswith=g"),
        ("outbox/message", "template__regex=a"),
        ("outbox/message", "nothing=1"),
        ("outbox/message", "state__exact=sent&to__contains=a"),
        ("outbox/message", "_to_field=body"),
        ("accounts/user", "_to_field=password"),
        ("accounts/user", "_to_field=email"),
        ("accounts/user", "is_active__exact=perhaps&password__startswith=m"),
        ("inclusion/device", "reserved_for__case__person__name=Ada"),
        ("projects/project", "programme__id__exact=x"),
        ("projects/project", "starts_on__year=2026&starts_on__month=13"),
    ],
)
def test_hidden_columns_are_asked_about_in_vain(client, boss, page, asked):
    ProgrammeFactory.create_batch(2)

    answer = client.get(f"/admin/{page}/?{asked}")

    assert answer.status_code == 400
    assert "Location" not in answer


@pytest.mark.django_db
def test_filters_carried_along_are_looked_at_where_they_lead(client, boss):
    message = MessageFactory()
    carried = {"_changelist_filters": "body__regex=a"}

    page = client.get(reverse("admin:outbox_message_change", args=[message.pk]), carried)

    assert page.status_code == 200
    assert client.get("/admin/outbox/message/?body__regex=a").status_code == 400


# Search and order --------------------------------------------------------------------

# Shown by a column or a line of another name.
SHOWN_AS = {
    ("outbox.message", "to"): "sent_to",
    ("outbox.message", "reader"): "read_by",
    ("projects.importmapping", "supplier"): "supplier_name",
    ("projects.importbatch", "reference"): "open",
    ("projects.ledgerimportbatch", "reference"): "open",
    ("projects.returnimportmapping", "supplier"): "supplier_name",
    ("inclusion.importmapping", "supplier"): "supplier_name",
    ("inclusion.importbatch", "reference"): "open",
    ("documents.document", "size"): "kilobytes",
    ("documents.document", "guard"): "what_it_is",
    ("documents.document", "content_type"): "type_of_file",
    ("seminars.registration", "attendance"): "was_there",
}
# In the address of their own page, to which theirs here has a link.
ALSO_KNOWN = {
    ("projects.fundingsource", "reference"),
    ("projects.milestone", "reference"),
    ("projects.risk", "reference"),
}


def shown_on(page, request) -> set[str]:
    """Names of what a list and its records' pages show."""
    names = set(page.get_list_display(request))
    for record in (None, page.model()):
        names |= set(flatten_fieldsets(page.get_fieldsets(request, record)))
    return names


def is_shown(model, path: str, request) -> bool:
    page = admin.site._registry.get(model)
    if page is None:
        return False
    shown = shown_on(page, request)
    first, _, rest = path.partition("__")
    label = model._meta.label_lower
    if SHOWN_AS.get((label, first), first) not in shown and (label, first) not in ALSO_KNOWN:
        # What hangs on a record is shown by the part of its page that lists it.
        parts = {part.model for part in page.inlines}
        try:
            field = model._meta.get_field(first)
        except FieldDoesNotExist:
            return False
        return bool(rest) and field.is_relation and field.related_model in parts
    if not rest:
        return True
    return is_shown(model._meta.get_field(first).related_model, rest, request)


@pytest.mark.django_db
def test_a_search_looks_at_nothing_that_is_not_shown(superuser):
    request = RequestFactory().get("/admin/")
    request.user = superuser

    hidden = [
        f"{page.opts.label}: {path}"
        for page in PAGES
        for path in page.get_search_fields(request)
        if not is_shown(page.model, path.lstrip("^=@"), request)
    ]

    assert hidden == [], hidden


@pytest.mark.django_db
def test_a_list_is_ordered_by_nothing_that_is_not_shown(superuser):
    request = RequestFactory().get("/admin/")
    request.user = superuser
    hidden = []
    for page in PAGES:
        computed = {"number", "step"}  # counted for the list itself
        for name in page.get_list_display(request):
            column = getattr(page, name, None) if isinstance(name, str) else name
            order = getattr(column, "admin_order_field", None)
            path = str(order or "").lstrip("-")
            if path and path not in computed and not is_shown(page.model, path, request):
                hidden.append(f"{page.opts.label}: {name} by {path}")

    assert hidden == [], hidden


# Choices and links -------------------------------------------------------------------


def choices(client, model, field, **more):
    values = {"app_label": model.split(".")[0], "model_name": model.split(".")[1]}
    return client.get(reverse("admin:autocomplete"), {**values, "field_name": field, **more})


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("model", "field"),
    [
        ("outbox.message", "done_by"),
        ("inclusion.case", "handled_by"),
        ("admin.logentry", "user"),
        ("mfa.authenticator", "user"),
        ("projects.site", "district"),
        ("accounts.user", "password"),
    ],
)
def test_choices_are_given_for_offered_fields_only(client, boss, model, field):
    assert choices(client, model, field, term="a").status_code == 403
    assert choices(client, "partners.membership", "person", term="a").status_code == 200


@pytest.mark.django_db
def test_choices_are_what_the_person_may_see(client, boss, monkeypatch):
    monkeypatch.setattr(
        "projects.portfolio.models.programme.ProjectQuerySet.visible_to",
        lambda rows, user: rows.none(),
    )

    assert choices(client, "projects.site", "project").json()["results"] == []


@pytest.mark.django_db
def test_a_private_page_is_not_reached_by_way_of_the_admin(client, superuser):
    """Django's own would lead to any record's page: here, to a resident's private link."""
    person = registered(SeminarFactory())
    kind = ContentType.objects.get_for_model(Registration)

    answers = [
        client.get(reverse("admin:view_on_site", args=[kind.pk, person.pk])),
        client.get(f"/admin/r/{kind.pk}/{person.pk}/"),
        client.get(f"/admin/r/{ContentType.objects.get_for_model(User).pk}/{superuser.pk}/"),
        client.get(f"/admin/r/999999/{person.pk}/"),
        client.get("/admin/r/x/1/"),
    ]

    assert [answer.status_code for answer in answers] == [404] * 5


@pytest.mark.django_db
def test_what_lets_somebody_in_has_no_page_in_the_admin(client, superuser):
    """Second steps with their secrets, proofs of addresses: not even by who runs the portal."""
    assert {page.opts.app_label for page in PAGES}.isdisjoint({"account", "mfa", "socialaccount"})
    assert client.get("/admin/mfa/authenticator/").status_code == 404


@pytest.mark.django_db
def test_a_password_is_changed_on_the_account_page_alone(client, boss):
    """Where guesses are counted, the owner is told and other browsers are signed out."""
    new = {"new_password1": "another long secret", "new_password2": "another long secret"}

    for answer in (
        client.get(reverse("admin:password_change")),
        client.post(reverse("admin:password_change"), {"old_password": PASSWORD, **new}),
    ):
        assert answer.status_code == 302
        assert answer.url == reverse("account_change_password")

    boss.refresh_from_db()
    assert boss.check_password(PASSWORD)


@pytest.mark.django_db
def test_every_record_s_own_page_is_asked_for_without_an_error(client, superuser):
    place = HelpPlaceFactory()
    kind = ContentType.objects.get_for_model(place)

    answer = client.get(f"/admin/r/{kind.pk}/{place.pk}/")

    assert answer.status_code == 404
