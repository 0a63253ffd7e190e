"""Partners' lists as the team reads them that decides: how many wait, and whom it may know."""

import hashlib
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from diz_portal.imports.models import ImportAction, ImportState
from diz_portal.outbox.models import BY_ITSELF
from inclusion.cases.models import Person, Referral, ReferralState
from inclusion.cases.services import people, reaching
from inclusion.landline.clients.models import ClientList, ClientRow

REFERRED = Q(action=ImportAction.CREATE)


def received_by(user: Any) -> QuerySet[ClientList]:
    """Those of which a person's own teams got a referral, while their rows are kept."""
    rows = ClientRow.objects.filter(
        REFERRED, record_id__in=Referral.objects.received_by(user).values("pk")
    )
    return ClientList.objects.filter(state=ImportState.APPLIED, pk__in=rows.values("batch"))


def to_decide(user: Any) -> list[Any]:
    """Those of which some referrals await a decision, the longest wait first; how many is their
    `waiting`, which the query adds."""
    mine = Q(rows__record_id__in=Referral.objects.to_answer_by(user).values("pk"))
    found = ClientList.objects.filter(state=ImportState.APPLIED).select_related("organisation")
    waiting = Count("rows", filter=Q(rows__action=ImportAction.CREATE) & mine)
    return list(found.annotate(waiting=waiting).filter(waiting__gt=0).order_by("applied_at", "pk"))


@dataclass(frozen=True)
class Decision:
    """What is left to decide of a list: those who are accepted together, and those whom the team
    may know already, of whom a person decides one by one."""

    together: list[Referral]
    one_by_one: list[Referral]

    @property
    def number(self) -> int:
        return len(self.together) + len(self.one_by_one)

    @property
    def by_hand(self) -> int:
        """How many of those who are accepted together get a letter or a call from the team."""
        ways = [reaching.way_to(one.person)[0] for one in self.together]
        return sum(way not in BY_ITSELF for way in ways)

    @property
    def mark(self) -> str:
        """The same while the page would show the same."""
        parts = [",".join(str(one.pk) for one in some) for some in (self.together, self.one_by_one)]
        return hashlib.sha256("/".join(parts).encode()).hexdigest()[:16]


def decision(batch: ClientList, user: Any) -> Decision:
    """What a person may decide of a list. As many queries for hundreds as for one."""
    rows = batch.rows.filter(REFERRED).values("record_id")
    mine = Referral.objects.received_by(user).filter(pk__in=rows)
    found = list(mine.select_related("person__district", "made_by", "to").order_by("pk"))
    listed = {one.person_id: one.person for one in found}
    waiting = [one for one in found if one.state == ReferralState.SUBMITTED]
    known = people.likely_known([one.person for one in waiting])
    together: list[Referral] = []
    one_by_one: list[Referral] = []
    for one in waiting:
        others = [
            pk for pk in known[one.person_id] if not _live_together(one.person, listed.get(pk))
        ]
        (one_by_one if others else together).append(one)
    return Decision(together, one_by_one)


def _live_together(person: Person, listed: Person | None) -> bool:
    """Couples share a telephone, and the partner wrote a row for each of the two."""
    return listed is not None and listed.name_key != person.name_key
