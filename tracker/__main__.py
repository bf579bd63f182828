"""The `rowback` command: one function a command; it wires the three rooms together and does nothing else.

The storage and web rooms are imported where a command needs them: they take a second to load, and `rowback diff` and
`rowback extract` need neither.
"""

import os
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NoReturn

import typer
from typer.core import TyperGroup

from tracker import chain, intake, printing, remarks, sample, settings
from tracker.commands import opening, telling, timeline, watching
from tracker.errors import BadInput, RowbackError
from tracker.fetching import jsonlines, urls
from tracker.listening import listen
from tracker.model import Deed, Show, Via
from tracker.printing import counted, when
from tracker.terminal import coloured, err, progress, say, say_json, table, take_any_text, warn

if TYPE_CHECKING:
    from storage.archive import Store

#: Characters in an outlet's name.
LONGEST_NAME = 200


class _Commands(TyperGroup):
    """The commands; that whoever reads the output has gone (`rowback export | head`) is no error of ours."""

    def invoke(self, ctx: Any) -> Any:
        """Run the command that the words name."""
        try:
            done = super().invoke(ctx)
            sys.stdout.flush()
            return done
        except BrokenPipeError:
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


app = typer.Typer(
    name="rowback",
    cls=_Commands,
    help="Follow developing news stories: keep every version, say what changed, show the timeline.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
token_app = typer.Typer(help="Bearer tokens for programs that write through the API.", no_args_is_help=True)
outlet_app = typer.Typer(
    help="Outlets: their names, time zones, and how much of their text is shown.", no_args_is_help=True
)
app.add_typer(token_app, name="token")
app.add_typer(outlet_app, name="outlet")
app.add_typer(watching.follow_app, name="follow")
app.command()(watching.add)
app.command()(watching.poll)
app.command()(telling.blame)
app.command("timeline")(timeline.timeline_)
app.command("simulate-schedule")(watching.simulate_schedule)

Json = Annotated[bool, typer.Option("--json", help="Print JSON.")]
Zone = Annotated[str, typer.Option("--zone", help="Time zone of times that state none, such as Europe/London.")]


@app.command()
def serve() -> None:
    """Serve the pages, feeds and API, and look at what is followed, until interrupted; prints a sign-in link."""
    import uvicorn

    from web.app import create_app

    chosen = settings.load()
    store = opening.store(chosen)
    stop = threading.Event()
    polite = opening.polite(chosen, stop)
    listening = listen(chosen.host, chosen.port)
    base = chosen.base_url if chosen.port else f"http://{chosen.host}:{listening.getsockname()[1]}"
    application = create_app(chosen, store.database, ask=polite.get, pace=polite.pace)
    config = uvicorn.Config(application, log_level="warning", server_header=False)
    say(f"Rowback keeps its record in {store.database.name}")
    say(f"Read it at              {base}/")
    say(f"Sign in, once, within 10 minutes:  {_signin_link(store, base)}")
    say("Stop with Ctrl-C.")
    if chosen.poll and opening.follows(store).next_due() is not None:
        opening.warn_of(chosen)
    else:
        opening.warn_of_proxy(chosen)
    sys.stdout.flush()
    # uvicorn shuts down first and then raises what it was stopped by: by then the signals are ours again, and what
    # is being fetched is finished and kept.
    with watching.stopped_by_signals(stop), watching.polling(chosen, store, polite, stop):
        uvicorn.Server(config).run(sockets=[listening])


def _signin_link(store: "Store", base: str) -> str:
    from storage import access

    return f"{base}/signin?key={access.new_signin(store.database, now=opening.now())}"


@app.command()
def login() -> None:
    """Print a fresh sign-in link for the browser; it works once, within 10 minutes."""
    chosen = settings.load()
    say(_signin_link(opening.store(chosen), chosen.base_url))


@app.command()
def demo() -> None:
    """Load the sample: two developing stories of fictional papers. Loading it again adds nothing."""
    store = opening.store()
    now = opening.now()
    arrivals = intake.from_lines(
        ((f"sample:{n}", line) for n, line in enumerate(sample.lines(), 1)), via=Via.IMPORT, now=now
    )
    tally = intake.take(store, arrivals, now=now)
    # What an operator has decided since about the sample's papers stands.
    for host, zone in sample.ZONES.items() if tally.kept else ():
        _set_outlet(store, host, {Deed.SHOW: Show.FULL.value, Deed.ZONE: zone}, by="rowback demo")
    printing.tally(tally)
    say("Look at it with: rowback serve")


@app.command("import")
def import_(
    paths: Annotated[list[Path], typer.Argument(help="Files (.jsonl, .html, .txt, each also .gz) or folders of them.")],
    url: Annotated[str, typer.Option(help="Address at which a page or text stood, where it does not say.")] = "",
    seen_at: Annotated[str, typer.Option(help="When it stood there (ISO 8601); by default the file's own time.")] = "",
    zone: Zone = "",
) -> None:
    """Import captures from files. What is kept already is not kept again; a bad line is named and the rest goes on."""
    now = opening.now()
    named = jsonlines.zone(zone) if zone else None
    stated = intake.Stated(
        url=urls.address(url) if url else None,
        seen_at=jsonlines.instant(seen_at, now=now, assumed=named) if seen_at else None,
        zone=named,
    )
    store = opening.store()
    tally, stopped = intake.Tally(), False
    try:
        with progress("Importing", intake.count(paths) if err.is_terminal else None) as step:
            intake.take(store, intake.from_paths(paths, stated, now=now), now=now, progress=step, tally=tally)
    except KeyboardInterrupt:
        stopped = True
    finally:
        printing.tally(tally)
    if stopped:
        warn("interrupted; run it again to go on")
    if stopped or tally.failures:
        raise typer.Exit(130 if stopped else 1)


@app.command("export")
def export_(
    target: Annotated[Path | None, typer.Argument(help="File to write; standard output by default.")] = None,
) -> None:
    """Write every capture that has text, and the remarks, as JSON Lines, which `rowback import` takes back."""
    store = opening.store()
    if target is None:
        for line in intake.lines(store):
            sys.stdout.buffer.write(line + b"\n")
        sys.stdout.flush()
        return
    count = 0
    with intake.new_file(target) as file, progress("Exporting", store.count()) as step:
        for line in intake.lines(store):
            file.write(line + b"\n")
            count += not remarks.is_line(line)
            step(1)
    say(f"{counted(count, 'capture')} written to {target}.")


@app.command("list")
def list_(
    words: Annotated[str, typer.Argument(help="Only stories that hold all these words.")] = "",
) -> None:
    """List the stories, newest change first; to a program, a story a line with tabs between its fields."""
    from storage import queries

    store = opening.store()
    with store.database.read() as session:
        listing = queries.stories(session, words=words, operator=True, limit=200)
    printing.stories([(item.outlet, item.story, item.address) for item in listing.items], listing.total)


@app.command("diff")
def diff_(
    old: Annotated[str, typer.Argument(help="File with the earlier text (.html or plain), or - for standard input.")],
    new: Annotated[str, typer.Argument(help="File with the later text.")],
    as_json: Json = False,
    html: Annotated[bool, typer.Option("--html", help="Print a page that shows the difference.")] = False,
    context: Annotated[int, typer.Option(min=0, help="Unchanged sentences to show around each change.")] = 1,
) -> None:
    """Compare two text or HTML files, without a database. Exits 0 whether or not they differ."""
    from tracker.classify import classify
    from tracker.diffing import compare
    from tracker.diffing.html import as_page
    from tracker.diffing.plain import as_text

    before, after = intake.document(old), intake.document(new)
    difference = compare(before, after, language=after.language or before.language or None)
    if as_json:
        changes = classify(difference, old=before, new=after)
        say_json(difference.as_json() | {"changes": [change.model_dump(mode="json") for change in changes]})
    elif html:
        # The page says that it is UTF-8, whatever the terminal's encoding is.
        page = as_page(difference, f"{Path(old).name} → {Path(new).name}")
        sys.stdout.buffer.write(page.encode("utf-8", "replace"))
    else:
        sys.stdout.write(as_text(difference, colour=coloured(), context=context))


@app.command("extract")
def extract_(
    file: Annotated[str, typer.Argument(help="A saved page or plain text, or - for standard input.")],
    url: Annotated[str, typer.Option(help="Address at which the page stood.")] = "",
    as_json: Json = False,
) -> None:
    """Show what Rowback reads out of a page: headline, byline, stamps, body, notices."""
    document = intake.document(file, urls.address(url) if url else None)
    if as_json:
        fields = document.model_dump(mode="json")
        views = {"paragraphs": document.paragraphs, "notices": document.notices, "status": document.status}
        say_json(fields | views)
    else:
        printing.document(document)


@app.command()
def verify(
    against: Annotated[
        Path | None, typer.Option(help="A checkpoint made earlier; finds what is missing since.")
    ] = None,
) -> None:
    """Walk every chain and raw: says "holds" and exits 0, or names the first capture that does not, and exits 1."""
    store = opening.store()
    known = intake.checkpoint(against) if against else None
    with progress("Verifying", store.count()) as step:
        report = chain.verify(store, known, step)
    printing.report(report, known)
    if report.broken:
        raise typer.Exit(1)


@app.command()
def checkpoint() -> None:
    """Print every chain's last seal as JSON; keep it elsewhere, and `rowback verify --against` it later."""
    say_json(chain.checkpoint(opening.store(), opening.now()).model_dump(mode="json"))


@app.command()
def rebuild() -> None:
    """Derive every version and change again from the captures; the same captures give the same rows."""
    store = opening.store()
    with progress("Rebuilding", None) as step:
        count = store.rebuild(progress=step)
    say(f"{counted(count, 'story', 'stories')} rebuilt.")


@app.command("backup")
def backup_(target: Annotated[Path, typer.Argument(help="File to write, such as rowback-2026-11-22.zip.")]) -> None:
    """Write everything that can't be derived again to one file."""
    from storage import backup

    store = opening.store()
    with progress("Backing up", None) as step:
        count = backup.backup(store, target, progress=step)
    say(f"{counted(count, 'capture')} written to {target}.")


@app.command()
def restore(source: Annotated[Path, typer.Argument(help="A file that `rowback backup` wrote.")]) -> None:
    """Take a backup into an empty database, derive the rest, and verify it."""
    from storage import backup

    store = opening.store()
    with progress("Restoring", None) as step:
        count = backup.restore(store, source, progress=step)
    report = chain.verify(store)
    if report.broken:
        say(f"{counted(count, 'capture')} restored, but the record does not hold: {report.broken}")
        raise typer.Exit(1)
    say(f"{counted(count, 'capture')} restored; the record holds.")


@token_app.command("create")
def token_create(name: Annotated[str, typer.Argument(help="What the token is for.")]) -> None:
    """Make a token and print it; it is shown this once and kept only as a hash."""
    from storage import access

    say(access.create_token(opening.store().database, name, now=opening.now()))


@token_app.command("list")
def token_list() -> None:
    """List the tokens: names and times, never the tokens themselves."""
    from storage import access

    rows = [
        [token.name, when(token.created_at), when(token.used_at), when(token.revoked_at)]
        for token in access.tokens(opening.store().database)
    ]
    table(["Name", "Created (UTC)", "Last used", "Revoked"], rows)


@token_app.command("revoke")
def token_revoke(name: Annotated[str, typer.Argument(help="The token's name.")]) -> None:
    """Revoke a token; it stops working at once."""
    from storage import access

    access.revoke_token(opening.store().database, name, now=opening.now())
    say(f"{name} is revoked.")


@outlet_app.command("list")
def outlet_list() -> None:
    """List the outlets, how much of each is shown, and the zone of its times."""
    from storage import queries

    with opening.store().database.read() as session:
        found = queries.outlets(session)
    table(
        ["Host", "Name", "Shown", "Zone", "Stories"],
        [[outlet.host, outlet.name, outlet.show.value, outlet.zone, str(count)] for outlet, count in found],
    )


@outlet_app.command("set")
def outlet_set(
    host: Annotated[str, typer.Argument(help="The outlet's host, as `rowback outlet list` names it.")],
    show: Annotated[Show | None, typer.Option(help="How much of its text readers may see.")] = None,
    zone: Zone = "",
    name: Annotated[str | None, typer.Option(help="The name that readers see.")] = None,
) -> None:
    """Decide how an outlet is shown. The decision is written down with its time."""
    host = urls.host(urls.address(host if "://" in host else f"https://{host}"))
    wanted = {
        Deed.SHOW: show.value if show else "",
        Deed.ZONE: jsonlines.zone(zone).key if zone else "",
        Deed.NAME: "" if name is None else _outlet_name(name),
    }
    chosen = {deed: value for deed, value in wanted.items() if value}
    if not chosen:
        raise BadInput("say what to set: --show, --zone or --name")
    _set_outlet(opening.store(), host, chosen, by="rowback outlet set")
    say(f"{host}: " + ", ".join(f"{deed} is {value}" for deed, value in chosen.items()))


def _outlet_name(text: str) -> str:
    name = text.strip()
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise BadInput(f"an outlet's name is one line of 1 to {LONGEST_NAME} printable characters")
    return name


def _set_outlet(store: "Store", host: str, chosen: dict[Deed, str], *, by: str) -> None:
    for deed, value in chosen.items():
        store.decide(host, deed, value, made_by=by, made_at=opening.now())


def main() -> NoReturn:
    """Run the command; an error that a person can mend is one line on standard error, and no traceback."""
    take_any_text()
    try:
        app()
    except RowbackError as error:
        warn(f"rowback: {error}")
        sys.exit(2 if isinstance(error, BadInput) else 1)
    except OSError as error:
        warn(f"rowback: {error.filename or 'the system'}: {error.strerror or error}")
        sys.exit(1)
    sys.exit(0)


if __name__ == "__main__":
    main()
