"""Which statements were read, so that none is left out; nobody but the city itself reads it."""

from django.db import migrations, models

from cdos.base.fence.api import fenced


class Migration(migrations.Migration):

    dependencies = [
        ('payouts', '0003_lines'),
        ('fence', '0001_functions'),
    ]

    operations = [
        migrations.CreateModel(
            name='Statement',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('bank', models.CharField(max_length=40)),
                ('day', models.DateField()),
                ('read_at', models.DateTimeField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('bank', 'day'), name='payouts_statement_once')],
            },
        ),
        fenced("payouts_statement", "false"),
    ]
