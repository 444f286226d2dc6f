"""What the templates of synpunkter ask the page for, one place at a time."""

from django import template

from meetings import diff

register = template.Library()


@register.simple_tag
def place_at(page, item=None, entry=None):
    """The place of a row, of an item, or (neither told) of the people and the facts."""
    return page.place(item or None, entry or None)


@register.filter
def worded(comment):
    """How a proposed wording differs from what its author read."""
    return diff.changes(comment.before, comment.text)
