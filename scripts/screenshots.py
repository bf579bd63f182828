"""Makes the pictures in docs/ from the sample, so that they stay true: run it after any change to the pages.

    .venv/bin/python scripts/screenshots.py [FOLDER]

It starts a server of its own on a free port with a store that is thrown away, and needs Chromium.
"""

import shutil
import socket
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import uvicorn
from playwright.sync_api import Page, sync_playwright

from storage import migrations, queries
from storage.archive import Store
from storage.database import Database
from tracker import intake, sample
from tracker.model import Deed, Show, Via
from tracker.settings import Settings
from web.app import create_app
from web.links import Links

ROOT = Path(__file__).parent.parent
WIDTH, HEIGHT = 1280, 1000

#: The two versions of the fire that the picture of a comparison shows: a quote, a figure and a name change in it.
OLD, NEW = 4, 9


def loaded(folder: Path) -> Store:
    """A store with the sample in it, as `rowback demo` loads it."""
    now = datetime.now(UTC)
    database = Database(f"sqlite:///{folder / 'rowback.sqlite'}")
    migrations.migrate(database)
    store = Store(database, show=Show.FULL)
    lines = ((str(number), raw) for number, raw in enumerate(sample.lines(), 1))
    intake.take(store, intake.from_lines(lines, via=Via.IMPORT, now=now), now=now)
    for host, zone in sample.ZONES.items():
        store.decide(host, Deed.ZONE, zone, made_by="screenshots", made_at=now)
    return store


@contextmanager
def serving(folder: Path, store: Store) -> Iterator[str]:
    """A server on a free loopback port; its address."""
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
        chosen = Settings(data_folder=folder, port=port, _env_file=None)
        server = uvicorn.Server(uvicorn.Config(create_app(chosen, store.database), log_level="warning"))
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
        thread.start()
        yield f"http://127.0.0.1:{port}"
        server.should_exit = True
        thread.join()


def shoot(page: Page, address: str, target: Path) -> None:
    """One picture of the top of a page."""
    page.goto(address)
    page.screenshot(path=target, clip={"x": 0, "y": 0, "width": WIDTH, "height": HEIGHT}, full_page=True)
    sys.stdout.write(f"{target} ({target.stat().st_size // 1024} kB)\n")


def main() -> None:
    """Make the pictures."""
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs"
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        sys.exit("no chromium is installed (on Debian: apt-get install chromium)")
    target.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as name, sync_playwright() as playwright:
        store = loaded(Path(name))
        with store.database.read() as session:
            marks = {mark.number: mark.moment for mark in queries.marks(session, 1)}
        with serving(Path(name), store) as base:
            links = Links(base)
            browser = playwright.chromium.launch(executable_path=chromium)
            page = browser.new_page(viewport={"width": WIDTH, "height": HEIGHT}, color_scheme="light")
            shoot(page, base + links.story(1), target / "timeline.png")
            shoot(page, base + links.compare(1, marks[OLD], marks[NEW]), target / "compare.png")
            browser.close()
        store.database.close()


if __name__ == "__main__":
    main()
