"""A saved view: what was chosen under a name, and for its reader what they may see of it."""

import pytest
from django.urls import reverse

from diz_portal.access import Refusal
from diz_portal.lists import registry, services
from diz_portal.lists.models import SavedView, Shared
from diz_portal.lists.state import State
from partners.models import Membership
from tests.editing import filled
from tests.factories.accounts import UserFactory

SITES = "projects_workspace:sites"


def organisation(world):
    return f"organisation:{world.ours.pk}"


def test_save_keeps_what_was_chosen_and_opens_on_the_page_of_its_project(client, world, save):
    view = save(world.ann, "project=full-fibre&stage=wayleave&column=stage&sort=-name")

    response = client.get(view.get_absolute_url(), follow=True)

    assert (view.filters, view.columns, view.order) == (
        {"project": "full-fibre", "stage": "wayleave"},
        ["stage"],
        "-name",
    )
    assert response.redirect_chain == [
        (f"{reverse(SITES, args=['full-fibre'])}?view={view.reference}", 302)
    ]
    assert list(response.context["page"]) == [world.waiting]
    assert [one.column.key for one in response.context["listing"].headings] == ["name", "stage"]
    assert "Stage: Awaiting wayleave" in response.content.decode()


def test_save_keeps_no_words_that_were_looked_for(client, world, save):
    view = save(world.ann, "search=Mrs+Marsh&stage=wayleave")

    assert view.filters == {"stage": "wayleave"}
    assert (
        b"will not keep what you searched for"
        in client.get(f"{reverse('lists:save', args=['sites'])}?search=Marsh").content
    )


def test_what_a_view_shows_is_decided_for_its_reader(world, save, names):
    view = save(world.manager, "stage=wayleave", whom="everyone")

    assert names(world.manager, view) == ["Ash", "Yew"]
    assert names(world.ann, view) == ["Ash"]
    assert names(world.elsewhere, view) == []


def test_a_view_is_not_found_by_who_may_not_open_it(client, world, save):
    own = save(world.ann, "stage=wayleave")
    ours = save(world.ann, "stage=civils", name="Ours", whom=organisation(world))
    outsider = UserFactory()  # of no organisation: the list is not theirs either

    def status(person, view):
        client.force_login(person)
        return client.get(view.get_absolute_url()).status_code

    assert [status(one, own) for one in (world.ann, world.colleague, world.manager)] == [
        302,
        404,
        404,
    ]
    assert [status(one, ours) for one in (world.colleague, world.elsewhere, outsider)] == [
        302,
        404,
        404,
    ]


def test_a_view_of_a_list_that_one_may_no_longer_open_is_not_found(client, world, save):
    view = save(world.ann, "stage=wayleave")
    Membership.objects.filter(person=world.ann).delete()
    client.force_login(world.ann)

    for name in ("view", "edit", "delete", "mend"):
        assert client.get(reverse(f"lists:{name}", args=[view.reference])).status_code == 404
    assert client.get(reverse("lists:views")).status_code == 404
    assert client.get(reverse("lists:list", args=["sites"])).status_code == 404


def test_only_managers_share_with_everyone(client, world, save):
    client.force_login(world.ann)
    page = reverse("lists:save", args=["sites"])

    response = client.post(page, {"name": "All", "whom": "everyone"})

    assert response.status_code == 422
    with pytest.raises(Refusal, match="Only programme managers"):
        services.save(
            kind=registry.named("sites"),
            state=State(),
            name="All",
            shared=Shared.EVERYONE,
            organisation=None,
            by=world.ann,
        )
    assert not SavedView.objects.exists()


def test_a_name_is_used_once_for_a_list_and_a_double_click_saves_once(client, world, save):
    save(world.ann, "stage=wayleave", name="Waiting")
    page = reverse("lists:save", args=["sites"])

    again = client.post(f"{page}?stage=wayleave", {"name": "Waiting", "whom": "own"})
    other = client.post(f"{page}?stage=civils", {"name": "WAITING", "whom": "own"})
    long = client.post(f"{page}?stage=civils", {"name": "W" * 121, "whom": "own"})

    assert again.status_code == 302
    assert "You already have a view of this list" in other.content.decode()
    assert long.status_code == 422
    assert SavedView.objects.count() == 1


def test_no_more_than_200_views(world, monkeypatch):
    monkeypatch.setattr(services, "MOST", 1)
    kind, asked = registry.named("sites"), {"shared": Shared.OWN, "organisation": None}
    services.save(kind=kind, state=State(), name="One", by=world.ann, **asked)

    with pytest.raises(Refusal, match="Delete one"):
        services.save(kind=kind, state=State(), name="Two", by=world.ann, **asked)


