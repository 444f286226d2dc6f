"""What the renderer may fetch: our own fonts for our own sheet, and nothing for a text."""

from __future__ import annotations

from typing import Any

from weasyprint.urls import URLFetcher, URLFetcherResponse

from .press import FONTS


class Nothing(URLFetcher):  # type: ignore[misc]
    """What a text asks the printer to fetch is never fetched: no file, no network, no data."""

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        raise ValueError(f"paper fetches nothing: {url[:80]}")


class Fonts(URLFetcher):  # type: ignore[misc]
    """For the style sheet: the font files of this house by their exact addresses."""

    def fetch(self, url: str, headers: Any = None) -> URLFetcherResponse:
        for font in FONTS.glob("*.woff2"):
            if url == font.as_uri():
                return URLFetcherResponse(url, font.read_bytes())
        raise ValueError(f"paper knows no such font: {url[:80]}")
