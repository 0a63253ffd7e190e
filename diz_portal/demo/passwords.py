"""Passwords of the example accounts: made once for each data folder, never in the code."""

import json
import os
import secrets
from dataclasses import dataclass

from django.conf import settings

ACCOUNTS = {
    "manager@diz.example": "programme manager: browser admin and workspace",
    "partner@diz.example": "partner: updates sites, submits the monthly return",
    "caseworker@diz.example": "caseworker of a partner organisation",
    "nurse@diz.example": "health partner: refers people for help",
    "finance@diz.example": "finance officer: claims, budgets and the ledger",
    "certifier@diz.example": "certifier: approves claims and locks months",
}


@dataclass(frozen=True)
class Account:
    email: str
    password: str
    purpose: str


def accounts() -> list[Account]:
    """The example accounts with their passwords, kept in a file only its owner can read."""
    path = settings.DATA_DIR / "example-accounts.json"
    known = json.loads(path.read_text()) if path.exists() else {}
    if set(known) != set(ACCOUNTS):
        known = {email: known.get(email) or secrets.token_urlsafe(12) for email in ACCOUNTS}
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
        with os.fdopen(descriptor, "w") as file:
            json.dump(known, file)
    return [Account(email, known[email], purpose) for email, purpose in ACCOUNTS.items()]
