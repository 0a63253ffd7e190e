"""Proofs are recorded by the server's clock, and about what is here; a device that came back is the
same device; a failed electrical test is due on no day.

Days on which a failed test was said to be due are dropped: no gate ever asked for them.
"""

import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('inclusion', '0014_lists_on_their_way_in'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='device',
            name='known_for_good',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='device',
            name='wipe_gate',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='holding',
            name='only_what_is_reserved',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='part',
            name='taken_out',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='wiperecord',
            name='about_its_drive',
        ),
        migrations.RemoveConstraint(
            model_name='pattest',
            name='inclusion_pat_due_after_test',
        ),
        migrations.AlterField(
            model_name='pattest',
            name='next_due_on',
            field=models.DateField(blank=True, null=True, verbose_name='next due'),
        ),
        # Past the trigger that keeps proofs as they were written.
        migrations.RunSQL(
            """
            ALTER TABLE inclusion_pattest DISABLE TRIGGER USER;
            UPDATE inclusion_pattest SET next_due_on = NULL WHERE NOT passed;
            ALTER TABLE inclusion_pattest ENABLE TRIGGER USER
            """,
            """
            ALTER TABLE inclusion_pattest DISABLE TRIGGER USER;
            UPDATE inclusion_pattest SET next_due_on = tested_on + 365 WHERE next_due_on IS NULL;
            ALTER TABLE inclusion_pattest ENABLE TRIGGER USER
            """,
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='device',
            trigger=pgtrigger.compiler.Trigger(name='wipe_gate', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (NEW.state IN ('ready', 'reserved', 'issued', 'parts', 'recycled'))", declare='DECLARE proof boolean;', func="\n        IF TG_OP = 'UPDATE' AND OLD.state = NEW.state THEN\n            RETURN NEW;\n        END IF;\n        IF NEW.holds_data THEN\n            \n        SELECT passed INTO proof FROM inclusion_wiperecord w\n            WHERE w.device_id = NEW.id AND w.finished_at >= GREATEST(\n                NEW.received_at,\n                (SELECT MAX(returned_at) FROM inclusion_holding WHERE device_id = NEW.id),\n                (SELECT MAX(went_at) FROM inclusion_part WHERE fitted_to_id = NEW.id\n                    AND kind = 'drive' AND NOT is_new))\n            AND (NOT w.passed\n                OR upper(btrim(regexp_replace(w.medium_serial, '\\s+', ' ', 'g'))) = upper(btrim(regexp_replace(NEW.medium_serial, '\\s+', ' ', 'g')))\n                OR EXISTS (SELECT 1 FROM inclusion_part p\n                    WHERE p.fitted_to_id = NEW.id AND p.kind = 'drive' AND p.is_new\n                    AND p.went_at >= w.finished_at\n                    AND upper(btrim(regexp_replace(p.serial, '\\s+', ' ', 'g'))) IN ('', upper(btrim(regexp_replace(NEW.medium_serial, '\\s+', ' ', 'g')))))\n                OR (upper(btrim(regexp_replace(NEW.medium_serial, '\\s+', ' ', 'g'))) = '' AND EXISTS (SELECT 1 FROM inclusion_part p\n                    WHERE p.taken_from_id = NEW.id AND p.kind = 'drive'\n                    AND p.came_at >= w.finished_at)))\n            ORDER BY w.finished_at DESC, w.id DESC LIMIT 1;\n    \n            IF proof IS NOT TRUE THEN\n                RAISE EXCEPTION\n                    'A device that holds data is wiped before anybody gets it or throws it away.'\n                    USING ERRCODE = 'check_violation';\n            END IF;\n        END IF;\n        IF NEW.mains_powered AND NEW.state NOT IN ('parts', 'recycled') THEN\n            SELECT passed AND next_due_on >= (now() AT TIME ZONE 'Europe/London')::date\n                INTO proof FROM inclusion_pattest\n                WHERE device_id = NEW.id ORDER BY tested_on DESC, id DESC LIMIT 1;\n            IF proof IS NOT TRUE THEN\n                RAISE EXCEPTION 'A mains-powered device has an electrical test in date.'\n                    USING ERRCODE = 'check_violation';\n            END IF;\n        END IF;\n        RETURN NEW;\n    ", hash='fc948fb0a5898015564efab074aa2a428076f1a3', operation='INSERT OR UPDATE', pgid='pgtrigger_wipe_gate_b4c75', table='inclusion_device', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='device',
            trigger=pgtrigger.compiler.Trigger(name='known_for_good', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (ROW(NEW.holds_data, NEW.mains_powered, NEW.received_at) IS DISTINCT FROM ROW(OLD.holds_data, OLD.mains_powered, OLD.received_at))', func="\n        IF (OLD.holds_data AND NOT NEW.holds_data)\n            OR OLD.state <> 'quarantined'\n            OR EXISTS (SELECT 1 FROM inclusion_wiperecord WHERE device_id = OLD.id)\n            OR EXISTS (SELECT 1 FROM inclusion_pattest WHERE device_id = OLD.id)\n            OR EXISTS (SELECT 1 FROM inclusion_holding WHERE device_id = OLD.id) THEN\n            RAISE EXCEPTION\n                'Whether a device holds data or mains power is fixed once it is worked on.'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NEW;\n    ", hash='b71718919badb627a9431c2e1c6fa49eec32293c', operation='UPDATE', pgid='pgtrigger_known_for_good_4034a', table='inclusion_device', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='device',
            trigger=pgtrigger.compiler.Trigger(name='has_come', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (NEW.received_at > clock_timestamp() + interval '5 seconds')", func="\n        RAISE EXCEPTION 'A device came in today or before.' USING ERRCODE = 'check_violation';\n    ", hash='2e687aae5e3a83a6135c06dcbbe0f77f1fd38516', operation='INSERT OR UPDATE OF "received_at"', pgid='pgtrigger_has_come_2b43d', table='inclusion_device', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='device',
            trigger=pgtrigger.compiler.Trigger(name='stays_with_its_keeper', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (OLD.state IN ('reserved', 'issued', 'lost') AND NEW.kept_by_id IS DISTINCT FROM OLD.kept_by_id)", func="\n        RAISE EXCEPTION 'A device that is reserved or with somebody stays with its keeper.'\n            USING ERRCODE = 'check_violation';\n    ", hash='27a3ae534d9e74e31a84091ffe00f6b42b697179', operation='UPDATE OF "kept_by_id"', pgid='pgtrigger_stays_with_its_keeper_64dea', table='inclusion_device', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='holding',
            trigger=pgtrigger.compiler.Trigger(name='only_what_is_reserved', sql=pgtrigger.compiler.UpsertTriggerSql(func="\n        PERFORM 1 FROM inclusion_device WHERE id = NEW.device_id\n            AND state = 'reserved' AND reserved_for_id = NEW.need_id FOR NO KEY UPDATE;\n        IF NOT FOUND THEN\n            RAISE EXCEPTION 'A device is handed over to the need it was reserved for.'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        -- A wipe from before it was handed over never counts for what comes back.\n        IF EXISTS (SELECT 1 FROM inclusion_wiperecord\n            WHERE device_id = NEW.device_id AND finished_at > NEW.issued_at) THEN\n            RAISE EXCEPTION 'A device is handed over after it was wiped.'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NEW;\n    ", hash='226d7159a715f406e47476f77a867e90196d52ab', operation='INSERT', pgid='pgtrigger_only_what_is_reserved_eaea5', table='inclusion_holding', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='part',
            trigger=pgtrigger.compiler.Trigger(name='taken_out', sql=pgtrigger.compiler.UpsertTriggerSql(condition='WHEN (NEW.taken_from_id IS NOT NULL)', declare='DECLARE proof boolean;', func="\n        PERFORM 1 FROM inclusion_device WHERE id = NEW.taken_from_id\n            AND kept_by_id = NEW.kept_by_id\n            AND state IN ('quarantined', 'wiped', 'wipe_failed', 'graded', 'repairing', 'parts')\n            FOR NO KEY UPDATE;\n        IF NOT FOUND THEN\n            RAISE EXCEPTION 'A part is taken out of a device that is here, by its keeper.'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        IF NEW.kind = 'drive' THEN\n            \n        SELECT passed INTO proof FROM inclusion_wiperecord w\n            WHERE w.device_id = NEW.taken_from_id AND w.finished_at >= GREATEST(\n                (SELECT received_at FROM inclusion_device WHERE id = NEW.taken_from_id),\n                (SELECT MAX(returned_at) FROM inclusion_holding WHERE device_id = NEW.taken_from_id),\n                (SELECT MAX(went_at) FROM inclusion_part WHERE fitted_to_id = NEW.taken_from_id\n                    AND kind = 'drive' AND NOT is_new))\n            AND (NOT w.passed\n                OR upper(btrim(regexp_replace(w.medium_serial, '\\s+', ' ', 'g'))) = upper(btrim(regexp_replace((SELECT medium_serial FROM inclusion_device WHERE id = NEW.taken_from_id), '\\s+', ' ', 'g')))\n                OR EXISTS (SELECT 1 FROM inclusion_part p\n                    WHERE p.fitted_to_id = NEW.taken_from_id AND p.kind = 'drive' AND p.is_new\n                    AND p.went_at >= w.finished_at\n                    AND upper(btrim(regexp_replace(p.serial, '\\s+', ' ', 'g'))) IN ('', upper(btrim(regexp_replace((SELECT medium_serial FROM inclusion_device WHERE id = NEW.taken_from_id), '\\s+', ' ', 'g')))))\n                OR (upper(btrim(regexp_replace((SELECT medium_serial FROM inclusion_device WHERE id = NEW.taken_from_id), '\\s+', ' ', 'g'))) = '' AND EXISTS (SELECT 1 FROM inclusion_part p\n                    WHERE p.taken_from_id = NEW.taken_from_id AND p.kind = 'drive'\n                    AND p.came_at >= w.finished_at)))\n            ORDER BY w.finished_at DESC, w.id DESC LIMIT 1;\n    \n            IF proof IS NOT TRUE THEN\n                RAISE EXCEPTION 'A drive is taken out of a device that was wiped.'\n                    USING ERRCODE = 'check_violation';\n            END IF;\n            IF upper(btrim(regexp_replace((SELECT medium_serial FROM inclusion_device WHERE id = NEW.taken_from_id), '\\s+', ' ', 'g'))) NOT IN ('', upper(btrim(regexp_replace(NEW.serial, '\\s+', ' ', 'g')))) THEN\n                RAISE EXCEPTION 'The drive that is taken out is the one that was wiped.'\n                    USING ERRCODE = 'check_violation';\n            END IF;\n        END IF;\n        RETURN NEW;\n    ", hash='d0a6d6903dff82a929e4f60993329e63393c1ac3', operation='INSERT', pgid='pgtrigger_taken_out_0dd27', table='inclusion_part', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='pattest',
            trigger=pgtrigger.compiler.Trigger(name='not_ahead', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (NEW.recorded_at > clock_timestamp() + interval '5 seconds' OR NEW.tested_on > (NEW.recorded_at AT TIME ZONE 'Europe/London')::date)", func="\n            RAISE EXCEPTION 'A proof is recorded after it was made, and not ahead of time.'\n                USING ERRCODE = 'check_violation';\n        ", hash='204cc43d49bc41c25e0ba27642fdd470cece3b3c', operation='INSERT', pgid='pgtrigger_not_ahead_ebbb4', table='inclusion_pattest', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='wiperecord',
            trigger=pgtrigger.compiler.Trigger(name='about_its_drive', sql=pgtrigger.compiler.UpsertTriggerSql(declare='DECLARE medium text; came timestamptz; now_in text;', func="\n        SELECT upper(btrim(regexp_replace(medium_serial, '\\s+', ' ', 'g'))), received_at, state INTO medium, came, now_in\n            FROM inclusion_device WHERE id = NEW.device_id FOR NO KEY UPDATE;\n        IF now_in IN ('issued', 'lost') THEN\n            RAISE EXCEPTION 'Nobody wipes what is with somebody.'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        IF NEW.finished_at < GREATEST(\n                came,\n                (SELECT MAX(returned_at) FROM inclusion_holding WHERE device_id = NEW.device_id),\n                (SELECT MAX(went_at) FROM inclusion_part WHERE fitted_to_id = NEW.device_id\n                    AND kind = 'drive' AND NOT is_new)) THEN\n            RAISE EXCEPTION 'A wipe is finished after the device came in.'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        IF medium = '' THEN\n            UPDATE inclusion_device SET medium_serial = btrim(NEW.medium_serial)\n                WHERE id = NEW.device_id AND btrim(NEW.medium_serial) <> '';\n        ELSIF medium <> upper(btrim(regexp_replace(NEW.medium_serial, '\\s+', ' ', 'g')))\n            AND (NEW.passed OR btrim(NEW.medium_serial) <> '') THEN\n            RAISE EXCEPTION 'A wipe is of the drive that is in the device.'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NEW;\n    ", hash='e2679e17b4881086e4fb5562628518670c374cc9', operation='INSERT', pgid='pgtrigger_about_its_drive_9327b', table='inclusion_wiperecord', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='wiperecord',
            trigger=pgtrigger.compiler.Trigger(name='not_ahead', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (NEW.recorded_at > clock_timestamp() + interval '5 seconds' OR NEW.finished_at > NEW.recorded_at)", func="\n            RAISE EXCEPTION 'A proof is recorded after it was made, and not ahead of time.'\n                USING ERRCODE = 'check_violation';\n        ", hash='97b89df526e33ac170f88890c197b63414793a79', operation='INSERT', pgid='pgtrigger_not_ahead_ff3bb', table='inclusion_wiperecord', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='pattest',
            constraint=models.CheckConstraint(condition=models.Q(('next_due_on', None), ('next_due_on__gt', models.F('tested_on')), _connector='OR'), name='inclusion_pat_due_after_test', violation_error_message='The next test is due after the day of this one. Choose a later day.'),
        ),
        migrations.AddConstraint(
            model_name='pattest',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('next_due_on__isnull', False), ('passed', True)), models.Q(('next_due_on', None), ('passed', False)), _connector='OR'), name='inclusion_pat_due_again_when_passed', violation_error_message='Enter when a test that was passed is due again. One that was failed has no such day.'),
        ),
    ]
