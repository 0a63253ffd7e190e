from django.apps import AppConfig


class InclusionConfig(AppConfig):
    name = "inclusion"

    def ready(self):
        from django.urls import reverse

        from diz_portal import documents, quotas
        from diz_portal.outbox import confidential
        from inclusion.devices.rules import WIPE_GUARD, may_read_wipe

        documents.register_guard(WIPE_GUARD, may_read=may_read_wipe, title="Wipe certificate")
        quotas.register(
            quotas.Store(
                "inclusion.ImportBatch",
                what="Import of devices, data or places",
                by="uploaded_by",
                size="size",
                file="file",
                name="file_name",
                at="uploaded_at",
                folder="lists",
                url=lambda row: reverse("inclusion_workspace:import", args=[row.reference]),
            )
        )
        quotas.register(
            quotas.Store(
                "inclusion.ClientList",
                what="Referral list",
                by="uploaded_by",
                size="size",
                file="file",
                name="file_name",
                at="uploaded_at",
                folder="clients",
                url=lambda row: reverse("client_lists:import", args=[row.reference]),
            )
        )
        confidential.keep(
            "inclusion/person_referred",
            "inclusion/request_passed",
            "inclusion/request_received",
            "inclusion/loan_due",
            "inclusion/learning_link",
            "inclusion/path_sent",
            "inclusion/session_reminder",
            "inclusion/session_cancelled",
        )
