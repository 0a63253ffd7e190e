from django.db import migrations


def forget(apps, schema_editor):
    """Sign-ons were connected by address alone, and some to a stranger: each is connected once
    more, by the account's own sign-in."""
    apps.get_model("socialaccount", "SocialAccount").objects.all().delete()


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_single_sign_on"),
        ("socialaccount", "0006_alter_socialaccount_extra_data"),
    ]

    # Nothing to bring back: the code before connects by address again when somebody signs in.
    operations = [migrations.RunPython(forget, migrations.RunPython.noop)]
