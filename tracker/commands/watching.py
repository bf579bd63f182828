"""The commands that follow stories: add what to follow, look at what is due, list and steer what is watched."""

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tracker import edittimes, offer, printing, settings, simulate
from tracker.commands import opening
from tracker.fetching import jsonlines, urls
from tracker.fetching.listing import SourceKind
from tracker.fetching.opml import Outline, outlines, write_opml
from tracker.follow import FollowKind, FollowState
from tracker.following import Rule
from tracker.printing import counted, when
from tracker.settings import Settings
from tracker.terminal import progress, say, say_json, table, warn

if TYPE_CHECKING:
    from storage.archive import Store
    from tracker.fetching.polite import Polite
    from tracker.offer import Offer
    from tracker.watchlist import Settled

follow_app = typer.Typer(help="What is watched: list it, pause it, stop it, look now.", no_args_is_help=True)

Number = Annotated[int, typer.Argument(help="The number that `rowback follow list` gives it.")]


def add(
    address: Annotated[str, typer.Argument(help="A story, feed, news sitemap, section page or OPML file.")],
    any_: Annotated[list[str] | None, typer.Option("--any", help="Only stories with one of these words.")] = None,
    all_: Annotated[
        list[str] | None, typer.Option("--all", help="Only stories with this word; may be repeated.")
    ] = None,
    none: Annotated[list[str] | None, typer.Option("--none", help="No story with one of these words.")] = None,
    pattern: Annotated[str, typer.Option(help="Only such addresses: */news/*, or re:EXPRESSION.")] = "",
    developing: Annotated[bool, typer.Option(help="Only while a story says that it is developing.")] = False,
    cap: Annotated[int, typer.Option(min=1, help="Stories of one outlet that are watched at once.")] = 200,
    kind: Annotated[
        FollowKind | None, typer.Option("--as", help="What it is, where it would be recognised wrongly.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what was recognised; follow nothing.")] = False,
) -> None:
    """Follow a story or a list of stories: says what was recognised there, and what following it follows."""
    rule = Rule(
        any=tuple(any_ or ()), all=tuple(all_ or ()), none=tuple(none or ()), address=pattern,
        developing_only=developing, cap=cap,
    )  # fmt: skip
    chosen = settings.load()
    opening.warn_of(chosen)
    path = Path(address)
    if "://" not in address and path.is_file():
        lines, listing = outlines(path.read_bytes())
        found = offer.of_lines(lines, rule)
        say(f"{path}: an OPML file with {counted(len(found), 'list')}.")
        for skipped in listing.skipped:
            warn(skipped)
    else:
        offered = offer.offer(
            opening.polite(chosen, threading.Event()).get, urls.address(address), rule=rule, kind=kind
        )
        _print(offered)
        found = offered.wanted
    if dry_run or not found:
        return
    added = opening.follows(opening.store(chosen)).add(found, now=opening.now())
    new = sum(one.new for one in added)
    known = len(added) - new
    say(f"{counted(new, 'address', 'addresses')} followed from now on" + (f", {known} already were." if known else "."))
    say("They are looked at by `rowback serve`, or by `rowback poll`.")


def _print(offered: "Offer") -> None:
    say(offered.said)
    if offered.recognised.listing is not None:
        for item in offered.recognised.listing.items[:5]:
            say(f"  {item.headline or item.address}")
        if (more := len(offered.recognised.listing.items) - 5) > 0:
            say(f"  … and {more} more")
        for skipped in offered.recognised.listing.skipped:
            warn(skipped)
    elif offered.recognised.document is not None:
        printing.document(offered.recognised.document)


def poll(
    once: Annotated[bool, typer.Option("--once", help="Look at all that is due, then end; for cron.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print what came of it as JSON.")] = False,
) -> None:
    """Look at what is due: fetch, keep, compare. Goes on until interrupted, or ends with --once."""
    chosen = settings.load()
    archive, stop = opening.store(chosen), threading.Event()
    opening.warn_of(chosen)
    poller = opening.poller(chosen, archive, opening.polite(chosen, stop), stop)
    with stopped_by_signals(stop), progress("Looking", None) as step:

        def tell(settled: "Settled") -> None:
            step(1)
            if not as_json and settled.finding and settled.finding.value == "version":
                say(f"{when(settled.follow.seen_at)}  a new version of {settled.follow.address}")

        done = poller.once(tell) if once else poller.run(tell)
    if as_json:
        problems = [{"address": address, "problem": problem} for address, problem in done.problems]
        say_json({"looks": done.looks, "versions": done.versions, "followed": done.followed, "problems": problems})
        return
    for address, problem in done.problems:
        warn(f"{address}: {problem}")
    say(
        f"{counted(done.looks, 'look')}, {counted(done.versions, 'new version')}, "
        f"{counted(done.followed, 'story', 'stories')} newly followed, {counted(len(done.problems), 'problem')}."
    )


