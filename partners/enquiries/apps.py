from django.apps import AppConfig


class EnquiriesConfig(AppConfig):
    name = "partners.enquiries"
    label = "enquiries"
