"""What an adjuster adds at her signature: a line, an annex, or her own wording of an item."""

from django import forms

from ..models.opinion import ANNEX_MAX, OPINION_MAX
from ..models.signature import NOTE_MAX

LENGTH = "får ha högst %(limit_value)d tecken. Nu har den %(show_value)d."


class OwnWords(forms.Form):
    """To inherit from; drawn by signoff/_own_words.html. `disputed` are items sent back twice."""

    note = forms.CharField(
        label="Egen rad vid underskriften",
        help_text=f"Högst {NOTE_MAX} tecken. Den trycks i protokollet.",
        required=False,
        max_length=NOTE_MAX,
        # Or a browser fills it in with the name that goes with the password below.
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
        error_messages={"max_length": f"Raden {LENGTH}"},
    )
    annex = forms.CharField(
        label="Bilaga till underskriften",
        help_text="Den trycks sist i protokollet. De andra justerarna skriver inte under den, "
        "och alla i gruppen får veta att den finns.",
        required=False,
        max_length=ANNEX_MAX,
        widget=forms.Textarea(attrs={"rows": 5, "data-grow": True}),
        error_messages={"max_length": f"Bilagan {LENGTH}"},
    )
    opinion_item = forms.ChoiceField(
        label="Vilken punkt gäller din mening?",
        required=False,
        error_messages={"invalid_choice": "Välj vilken punkt det gäller."},
    )
    opinion = forms.CharField(
        label="Så borde punkten lyda",
        help_text="Texten trycks vid din underskrift. Punkten ändras inte.",
        required=False,
        max_length=OPINION_MAX,
        widget=forms.Textarea(attrs={"rows": 4, "data-grow": True}),
        error_messages={"max_length": f"Texten {LENGTH}"},
    )

    def dispute(self, disputed):
        """Offer a differing opinion on these items, and nothing of the kind without any."""
        self.disputed = list(disputed)
        if not self.disputed:
            del self.fields["opinion"], self.fields["opinion_item"]
            return
        named = [(item.ref, f"{item.number} {item.heading}") for item in self.disputed]
        self.fields["opinion_item"].choices = named

    def require_opinion(self):
        """To call from `clean` when she signs with her own wording."""
        if not self.cleaned_data.get("opinion") and "opinion" not in self.errors:
            self.add_error("opinion", "Skriv hur punkten borde lyda.")

    def words(self, *, with_opinion: bool) -> dict[str, str]:
        """What stands at the signature besides what is taken from the text."""
        names = ("note", "annex", *(("opinion", "opinion_item") if with_opinion else ()))
        return {name: self.cleaned_data.get(name, "") for name in names}
