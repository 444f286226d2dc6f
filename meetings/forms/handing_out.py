"""What is typed to make an extract, or a copy for handing out, of a sealed protocol."""

from dataclasses import dataclass
from itertools import chain

from django import forms

from .. import masking
from ..masking import Mask

LONGEST = 160


def _lines(text):
    """The lines of a field in which each line is one thing."""
    return tuple(filter(None, (" ".join(line.split()) for line in text.splitlines())))


class ItemsForm(forms.Form):
    """Which items and sub-items an extract is to show."""

    punkt = forms.MultipleChoiceField(
        label="Punkter",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Välj minst en punkt.",
            "invalid_choice": "Välj bland protokollets punkter.",
        },
    )

    def __init__(self, *args, said, **kwargs):
        super().__init__(*args, **kwargs)
        self.said = said
        self.fields["punkt"].choices = [
            (item.ref, f"{item.number} {item.heading}") for item in said.items()
        ]


class ExtractForm(ItemsForm):
    """What is said of the extract by whoever certifies it."""

    concerns = forms.CharField(
        label="Utdraget gäller",
        required=False,
        max_length=LONGEST,
        help_text="Till exempel ärendet eller vem som har bett om det. Trycks i utdraget.",
    )
    sent_to = forms.CharField(
        label="Skickas till",
        required=False,
        max_length=2000,
        help_text="En mottagare på varje rad.",
        widget=forms.Textarea(attrs={"rows": 3, "data-grow": True}),
    )
    title = forms.CharField(
        label="Din titel",
        required=False,
        max_length=120,
        help_text="Står efter ditt namn där utdraget bestyrks.",
    )

    def clean_sent_to(self):
        return _lines(self.cleaned_data["sent_to"])


@dataclass(frozen=True)
class MaskedRow:
    """A row of the text with the fields that mask it."""

    entry: object
    whole: forms.BoundField
    words: forms.BoundField
    ground: forms.BoundField

    @property
    def is_open(self):
        """Whether something is said of it, so that it is shown unfolded."""
        fields = (self.whole, self.words, self.ground)
        return any(field.value() or field.errors for field in fields)


class DisclosureForm(forms.Form):
    """What is masked, on which ground, and who decided it."""

    decided_by = forms.CharField(
        label="Vem har beslutat?",
        max_length=LONGEST,
        help_text="Namn och titel. Trycks på kopian.",
        error_messages={"required": "Skriv vem som har beslutat om utlämnandet."},
    )
    ground = forms.CharField(
        label="Grund för maskeringen",
        required=False,
        max_length=LONGEST,
        help_text="Till exempel 39 kap. 2 § OSL. Gäller där ingen annan grund är skriven.",
    )
    everywhere = forms.CharField(
        label="Maskera överallt",
        required=False,
        max_length=4000,
        help_text="Namn eller ord, ett på varje rad. De maskeras var de än står.",
        widget=forms.Textarea(attrs={"rows": 3, "data-grow": True}),
    )

    def __init__(self, *args, said, **kwargs):
        super().__init__(*args, **kwargs)
        self.said = said
        for entry in self._entries():
            self.fields[f"hel_{entry.ref}"] = forms.BooleanField(
                label="Maskera hela stycket", required=False
            )
            self.fields[f"ord_{entry.ref}"] = forms.CharField(
                label="Maskera bara orden",
                required=False,
                max_length=4000,
                widget=forms.Textarea(attrs={"rows": 1, "data-grow": True}),
                help_text="Ett ställe på varje rad, ord för ord som det står.",
            )
            self.fields[f"grund_{entry.ref}"] = forms.CharField(
                label="Annan grund", required=False, max_length=LONGEST
            )

    def _entries(self):
        rows = chain.from_iterable(item.entries for item in self.said.items())
        return (entry for entry in rows if entry.text)

    def items(self):
        """Each item with its rows and their fields."""
        for item in self.said.items():
            yield item, [self._row(entry) for entry in item.entries if entry.text]

    def _row(self, entry):
        names = (f"{name}_{entry.ref}" for name in ("hel", "ord", "grund"))
        return MaskedRow(entry, *(self[name] for name in names))

    def clean(self):
        given = super().clean()
        self.masks = list(self._masks(given))
        for mask, words in masking.not_found(self.said, self.masks):
            field = f"ord_{mask.ref}" if mask.ref else "everywhere"
            where = "i stycket" if mask.ref else "i protokollet"
            self.add_error(field, f"Orden ”{words}” finns inte {where}. Inget är maskerat.")
        return given

    def _masks(self, given):
        everywhere = _lines(given.get("everywhere", ""))
        if everywhere:
            yield Mask(self._ground(given, "ground"), words=everywhere)
        for entry in self._entries():
            words = _lines(given.get(f"ord_{entry.ref}", ""))
            is_whole = given.get(f"hel_{entry.ref}")
            if is_whole or words:
                ground = self._ground(given, f"grund_{entry.ref}")
                yield Mask(ground, entry.ref, () if is_whole else words)

    def _ground(self, given, field):
        ground = given.get(field, "").strip() or given.get("ground", "").strip()
        if not ground and "ground" not in self.errors:
            self.add_error("ground", "Skriv med vilken grund det maskeras.")
        return ground

    @property
    def grounds(self):
        """Every ground that is used, each once, in order."""
        return tuple(dict.fromkeys(mask.ground for mask in self.masks))

    def told(self):
        """What is masked and why, for the log: places and grounds, never the words."""
        numbers = {e.ref: item.number for item in self.said.items() for e in item.entries}
        return [
            {
                "item": numbers.get(mask.ref, ""),
                "ref": mask.ref,
                "ground": mask.ground,
                "places": len(mask.words) or 1,
                "whole": not mask.words,
            }
            for mask in self.masks
        ]
