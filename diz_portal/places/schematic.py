"""Schematic outlines of districts, for a portal into which no boundaries have been brought.

Drawn by hand from where the towns and the roads between them lie, a dozen points each, so
that a map can be read; they are no boundary, and every page that uses them says so. Corners
that districts share are named once, so that the shapes fit without gaps.

`outline(code)` answers GeoJSON (WGS84) for a GSS code we drew, else None.
"""

Corner = tuple[float, float]

# Corners where districts meet, longitude before latitude.
GOFFS_OAK: Corner = (-0.115, 51.74)
WORMLEY: Corner = (-0.055, 51.755)
RYE: Corner = (0.01, 51.78)
NAZEING: Corner = (-0.005, 51.74)
ENFIELD_LOCK: Corner = (-0.015, 51.67)
ROYDON: Corner = (0.055, 51.782)
PARNDON: Corner = (0.06, 51.755)
POTTER_STREET: Corner = (0.125, 51.745)
CHURCH_LANGLEY: Corner = (0.165, 51.775)
PISHIOBURY: Corner = (0.145, 51.795)
SHEERING: Corner = (0.17, 51.82)
BIRCHANGER: Corner = (0.19, 51.88)
BERDEN: Corner = (0.115, 51.94)
BARLEY: Corner = (0.08, 51.995)
HATFIELD_HEATH: Corner = (0.225, 51.79)
FYFIELD: Corner = (0.325, 51.775)
DOBBS_WEIR: Corner = (-0.045, 51.775)
WALTHAM: Corner = (-0.02, 51.71)
HARE_STREET: Corner = (0.085, 51.738)
EASTWICK: Corner = (0.1, 51.786)

CORNERS: dict[str, list[Corner]] = {
    # Broxbourne
    "E07000095": [
        GOFFS_OAK,
        (-0.11, 51.685),
        (-0.06, 51.672),
        ENFIELD_LOCK,
        WALTHAM,
        NAZEING,
        RYE,
        DOBBS_WEIR,
        WORMLEY,
    ],
    # East Hertfordshire
    "E07000242": [
        GOFFS_OAK,
        WORMLEY,
        DOBBS_WEIR,
        RYE,
        ROYDON,
        EASTWICK,
        PISHIOBURY,
        SHEERING,
        BIRCHANGER,
        BERDEN,
        BARLEY,
        (0.01, 51.985),
        (-0.09, 51.955),
        (-0.16, 51.915),
        (-0.17, 51.84),
        (-0.14, 51.775),
    ],
    # Epping Forest
    "E07000072": [
        ENFIELD_LOCK,
        (0.0, 51.645),
        (0.045, 51.612),
        (0.12, 51.615),
        (0.2, 51.63),
        (0.21, 51.665),
        (0.3, 51.685),
        (0.335, 51.72),
        FYFIELD,
        HATFIELD_HEATH,
        SHEERING,
        PISHIOBURY,
        CHURCH_LANGLEY,
        POTTER_STREET,
        HARE_STREET,
        PARNDON,
        ROYDON,
        RYE,
        NAZEING,
        WALTHAM,
    ],
    # Harlow
    "E07000073": [
        ROYDON,
        PARNDON,
        HARE_STREET,
        POTTER_STREET,
        CHURCH_LANGLEY,
        PISHIOBURY,
        EASTWICK,
    ],
    # Uttlesford
    "E07000077": [
        SHEERING,
        HATFIELD_HEATH,
        FYFIELD,
        (0.41, 51.81),
        (0.42, 51.845),
        (0.5, 51.855),
        (0.435, 51.925),
        (0.43, 52.035),
        (0.34, 52.05),
        (0.245, 52.085),
        (0.15, 52.05),
        BARLEY,
        BERDEN,
        BIRCHANGER,
    ],
}


def outline(code: str) -> dict | None:
    """The district's schematic outline as a GeoJSON polygon."""
    corners = CORNERS.get(code)
    if not corners:
        return None
    return {"type": "Polygon", "coordinates": [[list(corner) for corner in [*corners, corners[0]]]]}
