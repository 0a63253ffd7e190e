from django.apps import AppConfig


class OutboxConfig(AppConfig):
    name = "diz_portal.outbox"
    label = "outbox"
