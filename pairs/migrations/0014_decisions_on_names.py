"""What an editor decides about a name is kept for the next list."""

import django.db.models.deletion
import django.utils.timezone
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('pairs', '0013_plain_labels'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='listimport',
            name='decisions',
            field=models.JSONField(blank=True, default=list, help_text='Which university is meant by a name as printed, which stays in the list.', verbose_name='decisions on names'),
        ),
        migrations.CreateModel(
            name='NameDecision',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('printed', models.CharField(editable=False, max_length=100, verbose_name='name as printed')),
                ('key', models.CharField(db_index=True, editable=False, max_length=100, verbose_name='matching key')),
                ('keeps_printed', models.BooleanField(default=False, help_text='Off where the name was corrected in the list.', verbose_name='the printed name stays')),
                ('decided_at', models.DateTimeField(default=django.utils.timezone.now, verbose_name='decided at')),
                ('batch', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, to='pairs.batch', verbose_name='batch')),
                ('decided_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='decided by')),
                ('university', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='name_decisions', to='pairs.university', verbose_name='university')),
            ],
            options={
                'verbose_name': 'decision on a name',
                'verbose_name_plural': 'decisions on names',
                'ordering': ['-decided_at', '-pk'],
                'constraints': [models.UniqueConstraint(fields=('key', 'university'), name='name_decision_once', violation_error_message='This name was decided for this university before; remove one of the two.')],
            },
        ),
    ]
