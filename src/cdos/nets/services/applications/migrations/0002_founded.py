"""The credit codes of enterprises founded here are counted on their own, not by the matter."""

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('applications', '0001_initial'),
    ]

    operations = [
        migrations.RunSQL(
            "CREATE SEQUENCE applications_founded", "DROP SEQUENCE applications_founded"
        ),
    ]
