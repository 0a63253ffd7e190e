"""What can be brought in from a file, for the shell."""

from diz_portal.imports import kinds
from inclusion.databank.imports import Sims, Vouchers
from inclusion.devices.imports import Devices
from inclusion.help.imports import Places
from inclusion.imports.models import ImportBatch
from inclusion.landline.clients.imports import Clients
from inclusion.landline.clients.models import ClientList

kinds.register(ImportBatch, Devices(), Sims(), Vouchers(), Places())
kinds.register(ClientList, Clients())
