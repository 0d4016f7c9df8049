"""What is not read yet is counted on every page, however much was read."""

from django.db import migrations, models

UNREAD = models.Q(in_app=True, read_at__isnull=True)


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_initial")]
    operations = [
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(condition=UNREAD, fields=["party_id"], name="notices_unread_of_party"),
        ),
        migrations.AddIndex(
            model_name="notice",
            index=models.Index(condition=UNREAD, fields=["account_id"], name="notices_unread_of_account"),
        ),
    ]
