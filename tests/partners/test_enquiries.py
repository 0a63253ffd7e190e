from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from diz_portal.access import Refusal
from diz_portal.attention import Urgency
from diz_portal.outbox.models import Message
from diz_portal.privacy import kinds
from partners import example as partners_example
from partners.enquiries import example, services
from partners.enquiries.attention_items import enquiries
from partners.enquiries.models import Enquiry
from tests.factories.demand import EnquiryFactory
from tests.factories.partners import OrganisationFactory, contributor_of, manager
from tests.factories.places import PartnershipFactory

pytestmark = pytest.mark.django_db

ASKED = {
    "business": "Wren & Son",
    "name": "Ada Example",
    "email": "ada@wren.test.example",
    "message": "Is there space for 20 people?",
}


@pytest.fixture
def partnership():
    return PartnershipFactory(reply_days=5)


def written():
    return list(Message.objects.order_by("pk").values_list("template", "to"))


def test_an_enquiry_goes_to_a_named_partner_with_a_day(client, partnership, settings):
    settings.PUBLIC_FORM_LIMITS = False

    answer = client.post(reverse("enquiries:relocate"), ASKED)
    page = client.get(answer.url).content.decode()

    found = Enquiry.objects.get()
    assert found.organisation == partnership.lead_organisation
    assert f"{partnership.lead_organisation} will email you by" in page
    assert written() == [("enquiries/received", ASKED["email"])]


def test_the_day_counts_working_days(partnership):
    assert services.due_on(date(2026, 12, 23)) == date(2027, 1, 4)


def test_asking_twice_is_one_enquiry(partnership):
    assert services.enquire(**ASKED) == services.enquire(**ASKED)


def test_nobody_can_ask_before_there_is_a_lead_organisation(client):
    page = client.get(reverse("enquiries:relocate")).content.decode()

    assert "We cannot take enquiries yet" in page
    with pytest.raises(Refusal):
        services.enquire(**ASKED)


def test_reply_is_sent_and_kept_once(partnership):
    by = manager()
    enquiry = services.enquire(**ASKED)

    services.reply(enquiry=enquiry, text="Yes, in Harlow.", by=by)

    enquiry.refresh_from_db()
    assert (enquiry.reply, enquiry.replied_by) == ("Yes, in Harlow.", by)
    assert enquiry.status == "Answered"
    assert written()[-1] == ("enquiries/reply", ASKED["email"])
    with pytest.raises(Refusal, match="already replied"):
        services.reply(enquiry=enquiry, text="No.", by=by)


def test_handing_on_keeps_the_day_and_tells_who_asked(partnership):
    other = OrganisationFactory(name="Stort Valley Growth")
    enquiry = services.enquire(**ASKED)
    due = enquiry.due_on

    services.hand_on(enquiry=enquiry, organisation=other, by=manager())

    enquiry.refresh_from_db()
    assert (enquiry.organisation, enquiry.due_on) == (other, due)
    assert "Stort Valley Growth" in Message.objects.latest("pk").body


def test_a_partner_reads_its_own_alone(client):
    ours, theirs = EnquiryFactory(), EnquiryFactory()
    client.force_login(contributor_of(ours.organisation))

    page = client.get(reverse("enquiries_workspace:list")).content.decode()

    assert ours.business in page
    assert theirs.business not in page
    assert client.get(theirs.get_absolute_url()).status_code == 404


def test_a_partner_replies_on_its_page(client):
    enquiry = EnquiryFactory()
    client.force_login(contributor_of(enquiry.organisation))
    address = reverse("enquiries_workspace:reply", args=[enquiry.reference])

    assert client.post(address, {"text": ""}).status_code == 422
    assert client.post(address, {"text": "Yes."}).url == enquiry.get_absolute_url()
    assert "Answered" in client.get(enquiry.get_absolute_url()).content.decode()
    assert client.get(address).url == enquiry.get_absolute_url()


def test_it_waits_on_the_list_of_who_answers_and_is_owed_to_managers():
    today = timezone.localdate()
    enquiry = EnquiryFactory(due_on=today - timedelta(days=1))
    EnquiryFactory(reply="Yes", replied_at=timezone.now(), replied_by=manager())

    [mine] = enquiries(contributor_of(enquiry.organisation), today)
    [owed] = enquiries(manager(), today)

    assert (mine.owed_by, mine.urgency) == ("", Urgency.by_date(enquiry.due_on, today))
    assert owed.owed_by == str(enquiry.organisation)


def test_an_open_enquiry_is_not_erased(partnership):
    enquiry = services.enquire(**ASKED)
    kind = kinds.kind("enquiry")

    assert list(kind.find(kinds.Wanted.of(ASKED["email"]))) == [enquiry]
    assert "no reply yet" in kind.obstacle(enquiry)
    services.reply(enquiry=enquiry, text="Yes.", by=manager())
    enquiry.refresh_from_db()
    assert kind.obstacle(enquiry) == ""
    kind.erase(enquiry)
    assert not Enquiry.objects.exists()


def test_the_example_has_enquiries_that_wait_and_one_that_is_answered():
    today = timezone.localdate()
    partners_example.load(today)

    said = example.load(today)

    assert said == "3 enquiries, 2 of them without a reply"
    found = {one.business: one for one in Enquiry.objects.all()}
    assert found["Copper Heron Coffee Roasters"].due_on < today
    assert found["Saffron Lane Nursery"].due_on >= today
    assert not found["Nightjar Models"].is_waiting
    assert found["Nightjar Models"].replied_at > found["Nightjar Models"].asked_at
