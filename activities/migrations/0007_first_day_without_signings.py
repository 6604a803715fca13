from django.db import migrations, models
from django.db.models import Min

SIGNING = "agreement_signing"


def leave_signings_out(apps, schema_editor):
    """Count the first day anew wherever a signing may have given it."""
    Activity, Tally = (apps.get_model("activities", name) for name in ("Activity", "Tally"))
    signed = Activity.objects.filter(kind__code=SIGNING).order_by()
    for tally in Tally.objects.filter(period=False, pair__in=signed.values("pair")).order_by("pk"):
        held = Activity.objects.filter(
            pair=tally.pair_id,
            kind__mechanism=tally.mechanism_id,
            kind__mode="event",
            stage="held",
            status="confirmed",
            merged_into=None,
            ends_on__year=tally.month.year,
            ends_on__month=tally.month.month,
        )
        first = held.exclude(kind__code=SIGNING).aggregate(first=Min("ends_on"))["first"]
        Tally.objects.filter(pk=tally.pk).update(first_on=first)


class Migration(migrations.Migration):
    atomic = False  # PostgreSQL alters no table that has changes of its rows pending

    dependencies = [
        ("activities", "0006_proposal_taken_back"),
    ]

    operations = [
        migrations.AlterField(
            model_name="tally",
            name="first_on",
            field=models.DateField(
                blank=True,
                help_text="Signings of agreements aside.",
                null=True,
                verbose_name="first day on which one of them ended",
            ),
        ),
        migrations.RunPython(leave_signings_out, migrations.RunPython.noop),
    ]
