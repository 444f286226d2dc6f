from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("meetings", "0009_item_targets")]

    operations = [migrations.RemoveField(model_name="agendaitem", name="moved_to")]
