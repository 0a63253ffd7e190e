"""What the development page of components is filled with. Nothing here is a real figure."""

from datetime import timedelta

from django import forms
from django.core.paginator import Paginator
from django.utils import timezone
from django.utils.safestring import SafeString

from diz_portal.fields import NameField
from diz_portal.layout import laid_inside

SVG_BARS = SafeString(
    '<svg viewBox="0 0 600 160" role="img" aria-label="3 bars that grow from 12 to 52">'
    '<g fill="#17365d"><rect x="40" y="120" width="120" height="30"/>'
    '<rect x="240" y="80" width="120" height="70"/>'
    '<rect x="440" y="20" width="120" height="130"/></g>'
    '<g fill="#0b0c0c" font-size="20"><text x="90" y="112">12</text>'
    '<text x="290" y="72">28</text><text x="490" y="14">52</text></g></svg>'
)


class SampleForm(forms.Form):
    name = NameField(label="Your name", help_text="As it should appear on the record")
    stage = forms.ChoiceField(
        label="Stage", choices=[("ordered", "Ordered"), ("live", "Live")], widget=forms.RadioSelect
    )
    helper = laid_inside("name", "stage")


def values() -> dict:
    today = timezone.localdate()
    long_name = (
        "The Limes and Old Harlow Medical Centre (incorporating Nuffield House Surgery and "
        "the Church Langley branch)"
    )
    wrong = SampleForm({"name": "", "stage": ""})
    wrong.is_valid()
    return {
        "today": today,
        "now": timezone.now(),
        "long_name": long_name,
        "ratings": ["green", "green", "amber", "red", "amber", ""],
        "svg": SVG_BARS,
        "page": Paginator(range(500), 10).page(7),
        "form": SampleForm(),
        "wrong_form": wrong,
        "stages": [
            {"label": "Ordered", "state": "done", "date": today - timedelta(days=210)},
            {"label": "Surveyed", "state": "done", "date": today - timedelta(days=150)},
            {"label": "Designed", "state": "done", "date": today - timedelta(days=90)},
            {"label": "Awaiting wayleave", "state": "now", "date": today - timedelta(days=40)},
            {"label": "Ready for service", "state": "ahead"},
            {"label": "Connected", "state": "ahead"},
            {"label": "In service", "state": "ahead"},
        ],
        "rows": [
            ("Broxbourne", 9, 11, "green"),
            ("East Hertfordshire", 14, 18, "amber"),
            ("Epping Forest", 8, 17, "red"),
        ],
        "attention": [
            {
                "title": "Submit October return",
                "url": "#",
                "about": "Local Full Fibre Network",
                "when": "12 days overdue",
                "is_overdue": True,
            },
            {
                "title": f"Agree wayleave: {long_name}",
                "url": "#",
                "about": "Local Full Fibre Network, Harlow",
                "when": "due in 3 days",
                "is_overdue": False,
            },
        ],
    }
