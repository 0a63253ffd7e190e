"""The constraints of benefits, each with the row that breaks it."""

from projects.models import Benefit, BenefitMeasure, SiteMeasure
from tests.factories.benefits import benefit_of

from .breaking import Case, Rows, another, changed


def stand(rows: Rows) -> None:
    rows.benefit = benefit_of(rows.project, rows.ada)
    rows.measure = BenefitMeasure.objects.create(
        benefit=rows.benefit, on=rows.today, amount=120, people=12, method="Counted", by=rows.ada
    )
    rows.correction_of_measure = BenefitMeasure.objects.create(
        benefit=rows.benefit,
        on=rows.today,
        amount=121,
        method="Counted",
        by=rows.ada,
        corrects=rows.measure,
        reason="Counted again",
    )
    month = rows.today.replace(day=1)
    rows.site_measure = SiteMeasure.objects.create(
        benefit=rows.benefit, site=rows.site, month=month, amount=12, people=12, by=rows.ada
    )
    rows.correction_of_site_measure = SiteMeasure.objects.create(
        benefit=rows.benefit,
        site=rows.site,
        month=month,
        amount=13,
        by=rows.ada,
        corrects=rows.site_measure,
        reason="Counted again",
    )
    assert Benefit.objects.count()


CASES: dict[str, Case] = {
    "projects_benefit_once": lambda rows: another(rows.benefit),
    "projects_benefit_leads_somewhere": lambda rows: changed(rows.benefit, target=100),
    "projects_measure_of_enough_people": lambda rows: changed(rows.measure, people=4),
    "projects_measure_corrected_why": lambda rows: changed(rows.correction_of_measure, reason=""),
    "projects_site_measure_of_a_month": lambda rows: changed(
        rows.site_measure, month=rows.today.replace(day=2)
    ),
    "projects_site_measure_of_enough_people": lambda rows: changed(rows.site_measure, people=4),
    "projects_site_measure_corrected_why": lambda rows: changed(
        rows.correction_of_site_measure, reason=""
    ),
}
