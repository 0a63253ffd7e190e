from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "diz_portal.outbox"
    label = "outbox"

    def ready(self):
        from . import checks  # noqa: F401  registers itself
