"""How the small things look: icons, fields, tags, chips, mötets gång. Pages decide what is said."""

from functools import lru_cache

from django import forms, template
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.forms.formsets import BaseFormSet
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe

register = template.Library()

THEMES = {"ljus": "Ljust", "mork": "Mörkt", "dator": "Som datorn"}

# The value of a meeting's state -> tone and icon. The words come from the meeting.
STATE_LOOKS = {
    "planned": ("", ""),
    "called": ("now", "mail"),
    "ongoing": ("now", "pen"),
    "drafted": ("now", "note"),
    "review": ("wait", "comment"),
    "printing": ("wait", "clock"),
    "signing": ("wait", "clock"),
    "sealing": ("wait", "lock"),
    "sealed": ("done", "seal"),
    "cancelled": ("", "x"),
}


@register.simple_tag(name="icon")
@lru_cache(maxsize=200)
def picture(name, look=""):
    """A picture from the sprite in `_icons.html`; a word always stands beside it."""
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="#i-{}"/></svg>',
        f"icon {look}".strip(),
        name,
    )


@register.simple_tag
@lru_cache(maxsize=500)
def tag(word, tone="", icon=""):
    """A state. Tones: late, wait, done, dis, ask, now, bare; none is neutral."""
    return format_html(
        '<span class="{}">{}{}</span>',
        f"tag {tone}".strip(),
        picture(icon, "sm") if icon else "",
        word,
    )


@register.simple_tag
def state_tag(state, word, late=False):
    """The state of a meeting. `late` is for an end without all signatures."""
    tone, icon = ("late", "alert") if late else STATE_LOOKS[str(state)]
    return tag(str(word), tone, icon)


@register.simple_tag
def deadline(text, urgency=""):
    """A last day, written out. Urgency: soon, late or nothing."""
    return render_to_string("_deadline.html", {"text": text, "urgency": urgency})


@register.simple_tag
@lru_cache(maxsize=200)
def chip(name, employer=False, title="", me=False):
    """An organisation. `title` is its full name when `name` is the short one."""
    look = " ".join(["chip", *(["ag"] if employer else []), *(["me"] if me else [])])
    if title and title != name:
        return format_html('<span class="{}"><abbr title="{}">{}</abbr></span>', look, title, name)
    return format_html('<span class="{}">{}</span>', look, name)


def _value(stop, name):
    return stop.get(name) if isinstance(stop, dict) else getattr(stop, name, None)


def _stops(stops):
    names = ("word", "date", "state", "late")
    return [{name: _value(stop, name) for name in names} for stop in stops]


@register.inclusion_tag("_line.html")
def line(stops):
    """Mötets gång. A stop has `word`, `date` (text), `state` (done, current, coming), `late`."""
    stops = _stops(stops)
    current = next((n for n, stop in enumerate(stops) if stop["state"] == "current"), None)
    if current is None:
        done = [n for n, stop in enumerate(stops) if stop["state"] == "done"]
        current = done[-1] if done else 0
    return {"stops": stops, "stop": stops[current] if stops else None, "step": current + 1}


@register.inclusion_tag("_mini_line.html")
def mini_line(stops):
    """Mötets gång as a picture only; the state's word stands beside it."""
    return {"stops": _stops(stops)}


@register.simple_tag(takes_context=True)
def nav_link(context, name, words, also=""):
    """A link in the menu, or nothing when no such page exists. `also`: addresses under it."""
    try:
        url = reverse(name)
    except NoReverseMatch:
        return ""
    path = context["request"].path
    beneath = [url] if url != "/" else []
    beneath += also.split()
    here = ""
    if path == url:
        here = mark_safe(' aria-current="page"')
    elif any(path.startswith(start) for start in beneath):
        here = mark_safe(' aria-current="true"')
    return format_html('<a href="{}"{}>{}</a>', url, here, words)


@register.simple_tag
def authority_name():
    return settings.AUTHORITY_NAME


