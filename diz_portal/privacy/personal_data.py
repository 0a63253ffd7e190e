from . import JOINT, Retention, declare, no_personal_data
from .models import Decision, RetentionResult, RetentionRun

declare(
    Decision,
    what="Decisions on people’s records",
    personal={"by": "who decided", "words": "explanation of a refusal"},
    controller=JOINT,
    why="To show that a request was answered, without keeping who asked",
    retention=Retention(days=3 * 365, from_field="at", after="the decision"),
)
no_personal_data(RetentionRun, reason="When the nightly clearing ran.")
no_personal_data(RetentionResult, reason="How many records it cleared.")
