from django.apps import AppConfig
from django.utils.module_loading import autodiscover_modules


class DemandConfig(AppConfig):
    name = "diz_portal.demand"
    label = "demand"

    def ready(self):
        # What the apps above have near a postcode, and on for businesses (`near`).
        autodiscover_modules("for_business")
