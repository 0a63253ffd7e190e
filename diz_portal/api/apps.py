from importlib import import_module

from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "diz_portal.api"
    label = "api"
    verbose_name = "API"

    def ready(self):
        # Before the addresses are put together: what the shell itself offers.
        import_module("diz_portal.api.changes")
