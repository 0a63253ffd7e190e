from django.apps import AppConfig


class OpenDataConfig(AppConfig):
    name = "diz_portal.open_data"
    label = "open_data"
    verbose_name = "open data"
