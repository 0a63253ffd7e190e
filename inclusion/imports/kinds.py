"""What lists of every kind share."""

from typing import Any

from diz_portal.imports.kinds import Kind
from diz_portal.locks import one_at_a_time


class ListKind(Kind):
    """Lists of one kind wait for each other, of whomever they are: there are few."""

    def hold(self, batch: Any) -> None:
        one_at_a_time(f"list:{self.name}")
