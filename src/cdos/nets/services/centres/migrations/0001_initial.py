"""Centres, appointments and numbers; whose they are is seen by those people, and by the city where it serves them."""

import django.db.models.deletion
from django.db import migrations, models

from cdos.base.fence.api import PARTY, fenced


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='Centre',
            fields=[
                ('code', models.CharField(max_length=40, primary_key=True, serialize=False)),
                ('name', models.CharField(max_length=120)),
                ('level', models.CharField(max_length=12)),
                ('area', models.CharField(max_length=12)),
                ('unit', models.CharField(max_length=60)),
                ('address', models.CharField(max_length=300)),
                ('lon', models.FloatField()),
                ('lat', models.FloatField()),
                ('opens', models.CharField(max_length=120)),
                ('phone', models.CharField(blank=True, default='', max_length=40)),
                ('counters', models.PositiveSmallIntegerField(default=1)),
                ('capacity', models.PositiveSmallIntegerField(default=2)),
                ('video_capacity', models.PositiveSmallIntegerField(default=0)),
            ],
            options={
                'indexes': [models.Index(fields=['lat', 'lon'], name='centres_point'), models.Index(fields=['area'], name='centres_area'), models.Index(fields=['unit'], name='centres_unit')],
                'constraints': [models.CheckConstraint(condition=models.Q(('level__in', ['city', 'district', 'street', 'community'])), name='centres_level'), models.CheckConstraint(condition=models.Q(('name', ''), _negated=True), name='centres_named')],
            },
        ),
        migrations.CreateModel(
            name='Facility',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=12)),
                ('name', models.CharField(max_length=120)),
                ('address', models.CharField(max_length=300)),
                ('lon', models.FloatField()),
                ('lat', models.FloatField()),
                ('hours', models.CharField(max_length=120)),
                ('phone', models.CharField(blank=True, default='', max_length=40)),
            ],
            options={
                'indexes': [models.Index(fields=['lat', 'lon'], name='centres_facility_point')],
                'constraints': [models.CheckConstraint(condition=models.Q(('kind__in', ['canteen', 'clinic', 'library', 'sports', 'nursery', 'machine'])), name='centres_facility_kind')],
            },
        ),
        migrations.CreateModel(
            name='Slot',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('mode', models.CharField(max_length=8)),
                ('capacity', models.PositiveSmallIntegerField()),
                ('booked', models.PositiveSmallIntegerField(default=0)),
                ('centre', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
            ],
        ),
        migrations.CreateModel(
            name='Appointment',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('party_id', models.BigIntegerField()),
                ('account_id', models.BigIntegerField(null=True)),
                ('item', models.CharField(blank=True, default='', max_length=60)),
                ('what', models.CharField(blank=True, default='', max_length=120)),
                ('state', models.CharField(default='booked', max_length=10)),
                ('room', models.URLField(blank=True, default='', max_length=300)),
                ('booked_at', models.DateTimeField(auto_now_add=True)),
                ('settled_at', models.DateTimeField(null=True)),
                ('slot', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='appointments', to='centres.slot')),
            ],
        ),
        migrations.CreateModel(
            name='Ticket',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('letter', models.CharField(max_length=1)),
                ('number', models.PositiveIntegerField()),
                ('key', models.CharField(max_length=32, unique=True)),
                ('party_id', models.BigIntegerField(null=True)),
                ('what', models.CharField(blank=True, default='', max_length=120)),
                ('state', models.CharField(default='waiting', max_length=10)),
                ('turn_at', models.DateTimeField()),
                ('taken_at', models.DateTimeField()),
                ('called_at', models.DateTimeField(null=True)),
                ('done_at', models.DateTimeField(null=True)),
                ('window', models.CharField(blank=True, default='', max_length=20)),
                ('calls', models.PositiveSmallIntegerField(default=0)),
                ('returned', models.BooleanField(default=False)),
                ('appointment', models.OneToOneField(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='ticket', to='centres.appointment')),
                ('centre', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
            ],
        ),
        migrations.CreateModel(
            name='Hall',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('open', models.BooleanField()),
                ('by_name', models.CharField(max_length=200)),
                ('at', models.DateTimeField(auto_now=True)),
                ('centre', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('centre', 'day'), name='centres_hall_once')],
            },
        ),
        migrations.CreateModel(
            name='Line',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('day', models.DateField()),
                ('letter', models.CharField(max_length=1)),
                ('last', models.PositiveIntegerField(default=0)),
                ('centre', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='+', to='centres.centre')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('centre', 'day', 'letter'), name='centres_line_once')],
            },
        ),
        migrations.AddConstraint(
            model_name='slot',
            constraint=models.UniqueConstraint(fields=('centre', 'at', 'mode'), name='centres_slot_once'),
        ),
        migrations.AddConstraint(
            model_name='slot',
            constraint=models.CheckConstraint(condition=models.Q(('booked__lte', models.F('capacity'))), name='centres_slot_not_overbooked'),
        ),
        migrations.AddConstraint(
            model_name='slot',
            constraint=models.CheckConstraint(condition=models.Q(('mode__in', ['counter', 'video'])), name='centres_mode'),
        ),
        migrations.AddIndex(
            model_name='appointment',
            index=models.Index(fields=['party_id', 'state'], name='centres_appointments'),
        ),
        migrations.AddIndex(
            model_name='appointment',
            index=models.Index(condition=models.Q(('state', 'booked')), fields=['state', 'slot'], name='centres_appointments_open'),
        ),
        migrations.AddConstraint(
            model_name='appointment',
            constraint=models.UniqueConstraint(condition=models.Q(('state', 'booked')), fields=('slot', 'party_id'), name='centres_appointment_once'),
        ),
        migrations.AddConstraint(
            model_name='appointment',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['booked', 'cancelled', 'came', 'missed'])), name='centres_appointment_state'),
        ),
        migrations.AddIndex(
            model_name='ticket',
            index=models.Index(fields=['centre', 'day', 'state', 'turn_at'], name='centres_queue'),
        ),
        migrations.AddIndex(
            model_name='ticket',
            index=models.Index(condition=models.Q(('party_id__isnull', False)), fields=['party_id', 'day'], name='centres_ticket_party'),
        ),
        migrations.AddConstraint(
            model_name='ticket',
            constraint=models.UniqueConstraint(fields=('centre', 'day', 'letter', 'number'), name='centres_ticket_once'),
        ),
        migrations.AddConstraint(
            model_name='ticket',
            constraint=models.UniqueConstraint(condition=models.Q(('state__in', ['waiting', 'called'])), fields=('centre', 'day', 'party_id'), name='centres_ticket_one_open'),
        ),
        migrations.AddConstraint(
            model_name='ticket',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['waiting', 'called', 'served', 'gone'])), name='centres_ticket_state'),
        ),
        fenced("centres_appointment", f"party_id = {PARTY}"),
        fenced("centres_ticket", f"party_id = {PARTY}"),
    ]
