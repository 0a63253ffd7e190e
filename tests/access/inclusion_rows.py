"""Many rows of everything that has to do with helping people."""

from django.utils import timezone

from inclusion.models import EqualityAnswers, ReferringPartner, Team
from tests.factories.inclusion import HelpPlaceFactory, SocialTariffFactory, team_of
from tests.factories.partners import caseworker_of


class InclusionRows:
    """See `rows.Rows`, of which this is a part."""

    def begin_inclusion(self) -> None:
        self.team = team_of(self.ours, is_default=True)
        self.caseworker = caseworker_of(self.ours)

    def teams(self, numbers) -> None:
        Team.objects.bulk_create(
            Team(organisation=one)
            for one in self.organisations(range(2000 + numbers.start, 2000 + numbers.stop))
        )

    def referring_partners(self, numbers) -> None:
        ReferringPartner.objects.bulk_create(
            ReferringPartner(organisation=one)
            for one in self.organisations(range(3000 + numbers.start, 3000 + numbers.stop))
        )

    def help_places(self, numbers) -> None:
        HelpPlaceFactory.create_batch(len(numbers), district=self.district)

    def tariffs(self, numbers) -> None:
        SocialTariffFactory.create_batch(len(numbers))

    def equality_answers(self, numbers) -> None:
        month = timezone.localdate().replace(day=1)
        EqualityAnswers.objects.bulk_create(EqualityAnswers(month=month) for _ in numbers)
