"""Files of the site that are not pages: the sitemap with its languages, and what robots may read."""

from __future__ import annotations

from html import escape

from overdue.model.vocabulary import LANGS, Lang
from overdue.pages.addresses import language_of, translated

HREFLANG: dict[Lang, str] = {"zh": "zh-Hans", "en": "en"}


def sitemap(paths: list[str], site_url: str) -> str:
    """Return a sitemap that names each page's translation; `paths` are Markdown paths, `site_url` ends in a slash."""
    pages = sorted(path for path in paths if language_of(path))
    entries = "".join(_entry(path, site_url) for path in pages)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">\n'
        f"{entries}</urlset>\n"
    )


def _entry(path: str, site_url: str) -> str:
    links = "".join(
        f'<xhtml:link rel="alternate" hreflang="{HREFLANG[lang]}" href="{_address(translated(path, lang), site_url)}"/>'
        for lang in LANGS
    )
    return f"<url><loc>{_address(path, site_url)}</loc>{links}</url>\n"


def _address(path: str, site_url: str) -> str:
    return escape(site_url + path.removesuffix(".md") + ".html", quote=False)
