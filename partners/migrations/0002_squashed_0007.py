import diz_portal.search.columns
import django.contrib.postgres.indexes
import django.db.models.deletion
import pgtrigger.compiler
import pgtrigger.migrations
from django.db import migrations, models

from diz_portal.beginnings import Beginning


class Migration(Beginning):

    initial = True

    replaces = [
        ("partners", "0002_shared_tables"),
        ("partners", "0003_searched"),
        ("partners", "0004_labels_of_the_field"),
        ("partners", "0005_roles_over_money"),
        ("partners", "0006_labels_of_events"),
        ("partners", "0007_field_words"),
    ]

    dependencies = [
        ('partners', '0001_squashed_0007'),
        ('pghistory', '0007_auto_20250421_0444'),
        ('places', '0001_squashed_0006'),
    ]

    operations = [
        migrations.AddField(
            model_name='organisation',
            name='districts',
            field=models.ManyToManyField(blank=True, related_name='organisations', to='places.district', verbose_name='districts served'),
        ),
        migrations.AddField(
            model_name='membershipaudit',
            name='organisation',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', related_query_name='+', to='partners.organisation'),
        ),
        migrations.AddField(
            model_name='membership',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='memberships', to='partners.organisation'),
        ),
        migrations.AddField(
            model_name='joinrequest',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='join_requests', to='partners.organisation'),
        ),
        migrations.AddField(
            model_name='invitation',
            name='organisation',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invitations', to='partners.organisation'),
        ),
        migrations.AddField(
            model_name='agreement',
            name='parties',
            field=models.ManyToManyField(related_name='agreements', to='partners.organisation'),
        ),
        migrations.AddField(
            model_name='organisationaudit',
            name='pgh_context',
            field=models.ForeignKey(db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pghistory.context'),
        ),
        migrations.AddField(
            model_name='organisationaudit',
            name='pgh_obj',
            field=models.ForeignKey(db_constraint=False, on_delete=django.db.models.deletion.DO_NOTHING, related_name='events', to='partners.organisation'),
        ),
        migrations.AddIndex(
            model_name='organisation',
            index=django.contrib.postgres.indexes.GinIndex(diz_portal.search.columns.Words('name'), name='partners_organisation_words'),
        ),
        migrations.AddIndex(
            model_name='organisation',
            index=models.Index(django.contrib.postgres.indexes.OpClass(diz_portal.search.columns.Code('identifier'), name='text_pattern_ops'), name='partners_organisation_code'),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.UniqueConstraint(models.F('identifier_type'), models.F('identifier'), name='partners_identifier_once_per_type', violation_error_message='Enter a different number or code: another organisation already has this one'),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['applied', 'invited', 'active', 'suspended', 'left'])), name='partners_state_known', violation_error_message='Select a status from the list'),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.CheckConstraint(condition=models.Q(('hands_over_until', None), ('state', 'suspended'), _connector='OR'), name='partners_only_the_suspended_hand_over', violation_error_message='Enter a last day to transfer work only for a suspended organisation'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organisation',
            trigger=pgtrigger.compiler.Trigger(name='public_task_goes_with_it', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', func="\n            IF EXISTS (\n                SELECT 1 FROM privacy_processingrecord AS record\n                JOIN partners_organisation AS one ON one.id = record.controller_id\n                WHERE one.id = NEW.id AND NOT one.is_public_body\n                    AND record.basis = 'public_task'\n            ) THEN\n                RAISE EXCEPTION 'Public task is a lawful basis of public bodies only.'\n                    USING ERRCODE = 'check_violation';\n            END IF;\n            RETURN NULL;\n        ", hash='805007b039b4aaa0cdc36ad7f6a278d11a6f1711', operation='UPDATE OF "sector"', pgid='pgtrigger_public_task_goes_with_it_ab919', table='partners_organisation', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organisation',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "partners_organisationaudit" ("created_at", "hands_over_until", "id", "identifier", "identifier_type", "joined_on", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sector", "slug", "state", "website") SELECT new_values."created_at", new_values."hands_over_until", new_values."id", new_values."identifier", new_values."identifier_type", new_values."joined_on", new_values."name", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."sector", new_values."slug", new_values."state", new_values."website" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='5c6bda411419c01cba88acd458cec1853deb1b39', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_ce7ac', referencing='REFERENCING NEW TABLE AS new_values ', table='partners_organisation', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='organisation',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "partners_organisationaudit" ("created_at", "hands_over_until", "id", "identifier", "identifier_type", "joined_on", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "sector", "slug", "state", "website") SELECT new_values."created_at", new_values."hands_over_until", new_values."id", new_values."identifier", new_values."identifier_type", new_values."joined_on", new_values."name", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."sector", new_values."slug", new_values."state", new_values."website" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values."created_at" IS DISTINCT FROM (new_values."created_at") OR old_values."hands_over_until" IS DISTINCT FROM (new_values."hands_over_until") OR old_values."id" IS DISTINCT FROM (new_values."id") OR old_values."identifier" IS DISTINCT FROM (new_values."identifier") OR old_values."identifier_type" IS DISTINCT FROM (new_values."identifier_type") OR old_values."joined_on" IS DISTINCT FROM (new_values."joined_on") OR old_values."name" IS DISTINCT FROM (new_values."name") OR old_values."sector" IS DISTINCT FROM (new_values."sector") OR old_values."slug" IS DISTINCT FROM (new_values."slug") OR old_values."state" IS DISTINCT FROM (new_values."state") OR old_values."website" IS DISTINCT FROM (new_values."website")) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='8a7237adc3ce065570eb1e3e280117afb35990c1', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_8fb0e', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='partners_organisation', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.UniqueConstraint(condition=models.Q(('ended_on', None)), fields=('person', 'organisation'), name='partners_one_current_membership', violation_error_message='This person is already a member of the organisation. Change their role instead'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('role__in', ['lead', 'manager', 'contributor', 'caseworker', 'viewer', 'finance', 'certifier'])), name='partners_role_known', violation_error_message='Select a role from the list'),
        ),
        migrations.AddConstraint(
            model_name='membership',
            constraint=models.CheckConstraint(condition=models.Q(('ended_on', None), ('ended_on__gte', models.F('started_on')), _connector='OR'), name='partners_membership_ends_after_start', violation_error_message='Enter an end date on or after the start date'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='membership',
            trigger=pgtrigger.compiler.Trigger(name='last_lead_stays', sql=pgtrigger.compiler.UpsertTriggerSql(constraint='CONSTRAINT', declare='DECLARE organisation_state text;', func="\n            IF OLD.role <> 'lead' OR OLD.ended_on IS NOT NULL THEN\n                RETURN NULL;\n            END IF;\n            SELECT state INTO organisation_state FROM partners_organisation\n                WHERE id = OLD.organisation_id FOR UPDATE;\n            IF organisation_state <> 'left' AND NOT EXISTS (\n                SELECT 1 FROM partners_membership\n                WHERE organisation_id = OLD.organisation_id\n                    AND role = 'lead' AND ended_on IS NULL\n            ) THEN\n                RAISE EXCEPTION 'The last lead of an organisation stays.'\n                    USING ERRCODE = 'integrity_constraint_violation';\n            END IF;\n            RETURN NULL;\n        ", hash='9cea7f5f7e55a7add279ac73bcd9d69ddbc0be2b', operation='UPDATE OR DELETE', pgid='pgtrigger_last_lead_stays_67e18', table='partners_membership', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='membership',
            trigger=pgtrigger.compiler.Trigger(name='takes_two', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (NEW.role IN ('caseworker', 'certifier', 'finance') AND NEW.ended_on IS NULL)", func="\n            IF TG_OP = 'UPDATE' AND OLD.role = NEW.role AND OLD.ended_on IS NULL\n                AND OLD.person_id = NEW.person_id\n                AND OLD.organisation_id = NEW.organisation_id\n                AND OLD.given_by_id IS NOT DISTINCT FROM NEW.given_by_id THEN\n                RETURN NEW;\n            END IF;\n            IF NEW.given_by_id IS NULL OR NEW.given_by_id = NEW.person_id THEN\n                RAISE EXCEPTION 'This role is given by somebody else.'\n                    USING ERRCODE = 'check_violation';\n            END IF;\n            RETURN NEW;\n        ", hash='b0dd0a6c973011c622ee5e3ebeaa648054544b0c', operation='INSERT OR UPDATE', pgid='pgtrigger_takes_two_7ab8c', table='partners_membership', when='BEFORE')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='membership',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "partners_membershipaudit" ("ended_on", "given_at", "given_by_id", "id", "organisation_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "started_on") SELECT new_values."ended_on", new_values."given_at", new_values."given_by_id", new_values."id", new_values."organisation_id", new_values."person_id", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."role", new_values."started_on" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='a498c9eab631891f820b1bb45a685930fd4c124d', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_81abf', referencing='REFERENCING NEW TABLE AS new_values ', table='partners_membership', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='membership',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "partners_membershipaudit" ("ended_on", "given_at", "given_by_id", "id", "organisation_id", "person_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "role", "started_on") SELECT new_values."ended_on", new_values."given_at", new_values."given_by_id", new_values."id", new_values."organisation_id", new_values."person_id", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."role", new_values."started_on" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='14d4c25df337385bf255f1d1c8872bf1cd505712', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_668ed', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='partners_membership', when='AFTER')),
        ),
        migrations.AddConstraint(
            model_name='joinrequest',
            constraint=models.UniqueConstraint(models.F('organisation'), models.F('email'), condition=models.Q(('state', 'waiting')), name='partners_one_waiting_request', violation_error_message='Someone with this address has already asked. Wait for the decision on that request'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.UniqueConstraint(models.F('organisation'), models.F('email'), condition=models.Q(('accepted_at', None), ('withdrawn_at', None)), name='partners_one_unanswered_invitation', violation_error_message='Someone with this address already has an open invitation. Use “Send again” or “Withdraw”'),
        ),
        migrations.AddConstraint(
            model_name='invitation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('accepted_at', None), ('accepted_by', None)), models.Q(('accepted_at__isnull', False), ('accepted_by__isnull', False)), _connector='OR'), name='partners_acceptance_names_who', violation_error_message='Enter both when the invitation was accepted and who accepted it, or neither'),
        ),
        migrations.AddIndex(
            model_name='agreement',
            index=django.contrib.postgres.indexes.GinIndex(diz_portal.search.columns.Words('title'), name='partners_agreement_words'),
        ),
        migrations.AddConstraint(
            model_name='agreement',
            constraint=models.CheckConstraint(condition=models.Q(('expires_on', None), ('expires_on__gt', models.F('signed_on')), _connector='OR'), name='partners_agreement_expires_after_signing', violation_error_message='Enter an expiry date after the date it was signed'),
        ),
        migrations.AddConstraint(
            model_name='agreement',
            constraint=models.CheckConstraint(condition=models.Q(('review_on', None), ('review_on__gte', models.F('signed_on')), _connector='OR'), name='partners_agreement_reviewed_after_signing', violation_error_message='Enter a review date on or after the date it was signed'),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agreement',
            trigger=pgtrigger.compiler.Trigger(name='between_two', sql=pgtrigger.compiler.UpsertTriggerSql(condition="WHEN (NEW.kind = 'data_sharing')", constraint='CONSTRAINT', func="\n        IF (SELECT COUNT(*) FROM partners_agreement_parties WHERE agreement_id = NEW.id) < 2\n            AND EXISTS (SELECT 1 FROM partners_agreement WHERE id = NEW.id) THEN\n            RAISE EXCEPTION 'Data is shared between at least two organisations.'\n                USING ERRCODE = 'check_violation';\n        END IF;\n        RETURN NULL;\n    ", hash='f1c98d995c83781b2642790739e7005930d91175', operation='INSERT OR UPDATE OF "kind"', pgid='pgtrigger_between_two_194de', table='partners_agreement', timing='DEFERRABLE INITIALLY DEFERRED', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agreement',
            trigger=pgtrigger.compiler.Trigger(name='insert_insert', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "partners_agreementaudit" ("document_id", "ended_on", "expires_on", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "review_on", "signed_on", "title") SELECT new_values."document_id", new_values."ended_on", new_values."expires_on", new_values."id", new_values."kind", _pgh_attached_context.value, NOW(), \'insert\', new_values."id", new_values."reference", new_values."review_on", new_values."signed_on", new_values."title" FROM ( SELECT new_values.* FROM new_values  ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='751797fd2198f1909b9e1dadd5be64421ddfaa9e', level='STATEMENT', operation='INSERT', pgid='pgtrigger_insert_insert_b1737', referencing='REFERENCING NEW TABLE AS new_values ', table='partners_agreement', when='AFTER')),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name='agreement',
            trigger=pgtrigger.compiler.Trigger(name='update_update', sql=pgtrigger.compiler.UpsertTriggerSql(func='WITH _pgh_attached_context AS ( SELECT _pgh_attach_context() AS value ) INSERT INTO "partners_agreementaudit" ("document_id", "ended_on", "expires_on", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "reference", "review_on", "signed_on", "title") SELECT new_values."document_id", new_values."ended_on", new_values."expires_on", new_values."id", new_values."kind", _pgh_attached_context.value, NOW(), \'update\', new_values."id", new_values."reference", new_values."review_on", new_values."signed_on", new_values."title" FROM ( SELECT new_values.* FROM old_values JOIN new_values ON (old_values."id") = (new_values."id") WHERE (old_values.* IS DISTINCT FROM new_values.*) ) AS new_values, _pgh_attached_context; RETURN NULL;', hash='e6d1d8c11c539192592741ac217049ff1481ca5a', level='STATEMENT', operation='UPDATE', pgid='pgtrigger_update_update_8c840', referencing='REFERENCING OLD TABLE AS old_values  NEW TABLE AS new_values ', table='partners_agreement', when='AFTER')),
        ),
    ]
