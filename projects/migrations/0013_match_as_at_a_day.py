
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('projects', '0012_words_of_forecasts_and_packs'),
    ]

    operations = [
        migrations.AddField(
            model_name='sourceevent',
            name='accepted_percent',
            field=models.PositiveSmallIntegerField(default=100, verbose_name='share accepted as match (%)'),
        ),
        migrations.AddField(
            model_name='sourceevent',
            name='accepted_up_to',
            field=models.DecimalField(blank=True, decimal_places=2, max_digits=14, null=True, verbose_name='accepted up to (£)'),
        ),
    ]