@contextmanager
def stopped_by_signals(stop: threading.Event) -> Iterator[None]:
    """SIGINT and SIGTERM set `stop`, so that what is under way is finished and kept; a second one ends at once."""
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}

    def handler(number: int, _: object) -> None:
        stop.set()
        signal.signal(number, before[signal.Signals(number)])

    for number in before:
        signal.signal(number, handler)
    try:
        yield
    finally:
        for number, earlier in before.items():
            signal.signal(number, earlier)


@contextmanager
def polling(chosen: Settings, archive: "Store", way: "Polite", stop: threading.Event) -> Iterator[None]:
    """Look at what is due in a thread beside the block; at its end, what is under way is finished and kept."""
    if not chosen.poll:
        yield
        return
    poller = opening.poller(chosen, archive, way, stop)
    thread = threading.Thread(target=poller.run, name="poll")
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


@follow_app.command("list")
def list_(
    state: Annotated[FollowState | None, typer.Option(help="Only those in this state.")] = None,
    failing: Annotated[bool, typer.Option(help="Only those whose last look failed.")] = False,
) -> None:
    """List what is followed: when it was last looked at, when it is due next, and what is wrong with it."""
    rows = [
        [str(number), follow.kind.value, follow.state.value, when(follow.seen_at), when(follow.due_at),
         follow.title or follow.address, follow.address, follow.problem or follow.why]
        for number, follow in opening.follows(opening.store()).listed(state=state, failing=failing)
    ]  # fmt: skip
    table(["No.", "Kind", "State", "Seen (UTC)", "Due", "Title", "Address", "Note"], rows)


def _steer(number: int, state: FollowState, why: str) -> None:
    follow = opening.follows(opening.store()).set_state(number, state, why=why, now=opening.now())
    say(f"{follow.address}: {why}.")


@follow_app.command()
def pause(number: Number) -> None:
    """Look at it no more until it is resumed."""
    _steer(number, FollowState.PAUSED, "paused by an operator")


@follow_app.command()
def resume(number: Number) -> None:
    """Watch it again, beginning now."""
    _steer(number, FollowState.WATCHING, "watched again, by an operator")


@follow_app.command()
def stop(number: Number) -> None:
    """Follow it no more. What was kept stays."""
    _steer(number, FollowState.STOPPED, "stopped by an operator")


@follow_app.command()
def now(number: Number) -> None:
    """Have it looked at as soon as its host's turn comes."""
    _steer(number, FollowState.WATCHING, "due now, by an operator")


@follow_app.command("export")
def export_() -> None:
    """Write the lists that are followed as OPML, which feed readers and `rowback add` take."""
    kinds = {
        FollowKind.FEED: SourceKind.FEED,
        FollowKind.SITEMAP: SourceKind.SITEMAP,
        FollowKind.SECTION: SourceKind.SECTION,
    }
    lines = [
        Outline(follow.address, follow.title, kind=kinds[follow.kind])
        for _, follow in opening.follows(opening.store()).listed()
        if follow.kind in kinds and follow.state is not FollowState.STOPPED
    ]
    sys.stdout.buffer.write(write_opml(lines, title="Followed by Rowback", made_at=opening.now()))


def simulate_schedule(
    paths: Annotated[list[Path], typer.Argument(help="Exports of Rowback, or files of edit times.")],
    days: Annotated[float, typer.Option(min=1, max=3650, help="How long each story is watched.")] = simulate.DAYS,
    zone: Annotated[str, typer.Option(help="Time zone of the outlet's working hours.")] = "UTC",
    taught_by: Annotated[
        Path | None, typer.Option(help="Learn the habits from this file first, and nothing on the way.")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False,
) -> None:
    """Play old edits back: what this schedule would have caught, beside fixed intervals and the classic decay."""
    named, now = jsonlines.zone(zone), opening.now()
    histories = edittimes.read(paths, now=now, zone=named)
    taught = None
    if taught_by is not None:
        taught = simulate.taught_by(edittimes.read([taught_by], now=now, zone=named), days, named.key)
    simulation = simulate.Simulation(histories, days=days, zone=named.key, taught=taught)
    rivals = simulation.rivals()
    contests = []
    with progress("Simulating", len(rivals)) as step:
        for rival in rivals:
            contests.append(simulation.contest(rival))
            step(1)
    if as_json:
        say_json(simulate.as_json(histories, days, contests))
    else:
        table(simulate.HEADS, simulate.rows(contests))
