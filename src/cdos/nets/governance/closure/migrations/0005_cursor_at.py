"""A look through the appeals goes by when they were filed."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('closure', '0004_officers'),
    ]

    operations = [
        migrations.AddField(
            model_name='cursor',
            name='at',
            field=models.DateTimeField(null=True),
        ),
    ]
