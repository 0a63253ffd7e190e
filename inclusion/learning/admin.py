"""Writing what can be learned: paths, their parts, lessons and questions. A draft is looked at with
“View on site” before it is published."""

from django import forms
from django.contrib import admin
from django.core.exceptions import ValidationError
from django.db.models import Count, Q
from django.urls import reverse
from django.utils.html import format_html

from diz_portal.admin_site import ModelAdmin, ReadOnly, StackedInline, TabularInline
from inclusion.learning.models import (
    Benchmark,
    BenchmarkFigure,
    Framework,
    HelpLink,
    LearningModule,
    LearningPath,
    Lesson,
    Statement,
)
from inclusion.learning.services import links


class Published(ModelAdmin):
    """What people may have a link to keeps its address, and is taken back rather than deleted."""

    def is_out(self, obj) -> bool:
        """As it is stored: the object at hand may bear what a form has just refused."""
        return obj is not None and self.model.objects.filter(pk=obj.pk, is_published=True).exists()

    def get_readonly_fields(self, request, obj=None):
        fixed = ["slug"] if self.is_out(obj) else []
        return [*super().get_readonly_fields(request, obj), *fixed]

    def get_prepopulated_fields(self, request, obj=None):
        return {} if self.is_out(obj) else {"slug": ["title"]}

    def has_delete_permission(self, request, obj=None):
        may = super().has_delete_permission(request, obj)
        return may and obj is not None and not self.is_out(obj) and not self.is_used(obj)

    def is_used(self, obj) -> bool:
        raise NotImplementedError

    def get_view_on_site_url(self, obj=None):
        return obj.get_absolute_url() if obj else None


class PathForm(forms.ModelForm):
    def clean_is_published(self):
        is_published = self.cleaned_data["is_published"]
        if is_published and not self._has_a_lesson():
            raise ValidationError("Publish at least one lesson of this learning path first")
        return is_published

    def _has_a_lesson(self) -> bool:
        lessons = Lesson.objects.filter(module__path=self.instance.pk, is_published=True)
        return self.instance.pk is not None and lessons.exists()


class Modules(StackedInline):
    model = LearningModule
    fields = ["title", "area", "position"]
    extra = 1
    show_change_link = True

    def has_delete_permission(self, request, obj=None):
        # With its lessons; an empty one is deleted on its own page.
        return False


@admin.register(LearningPath)
class LearningPathAdmin(Published):
    form = PathForm
    list_display = ["title", "is_published", "lessons", "position"]
    list_filter = ["is_published"]
    search_fields = ["title", "promise"]
    ordering = ["position", "pk"]
    inlines = [Modules]
    autocomplete_fields = ["tags"]

    def get_queryset(self, request):
        lessons = Count("modules__lessons", filter=Q(modules__lessons__is_published=True))
        return super().get_queryset(request).annotate(lessons_published=lessons)

    @admin.display(description="lessons published")
    def lessons(self, path):
        return path.lessons_published

    def is_used(self, path) -> bool:
        return Lesson.objects.filter(module__path=path).exists()


@admin.register(LearningModule)
class LearningModuleAdmin(ModelAdmin):
    list_display = ["title", "path", "area", "position"]
    list_filter = ["area", "path"]
    search_fields = ["title", "path__title"]
    list_select_related = ["path"]
    autocomplete_fields = ["path"]

    def has_delete_permission(self, request, obj=None):
        may = super().has_delete_permission(request, obj)
        return may and obj is not None and not obj.lessons.exists()


class LessonForm(forms.ModelForm):
    def clean_is_published(self):
        is_published = self.cleaned_data["is_published"]
        if is_published and not self.instance.words:
            raise ValidationError("Write a version of this lesson and have it reviewed first")
        return is_published


@admin.register(Lesson)
class LessonAdmin(Published):
    """Where a lesson is, and whether it is out. What it says is written in versions."""

    form = LessonForm
    fields = ["title", "module", "slug", "position", "is_published", "text"]
    list_display = ["title", "path", "module_title", "minutes", "position", "is_published"]
    list_filter = ["is_published", "module__area", "module__path"]
    search_fields = ["title", "module__path__title"]
    list_select_related = ["module__path"]
    autocomplete_fields = ["module"]

    def get_readonly_fields(self, request, obj=None):
        # The title is part of what is reviewed, once there is something to review.
        fixed = ["title"] if obj is not None and obj.words else []
        return [*super().get_readonly_fields(request, obj), *fixed, "text"]

    def get_prepopulated_fields(self, request, obj=None):
        is_fixed = "title" in self.get_readonly_fields(request, obj)
        return {} if is_fixed else super().get_prepopulated_fields(request, obj)

    @admin.display(description="text and questions")
    def text(self, lesson):
        if lesson.pk is None:
            return "Save the lesson, then write its first version here."
        url = reverse("inclusion_workspace:lesson_versions", args=[lesson.slug])
        return format_html('<a href="{}">Versions of this lesson: read or write</a>', url)

    @admin.display(description="path")
    def path(self, lesson):
        return lesson.module.path

    @admin.display(description="part")
    def module_title(self, lesson):
        return lesson.module.title

    def is_used(self, lesson) -> bool:
        return lesson.done_by.exists() or lesson.versions.published().exists()


@admin.register(HelpLink)
class HelpLinkAdmin(ModelAdmin):
    list_display = ["title", "path", "url", "checked_at", "problem"]
    list_filter = ["path"]
    search_fields = ["title", "url"]
    list_select_related = ["path"]
    autocomplete_fields = ["path"]
    readonly_fields = ["checked_at", "problem", "failing_since"]

    def save_model(self, request, obj, form, change):
        # Another address is another page: what was found of the old one is not true of it.
        if change and "url" in form.changed_data:
            links.look_again(obj)
        super().save_model(request, obj, form, change)


class Statements(TabularInline):
    model = Statement
    fields = ["number", "area", "level", "words"]
    extra = 0
    can_delete = False

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False


@admin.register(Framework)
class FrameworkAdmin(ReadOnly, ModelAdmin):
    """To be read: what was answered must mean the same for ever. Another wording is another
    version, which comes with the portal."""

    list_display = ["name", "version", "is_current", "source"]
    inlines = [Statements]


class Figures(TabularInline):
    model = BenchmarkFigure
    fields = ["region", "measured", "percent"]
    extra = 0
    can_delete = False

    def has_add_permission(self, request, obj=None):
        return False

    def has_change_permission(self, request, obj=None):
        return False


@admin.register(Benchmark)
class BenchmarkAdmin(ReadOnly, ModelAdmin):
    """To be read: figures that somebody has published are imported with their source."""

    list_display = ["name", "edition", "region", "source"]
    inlines = [Figures]
