"""Seals the words and files of secret messages that are stored in plain text.

As `diz_portal.secrecy` does today; written out here, because that may change and this may not.
Undone, they stand in plain text again, so that nothing that waits is lost.
"""

import base64

from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import migrations

AT_ONCE = 200


def _box():
    def of(key):
        derive = HKDF(algorithm=SHA256(), length=32, salt=None, info=b"diz-portal outbox")
        return Fernet(base64.urlsafe_b64encode(derive.derive(base64.urlsafe_b64decode(key))))

    return MultiFernet([of(key) for key in settings.SEALING_KEYS])


def _batches(rows):
    last = 0
    while batch := list(rows.filter(pk__gt=last).order_by("pk")[:AT_ONCE]):
        yield from batch
        last = batch[-1].pk


def seal(apps, schema_editor):
    box = _box()
    messages = apps.get_model("outbox", "Message").objects.filter(secret=True).exclude(body="")
    for message in _batches(messages):
        message.sealed = box.encrypt(message.body.encode()).decode("ascii")
        message.body = ""
        message.save(update_fields=["body", "sealed"])
    files = apps.get_model("outbox", "Attachment").objects.filter(message__secret=True)
    for file in _batches(files.filter(sealed=False)):
        file.content = base64.urlsafe_b64decode(box.encrypt(bytes(file.content)))
        file.sealed = True
        file.save(update_fields=["content", "sealed"])


def unseal(apps, schema_editor):
    box = _box()
    messages = apps.get_model("outbox", "Message").objects.exclude(sealed="")
    for message in _batches(messages):
        message.body = box.decrypt(message.sealed.encode()).decode()
        message.sealed = ""
        message.save(update_fields=["body", "sealed"])
    for file in _batches(apps.get_model("outbox", "Attachment").objects.filter(sealed=True)):
        file.content = box.decrypt(base64.urlsafe_b64encode(bytes(file.content)))
        file.sealed = False
        file.save(update_fields=["content", "sealed"])


class Migration(migrations.Migration):

    dependencies = [
        ('outbox', '0002_sealed_words'),
    ]

    operations = [
        # What waits is still as large as it was allowed to be until now, and a little more.
        migrations.RemoveConstraint(
            model_name='attachment',
            name='outbox_attachment_is_small',
        ),
        migrations.RunPython(seal, unseal),
    ]
