"""Icons, fields and the files of the look."""

import re
from pathlib import Path

import brotli
from django import forms
from django.contrib.staticfiles import finders
from django.template import Context, Template
from django.test import override_settings

from meetings.templatetags import look
from samverkan import staticfiles

ROOT = Path(__file__).resolve().parent.parent
TEMPLATES = [
    (path, path.read_text(encoding="utf-8")) for path in (ROOT / "templates").rglob("*.html")
]


class MeetingForm(forms.Form):
    day = forms.CharField(label="Dag", help_text="Enligt årshjulet")
    answer = forms.ChoiceField(
        label="Stämmer protokollet?",
        choices=[("ja", "Ja"), ("nej", "Nej")],
        widget=forms.RadioSelect,
    )


def render(text, **context):
    return Template("{% load look %}" + text).render(Context(context))


def test_every_icon_in_the_templates_is_drawn():
    drawn = set(re.findall(r'id="i-([\w-]+)"', (ROOT / "templates/_icons.html").read_text()))
    used = {name for _, text in TEMPLATES for name in re.findall(r'{% icon "([\w-]+)"', text)}
    used |= {name for _, text in TEMPLATES for name in re.findall(r'icon="([\w-]+)"', text)}
    used |= {icon for _, icon in look.STATE_LOOKS.values() if icon}

    assert used - drawn == set()


def test_no_page_has_inline_style_or_script():
    strict = [(path, text) for path, text in TEMPLATES if "paper" not in path.parts]
    styled = [path.name for path, text in strict if re.search(r'\sstyle="|<style', text)]
    scripted = [
        path.name for path, text in strict if re.search(r'\son\w+="|<script(?![^>]*src=)', text)
    ]

    assert styled == []
    assert scripted == []


def test_a_field_ties_label_hint_and_error_together():
    html = render("{% field form.day %}", form=MeetingForm({"answer": "ja"}))

    assert '<label for="id_day">Dag</label>' in html
    assert 'aria-describedby="id_day_helptext id_day_error"' in html
    assert 'aria-invalid="true"' in html
    assert "Fyll i: Dag" in html


def test_the_error_summary_says_the_same_as_the_field_and_leads_to_it():
    html = render("{% form_errors form %}", form=MeetingForm({}))

    assert "Du behöver rätta 2 saker" in html
    assert '<a href="#id_day">Fyll i: Dag</a>' in html
    assert '<a href="#id_answer_0">Välj: Stämmer protokollet?</a>' in html


def test_a_form_without_errors_has_no_summary():
    assert render("{% form_errors form %}", form=MeetingForm()).strip() == ""


def test_what_people_are_called_cannot_become_markup():
    html = render("{% chip name %}{% tag name %}", name="<b>Vision</b>")

    assert "<b>" not in html


def test_a_short_name_says_the_whole_name_to_those_who_ask():
    assert 'title="Akademikerförbundet SSR"' in render(
        '{% chip "SSR" title="Akademikerförbundet SSR" %}'
    )


def test_motets_gang_says_in_words_how_far_it_has_come():
    stops = [
        {"word": "Förberett", "date": "1 februari", "state": "done"},
        {"word": "Möte", "date": "8 februari", "state": "current"},
        {"word": "Klart", "date": "", "state": "coming"},
    ]

    html = render("{% line stops %}", stops=stops)

    assert html.count('aria-current="step"') == 1
    assert "<b>Steg 2 av 3:</b> möte 8 februari" in html


def test_a_page_that_the_house_does_not_have_gets_no_link(rf):
    context = {"request": rf.get("/")}

    assert render('{% nav_link "no_such_page" "Överblick" %}', **context) == ""


def test_the_tokens_come_first_and_the_pdf_sheet_stays_on_paper():
    sheets = staticfiles.stylesheets()

    assert sheets[0] == "css/tokens.css"
    assert "css/paper.css" not in sheets


def test_collected_files_are_one_sheet_and_one_script(tmp_path):
    with override_settings(STATIC_ROOT=tmp_path):
        storage = staticfiles.BundledFiles(location=tmp_path, base_url="/static/")
        fonts = tmp_path / "fonts"
        fonts.mkdir()
        paths = {}
        for font in (ROOT / "static/fonts").glob("*.woff2"):
            (fonts / font.name).write_bytes(font.read_bytes())
            paths[f"fonts/{font.name}"] = (storage, f"fonts/{font.name}")
        made = {name for name, _, done in storage.post_process(paths) if done is True}

    assert {"css/all.css", "js/all.js", "js/writing.js"} <= made
    assert (tmp_path / "css/all.css").read_text().startswith("/* Every colour")


def test_a_first_visit_weighs_at_most_sixty_kilobytes():
    def weight(names):
        text = b"\n".join(Path(finders.find(name)).read_bytes() for name in names)
        return len(brotli.compress(text))

    files = [
        weight(staticfiles.stylesheets()),
        weight(staticfiles.scripts()),
        weight(["django_htmx/htmx-2.min.js"]),
        Path(finders.find("fonts/schibsted-grotesk-core.woff2")).stat().st_size,
    ]
    page = 5_000  # Min sida, compressed

    assert sum(files) + page <= 60_000
    assert len(files) + 1 <= 6
