# Words alone: what the desk calls nothing to report is called so in the admin.

from django.db import migrations


class Migration(migrations.Migration):

    dependencies = [
        ('oversight', '0011_nil_returns'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='nilreturn',
            options={'ordering': ['-first', '-pk'], 'verbose_name': 'period with nothing to report', 'verbose_name_plural': 'periods with nothing to report'},
        ),
    ]
