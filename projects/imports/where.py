"""In which of our districts a row lies: by postcode when those are loaded, else by its words."""

from typing import NamedTuple

from diz_portal.places.models import Postcode
from diz_portal.places.selectors import compact_postcode, our_districts, spaced_postcode
from diz_portal.places.spelling import why_none
from diz_portal.tables import FileRefused
from diz_portal.tables.values import Wrong


class Place(NamedTuple):
    postcode: str
    district_id: int | None
    latitude: float | None = None
    longitude: float | None = None


class Districts:
    """Our districts and their postcodes, read once for a whole file."""

    def __init__(self) -> None:
        districts = list(our_districts())
        if not districts:
            raise FileRefused("The partnership has no districts yet. Add them in the admin first")
        self.names = {district.pk: district.name for district in districts}
        self._words: dict[str, int] = {}
        for district in districts:
            for word in (district.name, district.code, district.slug):
                self._words[_plain(word)] = district.pk
        self._postcodes = {
            code: (district, latitude, longitude)
            for code, district, latitude, longitude in Postcode.objects.filter(
                district__is_ours=True
            ).values_list("code", "district_id", "latitude", "longitude")
        }
        self._seen: dict[str, Place] = {}

    @property
    def have_postcodes(self) -> bool:
        return bool(self._postcodes)

    def by_postcode(self, text: str) -> Place:
        if found := self._seen.get(text):
            return found
        compact = compact_postcode(text)
        if compact not in self._postcodes and (why := why_none(text)):
            raise Wrong(f"“{text[:20]}” is not a postcode. {why}")
        spaced = spaced_postcode(compact)
        if not self._postcodes:
            place = Place(spaced, None)
        elif compact in self._postcodes:
            place = Place(spaced, *self._postcodes[compact])
        else:
            raise Wrong(
                f"{spaced} is not in our area ({self.listed()}), or we do not recognise it. Check "
                "the postcode"
            )
        self._seen[text] = place
        return place

    def knows(self, text: str) -> bool:
        return compact_postcode(text) in self._postcodes

    def by_words(self, text: str) -> int:
        found = self._words.get(text) or self._words.get(_plain(text))
        if found is None:
            raise Wrong(
                f"“{text[:40]}” is not one of our districts. Enter one of these: {self.listed()}"
            )
        self._words[text] = found
        return found

    def listed(self) -> str:
        return ", ".join(sorted(self.names.values()))


def _plain(word: str) -> str:
    word = word.casefold().replace("-", " ")
    for ending in (" district council", " borough council", " council", " district"):
        word = word.removesuffix(ending)
    return " ".join(word.split())
