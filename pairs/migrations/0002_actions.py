"""Actions with several provinces, rules and roles; batches named as their notices name them, perhaps open-ended."""

import core.links
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('pairs', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoricalSupporterRole',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('name', models.CharField(help_text='As the notices print it, for example 牵头.', max_length=20, verbose_name='name')),
                ('name_en', models.CharField(blank=True, max_length=60, verbose_name='English name')),
                ('is_lead', models.BooleanField(default=False, verbose_name='leads the group')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
            ],
            options={
                'verbose_name': 'historical role of a supporter',
                'verbose_name_plural': 'historical roles of supporters',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='SupporterRole',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('name', models.CharField(help_text='As the notices print it, for example 牵头.', max_length=20, verbose_name='name')),
                ('name_en', models.CharField(blank=True, max_length=60, verbose_name='English name')),
                ('is_lead', models.BooleanField(default=False, verbose_name='leads the group')),
                ('position', models.PositiveSmallIntegerField(default=0, verbose_name='position')),
            ],
            options={
                'verbose_name': 'role of a supporter',
                'verbose_name_plural': 'roles of supporters',
                'ordering': ['action', 'position', 'pk'],
            },
        ),
        migrations.AlterModelOptions(
            name='pair',
            options={'ordering': ['batch__number', models.OrderBy(models.F('serial'), nulls_last=True), 'group_place', 'pk'], 'verbose_name': 'pair', 'verbose_name_plural': 'pairs'},
        ),
        migrations.RemoveConstraint(
            model_name='batch',
            name='batch_period_forward',
        ),
        migrations.RemoveConstraint(
            model_name='pair',
            name='pair_serial_once',
        ),
        migrations.AddField(
            model_name='action',
            name='home_supporters',
            field=models.CharField(choices=[('allowed', 'Allowed'), ('asked', 'Ask the editor each time'), ('refused', 'Refused')], default='asked', max_length=10, verbose_name='supporters from a province of the recipients'),
        ),
        migrations.AddField(
            model_name='action',
            name='introduction',
            field=models.TextField(blank=True, help_text='For the public; an empty line between paragraphs.', verbose_name='introduction'),
        ),
        migrations.AddField(
            model_name='action',
            name='introduction_en',
            field=models.TextField(blank=True, verbose_name='introduction in English'),
        ),
        migrations.AddField(
            model_name='action',
            name='leads_home',
            field=models.BooleanField(default=False, help_text='When no action is chosen, those running lead; when none is running, the one that ended last.', verbose_name='leads the home page'),
        ),
        migrations.AddField(
            model_name='action',
            name='recipient_provinces',
            field=models.JSONField(blank=True, default=list, help_text='One, several, or none where the recipients are anywhere.', verbose_name='provinces of the recipients'),
        ),
        migrations.AddField(
            model_name='action',
            name='source',
            field=models.CharField(blank=True, max_length=500, validators=[core.links.no_private_links], verbose_name='source'),
        ),
        migrations.AddField(
            model_name='batch',
            name='has_serials',
            field=models.BooleanField(default=True, help_text="Off when the list is printed without 序号; its pairs are then addressed by their recipients' codes.", verbose_name='the list has serial numbers'),
        ),
        migrations.AddField(
            model_name='batch',
            name='label',
            field=models.CharField(blank=True, help_text='As the notice calls it, for example 第二批 or 2022年; empty where it gives no name: the title is shown.', max_length=40, verbose_name='name of the batch'),
        ),
        migrations.AddField(
            model_name='batch',
            name='label_en',
            field=models.CharField(blank=True, max_length=80, verbose_name='English name of the batch'),
        ),
        migrations.AddField(
            model_name='historicalaction',
            name='home_supporters',
            field=models.CharField(choices=[('allowed', 'Allowed'), ('asked', 'Ask the editor each time'), ('refused', 'Refused')], default='asked', max_length=10, verbose_name='supporters from a province of the recipients'),
        ),
        migrations.AddField(
            model_name='historicalaction',
            name='introduction',
            field=models.TextField(blank=True, help_text='For the public; an empty line between paragraphs.', verbose_name='introduction'),
        ),
        migrations.AddField(
            model_name='historicalaction',
            name='introduction_en',
            field=models.TextField(blank=True, verbose_name='introduction in English'),
        ),
        migrations.AddField(
            model_name='historicalaction',
            name='leads_home',
            field=models.BooleanField(default=False, help_text='When no action is chosen, those running lead; when none is running, the one that ended last.', verbose_name='leads the home page'),
        ),
        migrations.AddField(
            model_name='historicalaction',
            name='recipient_provinces',
            field=models.JSONField(blank=True, default=list, help_text='One, several, or none where the recipients are anywhere.', verbose_name='provinces of the recipients'),
        ),
        migrations.AddField(
            model_name='historicalaction',
            name='source',
            field=models.CharField(blank=True, max_length=500, validators=[core.links.no_private_links], verbose_name='source'),
        ),
        migrations.AddField(
            model_name='historicalbatch',
            name='has_serials',
            field=models.BooleanField(default=True, help_text="Off when the list is printed without 序号; its pairs are then addressed by their recipients' codes.", verbose_name='the list has serial numbers'),
        ),
        migrations.AddField(
            model_name='historicalbatch',
            name='label',
            field=models.CharField(blank=True, help_text='As the notice calls it, for example 第二批 or 2022年; empty where it gives no name: the title is shown.', max_length=40, verbose_name='name of the batch'),
        ),
        migrations.AddField(
            model_name='historicalbatch',
            name='label_en',
            field=models.CharField(blank=True, max_length=80, verbose_name='English name of the batch'),
        ),
        migrations.AddField(
            model_name='historicalpair',
            name='group_place',
            field=models.PositiveSmallIntegerField(default=1, editable=False, help_text='In printed order among the supporters that share a serial number.', verbose_name='place in the group'),
        ),
        migrations.AddField(
            model_name='pair',
            name='group_place',
            field=models.PositiveSmallIntegerField(default=1, editable=False, help_text='In printed order among the supporters that share a serial number.', verbose_name='place in the group'),
        ),
        migrations.AlterField(
            model_name='action',
            name='name_en',
            field=models.CharField(blank=True, max_length=200, verbose_name='English name'),
        ),
        migrations.AlterField(
            model_name='action',
            name='register_on',
            field=models.DateField(blank=True, help_text='The day of the national register against which the coverage of the provinces is counted.', null=True, verbose_name='register of'),
        ),
        migrations.AlterField(
            model_name='action',
            name='several_supporters',
            field=models.BooleanField(default=False, help_text='Leave it off when each recipient is paired once.', verbose_name='a recipient may have several supporters'),
        ),
        migrations.AlterField(
            model_name='batch',
            name='ends',
            field=models.DateField(blank=True, help_text='Leave it empty when the notice names no last day.', null=True, verbose_name='ends'),
        ),
        migrations.AlterField(
            model_name='batch',
            name='number',
            field=models.PositiveSmallIntegerField(blank=True, help_text='Part of its address only, numbered on across all actions. Left empty, the next free one is taken.', unique=True, verbose_name='number'),
        ),
        migrations.AlterField(
            model_name='historicalaction',
            name='name_en',
            field=models.CharField(blank=True, max_length=200, verbose_name='English name'),
        ),
        migrations.AlterField(
            model_name='historicalaction',
            name='register_on',
            field=models.DateField(blank=True, help_text='The day of the national register against which the coverage of the provinces is counted.', null=True, verbose_name='register of'),
        ),
        migrations.AlterField(
            model_name='historicalaction',
            name='several_supporters',
            field=models.BooleanField(default=False, help_text='Leave it off when each recipient is paired once.', verbose_name='a recipient may have several supporters'),
        ),
        migrations.AlterField(
            model_name='historicalbatch',
            name='ends',
            field=models.DateField(blank=True, help_text='Leave it empty when the notice names no last day.', null=True, verbose_name='ends'),
        ),
        migrations.AlterField(
            model_name='historicalbatch',
            name='number',
            field=models.PositiveSmallIntegerField(blank=True, db_index=True, help_text='Part of its address only, numbered on across all actions. Left empty, the next free one is taken.', verbose_name='number'),
        ),
        migrations.AlterField(
            model_name='periodchange',
            name='ends',
            field=models.DateField(blank=True, null=True, verbose_name='ends now'),
        ),
        migrations.AlterField(
            model_name='periodchange',
            name='old_ends',
            field=models.DateField(blank=True, null=True, verbose_name='ended before'),
        ),
        migrations.AddConstraint(
            model_name='batch',
            constraint=models.UniqueConstraint(condition=models.Q(('label', ''), _negated=True), fields=('action', 'label'), name='batch_label_once', violation_error_message='This action already has a batch of this name; open that one instead.'),
        ),
        migrations.AddConstraint(
            model_name='batch',
            constraint=models.CheckConstraint(condition=models.Q(('ends', None), ('ends__gte', models.F('starts')), _connector='OR'), name='batch_period_forward', violation_error_message='The period ends before it starts; exchange the two days.'),
        ),
        migrations.AddField(
            model_name='historicalsupporterrole',
            name='action',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pairs.action', verbose_name='action'),
        ),
        migrations.AddField(
            model_name='historicalsupporterrole',
            name='history_user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='supporterrole',
            name='action',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='roles', to='pairs.action', verbose_name='action'),
        ),
        migrations.AddField(
            model_name='historicalpair',
            name='role',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pairs.supporterrole', verbose_name='role of the supporter'),
        ),
        migrations.AddField(
            model_name='pair',
            name='role',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='pairs', to='pairs.supporterrole', verbose_name='role of the supporter'),
        ),
        migrations.AddConstraint(
            model_name='pair',
            constraint=models.UniqueConstraint(fields=('batch', 'serial', 'group_place'), name='pair_serial_once', violation_error_message='Another pair of this batch already has this serial number.'),
        ),
        migrations.AddConstraint(
            model_name='supporterrole',
            constraint=models.UniqueConstraint(fields=('action', 'name'), name='supporter_role_once', violation_error_message='This action already has a role of this name.'),
        ),
        migrations.AddConstraint(
            model_name='supporterrole',
            constraint=models.UniqueConstraint(condition=models.Q(('is_lead', True)), fields=('action',), name='supporter_role_one_lead', violation_error_message='Another role of this action leads already; one role leads.'),
        ),
    ]
