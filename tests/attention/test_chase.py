import pytest
from django.core.exceptions import PermissionDenied
from django.db import Error, transaction
from django.urls import reverse

from diz_portal.attention import Item, Urgency, services
from diz_portal.attention.models import Chase
from diz_portal.outbox.models import Message
from partners.models import Role
from tests.factories.accounts import UserFactory
from tests.factories.partners import MembershipFactory, OrganisationFactory
from tests.factories.partners import manager as make_manager

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager():
    return make_manager()


@pytest.fixture
def owing():
    return UserFactory(name="Priya Shah", email="priya@supplier.example")


@pytest.fixture
def item(only, owing):
    waiting = Item(
        key="return:abc",
        title="Chase October return",
        about="Local Full Fibre Network",
        when="12 days overdue",
        url="/workspace/returns/abc/",
        urgency=Urgency.OVERDUE,
        owed_by="Fibre Supplier",
        recipients=lambda: [owing],
        ask="Your October return for Local Full Fibre Network is 12 days overdue",
    )
    only(provider=lambda user, today: [waiting])
    return waiting


def form_of(response):
    form = response.context["form"]
    return {name: form[name].value() for name in form.fields}


def test_chase_sends_the_prefilled_email_and_logs_it_on_the_row(client, manager, item):
    client.force_login(manager)
    page = client.get(reverse("workspace:chase", args=[item.key]))
    values = form_of(page)

    response = client.post(reverse("workspace:chase", args=[item.key]), values)

    assert response.status_code == 302
    email = Message.objects.get(template="attention/chase")
    assert email.to == "priya@supplier.example"
    assert email.subject == "Your October return for Local Full Fibre Network is 12 days overdue"
    assert f"{email.subject}." in email.body
    assert "Chase October return" not in email.body
    assert "/workspace/returns/abc/" in email.body
    home = client.get(reverse("workspace:home")).content.decode()
    assert f"by {manager}" in home


def test_chase_twice_with_one_form_sends_once(client, manager, item):
    client.force_login(manager)
    url = reverse("workspace:chase", args=[item.key])
    values = form_of(client.get(url))

    client.post(url, values)
    client.post(url, values)

    assert Chase.objects.count() == 1
    assert Message.objects.filter(template="attention/chase").count() == 1


def test_opening_the_chase_page_sends_nothing(client, manager, item):
    client.force_login(manager)

    client.get(reverse("workspace:chase", args=[item.key]))
    client.head(reverse("workspace:chase", args=[item.key]))

    assert not Chase.objects.exists()
    assert not Message.objects.exists()


def test_chase_refuses_a_subject_of_two_lines(client, manager, item):
    client.force_login(manager)
    url = reverse("workspace:chase", args=[item.key])
    values = form_of(client.get(url)) | {"words": ""}

    response = client.post(url, values)

    assert response.status_code == 422
    assert not Message.objects.exists()


def test_chase_needs_somebody_to_send_to(manager, only):
    empty = Item(
        key="x",
        title="t",
        about="a",
        when="w",
        url="/",
        urgency=Urgency.LATER,
        owed_by="Nobody Ltd",
        recipients=list,
        ask="q",
    )

    with pytest.raises(services.NobodyToChase):
        services.chase(item=empty, subject="s", words="w", form_key="k" * 8, by=manager)

    assert not Chase.objects.exists()


def test_a_partner_may_not_chase(client, item):
    partner = MembershipFactory(role=Role.LEAD).person
    client.force_login(partner)

    assert client.get(reverse("workspace:chase", args=[item.key])).status_code == 403
    with pytest.raises(PermissionDenied):
        services.chase(item=item, subject="s", words="w", form_key="k" * 8, by=partner)


def test_what_is_no_longer_waiting_cannot_be_chased(client, manager, item):
    client.force_login(manager)

    assert client.get(reverse("workspace:chase", args=["return:gone"])).status_code == 404


def test_the_database_keeps_a_chase_as_it_was(manager, item):
    logged = services.chase(item=item, subject="s", words="w", form_key="k" * 8, by=manager)

    with pytest.raises(Error, match="append_only"), transaction.atomic():
        Chase.objects.filter(pk=logged.pk).update(title="Other")
    with pytest.raises(Error, match="append_only"), transaction.atomic():
        Chase.objects.filter(pk=logged.pk).delete()


def test_home_is_for_members(client, only):
    only()
    client.force_login(UserFactory())
    assert client.get(reverse("workspace:home")).status_code == 403

    client.force_login(MembershipFactory(role=Role.VIEWER).person)
    page = client.get(reverse("workspace:home"))
    assert page.status_code == 200
    assert "You have nothing to do right now" in page.content.decode()


def test_home_hides_the_chase_from_those_who_may_not(client, item):
    client.force_login(MembershipFactory(organisation=OrganisationFactory()).person)

    page = client.get(reverse("workspace:home")).content.decode()

    assert "Chase October return" in page
    assert "/chase/" not in page
