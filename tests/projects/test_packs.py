"""Board packs: drafted by rules, edited, issued once, and then as they were."""

from datetime import timedelta

import pytest
from django.db import Error, transaction
from django.urls import reverse
from django.utils import timezone

from diz_portal import changes
from diz_portal.access import NotNow, Refusal
from diz_portal.editing import CONFLICT
from diz_portal.reports.declaring import NOT_AVAILABLE
from diz_portal.reports.models import ReportJob
from projects.packs import drafts, editions
from projects.packs.contents import by_rules, of_draft
from projects.packs.models import Pack, PackSection, PackSentence
from projects.packs.services import drafting, issuing, withholding
from projects.rollout.models import StageEntry
from projects.rollout.stages import Stage
from tests.editing import forms_of
from tests.factories.packs import WHOLE, board_in, draft_of
from tests.factories.partners import (
    OrganisationFactory,
    caseworker_of,
    contributor_of,
    finance_of,
    lead_of,
    manager,
    viewer_of,
)
from tests.factories.places import DistrictFactory, PartnershipFactory
from tests.factories.projects import ProjectFactory, SiteFactory, enter
from tests.factories.reporting import ReturnFactory, submitted

pytestmark = pytest.mark.django_db
KINDS = (lead_of, viewer_of, contributor_of, caseworker_of, finance_of)


@pytest.fixture
def by():
    return manager()


@pytest.fixture
def project(by):
    project, district = ProjectFactory(), DistrictFactory()
    where = {"project": project, "district": district}
    SiteFactory(
        name="Ash Surgery",
        stage=Stage.CONNECTED,
        on=timezone.localdate() - timedelta(days=10),
        **where,
    )
    SiteFactory(name="Beech Surgery", stage=Stage.ORDERED, **where)
    return project


def issued(project, by, **more):
    return issuing.issue(by=by, pack=draft_of(project, by, **more))


# Writing ----------------------------------------------------------------------------


def test_writing_again_keeps_what_was_done_by_hand(project, by):
    pack = draft_of(project, by)
    ours = drafting.add_sentence(by=by, pack=pack, text="Ours.")
    rule = PackSentence.objects.create(pack=pack, position=5, rule="gone", text="By a rule.")
    edited = PackSentence.objects.create(pack=pack, position=6, rule="edited", text="By a rule.")
    removed = PackSentence.objects.create(pack=pack, position=7, rule="removed", text="By a rule.")
    drafting.edit_sentence(by=by, sentence=edited, text="In our words.")
    drafting.remove_sentence(by=by, sentence=removed)

    drafting.write_again(by=by, pack=pack)

    texts = dict(pack.sentences.values_list("pk", "text"))
    assert texts[ours.pk] == "Ours."
    assert texts[edited.pk] == "In our words."
    assert rule.pk not in texts
    assert pack.sentences.get(pk=removed.pk).is_removed


def test_a_sentence_moves_up_one_place(project, by):
    pack = draft_of(project, by)
    pack.sentences.all().delete()
    first, second = (drafting.add_sentence(by=by, pack=pack, text=one) for one in ("A.", "B."))

    drafting.move_up(by=by, sentence=second)
    drafting.move_up(by=by, sentence=second)

    assert [one.pk for one in pack.sentences.all()] == [second.pk, first.pk]


@pytest.mark.parametrize(
    ("since", "until", "said"),
    [(0, -1, "today or in the past"), (-3, 5, "on or after the first day")],
)
def test_a_period_that_cannot_be_is_refused(project, by, since, until, said):
    with pytest.raises(Refusal, match=said):
        drafting.start(
            by=by,
            project=project,
            board=board_in(),
            since=timezone.localdate() - timedelta(days=since),
            until=timezone.localdate() - timedelta(days=until),
        )
    assert not Pack.objects.exists()


def test_one_draft_and_one_pack_a_meeting(project, by):
    pack = draft_of(project, by)
    with pytest.raises(NotNow, match="already been started"):
        draft_of(project, by, days=30)
    issuing.issue(by=by, pack=pack)
    with pytest.raises(Refusal, match="already has a pack"):
        draft_of(project, by)


def test_a_project_without_data_still_has_a_pack(by):
    pack = draft_of(ProjectFactory(), by)

    made = editions.paper(of_draft(pack), "public")

    tables = {one.key: one for one in made.tables()}
    assert [one.title for one in made.sections] == [one.label for one in PackSection]
    assert tables["risks"].count == 0
    issuing.issue(by=by, pack=pack)


def test_of_the_portfolio(project, by):
    pack = draft_of(None, by)

    made = editions.paper(of_draft(pack), "public")

    rows = next(one for one in made.tables() if one.key == "rollout").rows()
    assert made.title == "Board pack: All projects"
    assert [row[1:3] for row in rows] == [(2, 1)]


# Issuing ----------------------------------------------------------------------------


