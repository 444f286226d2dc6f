"""The writing desk (Skriv): what its page shows, all of it from one `Draft`."""

import itertools
from collections import defaultdict
from functools import cached_property

from django.urls import reverse

from .. import clock, sentences, words
from ..models import Entry, Refusal, State
from ..models.item_words import places_of
from ..models.reading import draft_of
from .desk_forms import DeskForms
from .in_room import in_room
from .places import Band, Place, Removed

WRITTEN_UP = (State.DRAFTED, State.REVIEW)


class Desk(DeskForms):
    """The page's whole content. `now` is the key of the item that is being written in."""

    def __init__(
        self,
        meeting,
        *,
        now=None,
        opened=None,
        add_form=None,
        files_form=None,
        gone=None,
        next_kind=Entry.Kind.NOTE,
        press_form=None,
        shows_people=False,
        shows_phrases=False,
    ):
        """`opened`: an Opened, or a function of the desk that makes one from what it has read.

        `next_kind`: what the line offers to write; `shows_people`: “Närvaro just nu” is open;
        `shows_phrases`: the list of phrases is filled. A script fetches it when it is wanted.
        """
        self.meeting, self._add_form, self._gone = meeting, add_form, gone
        self._files_form, self._next_kind = files_form, next_kind
        self._press_form, self.shows_people = press_form, shows_people or press_form is not None
        self._shows_phrases = shows_phrases
        # Addresses of many items and rows: reversed once, not a hundred times.
        self.items_url = reverse("add_item", args=[meeting.pk])
        self.rows_url = f"{meeting.get_absolute_url()}stycken/"
        self.draft = draft_of(meeting)
        self.document = self.draft.document
        self._answered = frozenset(
            ref
            for item in self.document.items()
            for entry in item.entries
            if entry.result == "answered"
            for ref in entry.answers
        )
        self.opened = opened(self) if callable(opened) else opened
        self.bands = [
            Band(section, [self._place(item) for item in section.items])
            for section in self.document.sections
        ]
        self.tops = [place for band in self.bands for place in band.places]
        self.places = [one for top in self.tops for one in (top, *top.children)]
        for band in self.bands:
            for above, place in itertools.pairwise(band.places):
                place.above = above
        self.now = self._find(now) or next(iter(self.places), None)
        if self.now:
            self.now.is_now = True

    def _place(self, item):
        row = self.draft.items[item.ref]
        return Place(
            item,
            row,
            f"{self.items_url}{row.pk}/",
            self._answered,
            children=[self._place(child) for child in item.children],
            later=self._later[row.pk],
            opened=self.opened,
        )

    @cached_property
    def room(self):
        return in_room(self.draft, self._press_form)

    @cached_property
    def _later(self):
        """What was changed after the meeting, by the key of its item."""
        later = defaultdict(list)
        if self.meeting.ended_at:
            for change in self.meeting.later_changes.with_who():
                later[change.item_id].append(change)
        return later

    def _find(self, pk):
        return next((place for place in self.places if pk is not None and place.pk == pk), None)

    def top_of(self, pk) -> Place | None:
        """The item's place, or that of the item it stands under."""
        return next(
            (top for top in self.tops if pk in (top.pk, *(child.pk for child in top.children))),
            None,
        )

    @property
    def now_top(self):
        return self.top_of(self.now.pk) if self.now else None

    @property
    def before_and_after(self):
        """The items beside the one being written, for the step buttons of the phone."""
        if not self.now:
            return None, None
        here = self.tops.index(self.now_top)
        before = self.tops[here - 1] if here else None
        return before, self.tops[here + 1] if here + 1 < len(self.tops) else None

    # --- What else stands on the page -----------------------------------------------------------

    @property
    def annexes(self):
        """(attachment, its item or None) in order of number."""
        return self.document.all_attachments()

    @property
    def phrases(self):
        return phrases_for(self.now.row) if self.now and self._shows_phrases else []

    @property
    def since(self):
        """When the current sitting began."""
        begun = [sitting.began_at for sitting in self.draft.sittings if sitting.began_at]
        return words.since(begun[-1] if begun else self.meeting.began_at, clock.now())

    @property
    def present_count(self):
        return self.room.count

    @property
    def open_questions(self):
        return sum(top.open_questions for top in self.tops)

    @property
    def disputed(self):
        return [top for top in self.tops if top.is_disputed]

    @cached_property
    def removed(self):
        """Rows and items that were taken away, to bring back."""
        return self.draft.removed_items(), self.draft.removed_entries()

    @property
    def just_removed(self):
        """The row or item that the last button took away (its ref), while it can be undone."""
        item, entry = self.draft.items.get(self._gone), self.draft.entries.get(self._gone)
        if entry is not None and entry.deleted_at:
            return Removed("Stycket är borttaget", "restore_entry", (self.meeting.pk, entry.ref))
        if item is not None and item.deleted_at:
            words = f"Punkten {item.heading} är borttagen"
            return Removed(words, "put_back_item", (self.meeting.pk, item.pk))
        return None

    @property
    def member_count(self):
        return len({someone.user_id for someone in self.draft.attendees if someone.user_id})

    @property
    def empty_choices(self):
        """What may be said at once about an item where nothing was said."""
        own = self.meeting.empty_words
        words = [own] if len(own) > 1 else []
        return list(dict.fromkeys([*words, "Inget att ta upp", "Behandlades inte"]))

    @cached_property
    def refusal(self):
        """Who sent the text back, until it is sent again."""
        if self.meeting.state not in WRITTEN_UP or self.meeting.sent_at is None:
            return None
        told = Refusal.objects.of(self.meeting).whole().newest_first()
        return told.select_related("adjuster__attendee__party").first()

    @property
    def refused_place(self):
        ref = self.refusal and self.refusal.item_ref
        return next((place for place in self.places if place.item.ref == ref), None)


def phrases_for(item) -> list[tuple[str, str]]:
    """The group's sentences for rows, as they read in the item, each with the kind of its row."""
    rows = list(item.meeting.group.phrases.for_rows())
    known = places_of(item) if rows else {}
    return [(sentences.fill(phrase.words, known), phrase.kind) for phrase in rows]
