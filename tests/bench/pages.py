"""How long a reader waits for the timeline of a story of 51 versions while seven others read it too.

Beside it, the same of a plain static file from the same server: what HTTP itself costs here.
"""

import http.client
import os
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

from tests.corpus.converters import SOURCES

DATA = Path(__file__).parents[3] / "shared" / "data"
READERS = 8
SECONDS = 10.0


def read_for(port: int, path: str, seconds: float, waits: list[float]) -> None:
    """Ask for a page again and again on one connection; write down each wait in seconds."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    end = time.perf_counter() + seconds
    while (began := time.perf_counter()) < end:
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{path} answered {answer.status}")
        waits.append(time.perf_counter() - began)
    connection.close()


def measured(port: int, path: str) -> list[float]:
    """The waits of READERS readers over SECONDS, sorted."""
    waits: list[float] = []
    readers = [threading.Thread(target=read_for, args=(port, path, SECONDS, waits)) for _ in range(READERS)]
    for reader in readers:
        reader.start()
    for reader in readers:
        reader.join()
    return sorted(waits)


def main() -> None:
    """Serve the pages on a port of their own, and print p50 and p95 in milliseconds."""
    with tempfile.TemporaryDirectory() as folder:
        lines = [line for line in SOURCES["govuk_coronavirus"](DATA) if b"business" in line]
        (Path(folder) / "lines.jsonl").write_bytes(b"\n".join(lines))
        environment = os.environ | {"ROWBACK_DATA_FOLDER": folder, "ROWBACK_PORT": "0"}
        command = [sys.executable, "-m", "tracker"]
        subprocess.run([*command, "import", f"{folder}/lines.jsonl"], env=environment, check=True, capture_output=True)
        server = subprocess.Popen([*command, "serve"], env=environment, stdout=subprocess.PIPE, text=True)
        try:
            port = _port(server)
            print(f"{READERS} readers for {SECONDS:.0f} s      requests   p50 ms   p95 ms   per second")
            for path in ("/static/icon.svg", "/stories/1", "/api/v1/stories/1"):
                waits = measured(port, path)
                p50, p95 = statistics.median(waits), waits[int(len(waits) * 0.95)]
                rate = len(waits) / SECONDS
                print(f"{path:<26}{len(waits):>8}{p50 * 1000:>9.1f}{p95 * 1000:>9.1f}{rate:>13.0f}")
        finally:
            server.terminate()
            server.wait(timeout=30)


def _port(server: "subprocess.Popen[str]") -> int:
    assert server.stdout is not None
    for line in server.stdout:
        if line.startswith("Read it at"):
            return int(line.rsplit(":", 1)[1].strip().rstrip("/"))
    raise RuntimeError("the server did not start")


if __name__ == "__main__":
    main()
