"""What registers said on their days has a table of its own, filled from what the universities said until now."""

import django.db.models.deletion
from django.db import migrations, models

FACTS = ("province", "city", "authority", "level", "ownership")


def forwards(apps, schema_editor):
    universities = set(apps.get_model("pairs", "University").objects.values_list("pk", flat=True))
    stated = apps.get_model("pairs", "HistoricalUniversity").objects.filter(facts_as_of__isnull=False)
    last = {}  # the last of what was kept for each day: a correction follows what it corrects
    for row in stated.order_by("history_date", "history_id").values("id", "facts_as_of", "name", *FACTS):
        last[row.pop("id"), row.pop("facts_as_of")] = row
    current = apps.get_model("pairs", "University").objects.filter(facts_as_of__isnull=False)
    for row in current.order_by().values("pk", "facts_as_of", "name", *FACTS):
        last[row.pop("pk"), row.pop("facts_as_of")] = row
    named = names_by_university(apps)
    kept = apps.get_model("pairs", "UniversityFacts")
    rows = []
    for (university, day), row in last.items():
        if university in universities:
            names = (name for name, since, until in named.get(university, ()) if since <= day <= until)
            row["name"] = next(names, row["name"])
            rows.append(kept(university_id=university, as_of=day, **row))
    kept.objects.bulk_create(rows, batch_size=500)
    fill_ownership(apps)


def names_by_university(apps):
    """The official names with their first and last days."""
    found = {}
    dated = apps.get_model("pairs", "UniversityName").objects.filter(kind="official", since__isnull=False)
    dated = dated.filter(until__isnull=False).order_by("-until", "name")
    for university, *name in dated.values_list("university_id", "name", "since", "until"):
        found.setdefault(university, []).append(name)
    return found


def fill_ownership(apps):
    """Pairs and their history say the ownership of both sides, which had no column."""
    universities = apps.get_model("pairs", "University").objects
    for model in (apps.get_model("pairs", name) for name in ("Pair", "HistoricalPair")):
        for side in ("recipient", "supporter"):
            own = universities.filter(pk=models.OuterRef(f"{side}_id")).values("ownership")[:1]
            there = model.objects.order_by().filter(models.Exists(own))
            there.update(**{f"{side}_ownership": models.Subquery(own)})


class Migration(migrations.Migration):

    dependencies = [
        ('pairs', '0009_acts_of_imports'),
    ]

    operations = [
        migrations.AddField(
            model_name='historicalpair',
            name='recipient_ownership',
            field=models.CharField(blank=True, choices=[('public', 'Public'), ('private', 'Private'), ('joint', 'Jointly run'), ('unknown', 'Ownership not known')], max_length=20, verbose_name="recipient's ownership"),
        ),
        migrations.AddField(
            model_name='historicalpair',
            name='supporter_ownership',
            field=models.CharField(blank=True, choices=[('public', 'Public'), ('private', 'Private'), ('joint', 'Jointly run'), ('unknown', 'Ownership not known')], max_length=20, verbose_name="supporter's ownership"),
        ),
        migrations.AddField(
            model_name='pair',
            name='recipient_ownership',
            field=models.CharField(blank=True, choices=[('public', 'Public'), ('private', 'Private'), ('joint', 'Jointly run'), ('unknown', 'Ownership not known')], max_length=20, verbose_name="recipient's ownership"),
        ),
        migrations.AddField(
            model_name='pair',
            name='supporter_ownership',
            field=models.CharField(blank=True, choices=[('public', 'Public'), ('private', 'Private'), ('joint', 'Jointly run'), ('unknown', 'Ownership not known')], max_length=20, verbose_name="supporter's ownership"),
        ),
        migrations.CreateModel(
            name='UniversityFacts',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('as_of', models.DateField(verbose_name='facts as of')),
                ('name', models.CharField(max_length=100, verbose_name='name')),
                ('province', models.CharField(choices=[('11', 'Beijing'), ('12', 'Tianjin'), ('13', 'Hebei'), ('14', 'Shanxi'), ('15', 'Inner Mongolia'), ('21', 'Liaoning'), ('22', 'Jilin'), ('23', 'Heilongjiang'), ('31', 'Shanghai'), ('32', 'Jiangsu'), ('33', 'Zhejiang'), ('34', 'Anhui'), ('35', 'Fujian'), ('36', 'Jiangxi'), ('37', 'Shandong'), ('41', 'Henan'), ('42', 'Hubei'), ('43', 'Hunan'), ('44', 'Guangdong'), ('45', 'Guangxi'), ('46', 'Hainan'), ('50', 'Chongqing'), ('51', 'Sichuan'), ('52', 'Guizhou'), ('53', 'Yunnan'), ('54', 'Tibet'), ('61', 'Shaanxi'), ('62', 'Gansu'), ('63', 'Qinghai'), ('64', 'Ningxia'), ('65', 'Xinjiang'), ('71', 'Taiwan'), ('81', 'Hong Kong'), ('82', 'Macau')], max_length=2, verbose_name='province')),
                ('city', models.CharField(blank=True, max_length=50, verbose_name='city')),
                ('authority', models.CharField(blank=True, max_length=100, verbose_name='authority')),
                ('level', models.CharField(choices=[('undergraduate', 'Undergraduate'), ('junior_college', 'Junior college'), ('adult', 'Adult education'), ('unknown', 'Level not known')], default='unknown', max_length=20, verbose_name='level')),
                ('ownership', models.CharField(choices=[('public', 'Public'), ('private', 'Private'), ('joint', 'Jointly run'), ('unknown', 'Ownership not known')], default='unknown', max_length=20, verbose_name='ownership')),
                ('university', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='facts', to='pairs.university', verbose_name='university')),
            ],
            options={
                'verbose_name': 'facts of a university',
                'verbose_name_plural': 'facts of universities',
                'ordering': ['university', '-as_of'],
                'indexes': [models.Index(fields=['as_of'], name='pairs_unive_as_of_4b871d_idx')],
                'constraints': [models.UniqueConstraint(fields=('university', 'as_of'), name='university_facts_once')],
            },
        ),
        migrations.RunPython(forwards, migrations.RunPython.noop),
    ]
