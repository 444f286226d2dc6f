"""What the templates of Skriv ask about a place on the desk."""

import hashlib
import uuid

from django import template
from django.utils.html import format_html

from ..shorthand import PREFIXES

register = template.Library()

PREFIXED = {kind for kind, _word in PREFIXES.values()}

KIND_ICONS = {
    "note": "note",
    "question": "ask",
    "answer": "comment",
    "decision": "dec",
    "action": "act",
    "disagreement": "dis",
}


@register.filter
def version_in(ref, desk):
    """The version of a row that the writer sees, to be sent with the next change."""
    return desk.draft.entries[ref].version


@register.filter
def item_pk_in(entry, desk):
    return desk.draft.entries[entry.ref].item_id


@register.filter
def level_of(desk, place):
    """The level of the place's heading: below a heading of the group's own it is the third."""
    band = next(band for band in desk.bands if place in band.places)
    return 3 if band.section.heading else 2


@register.filter
def print_in(place, desk):
    """A short digest of all that the item says and of its rows' versions: the same, the same."""
    versions = [
        desk.draft.entries[entry.ref].version
        for item in place.own_and_below
        for entry in item.entries
    ]
    said = repr((place.item, versions))
    return hashlib.blake2b(said.encode(), digest_size=6).hexdigest()


@register.filter
def called_among(user, writers):
    """Her first name, or all of it when another who writes is called the same."""
    first = user.name.partition(" ")[0]
    namesakes = [one for one in writers if one.user.name.partition(" ")[0] == first]
    return user.name if len(namesakes) > 1 else first


@register.filter
def kind_icon(kind):
    return KIND_ICONS.get(kind, "note")


@register.filter
def underlined(word, kind):
    """“<u>F</u>råga”: the letter that tells the kind when it is typed first, as in “f. ”."""
    if kind not in PREFIXED:
        return word
    return format_html("<u>{}</u>{}", word[:1], word[1:])


@register.simple_tag
def save_id():
    """A new one for each form: what is sent twice is stored once."""
    return uuid.uuid4()


@register.simple_tag
def row_state(desk, item, entry):
    """How a row stands on the desk: open, in conflict, a field of the runda, or as it is read."""
    opened = desk.opened
    if opened and opened.key == entry.ref:
        return opened.what
    is_field = item.is_round and entry.kind == "note" and len(entry.parties) == 1
    return "field" if is_field else "read"


@register.simple_tag
def state_of_item(place):
    """facts, outcome or below when that form is open in the item."""
    opened = place.opened
    return opened.what if opened and opened.key == str(place.pk) else ""
