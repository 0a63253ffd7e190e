"""A person whose name stands in every column that takes words is on no page, feed, map or file that
anybody may open, and in no answer of the API: whatever a stranger reaches is read, link by link.

Texts that are written for a public page are named here, column by column. All others, also of the
same record, are planted.
"""

import html
import re
from collections import deque
from urllib.parse import urldefrag, urlsplit

import pytest
from django.contrib.postgres.fields import ArrayField
from django.core.cache import caches
from django.db import models, transaction
from django.urls import Resolver404, resolve
from django.utils import timezone

from diz_portal.impact import services as impact
from diz_portal.impact.models import Correction as ImpactCorrection
from diz_portal.impact.models import Edition as ImpactEdition
from diz_portal.impact.models import OtherPartnership
from diz_portal.impact.models import Reading as ImpactReading
from diz_portal.open_data import services as open_data
from diz_portal.open_data.models import Edition, EditionFile
from diz_portal.privacy.mentions import places
from inclusion.models import HelpPlace
from projects.models import (
    Benefit,
    CaseStudy,
    GrantRecipient,
    LessonLearned,
    MilestoneBaseline,
    Posting,
    Project,
    Regrant,
)
from projects.money.regrant_enums import TO_RELEASE
from seminars.models import Seminar
from tests.constraints.breaking import triggers_asleep, triggers_awake
from tests.factories.accounts import UserFactory
from tests.factories.bids import granted
from tests.factories.demand import BusinessNeedFactory, ConnectionFactory, EnquiryFactory
from tests.factories.inclusion import HelpPlaceFactory
from tests.factories.places import PartnershipFactory
from tests.factories.projects import SiteFactory
from tests.factories.seminars import SeminarFactory
from tests.open_data.test_no_one_is_named import SHOWN as IN_FILES
from tests.privacy import planted

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("storage")]

# What is written to be read by anybody, besides what is in the files of open data.
ON_PAGES = {
    "demand.Support": "name run_by summary who website",
    "impact.Correction": "reason",
    "impact.OtherPartnership": "name address figures",
    "inclusion.HelpLink": "title about url",
    "inclusion.LearningModule": "title",
    "inclusion.LearningPath": "title promise",
    "inclusion.Lesson": "title words picture video transcript",
    "inclusion.QuizAnswer": "words feedback",
    "inclusion.QuizQuestion": "words",
    "inclusion.SocialTariff": "provider name who website",
    "inclusion.Statement": "words",
    "knowledge.Recognition": "title given_by source",
    "places.Partnership": "tested_by how_tested known_problems",
    "projects.Benefit": "title beneficiary measure unit baseline_method contribution disbenefits",
    "projects.BenefitMeasure": "method reason",
    "projects.CaseStudy": "title summary challenge solution impact lessons",
    "projects.LessonLearned": "title happened advice",
    "projects.Milestone": "title",
    "projects.Programme": "name summary",
    "seminars.Material": "title link captions_link transcript_link",
    "seminars.Seminar": "description speakers venue_address access",
    "seminars.Series": "summary",
}
SHOWN = {
    label: set(IN_FILES.get(label, "").split()) | set(ON_PAGES.get(label, "").split())
    for label in {*IN_FILES, *ON_PAGES}
}
# What waits behind the new rooms, and is nobody's to read.
PLANTED = {
    *("enquiries_enquiry.message", "enquiries_enquiry.reply", "enquiries_enquiry.business"),
    *("projects_casestudyevent.note", "projects_site.notes", "projects_benefit.dependencies"),
    *(
        "projects_milestonebaseline.reason",
        "inclusion_lessonversion.note",
        "projects_posting.description",
    ),
}
LOOKED_FOR = re.compile(planted.TRACES, re.IGNORECASE)
# Addresses and shapes: with other words in them a page could not be made at all.
NOT_WORDS = (models.SlugField, models.JSONField, ArrayField)
BEGINNINGS = (
    *("/", "/sitemap.xml", "/data/", "/data.json", "/api/v1/openapi.json", "/api/v1/docs"),
    *("/data/open-referral/", "/data/open-referral/services?full=true", "/seminars/calendar.ics"),
    *("/impact/", "/impact/compared/", "/impact/corrections/", "/impact/editions/", "/knowledge/"),
    *("/business/", "/business/need/", "/business/relocate/", "/robots.txt", "/api/v1/changes/"),
    "/.well-known/security.txt",
)
# Lists of which a few are enough: each page of a kind is the same page.
MOST_OF_A_KIND = 3
LEAVES = re.compile(r"^/(accounts|admin|workspace|static|media)/")
LINK = re.compile(r"""(?:href|src|action)=["']([^"'#]+)|<loc>([^<]+)</loc>|"(/[^"\s{}]+)\"""")


