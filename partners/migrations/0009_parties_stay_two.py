import pgtrigger.compiler
from django.db import migrations

# On the table between agreements and organisations, which has no model in the state: its trigger is
# registered beside the models, and written here as it is.
TRIGGER = pgtrigger.compiler.Trigger(
    name="stays_between_two",
    sql=pgtrigger.compiler.UpsertTriggerSql(
        constraint="CONSTRAINT",
        func="""
        IF (SELECT COUNT(*) FROM partners_agreement_parties
                WHERE agreement_id = OLD.agreement_id) < 2
            AND EXISTS (
                SELECT 1 FROM partners_agreement WHERE id = OLD.agreement_id
                AND kind = 'data_sharing' AND ended_on IS NULL
            ) THEN
            RAISE EXCEPTION 'Data is shared between at least two organisations.'
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NULL;
    """,
        operation="DELETE OR UPDATE",
        pgid="pgtrigger_stays_between_two_0d3e1",
        table="partners_agreement_parties",
        timing="DEFERRABLE INITIALLY DEFERRED",
        when="AFTER",
    ),
)


class Migration(migrations.Migration):
    dependencies = [("partners", "0008_public_bodies")]

    operations = [migrations.RunSQL(str(TRIGGER.install_sql), str(TRIGGER.uninstall_sql))]
