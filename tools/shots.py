"""Makes the picture of the README from a built site: `python tools/shots.py site .github/pictures/site.png`."""

from __future__ import annotations

import base64
import functools
import shutil
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from playwright.sync_api import Browser, sync_playwright

FLAGS = ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
         "--disable-background-networking", "--disable-component-update", "--hide-scrollbars"]  # fmt: skip
SHOTS = (
    ("zh/answers/one-day-late.html", 1280, 860, "light"),
    ("zh/practices/home-visit.html", 390, 780, "light"),
    ("en/practices/home-visit.html", 390, 780, "dark"),
)
LIMIT = 400 * 1024
COMPOSED = """<!doctype html><html lang="zh-Hans"><meta charset="utf-8"><style>
body {{ margin: 0; width: 1280px; height: 712px; background: #e8e1d3; position: relative; overflow: hidden; }}
img {{ position: absolute; display: block; border-radius: 12px; box-shadow: 0 2px 4px #0002, 0 14px 32px #0003; }}
.desk {{ left: 40px; top: 48px; width: 900px; }}
.zh {{ left: 724px; top: 100px; width: 250px; border: 7px solid #24302f; border-radius: 26px; }}
.en {{ left: 992px; top: 148px; width: 250px; border: 7px solid #24302f; border-radius: 26px; }}
</style><body>
<img class="desk" src="{0}" alt=""><img class="zh" src="{1}" alt=""><img class="en" src="{2}" alt="">
</body></html>"""


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 (the name is the base class's)
        pass


@contextmanager
def _served(folder: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Quiet, directory=str(folder)))
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/"
    finally:
        server.shutdown()


def _shot(browser: Browser, address: str, width: int, height: int, scheme: str) -> str:
    """Return a screenshot of the first view of a page as a data address."""
    context = browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme)  # type: ignore[arg-type]
    page = context.new_page()
    answer = page.goto(address)
    if answer is None or not answer.ok:
        raise SystemExit(f"{address}: no such page; build the site first")
    picture = base64.b64encode(page.screenshot()).decode()
    context.close()
    return f"data:image/png;base64,{picture}"


def compose(site: Path) -> bytes:
    """Return one picture of three views: a desk and two phones."""
    with _served(site) as address, sync_playwright() as playwright:
        executable = shutil.which("chromium") or shutil.which("google-chrome")
        browser = playwright.chromium.launch(executable_path=executable, args=FLAGS)
        shots = [_shot(browser, address + path, width, height, scheme) for path, width, height, scheme in SHOTS]
        page = browser.new_page(viewport={"width": 1280, "height": 712})
        page.set_content(COMPOSED.format(*shots))
        page.evaluate("Promise.all([...document.images].map((image) => image.decode()))")
        picture = page.screenshot()
        browser.close()
    return picture


def main(arguments: list[str]) -> int:
    """Write the picture; exit status 1 if it is too heavy for a README."""
    site, target = map(Path, arguments)
    picture = compose(site)
    if len(picture) > LIMIT:
        print(f"the picture has {len(picture)} bytes; at most {LIMIT}")
        return 1
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(picture)
    print(f"{target}: {len(picture)} bytes")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
