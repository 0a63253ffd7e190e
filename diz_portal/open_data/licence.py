"""Under what terms anybody may use the data."""

NAME = "OGL-UK-3.0"
TITLE = "Open Government Licence v3.0"
URL = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"


def attribution(publisher: str, title: str) -> str:
    """What a person who uses it writes beside it."""
    return (
        f"{publisher}, {title}. Contains public sector information licensed under the "
        "Open Government Licence v3.0."
    )