def test_what_is_gone_is_said_the_rest_still_works_and_mend_takes_it_out(client, world, save):
    view = save(world.ann, "stage=wayleave&supplier=Stort&column=stage&sort=stage")
    view.filters |= {"vanished": "x"}
    view.columns += ["colour"]
    view.order = "colour"
    view.save()
    world.waiting.supplier = "Renamed"
    world.waiting.save()

    response = client.get(view.get_absolute_url(), follow=True)
    page = response.content.decode()
    mended = client.post(reverse("lists:mend", args=[view.reference]), follow=True)
    view.refresh_from_db()

    assert list(response.context["page"]) == [world.waiting]
    assert "Your changes are not saved" not in page
    assert page.count("Part of this view is no longer available") == 1
    for sentence in ("Supplier: the choice", "A filter is no", "A column is", "The order is"):
        assert sentence in page
    assert "Part of this view is no longer available" not in mended.content.decode()
    assert (view.filters, view.columns, view.order) == ({"stage": "wayleave"}, ["stage"], "")


def test_a_reader_is_not_told_what_they_may_not_see(client, world, save, names):
    view = save(world.manager, "project=library-lines&supplier=Secret+Co", whom="everyone")

    client.force_login(world.ann)
    page = client.get(view.get_absolute_url(), follow=True).content.decode()

    assert "Project: the choice no longer exists, or you cannot see it" in page
    assert "Secret" not in page
    assert "library" not in page.lower()


def test_two_people_changing_what_a_view_shows_lose_nothing(client, world, save):
    view = save(world.manager, "stage=wayleave", whom="everyone")
    was = State.of(view).query()
    keep = reverse("lists:keep", args=[view.reference])

    first = client.post(keep, {"was": was, "state": "stage=civils&sort="})
    second = client.post(keep, {"was": was, "state": "stage=rfs&sort="}, follow=True)
    view.refresh_from_db()

    assert first.status_code == 302
    assert "Someone else changed this view after you opened it" in second.content.decode()
    assert "Stage: Ready for service" in second.content.decode()
    assert view.filters == {"stage": "civils"}


def test_two_people_renaming_a_view_choose(client, world, save):
    view = save(world.ann, "stage=wayleave")
    page = reverse("lists:edit", args=[view.reference])
    opened = filled(client, page) | {"name": "Mine"}
    SavedView.objects.filter(pk=view.pk).update(name="Theirs")

    response = client.post(page, opened)

    assert response.status_code == 409
    view.refresh_from_db()
    assert view.name == "Theirs"


def test_someone_elses_view_is_copied_to_oneself(client, world, save):
    theirs = save(world.manager, "stage=wayleave", whom="everyone")
    save(world.ann, "stage=civils", name="waiting")

    client.post(reverse("lists:copy", args=[theirs.reference]))
    copy = SavedView.objects.get(owner=world.ann, name="Waiting (2)")

    assert (copy.filters, copy.shared) == ({"stage": "wayleave"}, Shared.OWN)
    for name in ("edit", "delete", "mend"):
        page = client.get(reverse(f"lists:{name}", args=[theirs.reference]))
        assert page.status_code == 403, name


def test_a_list_opens_with_the_view_that_somebody_chose(client, world, save):
    view = save(world.ann, "stage=wayleave")
    page = reverse(SITES, args=["full-fibre"])

    client.post(reverse("lists:open_with", args=[view.reference]))
    opened = client.get(page).context
    cleared = client.get(f"{page}?view=").context["page"]
    chosen = client.get(f"{page}?stage=civils").context["page"]
    client.post(reverse("lists:open_without", args=[view.reference]))

    assert list(opened["page"]) == [world.waiting]
    assert not opened["listing"].is_changed
    assert len(cleared) == 2
    assert list(chosen) == [world.civils]
    assert len(client.get(page).context["page"]) == 2


def test_a_view_of_a_project_does_not_open_another(client, world, save):
    view = save(world.manager, "project=full-fibre&stage=wayleave")
    client.post(reverse("lists:open_with", args=[view.reference]))

    page = client.get(reverse(SITES, args=["library-lines"])).context

    assert list(page["page"]) == [world.hidden]
    assert page["listing"].view is None


def test_a_view_whose_owner_has_left_is_kept_by_its_organisation(client, world, save):
    view = save(world.ann, "stage=wayleave", whom=organisation(world))
    delete = reverse("lists:delete", args=[view.reference])
    client.force_login(world.colleague)
    before = client.get(delete).status_code
    world.ann.is_active = False
    world.ann.save()

    after = client.get(delete).status_code

    assert (before, after) == (403, 200)


def test_a_manager_keeps_what_is_shared_with_everyone(client, world, save):
    view = save(world.manager, "stage=wayleave", whom="everyone")
    SavedView.objects.filter(pk=view.pk).update(owner=UserFactory(is_active=False))

    client.post(reverse("lists:delete", args=[view.reference]))

    assert not SavedView.objects.exists()
