"""What the admin of organisations and people has in common."""

from django.contrib import admin, messages
from django.template.response import TemplateResponse

from diz_portal.access import Refusal
from diz_portal.admin_site import ModelAdmin
from diz_portal.names import without_address
from diz_portal.open_work.selectors import in_hand
from partners.forms.handing_over import HandoverForm


class RefusalsAreSaid(ModelAdmin):
    """What has rules: nothing of it is deleted, and what is refused is said."""

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Names stand in messages to others: here, too, none holds an address."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "name" and field is not None:
            field.validators.append(without_address)
        return field

    def has_delete_permission(self, request, obj=None):
        """Nothing here is deleted: it ends, is withdrawn, or leaves."""
        return False

    def carry_out(self, request, records, act, done: str) -> None:
        """Do something to each of the chosen records; what is refused is named."""
        carried_out = 0
        for record in records:
            try:
                act(record)
            except Refusal as refusal:
                self.message_user(request, f"{record}: {refusal.message}", messages.ERROR)
            else:
                carried_out += 1
        if carried_out:
            self.message_user(request, f"{done}: {carried_out}.", messages.SUCCESS)

    def end_each(self, request, records, *, action, title, sentence, ending, act, done: str):
        """Ask first, and for each record with work in hand who takes it over; then end each of
        them, with what was decided, in one step. `ending(record)`, `act(record, decision)`."""
        confirmed = bool(request.POST.get("confirmed"))
        asked = [
            (record, self._handover(request, record, ending(record), confirmed=confirmed))
            for record in records
        ]
        if confirmed and all(form is None or form.is_valid() for _, form in asked):
            decisions = {record.pk: form and form.decision for record, form in asked}
            return self.carry_out(
                request,
                [record for record, _ in asked],
                lambda record: act(record, decisions[record.pk]),
                done,
            )
        return self._ask(
            request,
            title=title,
            sentence=sentence,
            action=action,
            records=records,
            asked=asked,
            status=422 if confirmed else 200,
        )

    @staticmethod
    def _handover(request, record, ending, *, confirmed: bool) -> HandoverForm | None:
        piles = in_hand(ending)
        if not piles:
            return None
        data = request.POST if confirmed else None
        return HandoverForm(data, piles=piles, by=request.user, prefix=f"record{record.pk}")

    def asked_first(self, request, records, *, action: str, title: str, sentence: str):
        """A page that asks before a bulk action, or None once it was confirmed."""
        if request.POST.get("confirmed"):
            return None
        return self._ask(request, title=title, sentence=sentence, action=action, records=records)

    def _ask(self, request, *, status: int = 200, **page):
        return TemplateResponse(
            request,
            "partners/admin_confirm.html",
            {
                **self.admin_site.each_context(request),
                **page,
                "opts": self.model._meta,
                "checkbox": admin.helpers.ACTION_CHECKBOX_NAME,
            },
            status=status,
        )
