"""What is typed about case studies and lessons learned."""

from typing import Any

from crispy_forms_gds.layout import Field
from django import forms

from diz_portal.editing import Edits
from diz_portal.fields import LineField, WordsField, records_field
from diz_portal.impact.declaring import figures
from diz_portal.layout import laid_out
from partners.models import Organisation
from projects.portfolio.models import Project
from projects.stories.models import LONGEST, CaseStudy, LessonLearned

LONG = ("challenge", "solution", "impact", "lessons", "happened", "advice")


def _words(label: str, missing: str, most: int = LONGEST, **options: Any) -> WordsField:
    return WordsField(
        label=label,
        max_length=most,
        widget=forms.Textarea,
        error_messages={"required": missing},
        **options,
    )


def _layout(form: forms.Form, button: str, cancel: str) -> Any:
    names = [Field.textarea(one, rows=6) if one in LONG else one for one in form.fields]
    return laid_out(*names, button=button, cancel=cancel)


class _Story(forms.Form):
    title = LineField(label="Title", max_length=160, error_messages={"required": "Enter the title"})
    summary = LineField(
        label="Summary",
        max_length=300,
        help_text="One or 2 sentences. Name no one who has not agreed to it.",
        error_messages={"required": "Enter the summary"},
    )
    challenge = _words("Challenge", "Enter the challenge", help_text="What was the problem?")
    solution = _words("Solution", "Enter the solution", help_text="What did you do, and who with?")
    impact = _words("Impact", "Enter the impact", help_text="What changed, and how do you know?")
    lessons = _words("Lessons", "Enter the lessons", help_text="What should others know?")
    organisation = forms.ModelChoiceField(
        Organisation.objects.none(),
        label="Written by (organisation)",
        error_messages={"required": "Select the organisation"},
    )
    figures = forms.MultipleChoiceField(
        label="Figures",
        help_text="The public figures that this case study leads to",
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def prepare(self, project: Project, cancel: str) -> None:
        partners = Organisation.objects.filter(projects=project)
        lead = Organisation.objects.filter(pk=project.lead_id)
        records_field(self, "organisation").queryset = (partners | lead).distinct().order_by("name")
        self.fields["figures"].choices = [  # type: ignore[attr-defined]
            (one.name, one.title.capitalize()) for one in figures()
        ]
        self.helper = _layout(self, "Save case study", cancel)


class NewStoryForm(_Story):
    def __init__(self, *args: Any, project: Project, cancel: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.prepare(project, cancel)


class StoryForm(Edits, _Story):
    def __init__(self, *args: Any, story: CaseStudy, cancel: str, **kwargs: Any):
        super().__init__(*args, record=story, **kwargs)
        self.prepare(story.project, cancel)

    def written(self, story: CaseStudy) -> dict[str, Any]:
        return {
            name: story.organisation_id if name == "organisation" else getattr(story, name)
            for name in _Story.base_fields
        }


class SendBackForm(forms.Form):
    note = _words("What needs to change?", "Enter what needs to change", most=500)

    def __init__(self, *args: Any, cancel: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.helper = laid_out(Field.textarea("note", rows=4), button="Send back", cancel=cancel)


class _Lesson(forms.Form):
    title = LineField(
        label="Lesson", max_length=160, error_messages={"required": "Enter the lesson"}
    )
    happened = _words("What happened?", "Enter what happened", most=2000)
    advice = _words("What would you do next time?", "Enter what you would do next time", most=2000)


class NewLessonForm(_Lesson):
    def __init__(self, *args: Any, cancel: str, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.helper = _layout(self, "Save lesson", cancel)


class LessonForm(Edits, _Lesson):
    def __init__(self, *args: Any, lesson: LessonLearned, cancel: str, **kwargs: Any):
        super().__init__(*args, record=lesson, **kwargs)
        self.helper = _layout(self, "Save lesson", cancel)

    def written(self, lesson: LessonLearned) -> dict[str, Any]:
        return {name: getattr(lesson, name) for name in _Lesson.base_fields}
