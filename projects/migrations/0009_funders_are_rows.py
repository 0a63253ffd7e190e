import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('projects', '0008_keep_funders'),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='project',
            name='insert_insert',
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name='project',
            name='update_update',
        ),
        migrations.RemoveField(
            model_name='project',
            name='funder',
        ),
        migrations.RemoveField(
            model_name='projectaudit',
            name='funder',
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='project',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "projects_projectaudit" ("ends_on", "id", "lead_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "published", "reports_monthly", "slug", "sro_id", "starts_on", "state", "title") SELECT new_values."ends_on", new_values."id", new_values."lead_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."programme_id", new_values."published", new_values."reports_monthly", new_values."slug", new_values."sro_id", new_values."starts_on", new_values."state", new_values."title" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='540a76c6d3a10e86486186231c0cacee7609366e', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_2e147', referencing='REFERENCING NEW TABLE AS new_values ', table='projects_project', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='project',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "projects_projectaudit" ("ends_on", "id", "lead_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "programme_id", "published", "reports_monthly", "slug", "sro_id", "starts_on", "state", "title") SELECT new_values."ends_on", new_values."id", new_values."lead_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."programme_id", new_values."published", new_values."reports_monthly", new_values."slug", new_values."sro_id", new_values."starts_on", new_values."state", new_values."title" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."ends_on" IS DISTINCT FROM (new_values."ends_on") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."lead_id" IS DISTINCT FROM (new_values."lead_id") OR old_values."programme_id" IS DISTINCT FROM (new_values."programme_id") OR old_values."published" IS DISTINCT FROM (new_values."published") OR old_values."reports_monthly" IS DISTINCT FROM (new_values."reports_monthly") OR old_values."slug" IS DISTINCT FROM (new_values."slug") OR old_values."sro_id" IS DISTINCT FROM (new_values."sro_id") OR old_values."starts_on" IS DISTINCT FROM (new_values."starts_on") OR old_values."state" IS DISTINCT FROM (new_values."state") OR old_values."title" IS DISTINCT FROM (new_values."title")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='ffd0d49c9c90d2a2020b36706d6e92565dd0c215', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_804c3', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='projects_project', when='AFTER')),
        ),
    ]
