"""The home of staff: who owes what, one message for all, what is put off or given away."""

from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied
from django.db import Error, transaction
from django.urls import reverse
from django.utils import timezone

from diz_portal.attention import Item, Urgency, selectors, services
from diz_portal.attention.models import Act, Chase, Handling
from diz_portal.outbox.models import Message
from partners.models import Role
from tests.factories.accounts import UserFactory
from tests.factories.partners import MembershipFactory, contributor_of
from tests.factories.partners import manager as make_manager

pytestmark = pytest.mark.django_db
HOME = reverse("workspace:home")


@pytest.fixture
def today():
    return timezone.localdate()


@pytest.fixture
def manager(client):
    person = make_manager(name="Mina Gray")
    client.force_login(person)
    return person


def owed(key, owner, today, people=(), *, days=5, **values):
    return Item(
        key=key,
        title=f"Chase {key}",
        about="Fibre",
        when=f"{days} days overdue",
        url=f"/workspace/{key}/",
        urgency=Urgency.OVERDUE if days > 0 else Urgency.LATER,
        due_on=today - timedelta(days=days),
        owed_by=owner,
        recipients=lambda: list(people),
        ask=f"Your {key} is {days} days overdue",
        **values,
    )


def own(key, today, days=1, **values):
    return Item(
        key=key,
        title=f"Review {key}",
        about="Fibre",
        when="",
        url="/",
        urgency=Urgency.by_date(today - timedelta(days=days), today),
        due_on=today - timedelta(days=days),
        **values,
    )


def form_of(response):
    form = response.context["form"]
    return {name: form[name].value() for name in form.fields}


def test_what_is_owed_is_grouped_by_who_owes_it(client, only, manager, today):
    items = [
        owed("r1", "Quiet Ltd", today, days=-9),
        owed("r2", "Stort Valley Fibre", today, days=50),
        owed("r3", "Stort Valley Fibre", today, days=3),
        own("mine", today),
    ]
    only(provider=lambda user, day: items)

    page = client.get(HOME)

    groups = [(one.name, len(one.items), one.oldest_days) for one in page.context["owing"]]
    assert groups == [("Stort Valley Fibre", 2, 50), ("Quiet Ltd", 1, 0)]
    assert [item.key for item in page.context["own"]] == ["mine"]
    said = " ".join(page.content.decode().split())
    assert "Stort Valley Fibre owes 2 things, the oldest 50 days" in said


def test_three_rows_of_ones_own_are_shown_and_the_others_folded(client, only, manager, today):
    items = [own(f"k{n}", today, days=n) for n in range(60)]
    only(provider=lambda user, day: items)

    page = client.get(HOME)

    assert [item.key for item in page.context["own"]] == ["k59", "k58", "k57"]
    assert len(page.context["own_more"]) == 57


@pytest.mark.parametrize(
    ("query", "keys"),
    [
        ({"project": "Fibre"}, {"r1", "mine"}),
        ({"partner": "Quiet Ltd"}, {"r1"}),
        ({"kind": "for the test"}, {"r1", "mine", "other"}),
        ({"partner": "Quiet Ltd", "project": "Sensors"}, set()),
    ],
)
def test_the_list_is_narrowed_by_project_partner_and_type(
    client, only, manager, today, query, keys
):
    items = [
        owed("r1", "Quiet Ltd", today),
        own("mine", today),
        own("other", today, project="Sensors"),
    ]
    only(provider=lambda user, day: items)

    context = client.get(HOME, query).context

    shown = [item for group in context["owing"] for item in group.items] + context["own"]
    assert {item.key for item in shown} == keys