@register.simple_tag
def is_demo():
    """Everybody here is invented, and the pages that strangers meet say so."""
    return settings.ENVIRONMENT == "demo"


@register.simple_tag(takes_context=True)
def theme(context):
    """The chosen theme, from the cookie: ljus, mork or dator."""
    request = context.get("request")
    chosen = request.COOKIES.get("tema", "") if request else ""
    return chosen if chosen in THEMES else "dator"


@register.simple_tag
def themes():
    return THEMES.items()


@register.simple_tag
def stylesheets(of="all"):
    """Of every page, or with a name those that one page has besides."""
    links = ((static(name),) for name in staticfiles_storage.stylesheets(of))
    return format_html_join("\n", '<link rel="stylesheet" href="{}">', links)


@register.simple_tag
def scripts(of="all"):
    """Of every page, or with a name those that one page has besides."""
    tags = ((static(name),) for name in staticfiles_storage.scripts(of))
    return format_html_join("\n", '<script src="{}" defer></script>', tags)


# --- Forms ---------------------------------------------------------------------------------------


def _messages(bound):
    """The field's errors. Django's own words for an empty field do not say which field."""
    widget = bound.field.widget
    verb = "Fyll i"
    if isinstance(widget, forms.Select | forms.RadioSelect | forms.CheckboxSelectMultiple):
        verb = "Välj"
    elif isinstance(widget, forms.CheckboxInput):
        verb = "Kryssa i"
    for error in bound.errors.as_data():
        for message in error.messages:
            if message == str(forms.Field.default_error_messages["required"]):
                message = f"{verb}: {bound.label}"
            yield message


def _target(bound):
    """The id of the first control of the field, which has focus when one follows the link to it."""
    if isinstance(bound.field.widget, forms.RadioSelect | forms.CheckboxSelectMultiple):
        return f"{bound.auto_id}_0"
    return bound.id_for_label or bound.auto_id


def _kind(widget):
    if isinstance(widget, forms.CheckboxSelectMultiple):
        return "checks"
    if isinstance(widget, forms.RadioSelect):
        return "radios"
    return "check" if isinstance(widget, forms.CheckboxInput) else "input"


@register.simple_tag
def field(bound, label=None, hint=None, look="", sr=False, placeholder=None):
    """A field with label, hint and error, tied together for those who listen.

    `look="seg"` sets radio buttons in one row; `sr` hides the label for eyes only."""
    if bound.is_hidden:
        return bound.as_widget()
    kind = _kind(bound.field.widget)
    messages = list(_messages(bound))
    hint = bound.help_text if hint is None else hint
    described = " ".join(
        [
            *([f"{bound.auto_id}_helptext"] if hint else []),
            *([f"{bound.auto_id}_error"] if messages else []),
        ]
    )
    attrs = {"class": f"input {bound.field.widget.attrs.get('class', '')}".strip()}
    if kind == "check":
        attrs = {}
    if described:
        attrs["aria-describedby"] = described
    if placeholder is not None:  # False takes away the one that the form brought
        attrs["placeholder"] = placeholder
    grouped = kind in ("radios", "checks")
    return render_to_string(
        "_field.html",
        {
            "bound": bound,
            "kind": kind,
            "label": bound.label if label is None else label,
            "hint": hint,
            "messages": messages,
            "described": described,
            "look": look or ("choice" if kind == "radios" else "stack gap-2"),
            "sr": sr,
            "widget": None if grouped else bound.as_widget(attrs=attrs),
        },
    )


@register.inclusion_tag("_errors.html")
def form_errors(form):
    """The errors of a form or formset in the words of the fields, each a link to its field."""
    members = [form]
    general = []
    if isinstance(form, BaseFormSet):
        members = list(form.forms)
        general = list(form.non_form_errors()) if form.is_bound else []
    rows = [(message, "") for message in general]
    for member in members:
        rows += [(message, "") for message in member.non_field_errors()]
        rows += [
            (message, _target(bound))
            for bound in member
            if bound.errors
            for message in _messages(bound)
        ]
    return {"rows": rows}
