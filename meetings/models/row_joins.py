"""A row becomes two, or two rows one. Tombstones keep their ref, and no question is lost."""

import uuid

from django.db import transaction

from .. import clock
from ..errors import DomainError
from .revision import Revision, kept
from .row_words import MOST_WORDS

Kind = Revision.Kind

# What must be the same in two rows that become one: it would be told of the other's words too.
WHOSE = ("speaks", "concurs", "speaker")
BESIDE = ("decided_by", "source", "page")
# What the second half of a row keeps of it. Promises stay where they were made.
SHARED = ("speaks", "concurs", "speaker", "decided_by", "source", "page")


class Joined:
    """The part of a row's life that makes two of one and one of two."""

    @transaction.atomic
    def split(self, at: int, *, base: int, by, save_id: uuid.UUID):
        """Let what stands from the sign `at` be a row of its own, next below.

        Returns Saved, or Conflict when the words have changed since version `base`. Space around
        the place goes; the other half has the same senders. Half a question asks nothing new.
        """
        met = self._hold(base, save_id)
        if met:
            return met
        first, second = self.text[:at].rstrip(), self.text[at:].lstrip()
        if not (first and second):
            raise DomainError("Ställ markören i texten, där stycket ska delas.", field="text")
        told = self.facts()
        facts = {name: told[name] for name in SHARED}
        if self.kind == "answer":
            facts |= {"answers": told["answers"], "result": told["result"]}
        stored = self._say(first, Kind.SPLIT, by=by, save_id=save_id)
        whole = self.kind not in ("question", "subheading")
        self.item.add_entry(
            second,
            by=by,
            ref=uuid.uuid5(save_id, "ref"),
            save_id=uuid.uuid5(save_id, "second"),
            act=save_id,
            after=self,
            **facts | {"kind": self.kind if whole else "note"},
        )
        return stored

    @transaction.atomic
    def merge_up(self, *, base: int, by, save_id: uuid.UUID):
        """Put the words last in the row above, with the promises and answers that hang on them.

        Returns Saved (of the row above), or Conflict when this row's words have changed since
        `base`. Raises DomainError when a question, an answer or a sender would be lost.
        """
        self.item.meeting.require_writable(self.item)
        known = Revision.objects.filter(save_id=save_id).select_related("entry").first()
        if known:
            return known.entry._known(save_id)
        met = self._hold(base, save_id)
        if met:
            return met
        above = self._above()
        self._require_joinable(above)
        text = "\n".join(part for part in (above.text, self.text) if part)
        if len(text) > MOST_WORDS:
            raise DomainError("Stycket skulle bli för långt.")
        mine, theirs = self.facts(), above.facts()
        stored = above._say(text, Kind.MERGED, by=by, save_id=save_id)
        carried = {"actions": [*theirs["actions"], *mine["actions"]]}
        if self.kind == "answer":
            new = [one for one in mine["answers"] if one not in theirs["answers"]]
            carried |= {"answers": [*theirs["answers"], *new], "result": mine["result"]}
        if kept(carried) != kept({name: theirs[name] for name in carried}):
            above.describe(by=by, save_id=uuid.uuid5(save_id, "beside"), act=save_id, **carried)
        self.delete_row(by=by, save_id=uuid.uuid5(save_id, "gone"), act=save_id)
        return stored

    def _hold(self, base, save_id):
        """Hold the meeting; what was stored already, or a Conflict, or None to go on."""
        self.item.meeting.require_writable(self.item)
        known = self._known(save_id)
        if known:
            return known
        self.refresh_from_db(fields=["text", "version", "deleted_at", "kind"])
        return self._met(base)

    def _say(self, text, kind, *, by, save_id):
        """New words, where the row is held and nobody can come between."""
        before, at = self.text, clock.now()
        self.text, self.version = text, self.version + 1
        self.save(update_fields=["text", "version"])
        Revision.objects.create(
            meeting_id=self.item.meeting_id,
            entry=self,
            kind=kind,
            at=at,
            by=by,
            before=before,
            after=text,
            version=self.version,
            save_id=save_id,
            act=save_id,
        )
        return self._known(save_id)

    def _above(self):
        rows = list(self.item.entries.standing())
        here = next(n for n, row in enumerate(rows) if row.pk == self.pk)
        if not here:
            raise DomainError("Det finns inget stycke ovanför i punkten.")
        above = rows[here - 1]
        above.item = self.item
        return above

    def _require_joinable(self, above):
        mine, theirs = self.facts(), above.facts()
        what, onto = self.get_kind_display().lower(), above.get_kind_display().lower()
        if above.kind not in self.WRITTEN:
            raise DomainError("Stycket ovanför kan inte ändras här.")
        if self.kind == "question":
            raise DomainError("En fråga kan inte slås ihop med stycket ovanför: frågan försvinner.")
        if self.kind not in ("note", above.kind):
            raise DomainError(
                f"Det här är slaget {what} och stycket ovanför slaget {onto}. "
                "Gör dem till samma slag först."
            )
        if any(mine[name] != theirs[name] for name in WHOSE):
            raise DomainError("Styckena har olika avsändare. Gör dem lika först.")
        beside = BESIDE if self.kind == above.kind else ()
        if any(mine[name] != theirs[name] for name in beside):
            raise DomainError("Det som står bredvid styckena är olika. Gör det lika först.")
        if (
            self.kind == "answer"
            and mine["result"]
            and theirs["result"] not in ("", mine["result"])
        ):
            raise DomainError("Svaren har olika resultat. Gör dem lika först.")
