"""A batch keeps its size once it is received and can be taken back; what is confirmed never runs
out."""

import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('inclusion', '0015_proofs_not_ahead'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='dataentry',
            name='posts',
        ),
        migrations.RemoveConstraint(
            model_name='dataentry',
            name='inclusion_entry_accounts_known',
        ),
        migrations.RemoveConstraint(
            model_name='dataitem',
            name='inclusion_one_item_per_number',
        ),
        migrations.AlterField(
            model_name='databalance',
            name='account',
            field=models.CharField(choices=[('donor', 'Given'), ('stock', 'In stock'), ('reserved', 'Reserved'), ('issued', 'Issued'), ('activated', 'Activated'), ('expired', 'Expired unused'), ('void', 'Void'), ('withdrawn', 'Taken back')], max_length=9),
        ),
        migrations.AlterField(
            model_name='dataentry',
            name='from_account',
            field=models.CharField(choices=[('donor', 'Given'), ('stock', 'In stock'), ('reserved', 'Reserved'), ('issued', 'Issued'), ('activated', 'Activated'), ('expired', 'Expired unused'), ('void', 'Void'), ('withdrawn', 'Taken back')], max_length=9, verbose_name='from'),
        ),
        migrations.AlterField(
            model_name='dataentry',
            name='to_account',
            field=models.CharField(choices=[('donor', 'Given'), ('stock', 'In stock'), ('reserved', 'Reserved'), ('issued', 'Issued'), ('activated', 'Activated'), ('expired', 'Expired unused'), ('void', 'Void'), ('withdrawn', 'Taken back')], max_length=9, verbose_name='to'),
        ),
        migrations.AlterField(
            model_name='dataitem',
            name='account',
            field=models.CharField(choices=[('donor', 'Given'), ('stock', 'In stock'), ('reserved', 'Reserved'), ('issued', 'Issued'), ('activated', 'Activated'), ('expired', 'Expired unused'), ('void', 'Void'), ('withdrawn', 'Taken back')], default='donor', editable=False, max_length=9),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='databatch',
            trigger=pgtrigger.compiler.Trigger(name='keeps_its_size', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW.mb_each <> OLD.mb_each)', func="\n        IF EXISTS (SELECT 1 FROM inclusion_dataentry WHERE batch_id = OLD.id) THEN\n            RAISE EXCEPTION 'What a batch holds is fixed once it is received.'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NEW;\n    ", hash='f9de29f75df3445cbcd844ce2720e6c030632e9b', operation='UPDATE OF "mb_each"', pgid='pgtrigger_keeps_its_size_a9a20', table='inclusion_databatch', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='dataentry',
            trigger=pgtrigger.compiler.Trigger(name='posts', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE lies_in text; of_batch bigint; size bigint;', func="\n        SELECT i.account, i.batch_id, b.mb_each INTO lies_in, of_batch, size\n            FROM inclusion_dataitem i JOIN inclusion_databatch b ON b.id = i.batch_id\n            WHERE i.id = NEW.item_id FOR NO KEY UPDATE OF i;\n        IF lies_in IS DISTINCT FROM NEW.from_account OR of_batch <> NEW.batch_id\n            OR size <> NEW.mb THEN\n            RAISE EXCEPTION 'The item does not lie in that account.'\n                USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n        IF NEW.from_account = 'issued' AND NEW.to_account = 'expired' AND EXISTS (\n            SELECT 1 FROM inclusion_need n JOIN inclusion_dataitem i ON i.need_id = n.id\n            WHERE i.id = NEW.item_id AND n.state = 'confirmed') THEN\n            RAISE EXCEPTION 'What somebody says they use never runs out.'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        IF NEW.corrects_id IS NULL\n            AND (NEW.from_account || '>' || NEW.to_account) NOT IN ('donor>stock', 'stock>expired', 'stock>issued', 'stock>reserved', 'stock>void', 'stock>withdrawn', 'reserved>expired', 'reserved>issued', 'reserved>stock', 'reserved>void', 'issued>activated', 'issued>expired', 'issued>stock', 'issued>void') THEN\n            RAISE EXCEPTION 'Data does not move from that account to the other.'\n                USING ERRCODE = 'integrity_constraint_violation';\n        END IF;\n        UPDATE inclusion_dataitem SET account = NEW.to_account,\n            need_id = CASE WHEN NEW.to_account IN ('reserved', 'issued', 'activated') THEN NEW.need_id END\n            WHERE id = NEW.item_id;\n        INSERT INTO inclusion_databalance (batch_id, account, mb)\n            VALUES (NEW.batch_id, NEW.from_account, 0), (NEW.batch_id, NEW.to_account, 0)\n            ON CONFLICT (batch_id, account) DO NOTHING;\n        -- Both in one order: a move there and a move back never wait for each other.\n        PERFORM 1 FROM inclusion_databalance WHERE batch_id = NEW.batch_id\n            AND account IN (NEW.from_account, NEW.to_account) ORDER BY account FOR UPDATE;\n        UPDATE inclusion_databalance\n            SET mb = mb + CASE account WHEN NEW.from_account THEN -NEW.mb ELSE NEW.mb END\n            WHERE batch_id = NEW.batch_id AND account IN (NEW.from_account, NEW.to_account);\n        RETURN NEW;\n    ", hash='e5e88a89897b7475d654fef0f4894bc5aea79cf2', operation='INSERT', pgid='pgtrigger_posts_6b517', table='inclusion_dataentry', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='dataentry',
            constraint=models.CheckConstraint(condition=models.Q(('from_account__in', ['donor', 'stock', 'reserved', 'issued', 'activated', 'expired', 'void', 'withdrawn']), ('to_account__in', ['donor', 'stock', 'reserved', 'issued', 'activated', 'expired', 'void', 'withdrawn'])), name='inclusion_entry_accounts_known', violation_error_message='Choose accounts from the list.'),
        ),
        migrations.AddConstraint(
            model_name='dataitem',
            constraint=models.UniqueConstraint(condition=models.Q(('account__in', ('void', 'withdrawn')), _negated=True), fields=('known_as',), name='inclusion_one_item_per_number', violation_error_message='A SIM card with this number, or a voucher of this network with this code, is here already.'),
        ),
    ]
