"""MkDocs hooks: each event hands over to the core. Nothing here decides anything."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.livereload import LiveReloadServer
from mkdocs.structure.files import File, Files
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from mkdocs_pages import PageFile, share_rendering
from overdue.model.load import Unreadable
from overdue.model.memory import Memory
from overdue.published.bundle import bundle
from overdue.site import Faulty, Site

DATA = Path(__file__).parent.parent / "data"
LIVE: list[Memory] = []
"""What `mkdocs serve --dirty` made before the last edit; empty in a build."""


def on_startup(command: str, dirty: bool) -> None:
    """Remember what is made where every edit builds again; MkDocs's warning about such builds is then not true."""
    if dirty:
        LIVE.append(Memory())
        logging.getLogger("mkdocs.commands.build").addFilter(lambda entry: "'dirty'" not in entry.msg)


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add a page in memory for each page of the library, and take those of `docs/` into memory too."""
    try:
        site = Site.load(DATA, config.site_url, *LIVE)
    except (Faulty, Unreadable) as error:
        raise PluginError(str(error)) from error
    joined = bundle(files.src_uris)
    config.extra |= {"site": site, "live": bool(LIVE), "bundle": joined}
    for name in (*site.unused(files.src_uris), *joined.replaced, *(site.texts.keys() & files.src_uris.keys())):
        files.remove(files.src_uris[name])
    for name, text in joined.files.items():
        files.append(File.generated(config, name, content=text))
    for path, text in site.texts.items():
        files.append(PageFile.of(config, path, text, site.is_new(path)))
    return files


def on_nav(nav: Navigation, config: MkDocsConfig, files: Files) -> Navigation:
    """Use the other processors too, but for the few pages of an edit, when threads run."""
    if config.extra["site"].first:
        share_rendering(config, files)
    return nav


def on_page_context(context: dict[str, Any], page: Page, config: MkDocsConfig, nav: Navigation) -> dict[str, Any]:
    """Give the theme the frame of the page, in the page's language."""
    context["frame"] = frame = config.extra["site"].frame(page.file.src_uri)
    page.edit_url = frame and f"{config.extra['repository']}/edit/main/{frame.source}"
    return context


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> Environment:
    """Begin to write the files that are not pages, while MkDocs writes those that are."""
    config.extra["end"] = config.extra["site"].begin_beside(Path(config.site_dir), config.site_url)
    return env


def on_post_build(config: MkDocsConfig) -> None:
    """Write what is left."""
    config.extra["end"]()


def on_serve(server: LiveReloadServer, config: MkDocsConfig, builder: Any) -> None:
    """Look for edits often, and do not wait for more."""
    server.observer._timeout, server.build_delay = 0.04, 0.02
