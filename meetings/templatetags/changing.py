"""A Document told together with what changed in it: the partials ask for what stands where.

Without a `comparison` in the context everything is as the Document says.
"""

from typing import Any

from django import template

from meetings.diff import Comparison, ItemChange, RowChange
from meetings.document import Item, Section

register = template.Library()


@register.simple_tag(takes_context=True)
def items_of(context: dict[str, Any], holder: Section | Item) -> tuple[Item, ...]:
    """The items of a section or below an item, with the removed ones where they stood."""
    comparison: Comparison | None = context.get("comparison")
    if isinstance(holder, Section):
        if comparison is None:
            return holder.items
        place = comparison.after.sections.index(holder)
        return tuple(change.item for change in comparison.sections[place].items)
    change = comparison.of.get(holder.ref) if comparison else None
    return tuple(child.item for child in change.children) if change else holder.children


@register.simple_tag(takes_context=True)
def change_of(context: dict[str, Any], item: Item) -> ItemChange | None:
    comparison: Comparison | None = context.get("comparison")
    return comparison.of.get(item.ref) if comparison else None


@register.simple_tag(takes_context=True)
def rows_of(context: dict[str, Any], item: Item) -> tuple[RowChange, ...]:
    change: ItemChange | None = change_of(context, item)
    return change.rows if change else tuple(RowChange(entry, "same") for entry in item.entries)
