"""The grants register of a period as a report, whole or as far as it was chosen for publication."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.urls import reverse

from diz_portal.reports.declaring import (
    Column,
    Figure,
    Figures,
    Kind,
    Linked,
    Paper,
    PeriodQuestion,
    Question,
    Report,
    Section,
    Table,
    register,
)
from projects.money.amounts import NOTHING
from projects.money.models import Regrant
from projects.money.regrant_enums import REGISTER
from projects.money.selectors import regrants

KINDS = {"awarded_on": Kind.DAY, "amount": Kind.POUNDS}
COLUMNS = tuple(Column(key, title, KINDS.get(key, Kind.TEXT)) for key, title in REGISTER.items())
GRANT = Column("grant", "Grant")
WHOLE, PUBLIC = "whole", "public"


class AboutGrants(PeriodQuestion):
    contains = forms.ChoiceField(
        label="Contains",
        choices=[
            (WHOLE, "Every grant, with all details"),
            (PUBLIC, "Only what has been chosen for publication"),
        ],
        initial=WHOLE,
        widget=forms.RadioSelect,
        error_messages={"required": "Select what the register contains"},
    )


@register
class GrantsRegister(Report):
    name = "grants-register"
    title = "Grants register"
    about = (
        "Grants to voluntary, community and social enterprise organisations, as the Local "
        "Government Transparency Code 2015 requires."
    )
    asks = AboutGrants
    csv_table = "grants"
    is_for_its_asker = True
    order = 52

    def may_run(self, user: Any, answers: dict[str, Any] | None = None) -> bool:
        return user.has_perm("projects.see_own_money")

    def paper(self, question: Question) -> Paper:
        span = (question.answers["starts"], question.answers["ends"])
        is_public = question.answers["contains"] == PUBLIC
        grants = question.seen(Regrant.objects).filter(awarded_on__range=span)
        found = regrants.register(grants, is_public=is_public)
        section = Section("register", "Grants", [_figures(found), _table(found, is_public)])
        return Paper(self.said(question), [section])


def _figures(found: list[regrants.Entry]) -> Figures:
    total = sum((one.values["amount"] or NOTHING for one in found), NOTHING)
    return Figures(
        "totals",
        [
            Figure("grants", "Grants", len(found), Kind.WHOLE),
            Figure("amount", "Awarded (£)", total, Kind.POUNDS),
        ],
    )


def _table(found: list[regrants.Entry], is_public: bool) -> Table:
    def rows() -> Iterator[tuple]:
        for one in found:
            values = tuple(one.values.values())
            if is_public:
                yield values
            else:
                url = reverse("money:grant", args=[one.grant.reference])
                yield (Linked(one.grant.title, url), *values)

    return Table(
        "grants",
        "Grants register",
        COLUMNS if is_public else (GRANT, *COLUMNS),
        rows,
        len(found),
        empty="No grants were awarded in this period.",
    )
