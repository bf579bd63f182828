"""The archive on a database: it seals and keeps captures, and keeps what is derived from them up to date."""

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import replace
from datetime import datetime

from sqlalchemy import and_, func
from sqlmodel import Session, col, select

from storage import blobs, decisions, derive, remarks
from storage.database import Database
from storage.tables import Address, Blob, Capture, Chain, Decision, Outlet, Story
from tracker import chain, model
from tracker.archive import Exported, Kept, Progress, silent
from tracker.errors import NotFound
from tracker.fetching.read import mended
from tracker.fetching.urls import host
from tracker.fetching.variants import id_key, key
from tracker.identity import Sign
from tracker.model import Arrival, Deed, Outcome, Show, Via
from tracker.remarks import Written


class Store:
    """tracker.archive.Archive on a Database. `show` is how much of a new outlet's text readers may see."""

    def __init__(self, database: Database, *, show: Show = Show.CHANGES) -> None:
        self.database = database
        self.show = show

    def record(self, arrivals: Sequence[Arrival], *, kept_at: datetime) -> list[Kept]:
        """Seal and keep captures in the order given, and derive their stories' versions: one transaction."""
        with self.database.write() as session:
            return keep(session, arrivals, kept_at=kept_at, show=self.show)

    def decide(self, outlet_host: str, deed: Deed, value: str, *, made_by: str, made_at: datetime) -> None:
        """Write down a decision about an outlet and let it take effect; what stands already is not decided again.

        Raises NotFound.
        """
        with self.database.write() as session:
            outlet = session.exec(select(Outlet).where(Outlet.host == outlet_host)).first()
            if outlet is None or outlet.id is None:
                raise NotFound(f"there is no outlet {outlet_host}; `rowback outlet list` names those that are")
            if str(getattr(outlet, deed.value)) == value:
                return
            decision = model.Decision(made_at=made_at, made_by=made_by, deed=deed, outlet_id=outlet.id, value=value)
            session.add(Decision.model_validate(decision))
            setattr(outlet, deed.value, Show(value) if deed is Deed.SHOW else value)

    def overrule(self, capture_id: int, value: str, *, made_by: str, made_at: datetime) -> int:
        """Let a capture count as it was read ("yes"), or no longer ("no"); its story. Raises NotFound."""
        with self.database.write() as session:
            return decisions.overrule(session, capture_id, value, made_by=made_by, made_at=made_at)

    def unlearn(self, lesson_id: int, value: str, *, made_by: str, made_at: datetime) -> None:
        """Let a lesson count no longer ("yes"), or again ("no"). Raises NotFound."""
        with self.database.write() as session:
            decisions.unlearn(session, lesson_id, value, made_by=made_by, made_at=made_at)

    def refresh(self, limit: int = derive.AT_ONCE) -> int:
        """Derive again what a new lesson left for later, at most so many stories; how many were done."""
        with self.database.write() as session:
            return decisions.refresh(session, limit)

    def rebuild(self, *, progress: Progress = silent) -> int:
        """Derive every story again, one transaction each; the number of stories done."""
        with self.database.read() as session:
            story_ids = session.exec(select(Story.id).order_by(col(Story.id))).all()
        for story_id in story_ids:
            with self.database.write() as session:
                derive.rederive(session, blobs.Raws(session), story_id or 0)
            progress(1)
        return len(story_ids)

    def exported(self) -> Iterator[Exported]:
        """Every capture with its raw bytes, story by story, in the order in which it was seen."""
        query = (
            select(Capture, Outlet.name)
            .join(Chain, col(Capture.chain_id) == col(Chain.id))
            .join(Story, col(Chain.story_id) == col(Story.id))
            .join(Outlet, col(Story.outlet_id) == col(Outlet.id))
            .order_by(col(Story.id), col(Capture.seen_at), col(Capture.address), col(Capture.sequence))
        )
        with self.database.read() as session:
            raws = blobs.Raws(session)
            for capture, outlet in session.exec(query.execution_options(yield_per=200)):
                yield Exported(capture, raws.get(capture.raw_digest) if capture.raw_digest else b"", outlet)

    def remarks(self) -> Iterator[Written]:
        """Every writing of every remark, in the order in which they were made."""
        with self.database.read() as session:
            yield from remarks.recorded(session)

    def remark(self, written: Written) -> bool:
        """Write down a writing that an export held, unless it is kept; whether it is new. Raises NotFound."""
        with self.database.write() as session:
            return remarks.take(session, written)

    def count(self) -> int:
        """How many captures are kept."""
        with self.database.read() as session:
            return session.exec(select(func.count()).select_from(Capture)).one()

    def chains(self) -> Iterator[tuple[model.Chain, Iterable[model.Capture]]]:
        """Every chain with its captures in order of sequence.

        A capture that cannot be read (someone altered it) raises ValueError or TypeError when its turn comes.
        """
        with self.database.read() as session:
            for followed in session.exec(select(Chain).order_by(col(Chain.id))).all():
                yield followed, _captures(session, followed.id or 0)

    def digests(self) -> Iterator[str]:
        """The digest of every raw that is kept, whether a capture names it or not."""
        with self.database.read() as session:
            yield from session.exec(select(Blob.digest).order_by(Blob.digest)).all()

    def raw(self, digest: str) -> bytes:
        """The raw bytes of a digest. Raises NotFound or StoreFailed."""
        with self.database.read() as session:
            return blobs.Raws(session).get(digest)


