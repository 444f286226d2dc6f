"""How an extract is told: what it shows, and an item with its Beslut points first."""

from dataclasses import replace

from django import template

from .. import document, extract, words
from ..document import Document, Item

register = template.Library()
register.filter("in_sentence", document.in_sentence)


@register.filter
def shown_items(said: Document) -> str:
    """“punkt 4 och 17.1”: what an extract holds, items by the deepest number that is shown."""
    return "punkt " + words.and_list(item.number for item in said.items() if not item.children)


@register.simple_tag
def parted(item: Item) -> dict:
    """The item's decisions, and the item without them: they are printed first and numbered."""
    decisions = extract.decisions(item)
    rest = tuple(entry for entry in item.entries if entry not in decisions)
    return {"decisions": decisions, "rest": replace(item, entries=rest)}


@register.filter
def has_children(said: Document) -> bool:
    return any(item.children for item in said.top_items())
