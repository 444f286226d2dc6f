"""Items of the agenda as they are typed, and how each ended."""

from django import forms

from .. import sentences
from ..models import AgendaItem
from ..models.item_words import places_of
from ..models.target import NEXT_MEETING, targets_read
from .agenda_fields import BasesField, EarlierField, TargetsField
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


class SeenForm(forms.Form):
    """`base`: the version of the item that the form was made of."""

    base = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)


class ItemForm(SeenForm, NewItemForm):
    """What stands under an item's heading. `before`: items that it may continue (see `Before`)."""

    case_number = forms.CharField(label="Diarienummer", required=False, max_length=60)
    board = forms.CharField(label="Nämnd", required=False, max_length=120)
    board_date = DayField(label="Till nämnden", required=False)
    is_late = forms.BooleanField(
        label="Tillkom på mötet", required=False, help_text="Punkten stod inte i kallelsen."
    )
    late_accepted = forms.BooleanField(label="Parterna godtar att frågan tas upp", required=False)

    FACTS = (
        *("heading", "responsible", "legal_basis", "case_number", "board", "board_date"),
        *("is_round", "continues", "is_late", "late_accepted", "objecting"),
    )

    def __init__(self, data=None, *, item, sections, parties, before, **options):
        initial = {name: getattr(item, name) for name in self.FACTS}
        initial |= {"section": item.section_id, "base": item.version}
        # A sub-item follows the item above it.
        sections = () if item.parent_id else sections
        super().__init__(data, sections=sections, initial=initial, auto_id="punkt_%s", **options)
        meeting = item.meeting
        self.fields["legal_basis"] = BasesField(label="Rättslig grund", style=meeting.legal_style)
        self.fields["continues"] = EarlierField(
            label="Fortsätter från",
            items=before.items,
            moved=before.moved,
            heading=item.heading,
            of=meeting,
        )
        self.fields["objecting"] = PartiesField(
            label="Godtar inte att frågan tas upp",
            parties=parties,
            widget=forms.CheckboxSelectMultiple(),
        )


class OutcomeForm(SeenForm):
    """Utfall: how the item ended, in the registered words, and the group's own sentence.

    A sentence is proposed from the group's phrases. As long as it is the one that was proposed it
    follows the utfall; the writer's own words stay.
    """

    outcome = forms.ChoiceField(
        label="Utfall",
        required=False,
        choices=[("", "Inget utfall"), *AgendaItem.OutcomeKind.choices],
    )
    sentence = forms.CharField(
        label="Mening", required=False, max_length=300, widget=forms.Textarea(attrs={"rows": 2})
    )
    proposed = forms.CharField(required=False, widget=forms.HiddenInput)
    concluded = forms.ChoiceField(
        label="Samverkan avslutades", required=False, choices=AgendaItem.Concluded.choices
    )
    moved_to = TargetsField(label="Flyttas till", required=False)
    case_number = forms.CharField(label="Diarienummer", required=False, max_length=60)
    board = forms.CharField(label="Nämnd", required=False, max_length=120)
    board_date = DayField(label="Till nämnden", required=False)

    FACTS = ("case_number", "board", "board_date")

    def __init__(self, data=None, *, item, parties, phrases, groups=(), **options):
        """`phrases`: {kind of utfall: phrases}; `groups`: names that may be written as targets."""
        self.item, self.phrases = item, phrases
        self.bodies = [NEXT_MEETING, *groups]
        initial = self._as_it_is()
        super().__init__(data, initial=initial, auto_id="utfall_%s", **options)
        self.fields["disagreeing"] = PartiesField(
            label="Oeniga", parties=parties, widget=forms.CheckboxSelectMultiple()
        )

    def _as_it_is(self):
        item = self.item
        targets = [(one.named(item.meeting), one.day) for one in item.targets.in_order()]
        disagreeing = [one.party for one in item.positions.with_party()]
        facts = [one.facts() for one in item.targets.all()]
        return {
            "base": item.version,
            "outcome": item.outcome,
            "sentence": item.outcome_sentence,
            "proposed": self._proposal(item.outcome, disagreeing, facts, item.board),
            "concluded": item.concluded,
            "disagreeing": disagreeing,
            "moved_to": targets,
            **{name: getattr(item, name) for name in self.FACTS},
        }

    def clean(self):
        told = super().clean()
        told["targets"] = targets_read(self.item.meeting, told.pop("moved_to", None) or [])
        proposed = told.pop("proposed", "").strip()
        if "proposed" in self.data and told.get("sentence", "").strip() == proposed:
            told["sentence"] = self.proposal()
        return told

    def proposal(self) -> str:
        """The sentence for what is chosen now."""
        told = self.cleaned_data
        parties, targets = told.get("disagreeing") or [], told.get("targets") or []
        return self._proposal(told.get("outcome", ""), parties, targets, told.get("board", ""))

    def _proposal(self, outcome, disagreeing, targets, board):
        known = places_of(self.item, disagreeing=disagreeing, targets=targets, board=board)
        return sentences.proposed(self.phrases.get(outcome, ()), known)

    def with_proposal(self):
        """The same form with the sentence for what is chosen; the writer's own words stay."""
        self.is_valid()
        data, now = self.data.copy(), self.data.get("sentence", "").strip()
        if now in ("", self.data.get("proposed", "").strip()):
            data["sentence"] = self.proposal()
        data["proposed"] = self.proposal()
        self.data = data
        return self
