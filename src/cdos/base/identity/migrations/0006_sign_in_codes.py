import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("identity", "0005_closed_accounts")]
    operations = [
        migrations.CreateModel(
            name="SignInCode",
            fields=[
                ("name", models.CharField(max_length=64, primary_key=True, serialize=False)),
                ("data", models.JSONField()),
                ("expires_at", models.DateTimeField()),
                (
                    "account",
                    models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to="identity.account"),
                ),
            ],
        ),
    ]
