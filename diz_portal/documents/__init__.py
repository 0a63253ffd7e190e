"""Papers people upload: looked at before they are kept, and read only by those who may.

An app says who may read its papers, in its `apps.py` or beside its model:

    documents.register_guard("partners.agreement", may_read=may_read_agreement, title="Agreement")

and keeps one with `documents.store(upload=…, title=…, guard="partners.agreement", by=…)`.
The page of a paper is `documents:download`. Forms use `documents.forms.DocumentField`.
"""

from importlib import import_module
from typing import Any

from .guards import register_guard

_IN_SERVICES = ("delete", "remove_orphans", "store")
__all__ = ["delete", "register_guard", "remove_orphans", "store"]


def __getattr__(name: str) -> Any:
    # Looked up when asked for: an installed app may not import its models while Django starts.
    if name not in _IN_SERVICES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(f"{__name__}.services"), name)
