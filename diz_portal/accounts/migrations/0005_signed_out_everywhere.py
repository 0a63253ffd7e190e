from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("accounts", "0004_forget_unproved_sign_ons")]

    operations = [
        migrations.AddField(
            model_name="user",
            name="signed_out_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
    ]