def test_a_spend_that_no_one_reported_is_not_stated_as_nothing_spent(project, by):
    def spend():
        about = of_draft(pack).about
        return next(one.value for one in about.figures if one.key == "spend")

    pack = draft_of(project, by)
    assert spend() is NOT_AVAILABLE

    partner = OrganisationFactory()
    record = ReturnFactory(project=project, organisation=partner)
    submitted(lead_of(partner), record, spend_to_date=0, spend_as_at=timezone.localdate())
    assert spend() == 0

    issuing.issue(by=by, pack=pack)
    assert pack.figures.get(key="spend").value == 0


def test_issuing_without_a_reported_spend_keeps_the_other_figures(project, by):
    pack = issued(project, by)
    assert set(pack.figures.values_list("key", flat=True)) >= {"live", "risks_red"}
    assert not pack.figures.filter(key="spend").exists()
    assert "[x]" in repr(pack.editions.get(edition="exempt").paper)


def test_issuing_keeps_both_editions_and_the_figures(project, by):
    pack = issued(project, by)

    assert [one.edition for one in pack.editions.all()] == ["public", "exempt"]
    assert all(one.job.is_kept for one in pack.editions.all())
    assert pack.figures.get(key="live").value == 1
    SiteFactory(project=project, stage=Stage.CONNECTED)
    assert pack.figures.get(key="live").value == 1


def test_the_records_of_a_sentence_are_in_the_exempt_edition_alone(project, by):
    """In their own words: why a site is on hold, and who has not answered."""
    site = project.sites.get(name="Beech Surgery")
    enter(site, Stage.ON_HOLD, timezone.localdate(), reason="The landlord is in court")

    public, exempt = (repr(one.paper) for one in issued(project, by).editions.all())

    assert "The landlord is in court" in exempt
    assert "The landlord is in court" not in public
    assert " was put on hold." in public


def test_only_one_of_two_issues(project, by):
    pack = draft_of(project, by)
    issuing.issue(by=by, pack=pack)
    with pytest.raises(NotNow, match="has been issued"):
        issuing.issue(by=by, pack=pack)
    assert ReportJob.objects.count() == 2


def test_what_is_issued_is_what_was_read(project, by, client):
    """In another tab an item is published meanwhile: what is issued cannot be taken back."""
    client.force_login(by)
    pack = draft_of(project, by)
    held = withhold(pack, by, PackSection.RISKS)
    page = reverse("packs:issue", args=[pack.reference])
    form = next(one for one in forms_of(client.get(page).content.decode()) if "as_read" in one.sent)
    withholding.release(by=by, item=held)

    answer = client.post(page, form.sent)

    assert answer.status_code == 422
    assert "Someone has changed this draft" in answer.content.decode()
    assert Pack.objects.get().is_draft
    sent = next(one.sent for one in forms_of(answer.content.decode()) if "as_read" in one.sent)
    assert client.post(page, sent).status_code == 302
    assert not Pack.objects.get().is_draft


def test_whoever_does_not_say_what_they_read_issues_nothing(project, by, client):
    client.force_login(by)
    pack = draft_of(project, by)

    answer = client.post(reverse("packs:issue", args=[pack.reference]))

    assert answer.status_code == 422
    assert Pack.objects.get().is_draft


def test_a_decision_without_an_implication_is_not_issued(project, by):
    pack = draft_of(project, by)
    drafting.add_decision(by=by, pack=pack, **WHOLE | {"climate": "", "legal": " "})
    with pytest.raises(Refusal, match="legal implications and climate implications"):
        issuing.issue(by=by, pack=pack)
    assert Pack.objects.get(pk=pack.pk).is_draft


def test_what_is_issued_stays(project, by):
    pack = draft_of(project, by)
    sentence = drafting.add_sentence(by=by, pack=pack, text="Said.")
    issuing.issue(by=by, pack=pack)

    for act in (
        lambda: drafting.edit_sentence(by=by, sentence=sentence, text="Other."),
        lambda: drafting.write_again(by=by, pack=pack),
        lambda: drafting.delete(by=by, pack=pack),
    ):
        with pytest.raises(NotNow, match="has been issued"):
            act()
    for write in (
        lambda: PackSentence.objects.filter(pk=sentence.pk).update(text="Other."),
        lambda: PackSentence.objects.create(pack=pack, text="More."),
        lambda: pack.figures.update(value=0),
        lambda: pack.editions.update(paper={}),
        lambda: Pack.objects.filter(pk=pack.pk).update(since=timezone.localdate()),
        lambda: Pack.objects.filter(pk=pack.pk).delete(),
    ):
        with pytest.raises(Error, match="stays as it is"), transaction.atomic():
            write()


def test_a_corrected_figure_is_restated_with_its_reason(project, by):
    first = issued(project, by)
    site = project.sites.get(name="Ash Surgery")
    told = StageEntry.objects.get(site=site, stage=Stage.CONNECTED)
    enter(site, Stage.ORDERED, told.entered_on, corrects=told, reason="Wrong site")

    contents = by_rules(project, timezone.localdate(), by)

    # On the same day the last pack is not before this one; of the next it is.
    assert contents.last is None
    from projects.packs import figures

    found = figures.restated(first, [project])
    assert [(one.label, one.was, one.now) for one in found] == [
        ("Live", 1, 0),
    ]
    assert found[0].why.startswith("correction of ")


