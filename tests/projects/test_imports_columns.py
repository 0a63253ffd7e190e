"""A file of sites can carry each of their columns, or one is named that no file carries."""

from projects.imports.applying import NULLABLE_TEXT, TYPES
from projects.imports.existing import COMPARED
from projects.models import Site

# What the portal itself writes of a site.
OF_NO_FILE = {
    "id",
    "reference",
    "project_id",
    "stage",
    "stage_on",
    "current_entry_id",
    "in_scope",
    "created_by_batch_id",
    "withdrawn_at",
    "withdrawn_reason",
    "created_at",
    "version",
}


def test_every_column_of_a_site_is_compared_and_written_or_in_no_file():
    columns = {field.attname for field in Site._meta.concrete_fields}

    assert set(COMPARED) == set(TYPES) == columns - OF_NO_FILE


def test_text_that_may_be_null_is_written_as_null():
    null = {
        field.attname
        for field in Site._meta.concrete_fields
        if field.null and TYPES.get(field.attname) == "text"
    }

    assert null == NULLABLE_TEXT
