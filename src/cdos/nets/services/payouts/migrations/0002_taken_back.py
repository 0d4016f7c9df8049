"""Which lines of statements took a second payment back, and what is asked after rarely."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('payouts', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='difference',
            name='taken_back',
            field=models.JSONField(db_default=[], default=list),
        ),
        migrations.AddField(
            model_name='try',
            name='ask_after',
            field=models.DateTimeField(null=True),
        ),
    ]
