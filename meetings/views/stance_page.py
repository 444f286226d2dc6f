"""What the page of Ta ställning shows: every synpunkt in the order of the text, and what to do."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import cached_property

from .. import clock, diff, words
from ..forms.stance import BothForm, DisagreementForm, DoneForm, KeepForm, StanceForm, WordForm
from ..models import Comment, Entry, State, Version, checking
from ..models.stance import SINCE_CHANGED, sounds_like_disagreement, with_both
from . import desk

# By the word of its address: the form, and what its own button says.
FORMS = {
    "anvand": (StanceForm, "Använd den nya texten"),
    "skriv": (WordForm, "Spara texten"),
    "behall": (KeepForm, "Behåll texten"),
    "oenighet": (DisagreementForm, "Anteckna oenigheten"),
    "bada": (BothForm, "Låt båda lydelserna stå"),
    "andrat": (DoneForm, "Spara svaret"),
    "igen": (StanceForm, "Ta ställning igen"),
}


@dataclass(frozen=True)
class Way:
    """One thing that can be done with a synpunkt. The first of a card stands out."""

    how: str
    label: str


class Card:
    """A synpunkt with the place that it is about, as that stands now."""

    def __init__(self, comment, item, row, row_url, opened=""):
        self.comment, self.item, self.row, self.row_url = comment, item, row, row_url
        self.opened, self.form = opened, None
        self.sounds = sounds_like_disagreement(comment)

    @property
    def number(self):
        return self.item.number if self.item else self.comment.item_number

    @property
    def heading(self):
        if self.item:
            return self.item.heading
        return "Punkten finns inte längre" if self.comment.item_ref else "Närvaro och tider"

    @property
    def is_row_gone(self):
        return bool(self.comment.entry_ref) and self.row is None

    @cached_property
    def runs(self):
        """What a proposal would change in the text as its author read it."""
        return diff.changes(self.comment.before, self.comment.text)

    @property
    def has_moved_on(self):
        """The row reads otherwise now than when the wording was proposed."""
        changed = self.row and self.row.text not in (self.comment.before, self.comment.text)
        return bool(self.comment.proposes and changed)

    @property
    def warning(self):
        if self.is_row_gone:
            return "Stycket är borttaget ur texten sedan synpunkten lämnades."
        if not self.has_moved_on:
            return ""
        if with_both(self.comment, self.row.text) is None:
            return SINCE_CHANGED
        return "Stycket är ändrat på ett annat ställe sedan dess. Det behålls."

    @cached_property
    def ways(self):
        where = f" i punkt {self.number}" if self.number else ""
        disagree = [Way("oenighet", f"Anteckna oenighet{where}")] if self.item else []
        keep, done = Way("behall", "Behåll texten"), Way("andrat", "Svara att det är ändrat")
        if self.row is None or self.row.kind not in Entry.WRITTEN:
            return [done, keep, *disagree]
        if self.comment.proposes:
            use = with_both(self.comment, self.row.text) is not None
            first = [Way("anvand", "Använd den nya texten")] if use else []
            other = Way("skriv", "Skriv på ett annat sätt")
            return [*first, other, keep, Way("bada", "Låt båda lydelserna stå"), *disagree]
        if self.sounds:
            return [*disagree, Way("skriv", "Skriv på ett annat sätt"), keep, done]
        return [Way("skriv", "Ändra stycket"), keep, done, *disagree]

    @property
    def near(self):
        """Those that stand as buttons; the rest folds out."""
        return [way for way in self.ways[:3] if way.how != "oenighet" or self.sounds]

    @property
    def far(self):
        return [way for way in self.ways if way not in self.near]

    @property
    def button(self):
        return FORMS[self.opened][1]

    def open(self, how, form=None):
        """With its form; a way that the card does not have (any more) stays shut."""
        if form is not None or how in [way.how for way in self.ways if way.how != "anvand"]:
            self.opened = how
            if form is not None and how == "skriv":
                form.stand_on(self.row)
            self.form = form or FORMS[how][0](comment=self.comment, row=self.row)


class Page:
    """`opened`: (key of a synpunkt, way, form or None); `after`: the one just answered."""

    def __init__(self, meeting, opened=(None, "", None), after=None):
        self.meeting, self.opened, self.after = meeting, opened, after

    @cached_property
    def cards(self):
        """In the order of the text; what is about the people and the facts first."""
        comments = list(Comment.objects.of(self.meeting).standing().with_people())
        items = list(self.said.items())
        place = {item.ref: (n, 0) for n, item in enumerate(items, 1)}
        home = {row.ref: item for item in items for row in item.entries}
        for n, item in enumerate(items, 1):
            place |= {row.ref: (n, m) for m, row in enumerate(item.entries, 1)}
        comments.sort(key=lambda c: place.get(c.entry_ref) or place.get(c.item_ref) or (0, 0))
        rows = self._rows({c.entry_ref for c in comments})
        by_ref = {item.ref: item for item in items}
        return [
            self._card(c, home.get(c.entry_ref) or by_ref.get(c.item_ref), rows) for c in comments
        ]

    @cached_property
    def said(self):
        return self.meeting.document()

    def _rows(self, refs):
        """{ref: Entry} of the rows that stand in the text; one query."""
        return {str(row.ref): row for row in self.meeting.rows_by_ref(refs - {""})}

    def _card(self, comment, item, rows):
        row = rows.get(comment.entry_ref)
        url = self._address(row) if row else ""
        card = Card(comment, item, row, url)
        key, how, form = self.opened
        if comment.pk == key and (comment.is_new or form is not None):
            card.open(how, form)
        return card

    def _address(self, row):
        return desk.url(self.meeting, now=row.item_id, anchor=f"#stycke-{row.ref}", stycke=row.ref)

    @property
    def left(self):
        return sum(card.comment.is_new for card in self.cards)

    @property
    def done(self):
        return len(self.cards) - self.left

    def _next(self):
        """The one to go on with: the first that waits below the one just answered, or of all."""
        place = next((n for n, card in enumerate(self.cards) if card.comment == self.after), 0)
        turned = [*self.cards[place:], *self.cards[:place]]
        return next((card for card in turned if card.comment.is_new), None)

    def context(self):
        meeting = self.meeting
        findings = checking.findings_of(meeting, is_over=True)
        return {
            "meeting": meeting,
            "cards": self.cards,
            "left": self.left,
            "done": self.done,
            "next": self._next(),
            "findings": len(findings),
            "stops": sum(one.stops for one in findings),
            "is_open": meeting.state in (State.DRAFTED, State.REVIEW),
            "adjusters": meeting.adjusters.serving().count(),
            "form": self.opened[2],
            **self._round(),
        }

    def _round(self):
        if self.meeting.state != State.REVIEW:
            return {}
        asked, silent = len(self.meeting.asked_parties()), self.meeting.silent_parties()
        by, over = self.meeting.comments_by, self.meeting.is_past_comments
        due = words.due(by, clock.now())
        shown = self.meeting.latest_version(Version.Audience.REVIEW)
        return {
            "unshown": diff.compare(shown.document(), self.said).count,
            "due": f"Tiden gick ut {due}" if over else f"Synpunkter senast {due}",
            "asked": asked,
            "answered": asked - len(silent),
            "silent": silent,
        }


def address(meeting, anchor=""):
    return reverse("stance", args=[meeting.pk]) + anchor
