"""What the page of synpunkter shows: the text that is out, and what hangs on it."""

from dataclasses import dataclass

from django.utils.functional import cached_property

from .. import clock, diff, words
from ..forms.comments import CommentForm
from ..models import ReadingPlace, State, Version, review_round
from ..permissions import Right
from . import access

FACTS = "motet"  # the place of what is said about the people and the facts


@dataclass(frozen=True)
class Place:
    """A row, an item or the facts: the synpunkter that hang there, and the form if it is open."""

    key: str
    item_ref: str
    entry_ref: str
    remarks: list
    number: str = ""
    form: CommentForm | None = None
    may_comment: bool = False

    @property
    def anchor(self):
        """Where on the page it stands: the row itself, or the block of the item."""
        return f"stycke-{self.entry_ref}" if self.entry_ref else f"vid-{self.key}"


class Page:
    """The round that one reader meets. `opened` is the key of the place whose form is open."""

    def __init__(self, request, meeting, version, *, opened="", form=None):
        self.request, self.meeting, self.version = request, meeting, version
        self.user = request.user
        self.opened, self.form = opened, form
        version.meeting = meeting

    # --- The text ---------------------------------------------------------------------------

    @cached_property
    def said(self):
        return self.version.document()

    @cached_property
    def round(self):
        return review_round.present(self.meeting, self.version)

    @cached_property
    def parties(self):
        """For whom the reader answers; nobody for a secretary without a mandate."""
        return self.meeting.spoken_for_by(self.user)

    @cached_property
    def open_parties(self):
        """Of them, those whose time is not out."""
        return [party for party in self.parties if self.meeting.takes_comments_from(party)]

    @cached_property
    def earlier(self):
        return review_round.earlier_texts(self.version)

    @cached_property
    def before(self):
        """The text to compare with: the one asked for, or what this reader had before her last."""
        asked = access.key_in(self.request.GET.get("sedan"))
        chosen = next((version for version in self.earlier if version.pk == asked), None)
        return chosen or review_round.read_before(self.user, self.version)

    @cached_property
    def comparison(self):
        return diff.compare(self.before.document(), self.said) if self.before else None

    # --- The places of synpunkter -----------------------------------------------------------

    def place(self, item, entry=None) -> Place:
        """`item` and `entry` are values of the text; without an item it is about the facts."""
        item_ref, entry_ref = item.ref if item else "", entry.ref if entry else ""
        key = entry_ref or item_ref or FACTS
        return Place(
            key=key,
            item_ref=item_ref,
            entry_ref=entry_ref,
            remarks=self.round.remarks_at(item_ref, entry_ref),
            number=item.number if item else "",
            form=self._form(item, entry) if key == self.opened else None,
            may_comment=bool(self.open_parties),
        )

    def _form(self, item, entry):
        if self.form is None and self.open_parties:
            return CommentForm(parties=self.open_parties, item=item, entry=entry)
        return self.form

    def find(self, item_ref, entry_ref):
        """(item, row) of the text by refs that came in a form; None for what is not there."""
        item = next((one for one in self.said.items() if one.ref == item_ref), None)
        rows = item.entries if item else ()
        return item, next((row for row in rows if row.ref == entry_ref), None)

    def find_key(self, key):
        """(item, row) by the key of a place: a row's ref, an item's, or the word for the facts."""
        for item in self.said.items():
            for row in (None, *item.entries):
                if key == (row.ref if row else item.ref):
                    return item, row
        return None, None

    # --- Told -------------------------------------------------------------------------------

    def context(self):
        shows_changes = self.request.GET.get("andringar") != "0"
        marked = self.comparison if shows_changes else None
        return {
            "meeting": self.meeting,
            "page": self,
            "round": self.round,
            "version": self.version,
            "document": self.said,
            "comparison": marked,
            "compared": self.comparison,
            "before": self.before,
            "earlier": self.earlier,
            "shows_changes": shows_changes,
            "contents": self._contents(),
            "about": self._about(),
            "goes_on": self._goes_on(),
            "later": list(self.meeting.later_changes.with_who()),
            "beside": "review/_beside.html",
            "parties": self.parties,
            "own_words": words.and_list(party.value().in_sentence for party in self.parties),
            "finished": [p for p in self.parties if self.round.has_finished(p)],
            "closing": self._closing(),
            "is_too_late": bool(self.parties) and not self.open_parties,
            "mine": sum(r.comment.by_id == self.user.pk for r in self.round.remarks),
            "writes": Right.WRITE in self.meeting.rights,
            "is_chairs": self.version.audience == Version.Audience.CHAIR,
            "unshown": self._unshown(),
            "silent": self._silent(),
            **self._deadline(),
        }

    def _contents(self):
        changed = set(self.comparison.changed_items) if self.comparison else set()
        return [
            (
                section,
                [
                    {
                        "item": item,
                        "is_changed": any(part.ref in changed for part in (item, *item.children)),
                        "is_commented": any(
                            self.round.in_item(part.ref) for part in (item, *item.children)
                        ),
                    }
                    for item in section.items
                ],
            )
            for section in self.said.sections
        ]

    def _about(self):
        """What concerns the reader's own organisations: read these first."""
        refs = {item.ref for party in self.parties for item in self.said.items_about(party.name)}
        return [item for item in self.said.items() if item.ref in refs]

    def _goes_on(self):
        """The item where she was last time, when it is not where everybody begins."""
        place = ReadingPlace.objects.mine(self.user, self.meeting)
        items = list(self.said.items())
        found = [item for item in items[1:] if place and item.ref == place.item_ref]
        return found[0] if found else None

    def _closing(self):
        """(party, names of who closes for it when it is not this reader) still to say it."""
        told = []
        for party in self.parties:
            if not self.round.has_finished(party):
                closers = self.meeting.closers_of(party)
                is_mine = not closers or self.user in closers
                told.append((party, "" if is_mine else words.and_list(u.name for u in closers)))
        return told

    def _unshown(self):
        """What the secretary has changed since the text was shown last: how many places."""
        if Right.WRITE not in self.meeting.rights:
            return 0
        return diff.compare(self.said, self.meeting.document()).count

    def _silent(self):
        if self.meeting.state != State.REVIEW or Right.WRITE not in self.meeting.rights:
            return []
        return [party.name for party in self.meeting.silent_parties()]

    def _deadline(self):
        by = self.meeting.comments_by
        if self.version.audience == Version.Audience.CHAIR or by is None:
            return {"due": "", "until": "", "urgency": ""}
        if self.meeting.is_past_comments:
            over = f"Tiden gick ut {words.due(by, clock.now())}"
            return {"due": over, "until": "Tiden är ute", "urgency": "late"}
        days = (clock.local(by).date() - clock.today()).days
        return {
            "due": f"Senast {words.due(by, clock.now())}",
            "until": f"Till {words.weekday_short(by)} {words.day_short(by)} kl. "
            f"{words.clock_time(by)}",
            "urgency": "soon" if days <= 1 else "",
        }
