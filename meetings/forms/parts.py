"""Omedelbar justering: which items."""

from django import forms


class PartForm(forms.Form):
    items = forms.MultipleChoiceField(
        label="Vilka punkter ska justeras nu?",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Välj minst en punkt.",
            "invalid_choice": "Välj bland punkterna i listan.",
        },
    )

    def __init__(self, *args, items, **kwargs):
        """`items`: (number, AgendaItem) of those that may be chosen."""
        super().__init__(*args, **kwargs)
        self.rows = {str(item.pk): item for _number, item in items}
        self.fields["items"].choices = [
            (str(item.pk), f"{number} {item.heading}") for number, item in items
        ]

    @property
    def chosen(self):
        return [self.rows[key] for key in self.cleaned_data["items"]]
