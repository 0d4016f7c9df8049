"""Remember whose holder knows that it runs out."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('licences', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='licence',
            name='reminded_at',
            field=models.DateTimeField(null=True),
        ),
    ]
