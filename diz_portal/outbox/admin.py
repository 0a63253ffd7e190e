from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime

from diz_portal.access import Refusal
from diz_portal.admin_site import ModelAdmin, ReadOnly

from . import confidential, selectors, services
from .models import Message


class PossiblyTwice(admin.SimpleListFilter):
    title = "possible duplicates"
    parameter_name = "doubtful"

    def lookups(self, request, model_admin):
        return [("yes", "Possible duplicate")]

    def queryset(self, request, queryset):
        return queryset.doubtful() if self.value() == "yes" else queryset


class HeldBack(admin.SimpleListFilter):
    title = "held back"
    parameter_name = "held"

    def lookups(self, request, model_admin):
        return [
            ("yes", "Waiting: too many messages to this address were requested on public forms")
        ]

    def queryset(self, request, queryset):
        return queryset.held() if self.value() == "yes" else queryset


def kind_of(template: str) -> str:
    """What a message is, by the name of its template: `seminars/registered` is “Seminars:
    registered”."""
    room, _, name = template.replace("_", " ").rpartition("/")
    return f"{room.capitalize()}: {name}" if room else name.capitalize()


class OfKind(admin.SimpleListFilter):
    title = "type of message"
    parameter_name = "template"

    def lookups(self, request, model_admin):
        return [(name, kind_of(name)) for name in selectors.templates_used()]

    def queryset(self, request, queryset):
        return queryset.filter(template=self.value()) if self.value() else queryset


@admin.register(Message)
class MessageAdmin(ReadOnly, ModelAdmin):
    """What was sent, what was not and why; the one thing to do here is to send again."""

    list_display = [
        "subject_or_kind",
        "channel",
        "sent_to",
        "state",
        "last_error",
        "doubtful_attempts",
        "queued_at",
    ]
    list_filter = ["channel", "state", PossiblyTwice, HeldBack, OfKind, "secret", "queued_at"]
    search_fields = ["to", "reader", "subject", "reference", "key"]
    actions = ["send_chosen_again"]
    fields = [
        "channel",
        "sent_to",
        "read_by",
        "posted_to",
        "reply_to",
        "subject",
        "text",
        "files",
        "state",
        "last_error",
        "kind",
        "reference",
        "key",
        "queued_at",
        "due_at",
        "attempts",
        "doubtful_attempts",
        "copies",
        "sent_at",
        "given_up_at",
        "needed_by",
        "outcome",
        "done_by",
    ]
    readonly_fields = fields
    change_form_template = "admin/outbox/message/change_form.html"

    def get_queryset(self, request):
        # A list never reads the letters themselves.
        return super().get_queryset(request).defer("body", "sealed")

    def get_search_results(self, request, queryset, search_term):
        if search_term:
            # Not even by asking for an address does one learn that its owner is being helped.
            queryset = queryset.exclude(template__in=confidential.templates())
        return super().get_search_results(request, queryset, search_term)

    @staticmethod
    def _unless_confidential(message, value):
        return "Not shown" if message.template in confidential.templates() else value

    @admin.display(description="to")
    def sent_to(self, message):
        return self._unless_confidential(message, message.to)

    @admin.display(description="reader")
    def read_by(self, message):
        return self._unless_confidential(message, message.reader)

    @admin.display(description="postal address")
    def posted_to(self, message):
        return self._unless_confidential(message, message.postal_address)

    @admin.display(description="message", ordering="subject")
    def subject_or_kind(self, message):
        return message.subject or kind_of(message.template)

    @admin.display(description="type of message")
    def kind(self, message):
        return kind_of(message.template)

    @admin.display(description="text")
    def text(self, message):
        if message.secret:
            return "Not shown: it contains a code or private link."
        if message.template in confidential.templates():
            return "Not shown: only the person and the people helping them can see it."
        if message.emptied_at:
            return f"Deleted on {date_format(localtime(message.emptied_at), 'j F Y')}"
        return message.body.strip()

    @admin.display(description="files")
    def files(self, message):
        names = message.attachments.values_list("name", flat=True)
        return ", ".join(names) or "No files"

    def has_send_again_permission(self, request):
        return request.user.has_perm("outbox.send_again")

    def get_urls(self):
        own = path(
            "<path:object_id>/send-again/",
            self.admin_site.admin_view(self.send_again),
            name="outbox_message_send_again",
        )
        return [own, *super().get_urls()]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        context = {"may_send_again": self.has_send_again_permission(request)}
        return super().change_view(
            request, object_id, form_url, {**context, **(extra_context or {})}
        )

    def send_again(self, request, object_id):
        """GET asks, POST sends."""
        if not self.has_send_again_permission(request):
            raise PermissionDenied
        message = self.get_object(request, unquote(object_id))
        if message is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        page = reverse("admin:outbox_message_change", args=[message.pk])
        if request.method == "POST":
            try:
                services.send_again(message=message, by=request.user)
            except Refusal as refusal:
                self.message_user(request, refusal.message, messages.ERROR)
            else:
                self.message_user(request, "Message sent again", messages.SUCCESS)
            return redirect(page)
        return self._confirmation(request, [message], page)

    @admin.action(description="Send again", permissions=["send_again"])
    def send_chosen_again(self, request, queryset):
        if "confirmed" not in request.POST:
            return self._confirmation(
                request, list(queryset[:200]), reverse("admin:outbox_message_changelist")
            )
        sent = 0
        for message in queryset:
            try:
                services.send_again(message=message, by=request.user)
            except Refusal as refusal:
                self.message_user(request, f"{message}: {refusal.message}", messages.ERROR)
            else:
                sent += 1
        if sent:
            words = "1 message is" if sent == 1 else f"{sent} messages are"
            self.message_user(request, f"{words} on the way.", messages.SUCCESS)
        return None

    def _confirmation(self, request, those, back):
        context = {
            **self.admin_site.each_context(request),
            "title": "Send again",
            "opts": self.opts,
            "those": [(message, self.sent_to(message)) for message in those],
            "back": back,
            "action_name": "send_chosen_again" if "action" in request.POST else "",
            "checkbox": admin.helpers.ACTION_CHECKBOX_NAME,
        }
        return TemplateResponse(request, "admin/outbox/message/send_again.html", context)
