from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("payments", "0002_charge_asked_at_refund_next_at"),
    ]

    operations = [
        migrations.AddField(
            model_name="charge",
            name="ask_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name="charge",
            index=models.Index(
                condition=models.Q(("state", "open")), fields=["ask_at"], name="payments_charge_ask"
            ),
        ),
    ]
