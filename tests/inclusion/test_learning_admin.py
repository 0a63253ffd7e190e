"""Writing lessons in the admin."""

import pytest
from django.urls import reverse

from inclusion.learning.services import progress
from inclusion.models import LearningPath, Lesson
from tests.editing import edit
from tests.factories.learning import ModuleFactory, a_lesson, a_path
from tests.factories.partners import manager

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(client):
    client.force_login(manager())
    return client


def empty_inline(prefix: str, total: int = 0, initial: int = 0) -> dict:
    return {f"{prefix}-TOTAL_FORMS": total, f"{prefix}-INITIAL_FORMS": initial}


def path_fields(**values) -> dict:
    given = {"title": "New", "slug": "new", "promise": "P", "position": 5}
    return {**given, **empty_inline("modules"), **values}


def test_a_path_is_published_once_a_lesson_is(admin):
    add = reverse("admin:inclusion_learningpath_add")
    response = admin.post(add, path_fields(is_published="on"))
    assert "Publish at least one lesson" in response.content.decode()

    admin.post(add, path_fields())
    path = LearningPath.objects.get()
    a_lesson(path)
    change = reverse("admin:inclusion_learningpath_change", args=[path.pk])
    module = path.modules.get()
    inline = {
        **empty_inline("modules", 1, 1),
        "modules-0-id": module.pk,
        "modules-0-path": path.pk,
        "modules-0-title": "Part",
        "modules-0-area": "safe",
        "modules-0-position": 1,
    }
    edit(admin, change, path_fields(is_published="on") | inline)
    path.refresh_from_db()
    assert path.is_published


@pytest.mark.parametrize("slug", ["mine", "find", "skills"])
def test_a_path_takes_no_address_of_another_page(admin, slug):
    response = admin.post(reverse("admin:inclusion_learningpath_add"), path_fields(slug=slug))

    assert "Another page has this address" in response.content.decode()
    assert not LearningPath.objects.exists()


def test_an_address_is_fixed_once_published(admin):
    lesson = a_lesson(a_path(), slug="kept")
    url = reverse("admin:inclusion_lesson_change", args=[lesson.pk])

    edit(
        admin,
        url,
        {
            "module": lesson.module.pk,
            "title": "Other",
            "slug": "other",
            "position": 7,
            "is_published": "on",
        },
    )

    lesson.refresh_from_db()
    assert (lesson.position, lesson.slug) == (7, "kept")
    # The title is reviewed with the text.
    assert lesson.title != "Other"


def test_only_a_draft_that_nobody_has_done_is_deleted(admin):
    shown, draft, done = (
        a_lesson(a_path(), is_published=is_published) for is_published in (True, False, False)
    )
    progress.mark_done(learner=progress.begin(), lesson=done)

    for lesson in (shown, draft, done):
        admin.post(reverse("admin:inclusion_lesson_delete", args=[lesson.pk]), {"post": "yes"})

    assert set(Lesson.objects.all()) == {shown, done}


def test_a_draft_is_looked_at_from_the_admin(admin):
    lesson = a_lesson(a_path(is_published=False), is_published=False)

    page = admin.get(reverse("admin:inclusion_lesson_change", args=[lesson.pk])).content.decode()
    assert lesson.get_absolute_url() in page
    assert reverse("inclusion_workspace:lesson_versions", args=[lesson.slug]) in page
    assert admin.get(lesson.get_absolute_url()).status_code == 200


def test_a_part_with_lessons_is_not_deleted(admin):
    used, free = a_lesson(a_path()).module, ModuleFactory()

    for module in (used, free):
        admin.post(
            reverse("admin:inclusion_learningmodule_delete", args=[module.pk]), {"post": "yes"}
        )

    assert not type(free).objects.filter(pk=free.pk).exists()
    assert type(used).objects.filter(pk=used.pk).exists()
