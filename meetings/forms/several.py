"""Several texts that are signed by one identification."""

from .identify import IdentifyFields


class SeveralForm(IdentifyFields):
    def __init__(self, *args, ways, **kwargs):
        super().__init__(*args, **kwargs)
        self.offer(ways)

    def clean(self):
        given = super().clean()
        self.require_identity()
        return given