def test_publishing_needs_an_issued_pack_of_a_published_project(project, by):
    pack = draft_of(project, by)
    with pytest.raises(NotNow, match="Issue the pack"):
        issuing.publish(by=by, pack=pack)
    issuing.issue(by=by, pack=pack)
    assert issuing.publish(by=by, pack=pack)
    issuing.unpublish(by=by, pack=pack)
    assert Pack.objects.get().published_at is None


# Withholding ------------------------------------------------------------------------


def test_the_list_shows_the_packs_whose_pages_open(project, by, client):
    """For everyone: of a project and of all projects, issued and drafts."""
    lead = PartnershipFactory(lead_organisation=OrganisationFactory()).lead_organisation
    partner = OrganisationFactory()
    project.partners.add(partner)
    for about in (project, None, ProjectFactory(lead=lead)):
        issued(about, by, days=-5, until=2)
        draft_of(about, by)
    people = [by, *(kind(of) for of in (lead, project.lead, partner) for kind in KINDS), lead_of()]
    for person in people:
        client.force_login(person)
        listed = client.get(reverse("packs:list")).content.decode()
        shown = {one for one in Pack.objects.all() if one.reference in listed}
        opened = {
            one
            for one in Pack.objects.all()
            if client.get(reverse("packs:pack", args=[one.reference])).status_code == 200
        }

        assert shown == opened, person


def test_its_history_says_who_issued_and_published_it(project, by, client):
    client.force_login(by)
    pack = draft_of(project, by)
    drafting.change(by=by, pack=pack, board=board_in(40), since=pack.since, until=pack.until)
    for act in ("issue", "publish", "unpublish"):
        page = reverse(f"packs:{act}", args=[pack.reference])
        client.post(page, forms_of(client.get(page).content.decode())[-1].sent)

    page = client.get(reverse("trail:history", args=["pack", pack.reference]))

    assert [one.what for one in page.context["page"].object_list] == [
        "Unpublished",
        "Published",
        "Issued",
        "Changed",
        "Added",
    ]
    assert {one.by for one in page.context["page"].object_list[:3]} == {str(by)}


def test_what_was_withheld_is_withheld_in_the_next_pack_until_it_is_released(project, by):
    pack = draft_of(project, by)
    held = withhold(pack, by, PackSection.RISKS)
    issuing.issue(by=by, pack=pack)

    assert [one.section for one in draft_of(project, by, days=40).withheld.all()] == ["risks"]
    drafting.delete(by=by, pack=Pack.objects.drafts().get())
    withholding.review(by=by, item=held, reason="Signed by now.", keep_until=None)
    assert not draft_of(project, by, days=40).withheld.exists()


def test_a_sentence_by_hand_that_was_withheld_hides_no_other_of_the_next_pack(project, by):
    pack = draft_of(project, by)
    withhold(pack, by, drafting.add_sentence(by=by, pack=pack, text="An offer."))
    issuing.issue(by=by, pack=pack)
    SiteFactory(project=project, stage=Stage.CONNECTED, on=timezone.localdate())

    following = draft_of(project, by, days=40)

    assert following.sentences.exists()
    assert not following.withheld.exists()


def test_a_review_date_that_has_passed_stops_the_issue(project, by):
    pack = draft_of(project, by)
    held = withhold(pack, by, PackSection.RISKS)
    held.review_on = timezone.localdate()
    held.save()
    with pytest.raises(Refusal, match="review date"):
        issuing.issue(by=by, pack=pack)


def test_who_withholds_second_is_told_and_undoes_nothing(project, by, client):
    pack = draft_of(project, by)
    page = reverse("packs:withhold", args=[pack.reference, "section", "risks"])
    review_on = timezone.localdate() + timedelta(days=30)
    said = {
        "paragraph": "3",
        **{f"review_on_{n}": str(part) for n, part in enumerate(review_on.timetuple()[2::-1])},
    }
    client.force_login(by)

    assert client.post(page, said | {"reason": "Theirs."}).status_code == 302
    assert client.post(page, said | {"reason": "Ours."}).status_code == CONFLICT
    assert pack.withheld.get().reason == "Theirs."


def test_two_who_withhold_at_once_do_not_both(project, by):
    pack = draft_of(project, by)
    theirs = withhold(pack, by, PackSection.RISKS, reason="Theirs.")
    with pytest.raises(NotNow, match="Someone else"):
        withhold(pack, by, PackSection.RISKS, reason="Ours.")
    assert pack.withheld.get().reason == "Theirs."

    withhold(pack, by, PackSection.RISKS, reason="Seen.", instead_of=theirs)
    assert pack.withheld.get().reason == "Seen."


def withhold(pack, by, item, **more):
    values = {
        "paragraph": 3,
        "reason": "Because.",
        "review_on": timezone.localdate() + timedelta(days=30),
    }
    return withholding.withhold(by=by, pack=pack, item=item, **values | more)


def test_every_rule_tells_of_a_section():
    """Withheld with it: a new kind of change in this app says where it belongs."""
    ours = [one.name for one in changes.kinds() if one.room == "Projects"]
    assert [name for name in ours if not drafts.section_of(name)] == []
