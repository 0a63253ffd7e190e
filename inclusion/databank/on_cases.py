"""What the databank adds to a case: see `inclusion.cases.additions`."""

from django.db.models import Prefetch

from inclusion.cases.additions import Addition, add
from inclusion.databank.models import DataItem

add(
    Addition(
        room="databank",
        read_with_needs=lambda: [
            Prefetch("data_items", DataItem.objects.select_related("batch")),
        ],
    )
)
