"""Members, looks, claims and what was granted for them, with the second fence: one's own."""

import django.db.models.deletion
from django.db import migrations, models

from cdos.base.fence.api import PARTY, fenced

OWN = f"party_id = {PARTY}"
OF_MEMBER = "EXISTS (SELECT FROM mutual_aid_member m WHERE m.id = member_id)"
OF_CLAIM = "EXISTS (SELECT FROM mutual_aid_claim c WHERE c.id = claim_id)"


class Migration(migrations.Migration):

    initial = True

    dependencies = [("fence", "0001_functions")]

    operations = [
        migrations.CreateModel(
            name='Claim',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('settlement', models.CharField(max_length=80)),
                ('version', models.PositiveIntegerField()),
                ('hospital', models.CharField(max_length=100)),
                ('care', models.CharField(blank=True, max_length=12)),
                ('admitted_on', models.DateField()),
                ('left_on', models.DateField()),
                ('total_fen', models.PositiveBigIntegerField()),
                ('insurance_fen', models.PositiveBigIntegerField()),
                ('own_fen', models.PositiveBigIntegerField()),
                ('fen', models.PositiveBigIntegerField(default=0)),
                ('parts', models.JSONField(default=list)),
                ('rule_version', models.PositiveIntegerField(default=0)),
                ('facts', models.JSONField(default=dict)),
                ('granted', models.BooleanField(null=True)),
                ('note', models.CharField(blank=True, default='', max_length=300)),
                ('state', models.CharField(max_length=10)),
                ('found_at', models.DateTimeField()),
                ('confirmed_at', models.DateTimeField(null=True)),
                ('paid_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='DemoStay',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('person', models.CharField(db_index=True, max_length=64)),
                ('settlement', models.CharField(max_length=80, unique=True)),
                ('body', models.JSONField()),
            ],
        ),
        migrations.CreateModel(
            name='Member',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('party_id', models.BigIntegerField(unique=True)),
                ('number', models.CharField(max_length=40, unique=True)),
                ('since', models.DateField()),
                ('until', models.DateField(null=True)),
                ('allowed_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Grant',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('key', models.CharField(max_length=60, unique=True)),
                ('fen', models.PositiveBigIntegerField()),
                ('state', models.CharField(max_length=12)),
                ('failure', models.CharField(blank=True, default='', max_length=20)),
                ('back_fen', models.PositiveBigIntegerField(default=0)),
                ('claim', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='grants', to='mutual_aid.claim')),
            ],
        ),
        migrations.AddField(
            model_name='claim',
            name='member',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='claims', to='mutual_aid.member'),
        ),
        migrations.CreateModel(
            name='Look',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('at', models.DateTimeField()),
                ('why', models.CharField(max_length=10)),
                ('found', models.PositiveIntegerField()),
                ('member', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='looks', to='mutual_aid.member')),
            ],
            options={
                'indexes': [models.Index(fields=['member', '-at'], name='mutual_aid_looks')],
            },
        ),
        migrations.AddConstraint(
            model_name='claim',
            constraint=models.UniqueConstraint(fields=('settlement',), name='mutual_aid_settlement_once'),
        ),
        migrations.AddConstraint(
            model_name='claim',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['ready', 'asking', 'nothing', 'confirmed', 'failed', 'paid', 'back', 'cancelled'])), name='mutual_aid_state'),
        ),
        migrations.AddConstraint(
            model_name='claim',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'ready'), _negated=True), ('fen__gt', 0), _connector='OR'), name='mutual_aid_ready_for_something'),
        ),
        fenced("mutual_aid_member", OWN),
        fenced("mutual_aid_look", OF_MEMBER),
        fenced("mutual_aid_claim", OF_MEMBER),
        fenced("mutual_aid_grant", OF_CLAIM),
    ]
