"""Pasted text, and what is to become of it."""

import re
import uuid

from django import forms

from .. import pasting
from ..models.row_words import MOST_WORDS
from .entries import PartiesField, Words

MOST_PASTED = 200_000  # characters: a hundred pages
MOST_ROWS = 400

WAYS = [
    ("one", "Ett stycke med lista"),
    ("rows", "Ett stycke per rad"),
    ("items", "En underpunkt per rad"),
    ("file", "Spara som bilaga"),
]
REST = [("note", "Anteckning"), ("quote", "Citat")]
TICK = re.compile(r"(\d{1,4})-(\d{1,4})")


class PasteForm(forms.Form):
    """`ticks` are pieces to become questions, `matters` lines to become sub-items.

    What has not been shown yet is ticked as `pasting` proposes it.
    """

    text = Words(
        label="Texten",
        strip=False,
        max_length=MOST_PASTED,
        error_messages={
            "required": "Klistra in eller skriv texten som ska delas upp.",
            "max_length": "Texten är för lång för att klistras in. Lägg till den som en fil.",
        },
    )
    way = forms.ChoiceField(
        label="Vad ska texten bli?", choices=WAYS, required=False, widget=forms.RadioSelect
    )
    rest = forms.ChoiceField(
        label="Det som inte är frågor blir", choices=REST, required=False, widget=forms.RadioSelect
    )
    source = forms.CharField(label="Citat ur", required=False, max_length=200)
    page = forms.CharField(label="Sida", required=False, max_length=20)
    legal_basis = forms.CharField(label="Rättslig grund", required=False, max_length=60)
    title = forms.CharField(label="Bilagans namn", required=False, max_length=200)
    ref = forms.UUIDField(widget=forms.HiddenInput, required=False)
    after = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, data=None, *, item, parties, **options):
        super().__init__(data, auto_id="dela_%s", **options)
        self.item = item
        self.fields["asked_by"] = PartiesField(
            label="Frågorna ställs av", parties=parties, widget=forms.CheckboxSelectMultiple()
        )
        self.act = self._act()
        self.text = self["text"].value() or ""
        self.lines = pasting.lines(self.text)

    def _act(self):
        """As it was made when the text was first shown; the same again until it is stored."""
        try:
            return uuid.UUID(str(self["ref"].value()))
        except ValueError:
            return uuid.uuid4()

    def clean_way(self):
        return self.cleaned_data["way"] or "one"

    def clean(self):
        told = self.cleaned_data
        way = told.get("way")
        made = {"one": [pasting.Row(self.listed)], "rows": self.rows, "items": self.lines}
        if len(made.get(way, ())) > MOST_ROWS:
            self.add_error("way", f"Det blir fler än {MOST_ROWS}. Dela upp texten i omgångar.")
        texts = (getattr(row, "text", row) for row in made.get(way, ()))
        if any(len(text) > MOST_WORDS for text in texts):
            self.add_error("way", "Texten är för lång för ett stycke. Spara den som bilaga.")
        return told

    # --- What it would be -----------------------------------------------------------------------

    @property
    def chosen(self) -> str:
        way = self["way"].value()
        return way if way in dict(WAYS) else "one"

    def _was_shown(self, way) -> bool:
        return self.is_bound and self.data.get("shown") == way

    @property
    def ticks(self) -> set[tuple[int, int]]:
        if self._was_shown("rows"):
            read = (TICK.fullmatch(tick) for tick in self.data.getlist("question"))
            return {(int(tick[1]), int(tick[2])) for tick in read if tick}
        return {(n, place) for n, line in enumerate(self.lines) for place in pasting.proposed(line)}

    @property
    def matters(self) -> set[int]:
        if self._was_shown("items"):
            return {int(n) for n in self.data.getlist("matter") if n.isdecimal() and len(n) < 6}
        first = 1 if self.lines and pasting.leads_in(self.lines[0]) else 0
        return set(range(first, len(self.lines)))

    @property
    def listed(self) -> str:
        return pasting.as_list(self.text)

    @property
    def rows(self) -> list[pasting.Row]:
        return pasting.rows(self.text, self.ticks)

    @property
    def below(self) -> list[pasting.SubItem | pasting.Row]:
        ticked = self.matters
        return [
            pasting.sub_item(line) if number in ticked else pasting.Row(line)
            for number, line in enumerate(self.lines)
        ]

    @property
    def shown_lines(self):
        """Each line in parts, what may be ticked by itself: [(key, words, is ticked), …].

        The key is empty for what runs on as text.
        """
        ticks = self.ticks
        return [self._parts(number, line, ticks) for number, line in enumerate(self.lines)]

    @staticmethod
    def _parts(number, line, ticks):
        parts = []
        for place, piece in enumerate(pasting.pieces(pasting.without_bullet(line))):
            if piece.may_ask:
                parts.append((f"{number}-{place}", piece.words, (number, place) in ticks))
            elif parts and not parts[-1][0]:
                parts[-1] = ("", parts[-1][1] + piece.text, False)
            elif piece.text.strip():
                parts.append(("", piece.text, False))
        return parts

    @property
    def shown_matters(self):
        ticked = self.matters
        return [
            (number, pasting.sub_item(line), line, number in ticked)
            for number, line in enumerate(self.lines)
        ]

    @property
    def proposed_basis(self) -> str:
        """What a line that leads in says, or what the item itself rests on."""
        leading = self.lines[0] if self.lines and pasting.leads_in(self.lines[0]) else ""
        return pasting.basis_in(leading) or self.item.legal_basis
