"""What a bank has booked for an order, once a statement had another sum."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('payouts', '0002_taken_back'),
    ]

    operations = [
        migrations.AddField(
            model_name='try',
            name='lines',
            field=models.JSONField(db_default={}, default=dict),
        ),
    ]
