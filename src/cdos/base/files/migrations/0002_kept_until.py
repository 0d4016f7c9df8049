"""Loose files that a draft names live as long as the draft."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('files', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='file',
            name='kept_until',
            field=models.DateTimeField(null=True),
        ),
    ]
