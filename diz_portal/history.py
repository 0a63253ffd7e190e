"""Append-only tables (design §4.4): a correction is a new row, never a change to an old one."""

import pgtrigger


def append_only() -> pgtrigger.Protect:
    """A trigger that refuses UPDATE and DELETE; TRUNCATE stays allowed, since tests need it."""
    return pgtrigger.Protect(name="append_only", operation=pgtrigger.Update | pgtrigger.Delete)
