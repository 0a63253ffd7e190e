from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class ShellConfig(AppConfig):
    name = "diz_portal"
    label = "diz_portal"

    def ready(self):
        # Apps register with the shell; the shell never imports them by name.
        autodiscover_modules("rooms", "front_page", "personal_data", "attention_items", "example")
