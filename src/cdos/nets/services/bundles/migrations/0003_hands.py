"""Who had a hand in a version of a bundle, so that none of them approves it."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('bundles', '0002_place_in_the_list'),
    ]

    operations = [
        migrations.AddField(
            model_name='version',
            name='hands',
            field=models.JSONField(db_default=[], default=list),
        ),
    ]
