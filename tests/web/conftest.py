"""A running application for tests of the pages: a store on SQLite, a few stories that never were, and a client."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from playwright.sync_api import Browser, sync_playwright

from storage import access, migrations
from storage.archive import Store
from storage.database import Database
from tests.newsroom import NOW, arrivals, line
from tests.web.watching import Watcher, ask, life
from tracker.model import Deed, Show, Via
from tracker.settings import Settings
from web.app import create_app

BASE = "http://localhost:8000"

#: The story that most tests look at: three versions, a fold between, a notice at the end.
FIRST = (
    "Three people were hurt in a fire at the mill. The cause is not known.",
    "Harbour Road is closed.",
    "The mayor asked people to stay away. She spoke at noon.",
    "The mill was built in 1890.",
)
SECOND = (
    "Five people were hurt in a fire at the mill. The cause is not known.",
    "Harbour Road is closed.",
    "The mayor asked people to stay away. She spoke at noon.",
    "The mill was built in 1890.",
)
THIRD = (*SECOND, "Correction: An earlier version of this article gave the wrong year. The mill was built in 1890.")

T1, T2, T3 = "20261102T080000.000Z", "20261102T082000.000Z", "20261102T090000.000Z"


@pytest.fixture(scope="module")
def browser(chromium: str) -> Iterator[Browser]:
    """A headless Chromium."""
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=chromium)
        yield made
        made.close()


@pytest.fixture(scope="session")
def empty_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file of the newest layout with nothing in it, to copy."""
    path = tmp_path_factory.mktemp("web") / "empty.sqlite"
    database = Database(f"sqlite:///{path}")
    migrations.migrate(database)
    database.close()
    return path


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """Settings as they stand after an installation."""
    return Settings(data_folder=tmp_path, _env_file=None)


@pytest.fixture
def database(settings: Settings, empty_file: Path) -> Iterator[Database]:
    """A database with nothing in it."""
    path = settings.data_folder / "rowback.sqlite"
    path.write_bytes(empty_file.read_bytes())
    made = Database(settings.database)
    yield made
    made.close()


@pytest.fixture
def store(database: Database) -> Store:
    """The archive on it."""
    return Store(database)


@pytest.fixture
def app(settings: Settings, database: Database) -> FastAPI:
    """The application, its clock standing still; its way to the network leads to one outlet's pages."""
    return create_app(settings, database, clock=lambda: NOW, ask=ask)


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    """A reader's client."""
    with TestClient(app, base_url=BASE, follow_redirects=False) as made:
        yield made


@pytest.fixture
def token(database: Database) -> str:
    """An operator's token."""
    return access.create_token(database, "desk", now=NOW)


@pytest.fixture
def operator(app: FastAPI, token: str) -> Iterator[TestClient]:
    """An operator's client, by token."""
    with TestClient(app, base_url=BASE, headers={"authorization": f"Bearer {token}"}, follow_redirects=False) as made:
        yield made


@pytest.fixture
def desk(app: FastAPI, database: Database) -> Iterator[TestClient]:
    """A browser that has signed in, and sends what our own pages send."""
    headers = {"origin": BASE, "sec-fetch-site": "same-origin"}
    with TestClient(app, base_url=BASE, follow_redirects=False, headers=headers) as made:
        made.post("/signin", data={"key": access.new_signin(database, now=NOW)})
        yield made


@pytest.fixture
def lived(store: Store) -> Store:
    """A story that was watched: a fold, an edit, a cut that was not so, unpublished, and back; shown in full."""
    shown = Store(store.database, show=Show.FULL)
    life(Watcher(shown))
    return shown


Tell = Callable[..., None]


@pytest.fixture
def tell(store: Store) -> Tell:
    """Keeps lines of JSON as captures: `tell(line(...), line(...), show=Show.FULL)`."""

    def keep(*raws: bytes, show: Show = Show.FULL, via: Via = Via.IMPORT) -> None:
        Store(store.database, show=show).record(arrivals(raws, via), kept_at=NOW)

    return keep


@pytest.fixture
def fire(tell: Tell, store: Store) -> int:
    """The story of the fire at the mill, shown in full; its number."""
    tell(*fire_lines())
    store.decide("paper.example", Deed.ZONE, "Europe/London", made_by="test", made_at=NOW)
    return 1


@pytest.fixture
def fire_excerpt(fire: int, store: Store) -> int:
    """The same story of an outlet of which readers see what changed."""
    store.decide("paper.example", Deed.SHOW, Show.CHANGES, made_by="test", made_at=NOW)
    return fire


@pytest.fixture
def fire_hidden(fire: int, store: Store) -> int:
    """The same story of an outlet for operators only."""
    store.decide("paper.example", Deed.SHOW, Show.OPERATORS, made_by="test", made_at=NOW)
    return fire


def fire_lines() -> list[bytes]:
    """The captures of the fire at the mill."""
    typed = [text.replace(" a fire", "  a fire") for text in SECOND]
    return [
        line(0, *FIRST, headline="Fire at mill", standfirst="A road is closed", language="en-GB", outlet="The Paper"),
        line(10, *FIRST, headline="Fire at mill", standfirst="A road is closed", language="en-GB"),
        line(20, *SECOND, headline="Five hurt at mill", standfirst="A road is closed", language="en-GB"),
        line(40, *typed, headline="Five hurt at mill", standfirst="A road is closed", language="en-GB"),
        line(60, *THIRD, headline="Five hurt at mill", standfirst="A road is closed", language="en-GB"),
    ]
