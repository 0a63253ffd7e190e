from typing import Any

from django.core.management.base import BaseCommand, CommandError

from diz_portal.access import Refusal
from diz_portal.privacy import erasure, picking


class Command(BaseCommand):
    help = (
        "Erase all data about the person with this email address. If several people use the "
        "address, the command lists their records and stops."
    )

    def add_arguments(self, parser):
        parser.add_argument("email", help="email address of the person")
        parser.add_argument(
            "--person",
            action="append",
            default=[],
            help="record to erase, as listed (can be repeated)",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="list what would be erased, without erasing it"
        )
        parser.add_argument(
            "--also",
            action="append",
            default=[],
            metavar="KEY",
            help="uncertain mention to remove too, as listed (can be repeated)",
        )

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        stay = []
        for one in picking.pick(email, options["person"]):
            name = f"{one.id}  {one.kind.what}  ({one.controller})"
            if obstacle := one.obstacle:
                stay.append(name)
                self.stdout.write(f"Kept: {name}. {obstacle}")
                if not options["dry_run"]:
                    erasure.keep(one=one)
                continue
            if options["dry_run"]:
                self.stdout.write(f"To be erased: {name}")
                self._named(one)
                continue
            self._named(one)
            try:
                erasure.erase(kind=one.kind.name, reference=one.reference, ticked=options["also"])
            except Refusal as refusal:
                stay.append(name)
                self.stdout.write(f"Kept: {name}. {refusal.message}")
            else:
                self.stdout.write(f"Erased: {name}")
        if stay:
            raise CommandError(f"Not everything was erased. Records kept: {len(stay)}")

    def _named(self, one: erasure.Record) -> None:
        """Where else the person is named, as the page shows it: with the words around."""
        for find in erasure.named_in(one):
            does = (
                "removed" if find.certain else f"kept, unless you add --also {find.key}: {find.why}"
            )
            words = "".join(
                f"[{piece.text}]" if piece.marked else piece.text for piece in find.pieces
            )
            said = " ".join(words.split()) if find.readable else "not shown"
            self.stdout.write(f"  {find.room}: {find.record} {find.pk}: “{said}” ({does})")
