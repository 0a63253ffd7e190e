from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "diz_portal.reports"
    label = "reports"

    def ready(self):
        from django.urls import reverse

        from diz_portal import quotas

        from .models import FOLDER

        quotas.register(
            quotas.Store(
                "reports.ReportFile",
                what="Report",
                by="job__asked_by",
                size="size",
                file="file",
                name="job__title",
                at="job__asked_at",
                folder=FOLDER,
                url=lambda row: reverse("reports:job", args=[row.job.reference]),
                related=("job",),
            )
        )
