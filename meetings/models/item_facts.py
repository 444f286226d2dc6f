"""What is said about an item: its facts, and whether it came late."""

import uuid

from django.db import transaction

from .. import words
from ..errors import DomainError
from .clash import Clash, sort_out
from .revision import Revision, changed, kept


class Described:
    """The part of an item's life that is its facts. Its utfall is in `item_outcome`."""

    FACTS = (
        *("heading", "responsible", "legal_basis", "case_number", "board", "board_date"),
        *("is_round", "continues", "is_late", "late_accepted", "objecting"),
    )

    @transaction.atomic
    def describe(self, *, by, save_id=None, act=None, **facts) -> None:
        """Set any of FACTS. Under another heading the item stands last, with its sub-items."""
        self.meeting.require_writable(self)
        if "heading" in facts and not facts["heading"].strip():
            raise DomainError("Skriv en rubrik.", field="heading")
        facts = self._as_kept(facts)
        self._settle_lateness(facts)
        act = act or save_id or uuid.uuid4()
        given = [name for name in self.FACTS if name in facts]
        stored = [name for name in given if name != "objecting"]
        self.refresh_from_db(fields=stored)
        was = kept({name: getattr(self, name) for name in given})
        for name in stored:
            setattr(self, name, facts[name])
        self.save(update_fields=stored)
        if "objecting" in given:
            self._set_objecting(facts["objecting"])
        facts_told = changed(was, kept({name: getattr(self, name) for name in given}))
        if facts_told:
            self._revise(Revision.Kind.DESCRIBED, facts_told, by=by, save_id=save_id, act=act)
        if "section" in facts:
            self._stand_under(facts["section"], by=by, act=act)

    @transaction.atomic
    def describe_from(self, seen: int, *, by, act=None, **facts) -> list[Clash]:
        """Describe from a form made of version `seen`; what somebody changed since then stays.

        Returns what both have changed, of which nothing is stored.
        """
        self.meeting.require_writable(self)
        self.refresh_from_db(fields=["section", *(n for n in facts if n in self.FACTS[:-1])])
        facts = self._as_kept(facts)
        now = {name: getattr(self, name) for name in facts}
        write, clashes = sort_out(self, seen, facts, now)
        if write:
            self.describe(by=by, act=act, **write)
        return clashes

    def _as_kept(self, facts):
        if "legal_basis" in facts:
            facts["legal_basis"] = words.canonical_legal(facts["legal_basis"])
        return facts

    @property
    def objecting(self) -> list:
        """Parties that did not accept that the item was taken up late."""
        return [one.party for one in self.objections.select_related("party")]

    def _set_objecting(self, parties):
        self.objections.all().delete()
        for party in parties:
            self.objections.create(party=party)

    def _settle_lateness(self, facts):
        """Only a late item is accepted or objected to, and not both."""
        if not {"is_late", "late_accepted", "objecting"} & set(facts):
            return
        is_late = facts.get("is_late", self.is_late)
        if is_late and facts.get("late_accepted") and facts.get("objecting"):
            no = "Alla parter godtar inte frågan när någon av dem inte gör det."
            raise DomainError(no, field="late_accepted")
        if not is_late or facts.get("objecting"):
            facts["late_accepted"] = False
        if not is_late or facts.get("late_accepted"):
            facts["objecting"] = []
