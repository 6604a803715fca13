import activities.texts
import django.core.validators
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('oversight', '0002_bulletins'),
        ('pairs', '0002_register_import'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='HistoricalGuidanceNote',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('province', models.CharField(choices=[('11', 'Beijing'), ('12', 'Tianjin'), ('13', 'Hebei'), ('14', 'Shanxi'), ('15', 'Inner Mongolia'), ('21', 'Liaoning'), ('22', 'Jilin'), ('23', 'Heilongjiang'), ('31', 'Shanghai'), ('32', 'Jiangsu'), ('33', 'Zhejiang'), ('34', 'Anhui'), ('35', 'Fujian'), ('36', 'Jiangxi'), ('37', 'Shandong'), ('41', 'Henan'), ('42', 'Hubei'), ('43', 'Hunan'), ('44', 'Guangdong'), ('45', 'Guangxi'), ('46', 'Hainan'), ('50', 'Chongqing'), ('51', 'Sichuan'), ('52', 'Guizhou'), ('53', 'Yunnan'), ('54', 'Tibet'), ('61', 'Shaanxi'), ('62', 'Gansu'), ('63', 'Qinghai'), ('64', 'Ningxia'), ('65', 'Xinjiang'), ('71', 'Taiwan'), ('81', 'Hong Kong'), ('82', 'Macau')], max_length=2, verbose_name='province')),
                ('text', models.TextField(validators=[django.core.validators.MaxLengthValidator(2000), activities.texts.only_printable], verbose_name='what the note says')),
                ('written_at', models.DateTimeField(blank=True, editable=False, verbose_name='written at')),
                ('changed_at', models.DateTimeField(blank=True, null=True, verbose_name='changed at')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='withdrawn at')),
                ('withdrawn_reason', models.CharField(blank=True, max_length=500, validators=[activities.texts.only_printable], verbose_name='why it was withdrawn')),
                ('version', models.PositiveIntegerField(default=0, verbose_name='version')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('pair', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='pairs.pair', verbose_name='pair')),
                ('withdrawn_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='withdrawn by')),
                ('written_by', models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='written by')),
            ],
            options={
                'verbose_name': 'historical guidance note',
                'verbose_name_plural': 'historical guidance notes',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='HistoricalReminderRule',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('duty', models.CharField(choices=[('silent', 'Nothing reported'), ('confirm', 'Entries to confirm'), ('agreement', 'Agreement not signed'), ('finding', 'Findings overdue')], db_index=True, max_length=10, verbose_name='duty')),
                ('after', models.PositiveSmallIntegerField(default=14, help_text='Of a pair that reports nothing: also after how many days it counts as silent.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(365)], verbose_name='first after (days)')),
                ('every', models.PositiveSmallIntegerField(default=7, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(365)], verbose_name='then every (days)')),
                ('times', models.PositiveSmallIntegerField(default=4, help_text='Then the portal falls silent, and somebody had better call.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(365)], verbose_name='at most (times)')),
                ('active', models.BooleanField(default=True, help_text='Off: only people remind, from the board.', verbose_name='remind by mail')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
                ('history_user', models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'verbose_name': 'historical reminder rule',
                'verbose_name_plural': 'historical reminder rules',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.CreateModel(
            name='Reminder',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('duty', models.CharField(choices=[('silent', 'Nothing reported'), ('confirm', 'Entries to confirm'), ('agreement', 'Agreement not signed'), ('finding', 'Findings overdue')], max_length=10, verbose_name='duty')),
                ('side', models.CharField(choices=[('recipient', 'Recipient'), ('supporter', 'Supporter')], max_length=10, verbose_name='side')),
                ('on', models.DateField(verbose_name='reminded on')),
                ('since', models.DateField(verbose_name='owed since')),
                ('count', models.PositiveIntegerField(default=1, verbose_name='how many')),
                ('made_at', models.DateTimeField(auto_now_add=True, verbose_name='made at')),
                ('asked_by', models.ForeignKey(blank=True, help_text="Empty when the ministry's rule asked for it.", null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='reminded by')),
                ('pair', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='reminders', to='pairs.pair', verbose_name='pair')),
            ],
            options={
                'verbose_name': 'reminder',
                'verbose_name_plural': 'reminders',
                'ordering': ['-on', '-pk'],
            },
        ),
        migrations.CreateModel(
            name='ReminderLetter',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('state', models.CharField(choices=[('waiting', 'Not sent yet'), ('sending', 'Being sent'), ('sent', 'Sent'), ('failed', 'Could not be sent')], default='waiting', max_length=10, verbose_name='state')),
                ('tries', models.PositiveSmallIntegerField(default=0, verbose_name='tries')),
                ('tried_at', models.DateTimeField(blank=True, null=True, verbose_name='last tried at')),
                ('fault', models.CharField(blank=True, max_length=200, verbose_name='what went wrong')),
                ('reminder', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='letters', to='oversight.reminder', verbose_name='reminder')),
                ('to', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='addressee')),
            ],
            options={
                'verbose_name': 'reminder letter',
                'verbose_name_plural': 'reminder letters',
                'ordering': ['pk'],
            },
        ),
        migrations.CreateModel(
            name='ReminderRule',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('duty', models.CharField(choices=[('silent', 'Nothing reported'), ('confirm', 'Entries to confirm'), ('agreement', 'Agreement not signed'), ('finding', 'Findings overdue')], max_length=10, unique=True, verbose_name='duty')),
                ('after', models.PositiveSmallIntegerField(default=14, help_text='Of a pair that reports nothing: also after how many days it counts as silent.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(365)], verbose_name='first after (days)')),
                ('every', models.PositiveSmallIntegerField(default=7, validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(365)], verbose_name='then every (days)')),
                ('times', models.PositiveSmallIntegerField(default=4, help_text='Then the portal falls silent, and somebody had better call.', validators=[django.core.validators.MinValueValidator(1), django.core.validators.MaxValueValidator(365)], verbose_name='at most (times)')),
                ('active', models.BooleanField(default=True, help_text='Off: only people remind, from the board.', verbose_name='remind by mail')),
            ],
            options={
                'verbose_name': 'reminder rule',
                'verbose_name_plural': 'reminder rules',
                'ordering': ['pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(('after__range', (1, 365)), ('every__range', (1, 365)), ('times__range', (1, 365))), name='reminder_rule_in_bounds', violation_error_message='Days and times lie between 1 and 365.')],
            },
        ),
        migrations.CreateModel(
            name='GuidanceNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('province', models.CharField(choices=[('11', 'Beijing'), ('12', 'Tianjin'), ('13', 'Hebei'), ('14', 'Shanxi'), ('15', 'Inner Mongolia'), ('21', 'Liaoning'), ('22', 'Jilin'), ('23', 'Heilongjiang'), ('31', 'Shanghai'), ('32', 'Jiangsu'), ('33', 'Zhejiang'), ('34', 'Anhui'), ('35', 'Fujian'), ('36', 'Jiangxi'), ('37', 'Shandong'), ('41', 'Henan'), ('42', 'Hubei'), ('43', 'Hunan'), ('44', 'Guangdong'), ('45', 'Guangxi'), ('46', 'Hainan'), ('50', 'Chongqing'), ('51', 'Sichuan'), ('52', 'Guizhou'), ('53', 'Yunnan'), ('54', 'Tibet'), ('61', 'Shaanxi'), ('62', 'Gansu'), ('63', 'Qinghai'), ('64', 'Ningxia'), ('65', 'Xinjiang'), ('71', 'Taiwan'), ('81', 'Hong Kong'), ('82', 'Macau')], max_length=2, verbose_name='province')),
                ('text', models.TextField(validators=[django.core.validators.MaxLengthValidator(2000), activities.texts.only_printable], verbose_name='what the note says')),
                ('written_at', models.DateTimeField(auto_now_add=True, verbose_name='written at')),
                ('changed_at', models.DateTimeField(blank=True, null=True, verbose_name='changed at')),
                ('withdrawn_at', models.DateTimeField(blank=True, null=True, verbose_name='withdrawn at')),
                ('withdrawn_reason', models.CharField(blank=True, max_length=500, validators=[activities.texts.only_printable], verbose_name='why it was withdrawn')),
                ('version', models.PositiveIntegerField(default=0, verbose_name='version')),
                ('token', models.CharField(blank=True, editable=False, max_length=64, null=True, unique=True, verbose_name='form token')),
                ('pair', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='guidance_notes', to='pairs.pair', verbose_name='pair')),
                ('withdrawn_by', models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='withdrawn by')),
                ('written_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='written by')),
            ],
            options={
                'verbose_name': 'guidance note',
                'verbose_name_plural': 'guidance notes',
                'ordering': ['-written_at', '-pk'],
                'constraints': [models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at', None), ('withdrawn_reason', '')), models.Q(('withdrawn_at__isnull', False), models.Q(('withdrawn_reason', ''), _negated=True)), _connector='OR'), name='guidance_note_withdrawn_with_reason', violation_error_message='Give the reason; it is kept and shown.')],
            },
        ),
        migrations.AddConstraint(
            model_name='reminder',
            constraint=models.UniqueConstraint(fields=('duty', 'pair', 'side', 'on'), name='reminder_once_a_day', violation_error_message='This side has already been reminded of this today.'),
        ),
        migrations.AddConstraint(
            model_name='reminderletter',
            constraint=models.UniqueConstraint(fields=('reminder', 'to'), name='reminder_letter_once'),
        ),
    ]
