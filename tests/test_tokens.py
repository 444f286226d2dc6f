"""The colours keep their contrast (WCAG 2.2, 1.4.3 and 1.4.11), in both themes."""

import re
from pathlib import Path

import pytest

CSS = Path(__file__).resolve().parent.parent / "static" / "css"
TOKENS = (CSS / "tokens.css").read_text(encoding="utf-8")

BLOCKS = {
    "ljus": r":root \{\s*color-scheme: light;(.*?)\n  \}",
    "mork, datorns val": r':root:not\(\[data-tema="ljus"\]\) \{(.*?)\n    \}',
    "mork, eget val": r':root\[data-tema="mork"\] \{(.*?)\n  \}',
}

SURFACES = ("canvas", "paper", "sunken")
STATUSES = ("fjord", "late", "wait", "done", "dis", "ask")
TEXTS = (
    *((ink, surface) for ink in ("ink", "ink-2", "ink-3") for surface in SURFACES),
    *((status, ground) for status in STATUSES for ground in ("paper", "canvas", f"{status}-soft")),
    *(("ink", f"{status}-soft") for status in STATUSES),
    *(("ink-2", f"{status}-soft") for status in STATUSES),
    *(("ink", ground) for ground in ("ins", "del", "mark")),
    ("fjord-hover", "paper"),
    ("fjord", "fjord-soft"),
    ("on-fjord", "fjord"),
    ("on-fjord", "fjord-hover"),
    ("paper", "ink"),  # a filled chip, a chosen button, a toast
)
CONTROLS = (
    *(("line-strong", surface) for surface in SURFACES),
    *((status, "paper") for status in STATUSES),
    ("focus", "halo"),
)


def colours(theme):
    block = re.search(BLOCKS[theme], TOKENS, re.DOTALL).group(1)
    return dict(re.findall(r"--([\w-]+): (#[0-9A-F]{6});", block))


def luminance(colour):
    channels = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in channels
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one, other):
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_black_on_white_is_twenty_one():
    assert round(contrast("#000000", "#FFFFFF"), 1) == 21.0


@pytest.mark.parametrize("theme", BLOCKS)
@pytest.mark.parametrize(("text", "ground"), TEXTS)
def test_text_is_at_least_four_and_a_half_against_its_ground(theme, text, ground):
    palette = colours(theme)

    assert contrast(palette[text], palette[ground]) >= 4.5


@pytest.mark.parametrize("theme", BLOCKS)
@pytest.mark.parametrize(("edge", "ground"), CONTROLS)
def test_controls_are_at_least_three_against_their_ground(theme, edge, ground):
    palette = colours(theme)

    assert contrast(palette[edge], palette[ground]) >= 3


def test_the_dark_theme_is_the_same_by_choice_and_by_wish():
    assert colours("mork, datorns val") == colours("mork, eget val")


def test_both_themes_name_the_same_colours():
    assert colours("ljus").keys() == colours("mork, eget val").keys()


def test_every_colour_used_is_a_token():
    # Paper in print is black on white whatever the theme, so its sheets name their own.
    sheets = [path for path in CSS.glob("*.css") if path.stem not in ("tokens", "print", "paper")]
    strays = {
        (sheet.name, colour)
        for sheet in sheets
        for colour in re.findall(
            r"#[0-9a-fA-F]{3,8}\b(?=[;\s,)])", sheet.read_text(encoding="utf-8")
        )
    }

    assert strays == set()


def test_every_token_used_is_named():
    named = set(re.findall(r"(--[\w-]+):", TOKENS))
    missing = {
        (sheet.name, name)
        for sheet in CSS.glob("*.css")
        for text in [sheet.read_text(encoding="utf-8")]
        for name in re.findall(r"var\((--[\w-]+)\)", text)
        if name not in named and not re.search(rf"{name}:", text)
    }

    assert missing == set()


def test_no_rule_shouts_or_points_at_one_place():
    sheets = {path.name: path.read_text(encoding="utf-8") for path in CSS.rglob("*.css")}
    loud = {name for name, text in sheets.items() if "!important" in text}
    ids = {
        name
        for name, text in sheets.items()
        if name != "paper.css"
        and re.search(r"(?:^|[\s,{])#[a-z][\w-]*\s*[{,:]", text, re.MULTILINE)
    }

    assert loud == {"reset.css"}  # only for [hidden]
    assert ids == set()
