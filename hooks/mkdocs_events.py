"""MkDocs hooks: each event hands over to the core. Nothing here decides anything."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from jinja2 import Environment
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.exceptions import PluginError
from mkdocs.structure.files import File, Files, InclusionLevel
from mkdocs.structure.nav import Navigation
from mkdocs.structure.pages import Page

from overdue.model.load import Unreadable
from overdue.published.bundle import bundle
from overdue.site import Faulty, Site

DATA = Path(__file__).parent.parent / "data"


def on_files(files: Files, config: MkDocsConfig) -> Files:
    """Add a page in memory for each page of the library."""
    try:
        site = Site.load(DATA, config.site_url)
    except (Faulty, Unreadable) as error:
        raise PluginError(str(error)) from error
    config.extra["site"] = site
    config.extra["hand_written"] = [file.src_uri for file in files.documentation_pages()]
    config.extra["bundle"] = joined = bundle(files.src_uris)
    for name in (*site.unused(files.src_uris), *joined.replaced):
        files.remove(files.src_uris[name])
    for name, text in joined.files.items():
        files.append(File.generated(config, name, content=text))
    for page in site.pages.values():
        files.append(File.generated(config, page.path, content=page.markdown, inclusion=InclusionLevel.NOT_IN_NAV))
    return files


def on_env(env: Environment, config: MkDocsConfig, files: Files) -> Environment:
    """Keep templates in memory during a build."""
    env.auto_reload = False
    return env


def on_page_context(context: dict[str, Any], page: Page, config: MkDocsConfig, nav: Navigation) -> dict[str, Any]:
    """Give the theme the frame of the page, in the page's language."""
    context["frame"] = frame = config.extra["site"].frame(page.file.src_uri)
    page.edit_url = frame and f"{config.extra['repository']}/edit/main/{frame.source}"
    return context


def on_post_build(config: MkDocsConfig) -> None:
    """Write the files that are not pages."""
    config.extra["site"].write_extras(Path(config.site_dir), config.site_url, config.extra["hand_written"])
