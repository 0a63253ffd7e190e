from importlib import import_module

from django.apps import AppConfig
from django.db.backends.signals import connection_created
from django.utils.module_loading import autodiscover_modules

from diz_portal import patience, prepared


class ShellConfig(AppConfig):
    name = "diz_portal"
    label = "diz_portal"

    def ready(self):
        # Tasks find the broker through it. Not in `__init__.py`: what starts the servers is
        # imported before anybody has said which settings hold.
        import_module("diz_portal.celery")
        import_module("diz_portal.beginnings")  # what it checks
        import_module("diz_portal.storage.checks")
        patience.install()
        prepared.install()
        connection_created.connect(patience.limit_session, dispatch_uid="patience")
        # Apps register with the shell; the shell never imports them by name.
        autodiscover_modules(
            "rooms",
            "front_page",
            "impact_figures",
            "knowledge",
            "personal_data",
            "data_subjects",
            "attention_items",
            "agenda_dates",
            "tracked",
            "searchable",
            "what_changed",
            "open_work",
            "reminders",
            "from_postcodes",
            "home_panels",
            "example",
            "api",
            "import_kinds",
            "lists",
            "reports",
            "open_data",
            "tasks",
        )
