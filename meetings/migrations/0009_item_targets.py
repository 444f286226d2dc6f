"""Where items were moved to becomes rows; groups get the phrases that new ones start with."""

from django.db import migrations

from meetings import words

ROWS = (
    ("", "{ansvarig} informerade."),
    ("", "Informationen noteras."),
    ("", "Inget nytt att rapportera."),
    ("", "Frågan tas upp igen på nästa möte, {nästa möte}."),
    ("", "{organisation} har inget att invända."),
    ("decision", "Arbetsgivaren beslutar enligt förslaget."),
    ("action", "Arbetsgivaren återkommer med besked senast {nästa möte}."),
)
OUTCOMES = (
    ("agreed", "{rubrik} samverkades."),
    ("disagreed", "{rubrik} samverkades i oenighet."),
    ("moved", "Frågan flyttas {mål}."),
    ("moved", "Frågan flyttas."),
    ("negotiation", "Frågan lyfts till förhandling enligt MBL."),
    ("reinforced", "Frågan går vidare till förstärkt samverkan."),
    ("other_level", "Frågan lyfts {mål}."),
    ("other_level", "Frågan lyfts till en annan nivå."),
    ("filed", "{rubrik} läggs till handlingarna."),
)


def make_rows(apps, schema_editor):
    models = {name: apps.get_model("meetings", name) for name in ("AgendaItem", "ItemTarget", "Group")}
    groups = {
        name.casefold(): group
        for group in models["Group"].objects.all()
        for name in (group.code, group.name)
    }
    moved = models["AgendaItem"].objects.exclude(moved_to="").select_related("meeting")
    for item in moved:
        written = " ".join(item.moved_to.split())
        key = written.casefold().removeprefix("till ")
        group = groups.get(key) or (item.meeting.group if key == "nästa möte" else None)
        models["ItemTarget"].objects.create(item=item, group=group, words="" if group else written)


def keep_one_form(apps, schema_editor):
    for name in ("AgendaItem", "StandingItem"):
        model = apps.get_model("meetings", name)
        for row in model.objects.exclude(legal_basis=""):
            kept = words.canonical_legal(row.legal_basis)
            if kept != row.legal_basis:
                model.objects.filter(pk=row.pk).update(legal_basis=kept)


def give_phrases(apps, schema_editor):
    phrase = apps.get_model("meetings", "Phrase")
    told = [{"kind": kind, "words": words} for kind, words in ROWS]
    told += [{"outcome": outcome, "words": words} for outcome, words in OUTCOMES]
    for group in apps.get_model("meetings", "Group").objects.all():
        phrase.objects.bulk_create(
            phrase(group=group, order=order, **one) for order, one in enumerate(told, 1)
        )


class Migration(migrations.Migration):
    dependencies = [("meetings", "0008_item_life")]

    operations = [
        migrations.RunPython(make_rows, migrations.RunPython.noop),
        migrations.RunPython(keep_one_form, migrations.RunPython.noop),
        migrations.RunPython(give_phrases, migrations.RunPython.noop),
    ]
