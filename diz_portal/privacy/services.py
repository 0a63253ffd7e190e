"""Taking people out of tables: deleting rows, making accounts nameless, emptying the log."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

import pghistory.trigger
import pgtrigger
from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction

from diz_portal.accounts.models import User, Visit

from . import registry


def delete(model: type[models.Model], keys: list[Any]) -> None:
    model._base_manager.filter(pk__in=keys).delete()
    for audit in registry.audit_models(model):
        with triggers_lifted(audit):
            audit._base_manager.filter(pgh_obj_id__in=keys).delete()


@transaction.atomic
def delete_row(row: models.Model, by: User | None = None) -> None:
    """Forget a record that nothing else counts, with what the audit trail holds of it."""
    blank_log(type(row), [row.pk])
    with triggers_lifted(type(row)):
        delete(type(row), [row.pk])


@contextmanager
def triggers_lifted(model: type[models.Model]) -> Iterator[None]:
    """Append-only tables yield to retention alone, and only inside its own transaction."""
    with ExitStack() as stack:
        for trigger in getattr(model._meta, "triggers", ()):
            if isinstance(trigger, pgtrigger.Protect):
                stack.enter_context(pgtrigger.ignore(f"{model._meta.label}:{trigger.name}"))
        yield


@contextmanager
def history_silent(model: type[models.Model]) -> Iterator[None]:
    """No line in the audit trail for what goes from words: its old lines lose the same."""
    with ExitStack() as stack:
        for trigger in getattr(model._meta, "triggers", ()):
            if isinstance(trigger, pghistory.trigger.Event):
                stack.enter_context(pgtrigger.ignore(f"{model._meta.label}:{trigger.name}"))
        yield


def blank_log(model: type[models.Model], keys: list[Any]) -> None:
    """What the admin's log says of records of a person: that they were changed, not whose."""
    LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(model),
        object_id__in=[str(key) for key in keys],
    ).update(object_repr=f"{model._meta.verbose_name}, erased"[:200], change_message="")


@transaction.atomic
def pseudonymise(*, user: Any) -> None:
    """Take the name and every way in from somebody's account; history keeps its reference."""
    user = type(user)._base_manager.select_for_update().get(pk=user.pk)
    blank_log(type(user), [user.pk])
    for relation in user._meta.related_objects:
        if relation.related_model._meta.label in _WAYS_IN:
            theirs = relation.related_model._base_manager.filter(**{relation.field.name: user})
            blank_log(relation.related_model, list(theirs.values_list("pk", flat=True)))
            theirs.delete()
    Visit.objects.filter(account=user.pk).delete()
    user.name = ""
    user.email = f"{user.reference}@former.invalid"
    user.is_active = user.is_staff = user.is_superuser = False
    user.last_login = None
    user.set_unusable_password()
    user.save()


_WAYS_IN = {"account.EmailAddress", "mfa.Authenticator", "accounts.SingleSignOn"}
