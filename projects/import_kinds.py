"""What can be imported from a file, for the shell."""

from diz_portal.imports import kinds
from projects.imports.kinds import Milestones, Risks, Sites
from projects.imports.models import ImportBatch
from projects.money.ledger_import import Ledger
from projects.money.models import LedgerImportBatch
from projects.returns.imports import Returns
from projects.returns.models import ReturnImportBatch

kinds.register(ImportBatch, Sites(), Milestones(), Risks())
kinds.register(LedgerImportBatch, Ledger())
kinds.register(ReturnImportBatch, Returns())
