"""Style sheets and scripts: small files to work in, one of each kind when they are served.

Every file keeps to its own cascade layer or its own behaviour, so that their order does not matter;
only the tokens come first, because they name the layers.
"""

from functools import partial
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.storage import StaticFilesStorage
from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

SOURCE = Path(settings.BASE_DIR) / "static"
FIRST = "css/tokens.css"
NOT_FOR_SCREENS = {"css/paper.css"}  # the sheet of the PDF


def stylesheets(of="all"):
    """Those of every page, or those of one page alone: the folder `of` in static/css."""
    folder = "css" if of == "all" else f"css/{of}"
    names = {f"{folder}/{path.name}" for path in SOURCE.glob(f"{folder}/*.css")} - NOT_FOR_SCREENS
    return sorted(names, key=lambda name: (name != FIRST, name))


def scripts(of="all"):
    """Those of every page, or those of one page alone: the folder `of` in static/js."""
    folder = "js" if of == "all" else f"js/{of}"
    return sorted(f"{folder}/{path.name}" for path in SOURCE.glob(f"{folder}/*.js"))


def folders(kind):
    """The names of the pages with sheets or scripts of their own."""
    return sorted(path.name for path in (SOURCE / kind).iterdir() if path.is_dir())


class LooseFiles(StaticFilesStorage):
    """Each file by itself: nothing needs to be collected before a page looks right."""

    stylesheets = staticmethod(stylesheets)
    scripts = staticmethod(scripts)


class BundledFiles(CompressedManifestStaticFilesStorage):
    """Adds `css/all.css`, `js/all.js` and bundles for each page with sheets or scripts of its own.

    They are made when files are collected, before they are hashed.
    """

    bundles = {
        "css/all.css": stylesheets,
        "js/all.js": scripts,
        **{f"css/{of}.css": partial(stylesheets, of) for of in folders("css")},
        **{f"js/{of}.js": partial(scripts, of) for of in folders("js")},
    }

    def stylesheets(self, of="all"):
        return [f"css/{of}.css"]

    def scripts(self, of="all"):
        return [f"js/{of}.js"]

    def post_process(self, paths, dry_run=False, **options):
        if not dry_run:
            for bundle, names in self.bundles.items():
                text = "\n".join((SOURCE / name).read_text(encoding="utf-8") for name in names())
                self.delete(bundle)
                self.save(bundle, ContentFile(text.encode()))
                paths[bundle] = (self, bundle)
        yield from super().post_process(paths, dry_run=dry_run, **options)
