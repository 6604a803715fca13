import activities.texts
import django.core.validators
import django.db.models.deletion
import simple_history.models
from django.conf import settings
from django.db import migrations, models


def name_the_source(apps, schema_editor):
    """Figures loaded earlier have the source of their bulletin; from now on each names its own."""
    for bulletin in apps.get_model("oversight", "Bulletin").objects.all():
        bulletin.figures.filter(source="").update(source=bulletin.source or "–")


class Migration(migrations.Migration):

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("oversight", "0001_initial"),
    ]

    operations = [
        migrations.CreateModel(
            name='BulletinNote',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('note', models.CharField(max_length=1000, validators=[activities.texts.only_printable], verbose_name='correction')),
                ('note_en', models.CharField(max_length=1000, validators=[activities.texts.only_printable], verbose_name='correction in English')),
                ('added_at', models.DateTimeField(auto_now_add=True, verbose_name='added at')),
                ('token', models.CharField(blank=True, editable=False, max_length=64, null=True, unique=True, verbose_name='form token')),
            ],
            options={
                'verbose_name': 'correction of a bulletin',
                'verbose_name_plural': 'corrections of bulletins',
                'ordering': ['added_at', 'pk'],
            },
        ),
        migrations.CreateModel(
            name='HistoricalBulletinNote',
            fields=[
                ('id', models.BigIntegerField(auto_created=True, blank=True, db_index=True, verbose_name='ID')),
                ('note', models.CharField(max_length=1000, validators=[activities.texts.only_printable], verbose_name='correction')),
                ('note_en', models.CharField(max_length=1000, validators=[activities.texts.only_printable], verbose_name='correction in English')),
                ('added_at', models.DateTimeField(blank=True, editable=False, verbose_name='added at')),
                ('history_id', models.AutoField(primary_key=True, serialize=False)),
                ('history_date', models.DateTimeField(db_index=True)),
                ('history_change_reason', models.TextField(null=True)),
                ('history_type', models.CharField(choices=[('+', 'Created'), ('~', 'Changed'), ('-', 'Deleted')], max_length=1)),
            ],
            options={
                'verbose_name': 'historical correction of a bulletin',
                'verbose_name_plural': 'historical corrections of bulletins',
                'ordering': ('-history_date', '-history_id'),
                'get_latest_by': ('history_date', 'history_id'),
            },
            bases=(simple_history.models.HistoricalChanges, models.Model),
        ),
        migrations.AlterModelOptions(
            name='bulletin',
            options={'ordering': ['-as_of', '-pk'], 'verbose_name': 'bulletin', 'verbose_name_plural': 'bulletins'},
        ),
        migrations.AlterModelOptions(
            name='bulletinfigure',
            options={'ordering': ['bulletin', 'position', 'pk'], 'verbose_name': 'figure of a bulletin', 'verbose_name_plural': 'figures of bulletins'},
        ),
        migrations.AlterModelOptions(
            name='historicalbulletinfigure',
            options={'get_latest_by': ('history_date', 'history_id'), 'ordering': ('-history_date', '-history_id'), 'verbose_name': 'historical figure of a bulletin', 'verbose_name_plural': 'historical figures of bulletins'},
        ),
        migrations.RemoveConstraint(
            model_name='bulletinfigure',
            name='bulletin_figure_once',
        ),
        migrations.AddField(
            model_name='bulletin',
            name='address',
            field=models.SlugField(blank=True, max_length=20, null=True, unique=True, verbose_name='address'),
        ),
        migrations.AddField(
            model_name='bulletin',
            name='batches',
            field=models.CharField(blank=True, help_text='The numbers of the batches it covers, for example 1,2.', max_length=100, validators=[django.core.validators.RegexValidator('^\\d+(,\\d+)*\\Z', 'Give numbers of batches, for example 1,2.')], verbose_name='batches'),
        ),
        migrations.AddField(
            model_name='bulletin',
            name='computed_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='computed at'),
        ),
        migrations.AddField(
            model_name='bulletin',
            name='drafted_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='drafted by'),
        ),
        migrations.AddField(
            model_name='bulletin',
            name='headline',
            field=models.TextField(blank=True, validators=[django.core.validators.MaxLengthValidator(2000), activities.texts.only_printable], verbose_name='headline'),
        ),
        migrations.AddField(
            model_name='bulletin',
            name='headline_en',
            field=models.TextField(blank=True, validators=[django.core.validators.MaxLengthValidator(2000), activities.texts.only_printable], verbose_name='headline in English'),
        ),
        migrations.AddField(
            model_name='bulletin',
            name='pairs',
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name='pairs in all'),
        ),
        migrations.AddField(
            model_name='bulletin',
            name='published_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='published at'),
        ),
        migrations.AddField(
            model_name='bulletin',
            name='published_by',
            field=models.ForeignKey(blank=True, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='published by'),
        ),
        migrations.AddField(
            model_name='bulletin',
            name='reporting',
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name='pairs that reported something'),
        ),
        migrations.AddField(
            model_name='bulletin',
            name='snapshot',
            field=models.JSONField(blank=True, null=True, verbose_name='snapshot'),
        ),
        migrations.AddField(
            model_name='bulletin',
            name='snapshot_hash',
            field=models.CharField(blank=True, max_length=64, verbose_name='hash of the snapshot'),
        ),
        migrations.AddField(
            model_name='bulletin',
            name='state',
            field=models.CharField(choices=[('draft', 'Draft'), ('published', 'Published')], default='draft', max_length=10, verbose_name='state'),
        ),
        migrations.AddField(
            model_name='bulletin',
            name='token',
            field=models.CharField(blank=True, editable=False, max_length=64, null=True, unique=True, verbose_name='form token'),
        ),
        migrations.AddField(
            model_name='bulletin',
            name='version',
            field=models.PositiveIntegerField(default=0, verbose_name='version'),
        ),
        migrations.AddField(
            model_name='bulletinfigure',
            name='data_hash',
            field=models.CharField(blank=True, max_length=64, verbose_name='hash of the data'),
        ),
        migrations.AddField(
            model_name='bulletinfigure',
            name='in_headline',
            field=models.BooleanField(default=False, verbose_name='in the paragraph'),
        ),
        migrations.AddField(
            model_name='bulletinfigure',
            name='included',
            field=models.BooleanField(default=True, verbose_name='in the bulletin'),
        ),
        migrations.AddField(
            model_name='bulletinfigure',
            name='last',
            field=models.JSONField(blank=True, default=dict, verbose_name='in the bulletin before'),
        ),
        migrations.AddField(
            model_name='bulletinfigure',
            name='note',
            field=models.CharField(blank=True, max_length=500, validators=[activities.texts.only_printable], verbose_name='note'),
        ),
        migrations.AddField(
            model_name='bulletinfigure',
            name='note_en',
            field=models.CharField(blank=True, max_length=500, validators=[activities.texts.only_printable], verbose_name='note in English'),
        ),
        migrations.AddField(
            model_name='bulletinfigure',
            name='origin',
            field=models.CharField(choices=[('computed', 'Computed here'), ('stated', 'Stated, with source')], default='stated', max_length=10, verbose_name='origin'),
        ),
        migrations.AddField(
            model_name='bulletinfigure',
            name='pairs',
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name='pairs in all'),
        ),
        migrations.AddField(
            model_name='bulletinfigure',
            name='reporting',
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name='pairs it comes from'),
        ),
        migrations.AddField(
            model_name='bulletinfigure',
            name='rule',
            field=models.CharField(blank=True, max_length=300, verbose_name='rule'),
        ),
        migrations.AddField(
            model_name='bulletinfigure',
            name='rule_en',
            field=models.CharField(blank=True, max_length=400, verbose_name='rule in English'),
        ),
        migrations.AddField(
            model_name='bulletinfigure',
            name='source',
            field=models.CharField(blank=True, max_length=500, validators=[activities.texts.only_printable], verbose_name='source'),
        ),
        migrations.AddField(
            model_name='bulletinfigure',
            name='unit',
            field=models.CharField(blank=True, max_length=10, verbose_name='unit'),
        ),
        migrations.AddField(
            model_name='bulletinfigure',
            name='unit_en',
            field=models.CharField(blank=True, max_length=40, verbose_name='unit in English'),
        ),
        migrations.AddField(
            model_name='historicalbulletin',
            name='address',
            field=models.SlugField(blank=True, max_length=20, null=True, verbose_name='address'),
        ),
        migrations.AddField(
            model_name='historicalbulletin',
            name='batches',
            field=models.CharField(blank=True, help_text='The numbers of the batches it covers, for example 1,2.', max_length=100, validators=[django.core.validators.RegexValidator('^\\d+(,\\d+)*\\Z', 'Give numbers of batches, for example 1,2.')], verbose_name='batches'),
        ),
        migrations.AddField(
            model_name='historicalbulletin',
            name='computed_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='computed at'),
        ),
        migrations.AddField(
            model_name='historicalbulletin',
            name='drafted_by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='drafted by'),
        ),
        migrations.AddField(
            model_name='historicalbulletin',
            name='headline',
            field=models.TextField(blank=True, validators=[django.core.validators.MaxLengthValidator(2000), activities.texts.only_printable], verbose_name='headline'),
        ),
        migrations.AddField(
            model_name='historicalbulletin',
            name='headline_en',
            field=models.TextField(blank=True, validators=[django.core.validators.MaxLengthValidator(2000), activities.texts.only_printable], verbose_name='headline in English'),
        ),
        migrations.AddField(
            model_name='historicalbulletin',
            name='pairs',
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name='pairs in all'),
        ),
        migrations.AddField(
            model_name='historicalbulletin',
            name='published_at',
            field=models.DateTimeField(blank=True, null=True, verbose_name='published at'),
        ),
        migrations.AddField(
            model_name='historicalbulletin',
            name='published_by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='published by'),
        ),
        migrations.AddField(
            model_name='historicalbulletin',
            name='reporting',
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name='pairs that reported something'),
        ),
        migrations.AddField(
            model_name='historicalbulletin',
            name='snapshot',
            field=models.JSONField(blank=True, null=True, verbose_name='snapshot'),
        ),
        migrations.AddField(
            model_name='historicalbulletin',
            name='snapshot_hash',
            field=models.CharField(blank=True, max_length=64, verbose_name='hash of the snapshot'),
        ),
        migrations.AddField(
            model_name='historicalbulletin',
            name='state',
            field=models.CharField(choices=[('draft', 'Draft'), ('published', 'Published')], default='draft', max_length=10, verbose_name='state'),
        ),
        migrations.AddField(
            model_name='historicalbulletin',
            name='version',
            field=models.PositiveIntegerField(default=0, verbose_name='version'),
        ),
        migrations.AddField(
            model_name='historicalbulletinfigure',
            name='data_hash',
            field=models.CharField(blank=True, max_length=64, verbose_name='hash of the data'),
        ),
        migrations.AddField(
            model_name='historicalbulletinfigure',
            name='in_headline',
            field=models.BooleanField(default=False, verbose_name='in the paragraph'),
        ),
        migrations.AddField(
            model_name='historicalbulletinfigure',
            name='included',
            field=models.BooleanField(default=True, verbose_name='in the bulletin'),
        ),
        migrations.AddField(
            model_name='historicalbulletinfigure',
            name='last',
            field=models.JSONField(blank=True, default=dict, verbose_name='in the bulletin before'),
        ),
        migrations.AddField(
            model_name='historicalbulletinfigure',
            name='note',
            field=models.CharField(blank=True, max_length=500, validators=[activities.texts.only_printable], verbose_name='note'),
        ),
        migrations.AddField(
            model_name='historicalbulletinfigure',
            name='note_en',
            field=models.CharField(blank=True, max_length=500, validators=[activities.texts.only_printable], verbose_name='note in English'),
        ),
        migrations.AddField(
            model_name='historicalbulletinfigure',
            name='origin',
            field=models.CharField(choices=[('computed', 'Computed here'), ('stated', 'Stated, with source')], default='stated', max_length=10, verbose_name='origin'),
        ),
        migrations.AddField(
            model_name='historicalbulletinfigure',
            name='pairs',
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name='pairs in all'),
        ),
        migrations.AddField(
            model_name='historicalbulletinfigure',
            name='reporting',
            field=models.PositiveIntegerField(blank=True, null=True, verbose_name='pairs it comes from'),
        ),
        migrations.AddField(
            model_name='historicalbulletinfigure',
            name='rule',
            field=models.CharField(blank=True, max_length=300, verbose_name='rule'),
        ),
        migrations.AddField(
            model_name='historicalbulletinfigure',
            name='rule_en',
            field=models.CharField(blank=True, max_length=400, verbose_name='rule in English'),
        ),
        migrations.AddField(
            model_name='historicalbulletinfigure',
            name='source',
            field=models.CharField(blank=True, max_length=500, validators=[activities.texts.only_printable], verbose_name='source'),
        ),
        migrations.AddField(
            model_name='historicalbulletinfigure',
            name='unit',
            field=models.CharField(blank=True, max_length=10, verbose_name='unit'),
        ),
        migrations.AddField(
            model_name='historicalbulletinfigure',
            name='unit_en',
            field=models.CharField(blank=True, max_length=40, verbose_name='unit in English'),
        ),
        migrations.AlterField(
            model_name='bulletin',
            name='scope',
            field=models.CharField(help_text='For example 第一批.', max_length=100, validators=[activities.texts.only_printable], verbose_name='scope'),
        ),
        migrations.AlterField(
            model_name='bulletin',
            name='scope_en',
            field=models.CharField(max_length=200, validators=[activities.texts.only_printable], verbose_name='scope in English'),
        ),
        migrations.AlterField(
            model_name='bulletin',
            name='source',
            field=models.CharField(blank=True, max_length=500, verbose_name='source'),
        ),
        migrations.AlterField(
            model_name='bulletinfigure',
            name='name',
            field=models.CharField(max_length=100, validators=[activities.texts.only_printable], verbose_name='name'),
        ),
        migrations.AlterField(
            model_name='bulletinfigure',
            name='name_en',
            field=models.CharField(max_length=200, validators=[activities.texts.only_printable], verbose_name='English name'),
        ),
        migrations.AlterField(
            model_name='bulletinfigure',
            name='wording',
            field=models.CharField(help_text='As stated, for example 近800次.', max_length=50, validators=[activities.texts.only_printable], verbose_name='wording'),
        ),
        migrations.AlterField(
            model_name='bulletinfigure',
            name='wording_en',
            field=models.CharField(max_length=100, validators=[activities.texts.only_printable], verbose_name='wording in English'),
        ),
        migrations.AlterField(
            model_name='historicalbulletin',
            name='scope',
            field=models.CharField(help_text='For example 第一批.', max_length=100, validators=[activities.texts.only_printable], verbose_name='scope'),
        ),
        migrations.AlterField(
            model_name='historicalbulletin',
            name='scope_en',
            field=models.CharField(max_length=200, validators=[activities.texts.only_printable], verbose_name='scope in English'),
        ),
        migrations.AlterField(
            model_name='historicalbulletin',
            name='source',
            field=models.CharField(blank=True, max_length=500, verbose_name='source'),
        ),
        migrations.AlterField(
            model_name='historicalbulletinfigure',
            name='name',
            field=models.CharField(max_length=100, validators=[activities.texts.only_printable], verbose_name='name'),
        ),
        migrations.AlterField(
            model_name='historicalbulletinfigure',
            name='name_en',
            field=models.CharField(max_length=200, validators=[activities.texts.only_printable], verbose_name='English name'),
        ),
        migrations.AlterField(
            model_name='historicalbulletinfigure',
            name='wording',
            field=models.CharField(help_text='As stated, for example 近800次.', max_length=50, validators=[activities.texts.only_printable], verbose_name='wording'),
        ),
        migrations.AlterField(
            model_name='historicalbulletinfigure',
            name='wording_en',
            field=models.CharField(max_length=100, validators=[activities.texts.only_printable], verbose_name='wording in English'),
        ),
        migrations.RunPython(name_the_source, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='bulletin',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('address', None), ('published_at', None), ('snapshot_hash', ''), ('state', 'draft')), models.Q(('address__isnull', False), ('published_at__isnull', False), ('state', 'published'), models.Q(('snapshot_hash', ''), _negated=True)), _connector='OR'), name='bulletin_published_with_snapshot', violation_error_message='What is published has its snapshot, its day and its address.'),
        ),
        migrations.AddConstraint(
            model_name='bulletinfigure',
            constraint=models.UniqueConstraint(fields=('bulletin', 'measure', 'origin'), name='bulletin_figure_once', violation_error_message='This bulletin already has this figure.'),
        ),
        migrations.AddConstraint(
            model_name='bulletinfigure',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('data_hash', ''), ('origin', 'stated'), ('pairs', None), ('reporting', None), models.Q(('source', ''), _negated=True)), models.Q(('origin', 'computed'), ('pairs__isnull', False), ('reporting__isnull', False), ('source', ''), models.Q(('data_hash', ''), _negated=True), models.Q(('rule', ''), _negated=True)), _connector='OR'), name='bulletin_figure_computed_or_stated', violation_error_message='A figure is either computed here, with its rule and data, or stated, with its source.'),
        ),
        migrations.AddField(
            model_name='bulletinnote',
            name='added_by',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='added by'),
        ),
        migrations.AddField(
            model_name='bulletinnote',
            name='bulletin',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='oversight.bulletin', verbose_name='bulletin'),
        ),
        migrations.AddField(
            model_name='historicalbulletinnote',
            name='added_by',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to=settings.AUTH_USER_MODEL, verbose_name='added by'),
        ),
        migrations.AddField(
            model_name='historicalbulletinnote',
            name='bulletin',
            field=models.ForeignKey(blank=True, db_constraint=False, null=True, on_delete=django.db.models.deletion.DO_NOTHING, related_name='+', to='oversight.bulletin', verbose_name='bulletin'),
        ),
        migrations.AddField(
            model_name='historicalbulletinnote',
            name='history_user',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.SET_NULL, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
    ]
