"""Case studies and lessons of the example: what partners tell others, and would do again."""

from typing import Any

from projects.portfolio.models import Project
from projects.stories import services

STORIES: list[dict[str, Any]] = [
    {
        "title": "Full fibre for 74 surgeries, shared by 5 districts",
        "summary": "How councils and health partners bid together, and what they did when the list "
        "of surgeries changed.",
        "challenge": "Surgeries in our area had slow lines. No single council could pay for new "
        "ones, and each landlord, supplier and practice had its own timetable.",
        "solution": "The partners bid together for the grant. They agreed one list of sites, one "
        "change process and one monthly return. Every change to the list has a date, a reason and "
        "someone who approved it.",
        "impact": "Most surgeries on the list now have full fibre. Practices with a new line hold "
        "more online consultations. Other causes, such as a new booking system, played a part.",
        "lessons": "Start wayleaves on the day a site joins the list. Publish the list, so that "
        "everyone asks about the same sites.",
        "figures": ["surgeries-live", "milestones-met"],
    },
    {
        "title": "A library, a charity and a council lend tablets with data",
        "summary": "Devices and mobile data reach people through places that they already know.",
        "challenge": "Some residents had neither a device nor a connection, and would not have "
        "asked a council for them.",
        "solution": "Partners refer people to one device bank. Each device is wiped and tested. "
        "People get it at a library, with mobile data and a digital champion to help.",
        "impact": "People use their devices for appointments and benefits. We ask before and after "
        "what they can do alone.",
        "lessons": "Give the device, the data and the help on the same day. A device alone is "
        "often not used.",
        "figures": ["devices-given", "data-given"],
    },
]
LESSONS = [
    (
        "Ask for the wayleave first",
        "At 9 surgeries the landlord’s permission took longer than the building work.",
        "Ask every landlord on the day a site joins the list, and tell the practice who owns what.",
    ),
    (
        "Agree what counts as live",
        "For 2 months partners counted surgeries in different ways, and the totals did not match.",
        "Agree what each stage means before the first return.",
    ),
    (
        "Tell patients about the change of line",
        "A surgery was without its phone for an hour, and patients did not know who to call.",
        "Agree the hour with the practice, and put up a notice with another number.",
    ),
]


def load(manager: Any, author: Any, fibre: Project) -> str:
    others = Project.objects.exclude(pk=fibre.pk).select_related("lead").order_by("pk")
    bank = others.filter(slug="device-and-data-bank").first() or others.first() or fibre
    for project, words in zip((fibre, bank), STORIES, strict=True):
        story = services.write(by=author, project=project, organisation=project.lead, **words)
        services.send(by=author, story=story)
        services.review(by=manager, story=story)
        services.publish(by=manager, story=story)
    for title, happened, advice in LESSONS:
        lesson = services.add_lesson(
            by=author, project=fibre, title=title, happened=happened, advice=advice
        )
        services.release_lesson(lesson=lesson)
    return f"{len(STORIES)} case studies, {len(LESSONS)} lessons learned"
