"""How she shows that it is she: the ways that she has, and what each of them asks for."""

from django import forms

from ..signing import methods

EMPTY = {
    "password": "Skriv ditt lösenord. Inget är underskrivet.",
    "code": "Skriv koden från din kodapp. Inget är underskrivet.",
}


class IdentifyFields(forms.Form):
    """To inherit from; drawn by signoff/_identify.html. `offer` says which ways there are."""

    method = forms.ChoiceField(
        label="Så visar du att det är du",
        required=False,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "Välj hur du visar att det är du."},
    )
    password = forms.CharField(
        label=methods.get("password").label,
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
    )
    code = forms.CharField(
        label="Koden i din kodapp",
        required=False,
        max_length=12,
        widget=forms.TextInput(
            attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "class": "short"}
        ),
    )

    def offer(self, ways):
        """The strongest way stands chosen: which one it is says nothing about the answer."""
        self.ways = list(ways)
        self.fields["method"].choices = [(way.key, way.label) for way in self.ways]
        self.fields["method"].initial = self.ways[0].key if self.ways else None
        asked = {name for way in self.ways for name in way.asks}
        for name in EMPTY.keys() - asked:
            del self.fields[name]

    @property
    def way(self):
        """The way that was chosen, or the only one there is; None when nobody chose."""
        chosen = self.cleaned_data.get("method")
        if not chosen and len(self.ways) == 1:
            return self.ways[0]
        return next((way for way in self.ways if way.key == chosen), None)

    def require_identity(self):
        """Add the errors that concern how she identifies herself. To call from `clean`."""
        if not self.ways:
            self.add_error(None, "Du saknar det som gruppen kräver för att skriva under.")
        elif self.way is None and "method" not in self.errors:
            self.add_error("method", "Välj hur du visar att det är du.")
        for name in self.way.asks if self.way else ():
            if not self.cleaned_data.get(name) and name not in self.errors:
                self.add_error(name, EMPTY[name])

    @property
    def identity(self) -> dict[str, str]:
        """What she typed, for the method."""
        asked = self.way.asks if self.way else ()
        return {name: self.cleaned_data.get(name, "") for name in asked}
