import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('partners', '0004_labels_of_the_field'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name='membership',
            name='takes_two',
        ),
        migrations.RemoveConstraint(
            model_name='membership',
            name='partners_role_known',
        ),
        migrations.AlterField(
            model_name='invitation',
            name='role',
            field=models.CharField(choices=[('lead', 'Organisation lead'), ('manager', 'Programme manager'), ('contributor', 'Contributor'), ('caseworker', 'Caseworker'), ('viewer', 'Viewer'), ('finance', 'Finance officer'), ('certifier', 'Certifier')], max_length=12),
        ),
        migrations.AlterField(
            model_name='membership',
            name='role',
            field=models.CharField(choices=[('lead', 'Organisation lead'), ('manager', 'Programme manager'), ('contributor', 'Contributor'), ('caseworker', 'Caseworker'), ('viewer', 'Viewer'), ('finance', 'Finance officer'), ('certifier', 'Certifier')], max_length=12),
        ),
        migrations.AlterField(
            model_name='membershipaudit',
            name='role',
            field=models.CharField(choices=[('lead', 'Organisation lead'), ('manager', 'Programme manager'), ('contributor', 'Contributor'), ('caseworker', 'Caseworker'), ('viewer', 'Viewer'), ('finance', 'Finance officer'), ('certifier', 'Certifier')], max_length=12),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='membership',
            trigger=pgtrigger.compiler.Trigger(name='takes_two', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (NEW.role IN ('caseworker', 'certifier', 'finance') AND NEW.ended_on IS NULL)", func="\n            IF TG_OP = 'UPDATE' AND OLD.role = NEW.role AND OLD.ended_on IS NULL\n                AND OLD.person_id = NEW.person_id\n                AND OLD.organisation_id = NEW.organisation_id\n                AND OLD.given_by_id IS NOT DISTINCT FROM NEW.given_by_id THEN\n                RETURN NEW;\n            END IF;\n            IF NEW.given_by_id IS NULL OR NEW.given_by_id = NEW.person_id THEN\n                RAISE EXCEPTION 'This role is given by somebody else.'\n                    USING ERRCODE = 'check_violation';\n            END IF;\n            RETURN NEW;\n        ", hash='b0dd0a6c973011c622ee5e3ebeaa648054544b0c', operation='INSERT OR UPDATE', pgid='pgtrigger_takes_two_7ab8c', table='partners_membership', when='BEFORE')),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('role__in', ['lead', 'manager', 'contributor', 'caseworker', 'viewer', 'finance', 'certifier'])), name='partners_role_known', violation_error_message='Choose a role from the list'),
        ),
    ]
