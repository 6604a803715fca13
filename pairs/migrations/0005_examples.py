"""Examples in the hints of forms name no province of one action."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('pairs', '0004_several_provinces'),
    ]

    operations = [
        migrations.AlterField(
            model_name='action',
            name='coverage_stated',
            field=models.CharField(blank=True, help_text='How many universities a source says are covered, in its words, for example 全省120多所高校.', max_length=100, verbose_name='coverage as stated'),
        ),
        migrations.AlterField(
            model_name='action',
            name='name',
            field=models.CharField(help_text='For example 就业帮扶行动（2031）.', max_length=100, verbose_name='name'),
        ),
        migrations.AlterField(
            model_name='action',
            name='slug',
            field=models.SlugField(help_text='For example employment-2031.', unique=True, verbose_name='short name'),
        ),
        migrations.AlterField(
            model_name='historicalaction',
            name='coverage_stated',
            field=models.CharField(blank=True, help_text='How many universities a source says are covered, in its words, for example 全省120多所高校.', max_length=100, verbose_name='coverage as stated'),
        ),
        migrations.AlterField(
            model_name='historicalaction',
            name='name',
            field=models.CharField(help_text='For example 就业帮扶行动（2031）.', max_length=100, verbose_name='name'),
        ),
        migrations.AlterField(
            model_name='historicalaction',
            name='slug',
            field=models.SlugField(help_text='For example employment-2031.', verbose_name='short name'),
        ),
        migrations.AlterField(
            model_name='historicaluniversity',
            name='authority',
            field=models.CharField(blank=True, help_text='For example 教育部 or 江苏省.', max_length=100, verbose_name='authority'),
        ),
        migrations.AlterField(
            model_name='historicaluniversity',
            name='city',
            field=models.CharField(blank=True, help_text='For example 南京市.', max_length=50, verbose_name='city'),
        ),
        migrations.AlterField(
            model_name='historicaluniversity',
            name='name',
            field=models.CharField(help_text="Today's official name, for example 南京大学.", max_length=100, verbose_name='name'),
        ),
        migrations.AlterField(
            model_name='university',
            name='authority',
            field=models.CharField(blank=True, help_text='For example 教育部 or 江苏省.', max_length=100, verbose_name='authority'),
        ),
        migrations.AlterField(
            model_name='university',
            name='city',
            field=models.CharField(blank=True, help_text='For example 南京市.', max_length=50, verbose_name='city'),
        ),
        migrations.AlterField(
            model_name='university',
            name='name',
            field=models.CharField(help_text="Today's official name, for example 南京大学.", max_length=100, verbose_name='name'),
        ),
    ]