def test_one_message_asks_for_everything_and_is_logged_on_each_row(client, only, manager, today):
    priya = UserFactory(name="Priya", email="priya@supplier.example")
    sam = UserFactory(name="Sam", email="sam@supplier.example")
    items = [
        owed("return:a", "Stort Valley Fibre", today, [priya, sam]),
        owed("share:b", "Stort Valley Fibre", today, [sam]),
        owed("risk:c", "Quiet Ltd", today, [UserFactory()]),
    ]
    only(provider=lambda user, day: items)
    url = reverse("workspace:owed", args=["Stort Valley Fibre"])
    values = form_of(client.get(url))

    response = client.post(url, values)
    client.post(url, values)

    assert response.status_code == 302
    letters = {m.to: m.body for m in Message.objects.filter(template="attention/chase_all")}
    assert set(letters) == {"priya@supplier.example", "sam@supplier.example"}
    assert "Your return:a is 5 days overdue." in letters["priya@supplier.example"]
    # Nobody is told of what is not theirs to settle.
    assert "share:b" not in letters["priya@supplier.example"]
    assert "share:b" in letters["sam@supplier.example"]
    logged = Chase.objects.values_list("item_key", "recipients")
    assert sorted(logged) == [("return:a", 2), ("share:b", 1)]


def test_what_is_taken_out_is_not_asked_for(client, only, manager, today):
    person = UserFactory()
    items = [owed(key, "Quiet Ltd", today, [person]) for key in ("a", "b")]
    only(provider=lambda user, day: items)
    url = reverse("workspace:owed", args=["Quiet Ltd"])
    values = form_of(client.get(url))

    assert client.post(url, values | {"which": []}).status_code == 422
    client.post(url, values | {"which": ["b"]})

    assert list(Chase.objects.values_list("item_key", flat=True)) == ["b"]
    assert "Your a is" not in Message.objects.get(template="attention/chase_all").body


def test_nobody_can_be_asked_where_nobody_has_an_account(client, only, manager, today):
    items = [owed("a", "Quiet Ltd", today)]
    only(provider=lambda user, day: items)
    url = reverse("workspace:owed", args=["Quiet Ltd"])

    response = client.post(url, form_of(client.get(url)))

    assert response.status_code == 422
    assert not Chase.objects.exists()
    assert client.get(reverse("workspace:owed", args=["Nobody"])).status_code == 404


def test_snooze_puts_a_task_off_until_the_day(client, only, manager, today):
    item = own("mine", today)
    only(provider=lambda user, day: [item])
    url = reverse("workspace:task", args=["mine"])
    until = today + timedelta(days=7)
    values = form_of(client.get(url)) | {"act": "snooze", "words": "The owner is away"}
    values |= {"until_0": until.day, "until_1": until.month, "until_2": until.year, "to": ""}
    values.pop("until")

    response = client.post(url, values)
    client.post(url, values)

    assert response.status_code == 302
    assert Handling.objects.count() == 1
    assert selectors.list_of(manager, today).waiting == []
    assert len(selectors.list_of(manager, today).snoozed) == 1
    assert [one.key for one in selectors.list_of(manager, until).waiting] == ["mine"]
    assert "The owner is away" in client.get(HOME).content.decode()


def test_wake_ends_it(only, manager, today):
    item = own("mine", today)
    only(provider=lambda user, day: [item])
    until = today + timedelta(days=7)
    values = {"item": item, "by": manager}
    services.handle(act="snooze", until=until, words="Away", form_key="k" * 8, **values)
    services.handle(act="wake", form_key="l" * 8, **values)

    assert [one.key for one in selectors.list_of(manager, today).waiting] == ["mine"]


def test_a_snooze_of_staff_hides_nothing_from_those_who_owe_it(only, manager, today):
    partner = contributor_of()
    item = own("return:a", today)
    only(provider=lambda user, day: [item])
    until = today + timedelta(days=7)
    services.handle(item=item, act="snooze", until=until, words="x", form_key="k" * 8, by=manager)

    assert [one.key for one in selectors.list_of(partner, today).waiting] == ["return:a"]


