"""What a page costs a slow phone: weight, requests, first paint, readiness and layout shift in a throttled Chromium.

The phone: 390 px wide, a processor six times slower than this machine's, 1.6 Mbit/s and 150 ms a round trip (what
Lighthouse calls a slow 4G). The server's own time is in the waits, from a shelf that has the page.
"""

import sys
from typing import Any

from playwright.sync_api import CDPSession, Page, sync_playwright

from tests.bench.newsstand import newsstand, pages
from tests.web.serving import Server

SLOWER, LATENCY, BYTES = 6, 150, 1_600_000 / 8

#: Stories on the newsstand beside the long one. Range 20 to 1,000.
STORIES = 100

_OBSERVE = """
window.shifted = 0;
new PerformanceObserver(list => { for (const one of list.getEntries()) if (!one.hadRecentInput) shifted += one.value })
  .observe({type: 'layout-shift', buffered: true});
"""

_READ = """() => {
  const page = performance.getEntriesByType('navigation')[0];
  const paint = performance.getEntriesByName('first-contentful-paint')[0];
  return {paint: paint ? paint.startTime : 0, ready: page.domContentLoadedEventEnd, shift: window.shifted};
}"""


def measured(tab: Page, address: str) -> dict[str, Any]:
    """One visit: bytes of all bodies as they are before packing, requests, and the page's own times in milliseconds."""
    weights: list[int] = []
    tab.on("response", lambda response: weights.append(len(response.body())))
    tab.goto(address, wait_until="load")
    tab.wait_for_load_state("networkidle")
    return {"bytes": sum(weights), "requests": len(weights), **tab.evaluate(_READ)}


def slow(session: CDPSession) -> None:
    """Make a tab as slow as the phone."""
    session.send("Network.enable")
    wire = {"offline": False, "latency": LATENCY, "downloadThroughput": BYTES, "uploadThroughput": BYTES / 2}
    session.send("Network.emulateNetworkConditions", wire)
    session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})


def main(count: int = STORIES, chromium: str = "/usr/bin/chromium") -> None:
    """Print a line for each page, in English and in German."""
    with newsstand(count) as (folder, database), sync_playwright() as playwright:
        server = Server(folder, database)
        browser = playwright.chromium.launch(executable_path=chromium)
        print(f"{'page':<28}{'kB':>8}{'requests':>10}{'paint ms':>10}{'ready ms':>10}{'shift':>8}")
        try:
            for name, path in pages().items():
                if path.endswith(".atom"):
                    continue
                for language in ("en", "de"):
                    context = browser.new_context(viewport={"width": 390, "height": 800})
                    context.request.get(f"{server.base}/{language}{path}")
                    tab = context.new_page()
                    tab.add_init_script(_OBSERVE)
                    slow(context.new_cdp_session(tab))
                    found = measured(tab, f"{server.base}/{language}{path}")
                    print(
                        f"{name + ', ' + language:<28}{found['bytes'] / 1000:>8.1f}{found['requests']:>10}"
                        f"{found['paint']:>10.0f}{found['ready']:>10.0f}{found['shift']:>8.3f}"
                    )
                    context.close()
        finally:
            browser.close()
            server.stop()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else STORIES)
