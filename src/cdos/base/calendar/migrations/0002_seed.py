"""Fill in the published days of 2004-2026."""

from django.db import migrations

from cdos.base.calendar import seed


def fill(apps, schema_editor):
    Day, Year, Stamp = (apps.get_model("calendar", name) for name in ("Day", "Year", "Stamp"))
    Day.objects.bulk_create(Day(on=day.on, working=day.working, name=day.name) for day in seed.days())
    Year.objects.bulk_create(Year(year=year) for year in seed.YEARS)
    Stamp.objects.create(id=1)


class Migration(migrations.Migration):
    dependencies = [("calendar", "0001_initial")]
    operations = [migrations.RunPython(fill, migrations.RunPython.noop)]
