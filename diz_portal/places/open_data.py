"""What is published of areas: coverage as the regulator and the statistics office give it."""

from collections.abc import Iterator
from typing import Any

from diz_portal.open_data.declaring import Dataset, Kind, coded, dataset, text, typed

from .connectivity import selectors
from .connectivity.measures import Measure, Publisher


@dataset
class Connectivity(Dataset):
    slug = "connectivity"
    title = "Connectivity of our districts"
    about = "The share of premises or land with each type of connection, release by release."
    withheld = "Nothing. Figures of areas that are not ours are published by their source."
    keywords = ("broadband", "full fibre", "gigabit", "mobile coverage")
    source = "Ofcom Connected Nations and ONS Explore Local Statistics"
    order = 60
    key = ("area_code", "publisher_code", "period", "measure_code")
    fields = (
        text("area_code", "Area code (GSS)", "area.code", "On the day of the release."),
        text("area", "Area", "area.name"),
        *coded("publisher", "Publisher", Publisher, "release.publisher"),
        typed(Kind.DAY, "period", "Figures as at", "release.period"),
        *coded("measure", "Measure", Measure),
        typed(Kind.NUMBER, "share", "Share", about="Of premises; of land for mobile.", unit="%"),
        typed(Kind.WHOLE, "premises", "Premises", about="With this connection."),
        typed(Kind.WHOLE, "all_premises", "All premises"),
        typed(
            Kind.WHOLE,
            "matched_premises",
            "Matched premises",
            about="Premises that the publisher found in its data on lines.",
        ),
    )

    def rows(self, reading: Any) -> Iterator[Any]:
        found = selectors.rows(selectors.our_codes()).select_related("area", "release")
        return found.iterator(2000)

    def count(self) -> int:
        return selectors.rows(selectors.our_codes()).count()
