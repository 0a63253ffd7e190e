"""Words that would become part of a page if a page let them, in every text of the world.

Whatever a person typed or a file brought stands in a text column. All of them are filled, whether
this release has a form for the column or not: what must not hold them says so here.
"""

from typing import Any

from django.apps import apps
from django.db import IntegrityError, connection, models, transaction
from django.db.utils import DataError

from inclusion.models import ClientList, ClientRow
from inclusion.models import ImportBatch as ListBatch
from inclusion.models import ImportRow as ListRow
from projects.models import (
    ImportBatch,
    ImportRow,
    LedgerImportBatch,
    LedgerImportRow,
    ReturnImportBatch,
    ReturnImportRow,
)

OURS = ("diz_portal.", "partners.", "projects.", "seminars.", "inclusion.")
# Out of an attribute, of a text area, of a script that is data; an element; a sum; a tag.
WORDS = (
    "\"'></script></title></textarea></label><i id=x>"
    "<script src=/static/js/zq.js></script>zq{{ 7|add:7 }}zq{% debug %}"
)
FEWER = "\"'></script><i id=x>zq{{7|add:7}}zq"
FEWEST = "'><i id=x>"

# Columns that nobody types into and no file fills: names that the code gives, digests, addresses.
OF_THE_CODE = {
    "attempt",
    "content_type",
    "form_key",
    "guard",
    "item_key",
    "key",
    "password",
    "pgh_label",
    "reference",
    "sealed",
    "session_data",
    "session_key",
    "sha256",
    "template",
    "token_digest",
}
OF_THE_CODE_IN = {
    # Models and fields by their own names; looked up by value.
    "accounts.SingleSignOn": {"issuer", "subject"},
    "diz_portal.Heartbeat": {"name"},
    "privacy.Decision": {"kind"},
    "privacy.RetentionResult": {"action", "label", "what"},
    "privacy.Period": {"label"},
    "privacy.ProcessingRecord": {"purpose"},
    "places.District": {"code"},
    "projects.Posting": {"pair"},
    "reminders.Reminder": {"kind", "step", "version"},
    "impact.Reading": {"figure"},
    "impact.Release": {"figure"},
    "impact.Correction": {"figure"},
    "inclusion.Person": {"name_key", "phone_key", "email_key"},
}

# A text that is read as questions and answers.
QUESTIONS = "\n".join((f"? {WORDS}", f"+ {WORDS} | {WORDS}", f"- {WORDS} | {WORDS} for lesson"))
# Texts with {placeholders} take no other bracket.
WITH_PLACEHOLDERS = {"seminars.ReminderStep", "seminars.SeminarMessage"}


def texts(model: type[models.Model]) -> list[models.Field]:
    return [
        field
        for field in model._meta.local_concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not isinstance(field, models.SlugField | models.EmailField | models.URLField)
        and not field.choices
        and not field.primary_key
        and field.name not in OF_THE_CODE
        and field.name not in OF_THE_CODE_IN.get(model._meta.label, set())
    ]


def our_models() -> list[type[models.Model]]:
    return [one for one in apps.get_models() if f"{one.__module__}.".startswith(OURS)]


def fitting(field: models.Field) -> str:
    if field.model._meta.label == "inclusion.LessonVersion" and field.name == "questions":
        return QUESTIONS
    longest = field.max_length or 10_000
    # Room for the row's number, which keeps names apart.
    words = next((one for one in (WORDS, FEWER, FEWEST) if len(one) + 7 <= longest), "")
    if field.model._meta.label in WITH_PLACEHOLDERS and field.name in {"subject", "text"}:
        return words.replace("{{", "").replace("}}", "{name}").replace("{%", "").replace("%}", "")
    return words


def fill() -> tuple[set[str], set[str]]:
    """Every text of every row; returns the columns that hold them, and those that refused."""
    filled, refused = set(), set()
    with connection.cursor() as cursor:
        # History is append-only, by triggers: here the past itself is poisoned.
        cursor.execute("SET LOCAL session_replication_role = replica")
        for model in our_models():
            for field in texts(model):
                name = f"{model._meta.label}.{field.name}"
                (filled if _fill(cursor, model, field) else refused).add(name)
        _fill_imports()
        cursor.execute("SET LOCAL session_replication_role = origin")
    return filled, refused


def _fill(cursor: Any, model: type[models.Model], field: models.Field) -> bool:
    quote = connection.ops.quote_name
    table, column, key = (
        quote(name) for name in (model._meta.db_table, field.column, model._meta.pk.column)
    )
    if not (words := fitting(field)):
        return False
    # What may be empty often must be: a reason belongs to a state.
    for where in ("", f" WHERE {column} <> ''"):
        try:
            with transaction.atomic():
                cursor.execute(
                    f"UPDATE {table} SET {column} = %s || ' ' || {key}::text{where}", [words]
                )
                return True
        except (IntegrityError, DataError):
            continue
    return False


def _fill_imports() -> None:
    """What a file says stands in documents: its headings, its cells, what is wrong with them."""
    for batches, rows in (
        (ImportBatch, ImportRow),
        (ListBatch, ListRow),
        (ClientList, ClientRow),
        (ReturnImportBatch, ReturnImportRow),
        (LedgerImportBatch, LedgerImportRow),
    ):
        batches.objects.update(
            file="imports/poison.csv",
            found={"headings": ["Name", WORDS], "examples": {WORDS: WORDS}, "words": [WORDS]},
            headings={"Name": "name"},
        )
        rows.objects.update(
            values={"name": WORDS, "address": WORDS, "notes": WORDS},
            errors=[{"column": WORDS, "value": WORDS, "message": WORDS}],
        )