@pytest.fixture
def everyone(monkeypatch):
    """Rolled back before the rules that wait for the end of a transaction look."""
    with transaction.atomic():
        PartnershipFactory()
        SiteFactory()
        SeminarFactory()
        HelpPlaceFactory()
        EnquiryFactory()
        for _ in range(6):
            BusinessNeedFactory()
            ConnectionFactory()
        granted()
        planted.stand()
        triggers_asleep()
        Project.objects.update(published=True, publishes_values=True, publishes_spend=True)
        HelpPlace.objects.update(is_listed=True)
        Seminar.objects.update(state="published")
        Regrant.objects.update(public_fields=list(TO_RELEASE))
        GrantRecipient.objects.update(is_withheld=False)
        Posting.objects.filter(kind="spend").update(net=700, vat=0, amount=700)
        Benefit.objects.update(is_released=True)
        LessonLearned.objects.update(is_released=True)
        CaseStudy.objects.update(
            state="published",
            published_on=timezone.localdate(),
            written_by=UserFactory(),
            reviewed_by=UserFactory(),
        )
        OtherPartnership.objects.update(is_published=True)
        # A reason that was written for colleagues.
        MilestoneBaseline.objects.update(reason_is_public=False)
        searched = {
            model: [
                one
                for one in columns
                if one.name not in SHOWN.get(model._meta.label, ())
                and not isinstance(one, NOT_WORDS)
            ]
            for model, columns in places.searched().items()
        }
        monkeypatch.setattr(places, "searched", lambda: searched)
        ImpactReading.objects.all().delete()
        ImpactCorrection.objects.all().delete()
        ImpactEdition.objects.all().delete()
        EditionFile.objects.all().delete()
        Edition.objects.all().delete()
        took, _ = planted.plant()
        impact.publish()
        impact.make_edition()
        open_data.publish_all()
        triggers_awake()
        for name in ("pages", "drawn", "default"):
            caches[name].clear()
        yield took
        transaction.set_rollback(True)
        for name in ("pages", "drawn", "default"):
            caches[name].clear()


def reached(client) -> dict[str, str]:
    """Everything that a stranger comes to, by its address."""
    found: dict[str, str] = {}
    kinds: dict[str, int] = {}
    broken = []
    client.raise_request_exception = False
    waiting = deque(BEGINNINGS)
    seen = set(BEGINNINGS)
    while waiting:
        address = waiting.popleft()
        kind = kind_of(address)
        if kind is None or kinds.get(kind, 0) >= MOST_OF_A_KIND:
            continue
        kinds[kind] = kinds.get(kind, 0) + 1
        answer = client.get(address)
        if answer.status_code >= 500:
            broken.append(address)
            continue
        words = (answer.getvalue() if answer.streaming else answer.content).decode("latin-1")
        found[address] = words
        links = [answer["Location"]] if answer.has_header("Location") else links_of(words)
        for link in links:
            if link not in seen:
                seen.add(link)
                waiting.append(link)
    assert broken == []
    return found


def kind_of(address: str) -> str | None:
    """Pages of one view with different queries are as many kinds as there are parameters."""
    parts = urlsplit(address)
    if LEAVES.match(parts.path):
        return None
    try:
        found = resolve(parts.path)
    except Resolver404:
        return None
    names = sorted(part.partition("=")[0] for part in parts.query.split("&"))
    # Each dataset and format is a kind.
    fixed = [str(value) for key, value in found.kwargs.items() if key in {"slug", "ending"}]
    return " ".join([found.view_name or found._func_path, *names, *fixed])


def links_of(words: str) -> list[str]:
    found = []
    for match in LINK.finditer(words):
        link = urldefrag(html.unescape(next(filter(None, match.groups())))).url
        parts = urlsplit(link)
        if parts.netloc in {"", "testserver", "127.0.0.1:8000"} and parts.path.startswith("/"):
            found.append(parts.path + (f"?{parts.query}" if parts.query else ""))
    return found


def test_no_one_is_named_wherever_a_stranger_comes(client, everyone):
    found = reached(client)

    named = [
        f"{address}: {words[max(match.start() - 160, 0) : match.end() + 20]}"
        for address, words in found.items()
        if (match := LOOKED_FOR.search(words))
    ]
    assert "\n".join(named) == ""
    # It was not for want of pages, nor of what was planted.
    assert len(found) > 150
    assert {kind for address in found if (kind := kind_of(address).split()[0])} >= {
        *("impact:compared", "impact:corrections", "impact:edition_figure", "public_benefits:csv"),
        *("public_stories:story", "public_stories:lesson", "demand:companies", "data:changes"),
        *("seminars:rss", "connectivity:area", "projects:sites_csv", "open_data:edition_file"),
    }
    assert everyone >= PLANTED
    # And the search would find them.
    Benefit.objects.update(title=f"Help for {planted.NAME}")
    assert LOOKED_FOR.search(client.get("/data/benefits.csv").getvalue().decode())