def keep(session: Session, arrivals: Sequence[Arrival], *, kept_at: datetime, show: Show) -> list[Kept]:
    """Seal and keep captures in the order given, within a transaction that others share; see Store.record."""
    with session.no_autoflush:
        entry = _Entry(session, show, kept_at, arrivals)
        done = [entry.take(arrival) for arrival in arrivals]
        session.flush()
        for story_id, captures in entry.fresh.items():
            derive.derive(session, entry.raws, story_id, captures, new=story_id in entry.opened)
        reasons = derive.reasons(session, [capture.id or 0 for capture in entry.new if capture])
    named = zip(done, entry.new, strict=True)
    return [
        replace(kept, capture_id=made.id, aside=reasons.get(made.id or 0, "")) if made else kept for kept, made in named
    ]


def _captures(session: Session, chain_id: int) -> Iterator[Capture]:
    query = select(Capture).where(Capture.chain_id == chain_id).order_by(col(Capture.sequence))
    try:
        yield from session.exec(query).all()
    except (ValueError, TypeError):
        # One of them cannot be read: give those before it, one by one, so that it is known which.
        names = select(Capture.id).where(Capture.chain_id == chain_id).order_by(col(Capture.sequence))
        for name in session.exec(names).all():
            yield session.get_one(Capture, name)


