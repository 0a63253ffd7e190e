"""What is held about people in meetings."""

from diz_portal.privacy import no_personal_data
from projects.meetings.models import (
    Attendance,
    Meeting,
    MeetingAction,
    MeetingEvent,
    MeetingItem,
    MeetingPaper,
)
from projects.portfolio.personal_data import on_record

on_record(
    Attendance,
    what="Attendance at board meetings",
    personal={"name": "who attended, or sent apologies"},
    why="To show who took part in a decision",
)
on_record(
    MeetingItem,
    what="Minutes of board meetings",
    personal={
        "said": "what was discussed",
        "decision": "decision",
        "private_because": "why an item is kept private",
    },
    not_personal={"heading": "what the item is about"},
    why="To record what a board decided, and why",
)
on_record(
    MeetingAction,
    what="Actions from board meetings",
    personal={
        "words": "what is to be done",
        "closed_how": "what was done",
        "closed_by": "who closed it",
    },
    why="To follow up what was agreed",
)
on_record(
    MeetingEvent,
    what="Steps of board meetings",
    personal={"by": "who took the step", "words": "reason"},
    why="To show when a meeting took place, and when its minutes were released",
)
on_record(
    MeetingPaper,
    what="Papers of board meetings",
    personal={
        "added_by": "who added it",
        "document": "file, kept with the uploaded documents",
    },
    not_personal={"title": "name of the paper"},
    why="To keep what a board was given",
)
no_personal_data(Meeting, reason="When and where a board meets.", texts="place online")
