"""Accounts, journals and lines, with what the database adds up and refuses; only the city itself reads them."""

import django.db.models.deletion
from django.db import migrations, models

from cdos.base.fence.api import fenced
from cdos.nets.services.books.guards import guarded


class Migration(migrations.Migration):

    initial = True

    dependencies = [('fence', '0001_functions')]

    operations = [
        migrations.CreateModel(
            name='Journal',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=160, unique=True)),
                ('memo', models.CharField(max_length=300)),
                ('at', models.DateTimeField()),
                ('by', models.CharField(blank=True, default='', max_length=100)),
            ],
        ),
        migrations.CreateModel(
            name='Account',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('code', models.CharField(max_length=120, unique=True)),
                ('title', models.CharField(max_length=200)),
                ('fen', models.BigIntegerField(default=0)),
                ('floor_fen', models.BigIntegerField(default=0, null=True)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('floor_fen__isnull', True), ('fen__gte', models.F('floor_fen')), _connector='OR'), name='books_above_floor')],
            },
        ),
        migrations.CreateModel(
            name='Line',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fen', models.BigIntegerField()),
                ('account', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='books.account')),
                ('journal', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='lines', to='books.journal')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('journal', 'account'), name='books_one_line_an_account'), models.CheckConstraint(condition=models.Q(('fen', 0), _negated=True), name='books_line_moves_something')],
            },
        ),
        guarded(),
        fenced("books_account", "false"),
        fenced("books_journal", "false"),
        fenced("books_line", "false"),
    ]
