"""A real server on a loopback port for tests in a browser and for measurements."""

import threading
from pathlib import Path

import uvicorn

from storage.database import Database
from tests.newsroom import NOW
from tests.web.watching import ask
from tracker.fetching.manners import Pace
from tracker.listening import listen
from tracker.settings import Settings
from web.app import create_app


class Server:
    """A real server on a loopback port, in a thread of its own."""

    def __init__(self, folder: Path, database: Database) -> None:
        self.database = database
        self._socket = listen("127.0.0.1", 0)
        self.port = self._socket.getsockname()[1]
        self.base = f"http://127.0.0.1:{self.port}"
        chosen = Settings(data_folder=folder, port=self.port, _env_file=None)
        pace = Pace()
        pace.hold("busy.example", 0.0, 600, "It asked for peace (429).")
        made = create_app(chosen, database, clock=lambda: NOW, ask=ask, pace=pace, pace_clock=lambda: 1.0)
        config = uvicorn.Config(made, log_level="warning")
        self._server = uvicorn.Server(config)
        self._thread = threading.Thread(target=self._server.run, kwargs={"sockets": [self._socket]})
        self._thread.start()

    def stop(self) -> None:
        """Stop it and wait until it has."""
        self._server.should_exit = True
        self._thread.join()
        self._socket.close()
