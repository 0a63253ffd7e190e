import datetime as dt
import io

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from diz_portal.outbox.models import Message, MessageState
from diz_portal.privacy import LEAD_ORGANISATION, Retention, declare, nightly, registry, services
from partners.models import Membership
from tests.factories.outbox import MessageFactory
from tests.factories.partners import MembershipFactory

pytestmark = pytest.mark.django_db


def ago(days):
    return timezone.now() - dt.timedelta(days=days)


@pytest.fixture
def declared(monkeypatch):
    """Declares the outbox anew, alone in the registry, with a period of the test's own."""
    monkeypatch.setattr(registry, "_declarations", {})

    def with_retention(**retention):
        declare(
            Message,
            personal={"to": "email address", "body": "text"},
            controller=LEAD_ORGANISATION,
            why="To deliver it",
            retention=Retention(**retention),
        )

    return with_retention


def finished(days):
    return MessageFactory(state=MessageState.SENT, sent_at=ago(days))


def test_run_retention_deletes_in_batches_what_is_overdue(declared, monkeypatch):
    monkeypatch.setattr(nightly, "BATCH", 2)
    for days in (31, 32, 33, 34, 35):
        finished(days)
    recent = finished(29)
    declared(days=30, from_field="sent_at")

    (outcome,) = nightly.run_retention()

    assert (outcome.label, outcome.rows, outcome.problem) == ("outbox.Message", 5, "")
    assert list(Message.objects.all()) == [recent]
    assert nightly.run_retention()[0].rows == 0


def test_run_retention_changes_nothing_in_a_dry_run(declared):
    finished(31)
    declared(days=30, from_field="sent_at")

    assert nightly.run_retention(dry_run=True)[0].rows == 1
    assert Message.objects.count() == 1


def test_run_retention_clears_the_named_fields_once(declared):
    email = finished(31)
    declared(days=30, from_field="sent_at", action="blank", fields=("body", "subject"))

    assert [nightly.run_retention()[0].rows for _ in range(2)] == [1, 0]

    email.refresh_from_db()
    assert (email.body, email.subject) == ("", "")
    assert email.to


def test_run_retention_counts_from_the_latest_of_several_dates(declared):
    kept_one = MessageFactory(state=MessageState.SENT, sent_at=ago(90), given_up_at=ago(1))
    MessageFactory(state=MessageState.SENT, sent_at=ago(90))
    declared(days=30, from_field=("sent_at", "given_up_at"))

    nightly.run_retention()

    assert list(Message.objects.all()) == [kept_one]


def test_run_retention_touches_only_the_rows_it_is_about(declared):
    finished(90)
    secret = MessageFactory(state=MessageState.SENT, sent_at=ago(90), secret=True)
    declared(days=30, from_field="sent_at", only={"secret": False})

    nightly.run_retention()

    assert list(Message.objects.all()) == [secret]


def test_run_retention_goes_on_when_one_model_is_in_trouble(declared, monkeypatch):
    declared(days=30, from_field="sent_at", apply="diz_portal.outbox.services.nowhere")

    (outcome,) = nightly.run_retention()

    assert (outcome.rows, outcome.problem) == (0, "ImportError")
    with pytest.raises(CommandError, match=r"outbox\.Message \(ImportError\)"):
        call_command("run_retention", stdout=io.StringIO())


def test_run_retention_command_says_what_it_would_do():
    finished(31)
    out = io.StringIO()

    call_command("run_retention", "--dry-run", stdout=out)

    assert "Messages sent by the portal: 1 to be cleared" in out.getvalue()
    assert Message.objects.exclude(to="").count() == 1


def test_run_retention_command_says_when_there_is_nothing_to_do():
    out = io.StringIO()

    call_command("run_retention", stdout=out)

    assert out.getvalue() == "No records are due for deletion.\n"


def test_run_retention_makes_a_closed_account_nameless_once(client, django_user_model):
    from allauth.account.models import EmailAddress

    closed = django_user_model.objects.create_user(
        "ann@council.example",
        "a long password 1",
        name="Ann O’Neill",
        is_active=False,
        last_login=ago(366),
        date_joined=ago(900),
    )
    EmailAddress.objects.create(user=closed, email=closed.email, primary=True)
    open_account = django_user_model.objects.create_user(
        "bob@council.example", name="Bob", last_login=ago(900), date_joined=ago(900)
    )

    first, second = (
        {one.label: one.rows for one in nightly.run_retention()}["accounts.User"] for _ in range(2)
    )

    closed.refresh_from_db()
    open_account.refresh_from_db()
    assert (first, second) == (1, 0)
    assert (closed.name, closed.email) == ("", f"{closed.reference}@former.invalid")
    assert not closed.has_usable_password()
    assert not EmailAddress.objects.exists()
    assert open_account.name == "Bob"


