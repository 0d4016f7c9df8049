"""Lists by due time lead with one condition: what is due is open."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('matters', '0004_retention'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='matter',
            name='matters_district_due',
        ),
        migrations.RemoveIndex(
            model_name='matter',
            name='matters_street_due',
        ),
        migrations.RemoveIndex(
            model_name='matter',
            name='matters_community_due',
        ),
        migrations.RemoveIndex(
            model_name='matter',
            name='matters_department_due',
        ),
        migrations.RemoveIndex(
            model_name='matter',
            name='matters_due',
        ),
        migrations.AddIndex(
            model_name='matter',
            index=models.Index(models.F('district'), models.F('due_at'), models.F('id'), condition=models.Q(('due_at__isnull', False)), name='matters_district_due'),
        ),
        migrations.AddIndex(
            model_name='matter',
            index=models.Index(models.F('street'), models.F('due_at'), models.F('id'), condition=models.Q(('due_at__isnull', False)), name='matters_street_due'),
        ),
        migrations.AddIndex(
            model_name='matter',
            index=models.Index(models.F('community'), models.F('due_at'), models.F('id'), condition=models.Q(('due_at__isnull', False)), name='matters_community_due'),
        ),
        migrations.AddIndex(
            model_name='matter',
            index=models.Index(models.F('department'), models.F('due_at'), models.F('id'), condition=models.Q(('due_at__isnull', False)), name='matters_department_due'),
        ),
        migrations.AddIndex(
            model_name='matter',
            index=models.Index(condition=models.Q(('due_at__isnull', False)), fields=['due_at', 'id'], name='matters_due'),
        ),
        migrations.AddIndex(
            model_name='matter',
            index=models.Index(condition=models.Q(('due_at__isnull', False)), fields=['state', 'due_at', 'id'], name='matters_state_due'),
        ),
        migrations.AddIndex(
            model_name="matter",
            index=models.Index(
                condition=models.Q(("due_at__isnull", False), ("holder_account__isnull", False)),
                fields=["holder_account", "due_at", "id"],
                name="matters_person_due",
            ),
        ),
        migrations.AddConstraint(
            model_name='matter',
            constraint=models.CheckConstraint(condition=models.Q(('closed_at__isnull', True), models.Q(('due_at__isnull', False), _negated=True), _connector='OR'), name='matters_due_while_open'),
        ),
    ]
