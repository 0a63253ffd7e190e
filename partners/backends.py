"""What programme managers may do in the admin: everything it offers."""

from django.contrib.auth.backends import BaseBackend

from .rules import is_manager

# Django's own verbs; the portal's permissions are rules with other verbs.
ADMIN_VERBS = ("view_", "add_", "change_", "delete_")


class ManagerBackend(BaseBackend):
    """Grants managers Django's model permissions; each ModelAdmin narrows what it offers."""

    def has_perm(self, user_obj, perm, obj=None):
        verb = perm.partition(".")[2]
        return verb.startswith(ADMIN_VERBS) and is_manager(user_obj)

    def has_module_perms(self, user_obj, app_label):
        return is_manager(user_obj)
