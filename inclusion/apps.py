from django.apps import AppConfig


class InclusionConfig(AppConfig):
    name = "inclusion"

    def ready(self):
        from diz_portal import documents
        from diz_portal.outbox import confidential
        from inclusion.devices.rules import WIPE_GUARD, may_read_wipe

        documents.register_guard(WIPE_GUARD, may_read=may_read_wipe)
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