def test_pseudonymise_ends_every_visit(client, django_user_model):
    person = django_user_model.objects.create_user("ann@council.example", name="Ann")
    other = django_user_model.objects.create_user("bob@council.example", name="Bob")
    backend = "django.contrib.auth.backends.ModelBackend"
    client.force_login(person, backend)
    from diz_portal.accounts.models import Visit

    theirs = client.session.session_key
    client.cookies.clear()
    client.force_login(other, backend)

    services.pseudonymise(user=person)

    assert not Visit.objects.filter(pk=theirs).exists()
    assert Visit.objects.count() == 1


def test_pseudonymise_leaves_no_way_in_and_no_name_in_the_log(django_user_model):
    from allauth.account.models import EmailAddress
    from django.contrib.admin.models import CHANGE, LogEntry
    from django.contrib.contenttypes.models import ContentType

    def logged(row):
        return LogEntry.objects.create(
            user=manager,
            content_type=ContentType.objects.get_for_model(row),
            object_id=row.pk,
            object_repr="Ann O’Neill",
            action_flag=CHANGE,
            change_message="Changed Ann O’Neill.",
        ).pk

    manager = django_user_model.objects.create_user("bob@council.example", name="Bob")
    person = django_user_model.objects.create_superuser("ann@council.example", name="Ann")
    address = EmailAddress.objects.create(user=person, email=person.email, primary=True)
    theirs = {logged(person), logged(address)}
    others = logged(manager)

    services.pseudonymise(user=person)

    person.refresh_from_db()
    assert (person.is_active, person.is_staff, person.is_superuser) == (False, False, False)
    assert not EmailAddress.objects.exists()
    assert dict(
        LogEntry.objects.filter(pk__in=theirs).values_list("object_repr", "change_message")
    ) == {
        "user, erased": "",
        "email address, erased": "",
    }
    assert LogEntry.objects.get(pk=others).object_repr == "Ann O’Neill"


def test_deleting_a_row_deletes_what_its_history_says(django_user_model):
    person, other = MembershipFactory(), MembershipFactory()
    (history,) = registry.audit_models(Membership)
    assert history.objects.filter(pgh_obj_id__in=[person.pk, other.pk]).count() == 2

    services.delete(Membership, [person.pk])

    assert list(Membership.objects.all()) == [other]
    assert set(history.objects.values_list("pgh_obj_id", flat=True)) == {other.pk}


def test_only_visits_that_hold_answers_are_opened(client, django_user_model, monkeypatch):
    from diz_portal.accounts.models import Visit
    from diz_portal.accounts.visits import SessionStore
    from diz_portal.privacy import unsent
    from diz_portal.privacy.kinds import Wanted

    person = django_user_model.objects.create_user("ann@council.example", name="Ann")
    client.force_login(person, "django.contrib.auth.backends.ModelBackend")
    asking = SessionStore()
    asking["asking_self"] = {"answers": {"email": "ann@council.example"}}
    asking.save()
    opened, read = [], Visit.get_decoded
    monkeypatch.setattr(Visit, "get_decoded", lambda visit: opened.append(visit) or read(visit))

    (found,) = unsent.finder(sent=False)(Wanted.of("ann@council.example"))
    services.pseudonymise(user=person)

    assert found.visit.session_key == asking.session_key
    assert set(opened) == {found.visit}


def test_run_retention_deletes_from_a_table_that_refuses_deletion():
    from django.db import InternalError, transaction

    from diz_portal.attention.models import Chase
    from tests.factories.accounts import UserFactory

    def chase(days):
        return Chase.objects.create(
            item_key="return:x",
            title="Send the return",
            owed_by="Harlow",
            recipients=1,
            by=UserFactory(),
            at=ago(days),
            form_key=str(days),
        )

    old, recent = chase(731), chase(729)
    with pytest.raises(InternalError), transaction.atomic():
        Chase.objects.filter(pk=old.pk).delete()

    outcomes = {one.label: one for one in nightly.run_retention()}

    assert (outcomes["attention.Chase"].rows, outcomes["attention.Chase"].problem) == (1, "")
    assert list(Chase.objects.all()) == [recent]
    with pytest.raises(InternalError), transaction.atomic():
        Chase.objects.filter(pk=recent.pk).delete()
