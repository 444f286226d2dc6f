"""Items of the agenda as they are typed, and how each ended."""

from django import forms

from ..models import AgendaItem
from .entries import PartiesField
from .fields import DayField


class NewItemForm(forms.Form):
    """`sections`: the meeting's own headings, or none."""

    heading = forms.CharField(label="Rubrik", max_length=200)
    responsible = forms.CharField(label="Ansvarig", required=False, max_length=120)
    is_round = forms.BooleanField(
        label="Runda", required=False, help_text="Ett stycke för varje part som är här."
    )

    def __init__(self, data=None, *, sections, **options):
        super().__init__(data, **{"auto_id": "ny_punkt_%s", **options})
        if sections:
            known = {str(section.pk): section for section in sections}
            self.fields["section"] = forms.TypedChoiceField(
                label="Under rubriken",
                choices=[(key, section.heading) for key, section in known.items()],
                coerce=known.get,
            )


class NewSubItemForm(forms.Form):
    heading = forms.CharField(label="Rubrik", max_length=200)
    responsible = forms.CharField(label="Ansvarig", required=False, max_length=120)

    def __init__(self, data=None, **options):
        super().__init__(data, **{"auto_id": "ny_underpunkt_%s", **options})


class ItemForm(NewItemForm):
    """What stands under an item's heading."""

    legal_basis = forms.CharField(
        label="Rättslig grund", required=False, max_length=60, help_text="Till exempel MBL 11"
    )
    case_number = forms.CharField(label="Diarienummer", required=False, max_length=60)
    board = forms.CharField(label="Nämnd", required=False, max_length=120)
    board_date = DayField(label="Till nämnden", required=False)

    def __init__(self, data=None, *, item, sections, **options):
        initial = {name: getattr(item, name) for name in AgendaItem.FACTS if name != "section"}
        initial["section"] = item.section_id
        # A sub-item follows the item above it.
        sections = () if item.parent_id else sections
        super().__init__(data, sections=sections, initial=initial, auto_id="punkt_%s", **options)


class OutcomeForm(forms.Form):
    """Utfall: how the item ended, in the registered words, and the group's own sentence."""

    outcome = forms.ChoiceField(
        label="Utfall",
        required=False,
        choices=[("", "Inget utfall"), *AgendaItem.OutcomeKind.choices],
    )
    sentence = forms.CharField(
        label="Mening",
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text="Till exempel: Verksamhetsberättelsen samverkades.",
    )
    concluded = forms.ChoiceField(
        label="Samverkan avslutades", required=False, choices=AgendaItem.Concluded.choices
    )
    moved_to = forms.CharField(label="Flyttas till", required=False, max_length=200)
    case_number = forms.CharField(label="Diarienummer", required=False, max_length=60)
    board = forms.CharField(label="Nämnd", required=False, max_length=120)
    board_date = DayField(label="Till nämnden", required=False)

    FACTS = ("case_number", "board", "board_date")

    def __init__(self, data=None, *, item, parties, **options):
        initial = {
            "outcome": item.outcome,
            "sentence": item.outcome_sentence,
            "concluded": item.concluded,
            "disagreeing": [position.party for position in item.positions.select_related("party")],
            "moved_to": item.moved_to,
            **{name: getattr(item, name) for name in self.FACTS},
        }
        super().__init__(data, initial=initial, auto_id="utfall_%s", **options)
        self.fields["disagreeing"] = PartiesField(
            label="Oeniga", parties=parties, widget=forms.CheckboxSelectMultiple()
        )