@pytest.mark.parametrize("act", ["snooze", "assign"])
def test_a_colleague_puts_off_what_they_chase_and_not_what_another_owes(only, manager, today, act):
    """One key: for one manager it is to be chased, for another who works for that partner it is
    to be done."""
    other = MembershipFactory(
        organisation=manager.memberships.get().organisation, role=Role.MANAGER
    ).person
    only(
        provider=lambda user, day: [
            own("return:a", today, leads=True)
            if user == other
            else owed("return:a", "Quiet Ltd", today)
        ]
    )
    values = {"until": today + timedelta(days=90)} if act == "snooze" else {"to": manager}
    services.handle(
        item=owed("return:a", "Quiet Ltd", today),
        act=act,
        words="x",
        form_key="k" * 8,
        by=manager,
        **values,
    )

    assert [one.key for one in selectors.list_of(other, today).waiting] == ["return:a"]
    services.handle(
        item=own("return:a", today),
        act="snooze",
        until=today + timedelta(days=2),
        words="x",
        form_key="m" * 8,
        by=other,
    )
    if act == "snooze":
        assert selectors.list_of(other, today).waiting == []


def test_assign_gives_a_task_to_a_colleague(only, manager, today):
    colleague = MembershipFactory(
        organisation=manager.memberships.get().organisation, role=Role.MANAGER
    ).person
    item = own("mine", today)
    only(provider=lambda user, day: [item])

    services.handle(item=item, act="assign", to=colleague, form_key="k" * 8, by=manager)

    assert selectors.list_of(manager, today).with_colleagues[0].key == "mine"
    assert selectors.list_of(colleague, today).waiting[0].key == "mine"


@pytest.mark.parametrize(
    ("values", "refusal"),
    [
        ({"act": Act.SNOOZE, "words": "x"}, services.NotAhead),
        ({"act": Act.ASSIGN}, services.NotAColleague),
    ],
)
def test_what_makes_no_sense_is_refused(manager, today, values, refusal):
    stranger = contributor_of()
    given = {"until": today, "to": stranger} | values

    with pytest.raises(refusal):
        services.handle(item=own("mine", today), form_key="k" * 8, by=manager, **given)


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"act": ""}, "act"),
        ({"act": "note"}, "words"),
        ({"act": "snooze", "words": "x"}, "until"),
        ({"act": "assign"}, "to"),
        ({"act": "wake"}, "act"),
    ],
)
def test_the_form_says_what_is_missing(client, only, manager, today, values, field):
    only(provider=lambda user, day: [own("mine", today)])
    sent = {"words": "", "to": "", "form_key": "k" * 8} | values

    page = client.post(reverse("workspace:task", args=["mine"]), sent)

    assert page.status_code == 422
    assert list(page.context["form"].errors) == [field]


def test_only_staff_may_handle(today):
    partner = contributor_of()

    with pytest.raises(PermissionDenied):
        services.handle(item=own("x", today), act="note", words="x", form_key="k" * 8, by=partner)
    with pytest.raises(PermissionDenied):
        services.chase_all(items=[], subject="s", words="w", form_key="k" * 8, by=partner)


def test_the_database_keeps_what_was_noted(manager, today):
    row = services.handle(item=own("x", today), act="note", words="x", form_key="k" * 8, by=manager)

    with pytest.raises(Error, match="append_only"), transaction.atomic():
        Handling.objects.filter(pk=row.pk).update(words="Other")


def test_a_partners_home_begins_with_the_return_that_is_due_first(client, only, today):
    client.force_login(contributor_of())
    items = [
        own("risk:a", today, days=90),
        own("return:b", today, days=2, leads=True, button="Complete November return"),
        own("return:c", today, days=1, leads=True, button="Complete November return"),
    ]
    only(provider=lambda user, day: items)

    page = client.get(HOME)

    assert page.context["first"].key == "return:b"
    html = page.content.decode()
    assert html.index("Review return:b") < html.index("Review risk:a")
    assert html.count("Review return:b") == 1


def test_what_several_providers_need_is_read_once(django_assert_num_queries):
    from diz_portal.attention import registry
    from projects.portfolio.owed import running_projects

    person = make_manager()
    person.has_perm("attention.chase")
    with registry.one_reading():
        running_projects(person)
        with django_assert_num_queries(0):
            running_projects(person)
    # Another question is another reading.
    with django_assert_num_queries(1):
        running_projects(person)
