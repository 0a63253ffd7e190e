"""Square codes (QR): an address that a phone's camera reads, as SVG."""

import io

from django.utils.safestring import SafeString, mark_safe


def for_page(address: str, *, title: str) -> SafeString:
    """Black on white with its quiet border, as wide as its column; `title` says what it is."""
    import segno  # with the first code

    drawn = segno.make_qr(address, error="m").svg_inline(
        omitsize=True, border=4, light="#fff", svgclass="app-code", lineclass=None, title=title
    )
    labelled = drawn.replace("<svg ", '<svg role="img" ', 1)
    return mark_safe(labelled)  # noqa: S308  drawn here; segno escapes the title


def for_paper(address: str) -> str:
    """A picture of its own, for a PDF."""
    import segno

    kept = io.BytesIO()
    segno.make_qr(address, error="m").save(kept, kind="svg", border=2, scale=4)
    return kept.getvalue().decode()
