from django.apps import AppConfig


class AgendaConfig(AppConfig):
    name = "diz_portal.agenda"
    label = "agenda"
