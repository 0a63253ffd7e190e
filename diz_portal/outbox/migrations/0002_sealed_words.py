from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('outbox', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='message',
            name='sealed',
            field=models.TextField(blank=True, db_default='', default='', editable=False),
        ),
        migrations.AlterField(
            model_name='message',
            name='body',
            field=models.TextField(blank=True, help_text='Empty where the text is a secret.', verbose_name='text'),
        ),
        migrations.AddField(
            model_name='attachment',
            name='sealed',
            field=models.BooleanField(db_default=False, default=False, editable=False),
        ),
    ]
