"""All that an app needs to declare a list. It does so in its `lists.py`, which the shell discovers:

from diz_portal.lists.declaring import Choice, Column, Kind, List, Words, register

@register
class Devices(List):
    name = "devices"
    title = "Devices"
    columns = (Column("title", "Device"), Column("received_at", "Received", kind=Kind.DAY))
    filters = (Words("q", "Make or model", found=of_words), Choice("kind", "Type", kinds))

    def may_open(self, user): ...
    def rows(self, asking): ...
"""

from diz_portal.reports.paper import Kind

from .columns import Column
from .filters import Choice, Longer, Words
from .registry import Asking, List, register

__all__ = ["Asking", "Choice", "Column", "Kind", "List", "Longer", "Words", "register"]
