from django.apps import AppConfig


class PartnersConfig(AppConfig):
    name = "partners"

    def ready(self):
        from diz_portal import documents

        from .rules import AGREEMENT_GUARD, may_read_agreement

        documents.register_guard(AGREEMENT_GUARD, may_read=may_read_agreement, title="Agreement")
