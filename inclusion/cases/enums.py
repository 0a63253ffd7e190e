"""Words that the models of cases share. It stands beneath them all."""

from django.db import models


class CaseState(models.TextChoices):
    OPEN = "open", "Open"
    CLOSED = "closed", "Closed"


CASE_MOVES = {
    CaseState.OPEN: {CaseState.CLOSED},
    CaseState.CLOSED: {CaseState.OPEN},
}
