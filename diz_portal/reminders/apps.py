from django.apps import AppConfig


class RemindersConfig(AppConfig):
    name = "diz_portal.reminders"
    label = "reminders"
