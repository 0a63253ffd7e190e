"""What people have confirmed is in use: the cards that they were given are activated.

Cards that were written off before, on the day their batch ran out, stay as they are: since then
somebody may have given the person another. They are put right one by one, with a correction.
"""

from django.db import migrations

# The ledger's own trigger moves the card and the balances with each entry.
ACTIVATE = """
INSERT INTO inclusion_dataentry
    (batch_id, item_id, from_account, to_account, mb, need_id, key, why, at)
SELECT item.batch_id, item.id, 'issued', 'activated', batch.mb_each, item.need_id,
       'confirmed:' || item.reference || ':before', 'Confirmed by the person before', now()
  FROM inclusion_dataitem item
  JOIN inclusion_databatch batch ON batch.id = item.batch_id
  JOIN inclusion_need need ON need.id = item.need_id
 WHERE item.account = 'issued' AND need.state = 'confirmed'
"""


class Migration(migrations.Migration):
    dependencies = [("inclusion", "0016_databank_as_it_is")]

    # Back, the entries stay: they were true.
    operations = [migrations.RunSQL(ACTIVATE, migrations.RunSQL.noop)]
