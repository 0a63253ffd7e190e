"""What programme managers may do in the admin."""

from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.contrib.auth.backends import BaseBackend

from partners.roles import is_manager

# Django's own verbs; the portal's permissions are rules with other verbs.
ADMIN_VERBS = ("view_", "add_", "change_", "delete_")


def is_ours(app_label: str) -> bool:
    """Whether the app is part of the portal: one that lies beside `manage.py`."""
    try:
        path = Path(apps.get_app_config(app_label).path)
    except LookupError:
        return False
    return path.is_relative_to(settings.BASE_DIR) and "site-packages" not in path.parts


class ManagerBackend(BaseBackend):
    """Grants managers Django's model permissions for the portal's own apps.

    Each ModelAdmin narrows what it offers. Other people's apps (second factors, sign-on
    secrets, the schedule) stay with superusers: they hold secrets or stop the machine.
    """

    def has_perm(self, user_obj, perm, obj=None):
        app_label, _, verb = perm.partition(".")
        return verb.startswith(ADMIN_VERBS) and is_ours(app_label) and is_manager(user_obj)

    def has_module_perms(self, user_obj, app_label):
        return is_ours(app_label) and is_manager(user_obj)
