from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "projects"

    def ready(self):
        from django.urls import reverse

        from diz_portal import documents, quotas
        from projects import on_sites  # noqa: F401  what stands on a site
        from projects.meetings.rules import PAPER_GUARD, may_read_paper
        from projects.money.rules import (
            CLAIM_GUARD,
            LETTER_GUARD,
            may_read_claim_evidence,
            may_read_letter,
        )
        from projects.rollout.services.evidence import GUARD, may_read_evidence

        documents.register_guard(GUARD, may_read=may_read_evidence, title="Evidence of a stage")
        documents.register_guard(PAPER_GUARD, may_read=may_read_paper, title="Meeting paper")
        documents.register_guard(LETTER_GUARD, may_read=may_read_letter, title="Funding letter")
        documents.register_guard(
            CLAIM_GUARD, may_read=may_read_claim_evidence, title="Claim evidence"
        )
        quotas.register(
            quotas.Store(
                "projects.ImportBatch",
                what="Import for a project",
                by="uploaded_by",
                size="size",
                file="file",
                name="file_name",
                at="uploaded_at",
                folder="imports",
                url=lambda row: reverse(
                    "projects_workspace:import", args=[row.project.slug, row.reference]
                ),
                related=("project",),
            )
        )
        quotas.register(
            quotas.Store(
                "projects.LedgerImportBatch",
                what="Import of a ledger",
                by="uploaded_by",
                size="size",
                file="file",
                name="file_name",
                at="uploaded_at",
                folder="ledgers",
                url=lambda row: reverse("money:import", args=[row.project.slug, row.reference]),
                related=("project",),
            )
        )
        quotas.register(
            quotas.Store(
                "projects.ReturnImportBatch",
                what="Import of returns",
                by="uploaded_by",
                size="size",
                file="file",
                name="file_name",
                at="uploaded_at",
                folder="returns",
                url=lambda row: reverse("returns:import", args=[row.reference]),
            )
        )
