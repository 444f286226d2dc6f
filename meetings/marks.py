"""Light marks in plain text: lists, **bold**, *emphasis* and links, and nothing else.

Made for minutes, where “2024. Nästa möte” is a sentence, “- 3,1 mnkr” a negative number and
“Vision*” a footnote. A mark that does not clearly begin and end on its own line stays as it was
typed, so no character disappears by accident from a text that people sign.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from html import escape
from itertools import chain


@dataclass(frozen=True, slots=True)
class Strong:
    children: tuple["Inline", ...]


@dataclass(frozen=True, slots=True)
class Emphasis:
    children: tuple["Inline", ...]


@dataclass(frozen=True, slots=True)
class Link:
    """`children` are what is read; for a bare address they are the address itself."""

    children: tuple["Inline", ...]
    href: str


Inline = str | Strong | Emphasis | Link
Line = tuple[Inline, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class List:
    """A bullet list, one level; an item has more than one line when its next is indented."""

    items: tuple[tuple[Line, ...], ...]


Block = Paragraph | List


# --- Blocks ------------------------------------------------------------------------------------

# A hyphen begins an item only before a letter (a quotation mark or an opening mark may stand
# between): before a digit it is a minus, and alone it says that there was nothing to say.
_BULLET = re.compile(r"""(?: •\s* | \*\s+ | -\s+ (?= ["”“'’»(*[]* [^\W\d_] ) )""", re.VERBOSE)
_INDENT = re.compile(r"\t|\s{2}")


def parse(text: str) -> tuple[Block, ...]:
    """The text as paragraphs and lists; an empty line parts paragraphs."""
    return tuple(_blocks(text))


def _blocks(text: str) -> Iterator[Block]:
    lines: list[Line] = []
    items: list[list[Line]] = []
    after_gap = False
    for typed in text.splitlines():
        line = typed.strip()
        item = _item(line)
        if not line:
            after_gap = True
            continue
        if item:
            # An empty line between two bullets does not part their list: people type both ways.
            yield from _paragraph(lines)
            lines = []
            items.append([_inline(item)])
        elif items and not after_gap and _INDENT.match(typed):
            items[-1].append(_inline(line))
        else:
            yield from _list(items)
            items = []
            if after_gap:
                yield from _paragraph(lines)
                lines = []
            lines.append(_inline(line))
        after_gap = False
    # Only one of them has anything left.
    yield from _paragraph(lines)
    yield from _list(items)


def _item(line: str) -> str:
    """What follows the bullet; "" for a line without one, or with nothing to read after it."""
    bullet = _BULLET.match(line)
    rest = line[bullet.end() :] if bullet else ""
    return rest if any(map(str.isalnum, rest)) else ""


def _paragraph(lines: list[Line]) -> Iterator[Block]:
    if lines:
        yield Paragraph(tuple(lines))


def _list(items: list[list[Line]]) -> Iterator[Block]:
    if items:
        yield List(tuple(map(tuple, items)))


# --- Inside a line -----------------------------------------------------------------------------

_TOKEN = re.compile(
    r"""
    (?P<stars> \*+ )
    | \[ (?P<label> [^\[\]]+ ) \]
      \( (?P<target> https?:// (?= [^\W_] ) (?: [^\s()<>"] | \( [^\s()<>"]* \) )+ ) \)
    | (?<! [^\W_] ) (?P<address> https?:// (?= [^\W_] ) [^\s<>"”“«»\[\]]+ )
    """,
    re.VERBOSE | re.IGNORECASE,
)
_MARKS = {"*": ("*",), "**": ("**",), "***": ("**", "*")}
_NEVER_BEFORE_A_CLOSING_MARK = "([{“«"
_NEVER_AFTER_AN_OPENING_MARK = ")]}.,;:!?…%»"
_ENDS_A_SENTENCE = ".,;:!?…'’*"


@dataclass(slots=True)
class _Open:
    """A mark that has begun and what came after it; the line itself has the mark ""."""

    mark: str
    children: list[Inline]


def _inline(text: str) -> Line:
    opened = [_Open("", [])]
    position = 0
    while token := _TOKEN.search(text, position):
        start, end = token.span()
        opened[-1].children.append(text[position:start])
        if token["stars"]:
            before, after = text[max(start - 1, 0) : start], text[end : end + 1]
            _stars(opened, token["stars"], before, after)
        elif token["address"]:
            address = _without_the_sentences_end(token["address"])
            end = start + len(address)
            opened[-1].children.append(Link((address,), address))
        elif "://" in token["label"] or not token["label"].strip():
            # An address that leads to another one would deceive: both are shown.
            end = start + 1
            opened[-1].children.append("[")
        else:
            opened[-1].children.append(Link(_inline(token["label"]), token["target"]))
        position = end
    opened[-1].children.append(text[position:])
    while len(opened) > 1:
        _leave_as_typed(opened, len(opened) - 1)
    return _joined(opened[0].children)


def _without_the_sentences_end(address: str) -> str:
    unopened = address.count(")") - address.count("(")
    end = len(address)
    while (last := address[end - 1]) in _ENDS_A_SENTENCE or (last == ")" and unopened > 0):
        unopened -= last == ")"
        end -= 1
    return address[:end]


def _stars(opened: list[_Open], typed: str, before: str, after: str) -> None:
    """Open or close marks with this run of stars, or leave it as text.

    A mark hugs its words from outside: “5*3*2”, “5 * 3 * 2” and a footnote's “Vision*” are none.
    """
    marks = _MARKS.get(typed, ())
    waiting = [one.mark for one in opened]
    may_close = bool(before.strip()) and before not in _NEVER_BEFORE_A_CLOSING_MARK
    may_close = may_close and not after.isalnum()
    may_open = bool(after.strip()) and after not in _NEVER_AFTER_AN_OPENING_MARK
    may_open = may_open and not before.isalnum()
    if marks and may_close and all(mark in waiting for mark in marks):
        for mark in [mark for mark in reversed(waiting) if mark in marks]:
            _close(opened, mark)
    elif marks and may_open and not may_close:
        for mark in marks:
            # The mark nearest to its end is the one that was meant; an earlier one was a footnote.
            if mark in waiting:
                _leave_as_typed(opened, [one.mark for one in opened].index(mark))
            opened.append(_Open(mark, []))
    else:
        opened[-1].children.append(typed)


def _close(opened: list[_Open], mark: str) -> None:
    while opened[-1].mark != mark:
        _leave_as_typed(opened, len(opened) - 1)
    children = _joined(opened.pop().children)
    opened[-1].children.append(Strong(children) if mark == "**" else Emphasis(children))


def _leave_as_typed(opened: list[_Open], place: int) -> None:
    one = opened.pop(place)
    opened[place - 1].children += [one.mark, *one.children]


def _joined(children: list[Inline]) -> Line:
    joined: list[Inline] = []
    for child in children:
        if isinstance(child, str) and joined and isinstance(joined[-1], str):
            joined[-1] += child
        elif child:
            joined.append(child)
    return tuple(joined)


# --- What comes out ----------------------------------------------------------------------------


def to_html(text: str) -> str:
    """Safe HTML: nothing but <p>, <br>, <ul>, <li>, <strong>, <em> and <a href rel>."""
    return "\n".join(map(_block_html, parse(text)))


def _block_html(block: Block) -> str:
    if isinstance(block, Paragraph):
        return f"<p>{_lines_html(block.lines)}</p>"
    return f"<ul>{''.join(f'<li>{_lines_html(item)}</li>' for item in block.items)}</ul>"


def _lines_html(lines: Iterable[Line]) -> str:
    return "<br>".join("".join(map(_inline_html, line)) for line in lines)


def _inline_html(inline: Inline) -> str:
    if isinstance(inline, str):
        return escape(inline, quote=False)
    inner = "".join(map(_inline_html, inline.children))
    if isinstance(inline, Link):
        # The page that is linked to shall not learn the address of a closed protocol.
        return f'<a href="{escape(inline.href)}" rel="noreferrer">{inner}</a>'
    return f"<strong>{inner}</strong>" if isinstance(inline, Strong) else f"<em>{inner}</em>"


def to_text(text: str) -> str:
    """What a reader reads, without marks.

    List items begin with “• ”; a named link is followed by its address in brackets.
    """
    return "\n\n".join(map(_block_text, parse(text)))


def _block_text(block: Block) -> str:
    if isinstance(block, Paragraph):
        return "\n".join(_read(line, addresses=True) for line in block.lines)
    return "\n".join(
        "• " + "\n  ".join(_read(line, addresses=True) for line in item) for item in block.items
    )


def words(text: str) -> tuple[str, ...]:
    """Every word in reading order as the page shows it: no bullets, no addresses behind names."""
    return tuple(
        word
        for block in parse(text)
        for line in (block.lines if isinstance(block, Paragraph) else chain(*block.items))
        for word in _read(line, addresses=False).split()
    )


def _read(line: Line, *, addresses: bool) -> str:
    return "".join(_read_one(inline, addresses) for inline in line)


def _read_one(inline: Inline, addresses: bool) -> str:
    if isinstance(inline, str):
        return inline
    inner = _read(inline.children, addresses=addresses)
    if isinstance(inline, Link) and addresses and inner != inline.href:
        return f"{inner} ({inline.href})"
    return inner