class _Entry:
    """One batch on its way into the archive: the chains it adds to, how far each has come, and what is new.

    What is kept of its addresses is read before any of it is taken: a few queries for all of it.
    """

    def __init__(self, session: Session, show: Show, kept_at: datetime, arrivals: Sequence[Arrival]) -> None:
        self.session = session
        self.raws = blobs.Raws(session)
        self.raws.look_up({chain.digest(arrival.raw) for arrival in arrivals})
        self.fresh: dict[int, list[Capture]] = {}
        self.new: list[Capture | None] = []
        self.opened: set[int | None] = set()
        self._show = show
        self._kept_at = kept_at
        self._outlets: dict[str, Outlet] = {}
        #: New stories; held here, or the session would forget them and read each again when it is derived.
        self._stories: dict[str, Story] = {}
        addresses = sorted({arrival.address for arrival in arrivals})
        self._keys = self._known(addresses, {arrival.seen_at for arrival in arrivals})
        self._chains = self._followed(addresses)
        self._heads: dict[int, Capture | None] = dict.fromkeys(kept.id or 0 for kept in self._chains.values())
        self._heads |= self._newest()
        first = {arrival.address: arrival for arrival in reversed(arrivals)}
        self._open([first[each] for each in dict.fromkeys(arrival.address for arrival in arrivals)])

    def take(self, arrival: Arrival) -> Kept:
        """Seal one capture to the end of its chain, unless it is kept already (address, via, seen_at and raw alike)."""
        followed = self._chains[arrival.address]
        raw_digest = chain.digest(arrival.raw) if arrival.raw or arrival.outcome is Outcome.CONTENT else ""
        if self._is_known(arrival, raw_digest):
            self.new.append(None)
            return Kept(followed.story_id, False)
        head = self._heads[followed.id or 0]
        if raw_digest:
            self.raws.put(arrival.raw, head.raw_digest if head else None)
        sealed = model.Capture(
            chain_id=followed.id or 0,
            sequence=head.sequence + 1 if head else 1,
            via=arrival.via,
            seen_at=arrival.seen_at,
            kept_at=self._kept_at,
            address=arrival.address,
            outcome=arrival.outcome,
            media_type=arrival.media_type,
            raw_digest=raw_digest,
            facts=arrival.facts,
            seal="",
        )
        sealed.seal = chain.seal(sealed, head.seal if head else chain.origin(followed.address))
        capture = Capture.model_validate(sealed)
        self.session.add(capture)
        self.new.append(capture)
        self._heads[capture.chain_id] = capture
        self.fresh.setdefault(followed.story_id, []).append(capture)
        return Kept(followed.story_id, True)

    def _is_known(self, arrival: Arrival, raw_digest: str) -> bool:
        key = (arrival.address, arrival.via, arrival.seen_at, raw_digest)
        if key in self._keys:
            return True
        self._keys.add(key)
        return False

    def _known(self, addresses: Sequence[str], times: Set[datetime]) -> set[tuple[str, Via, datetime, str]]:
        """By what captures are known that are kept and may come again."""
        query = select(Capture.address, Capture.via, Capture.seen_at, Capture.raw_digest)
        query = query.where(col(Capture.address).in_(addresses), col(Capture.seen_at).in_(times))
        return {
            (address, Via(via), seen_at, digest) for address, via, seen_at, digest in self.session.exec(query).all()
        }

    def _followed(self, addresses: Sequence[str]) -> dict[str, Chain]:
        query = select(Chain).where(col(Chain.address).in_(addresses))
        return {followed.address: followed for followed in self.session.exec(query).all()}

    def _newest(self) -> dict[int, Capture | None]:
        """The newest capture of each chain."""
        last = select(Capture.chain_id, func.max(Capture.sequence).label("sequence"))
        last_of = last.where(col(Capture.chain_id).in_(self._heads)).group_by(col(Capture.chain_id)).subquery()
        same = and_(col(Capture.chain_id) == last_of.c.chain_id, col(Capture.sequence) == last_of.c.sequence)
        return {capture.chain_id: capture for capture in self.session.exec(select(Capture).join(last_of, same)).all()}

    def _open(self, first: Sequence[Arrival]) -> None:
        """Open a chain for each address that has none; its story is the one that it is known to be of, or a new one."""
        new = [arrival for arrival in first if arrival.address not in self._chains]
        if not new:
            return
        named = select(Address).where(col(Address.address).in_([arrival.address for arrival in new]))
        known = {address.address: address for address in self.session.exec(named).all()}
        for arrival in new:
            address = known.get(arrival.address)
            if address is None or address.why == Sign.CANONICAL:
                self._stories[arrival.address] = Story(outlet_id=self._outlet(arrival).id or 0)
        self.session.add_all(self._stories.values())
        self.session.flush()
        self.opened = {story.id for story in self._stories.values()}
        for arrival in new:
            story = self._stories.get(arrival.address)
            story_id = known[arrival.address].story_id if story is None else story.id or 0
            if story is not None:
                self._name(arrival.address, story_id, known.get(arrival.address))
            self._chains[arrival.address] = Chain(address=arrival.address, story_id=story_id)
            self.session.add(self._chains[arrival.address])
        self.session.flush()
        self._heads |= dict.fromkeys(self._chains[arrival.address].id or 0 for arrival in new)

    def _name(self, address: str, story_id: int, known: Address | None) -> None:
        """Write down that an address is a story's."""
        stated = model.Address(
            address=address,
            key=key(address),
            id_key=id_key(address),
            story_id=story_id,
            seen_at=self._kept_at,
            why=Sign.ASKED,
        )
        if known is None:
            self.session.add(Address.model_validate(stated))
        else:
            # Another story's page had declared this address as its own, and it turns out to be this one's.
            known.sqlmodel_update(stated.model_dump())

    def _outlet(self, arrival: Arrival) -> Outlet:
        name = host(arrival.address)
        if name not in self._outlets:
            self._outlets[name] = outlet(self.session, arrival.address, name=arrival.outlet, show=self._show)
        return self._outlets[name]


def outlet(session: Session, address: str, *, show: Show, name: str = "") -> Outlet:
    """The outlet of an address; one that is new is called `name`, by its host where that is empty."""
    publisher = host(address)
    found = session.exec(select(Outlet).where(Outlet.host == publisher)).first()
    if found is None:
        found = Outlet(host=publisher, name=mended(name).strip()[:200] or publisher, show=show)
        session.add(found)
        session.flush()
    return found
