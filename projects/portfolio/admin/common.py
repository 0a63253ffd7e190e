from django.urls import reverse
from django.utils.html import format_html

from diz_portal.admin_site import ReadOnly, TabularInline


def workspace_link(name: str, *args: str) -> str:
    address = reverse(f"projects_workspace:{name}", args=args)
    return format_html('<a href="{}">View in the workspace</a>', address)


class NeverDeleted:
    """History hangs on these rows, and the database refuses to lose it."""

    def has_delete_permission(self, request, obj=None):
        return False


class ReadOnlyInline(ReadOnly, TabularInline):
    extra = 0
    can_delete = False
