"""Is a page for everybody? axe-core's rules in both sizes and both colours, and narrow pages."""

from axe_playwright_python.sync_playwright import Axe

TABLE = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
NARROW = {"width": 320, "height": 700}

RULES = Axe().axe_script
RUN = """([part, only]) =>
  axe.run(part || document, {resultTypes: ['violations'], ...(only && {runOnly: only})})"""
OPEN_ALL = "document.querySelectorAll('details').forEach((one) => { one.open = true; })"
# What makes the page scroll sideways, for the message; what scrolls inside itself may be wide.
WIDE = """() => {
  const scrolls = (one) =>
    one && (getComputedStyle(one).overflowX !== 'visible' || scrolls(one.parentElement));
  if (document.documentElement.scrollWidth <= innerWidth) return [];
  return [...document.querySelectorAll('main *, header *, footer *, section *')]
    .filter((one) => one.getBoundingClientRect().right > innerWidth + 1)
    .filter((one) => !scrolls(one.parentElement))
    .slice(0, 5).map((one) => one.outerHTML.slice(0, 150));
}"""


def complaints(page) -> list[str]:
    """What is wrong with the page as it stands, in every look; empty when all is well."""
    page.emulate_media(reduced_motion="reduce")
    page.evaluate(RULES)
    said = []
    for size in (TABLE, PHONE):
        page.set_viewport_size(size)
        # Beside the colours, light and dark are the same page.
        said += _look(page, "light", None) + _look(page, "dark", ["color-contrast"])
    said += [f"wider than 320: {one}" for one in too_wide(page)]
    page.evaluate(OPEN_ALL)
    said += [f"opened, wider than 320: {one}" for one in too_wide(page)]
    page.set_viewport_size(PHONE)
    return said + [f"opened: {one}" for one in _look(page, "light", None)]


def complaints_of(page, part) -> list[str]:
    """The same of one part of a page that has the rules already, for what opens on it."""
    page.set_viewport_size(PHONE)
    said = _look(page, "light", None, part)
    page.set_viewport_size(TABLE)
    return said + _look(page, "light", None, part) + _look(page, "dark", ["color-contrast"], part)


def _look(page, scheme, only, part=""):
    page.emulate_media(color_scheme=scheme)
    width = page.viewport_size["width"]
    return [
        f"{broken['id']} ({width}, {scheme}): {node['html'][:200]} {node['failureSummary']}"
        for broken in page.evaluate(RUN, [part, only])["violations"]
        for node in broken["nodes"][:3]
    ]


def too_wide(page) -> list[str]:
    page.set_viewport_size(NARROW)
    return page.evaluate(WIDE)
