"""A look through what waits goes by when it was filed."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('understanding', '0003_first_words'),
    ]

    operations = [
        migrations.AddField(
            model_name='cursor',
            name='filed_at',
            field=models.DateTimeField(null=True),
        ),
    ]
