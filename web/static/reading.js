// What this browser remembers of the stories that were read, and what three pages make of it: a story's page says how
// much is new since, the page of what is new marks it as read, and the front page marks stories that changed and says
// when its list is another. One file, so that each page asks for one.
//
// What is remembered stays here: of each story the moment of the newest version, and when. Nothing is sent anywhere.

const PLACE = "rowback:read";

// Stories that are remembered, those read last. A moment and a time are about 60 bytes.
const MOST = 500;

// A capture's moment, as permalinks write it: "20261105T202000.000Z", perhaps with ".2". They sort as they follow.
const MOMENT = /^\d{8}T\d{6}\.\d{3}Z(\.\d{1,9})?$/;

function all() {
  try {
    const found = JSON.parse(localStorage.getItem(PLACE) ?? "{}");
    return found !== null && typeof found === "object" && !Array.isArray(found) ? found : {};
  } catch {
    return {}; // Storage is switched off, or holds what is not ours.
  }
}

const sound = (read) => Boolean(read) && MOMENT.test(read.moment) && Number.isFinite(read.at);

// What is remembered of a story: {moment, at}, or null.
function remembered(story) {
  const found = all()[story];
  return sound(found) ? found : null;
}

function keep(memory) {
  const newest = Object.entries(memory).filter(([, read]) => sound(read)).sort((one, other) => other[1].at - one[1].at).slice(0, MOST);
  try {
    localStorage.setItem(PLACE, JSON.stringify(Object.fromEntries(newest)));
  } catch {
    // Full or switched off: then nothing is remembered, and the page works as without a script.
  }
}

function remember(story, moment) {
  const known = remembered(story)?.moment ?? "";
  // A page out of the browser's own cache may be older than what was read meanwhile.
  keep({ ...all(), [story]: { moment: moment > known ? moment : known, at: Date.now() } });
}

function forget(story) {
  const memory = all();
  delete memory[story];
  keep(memory);
}

// Since you last read.
//
// What was new stays new until it was looked at (the page of what is new) or marked as read; a page that shows the
// whole timeline remembers its newest version only where nothing was new, or where the story was not read before.

// Milliseconds for which a page is before a reader's eyes before it counts as seen. Range 1,000 to 30,000.
const SEEN = 5000;

const place = document.querySelector("[data-story][data-newest]");

function spoken(at) {
  const age = Date.now() - at;
  const day = 24 * 60 * 60 * 1000;
  const form = age < day ? {} : age < 6 * day ? { weekday: "long" } : { day: "numeric", month: "short", year: "numeric" };
  return new Intl.DateTimeFormat(document.documentElement.lang, { hour: "2-digit", minute: "2-digit", hourCycle: "h23", ...form }).format(at);
}

function sentence(read) {
  const moments = place.dataset.moments.split(" ");
  const count = moments.filter((moment) => moment > read.moment).length;
  const over = count === moments.length && count > 1;
  const text = count === 1 ? place.dataset.one : over ? place.dataset.over : place.dataset.many;
  return `${text.replace("{count}", String(count))} (${spoken(read.at)})`;
}

function point(read) {
  const link = place.querySelector(".since-link");
  link.textContent = sentence(read);
  link.href = link.href.replace(/since=[^&]*/, `since=${encodeURIComponent(read.moment)}`);
  place.classList.add("since-news");
}

// Calls `done` when the page has been visible for SEEN milliseconds and is then left.
function left(done) {
  let seen = 0;
  let since = document.visibilityState === "visible" ? performance.now() : null;
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") {
      since = performance.now();
    } else if (since !== null) {
      seen += performance.now() - since;
      since = null;
      if (seen >= SEEN) done();
    }
  });
  addEventListener("pagehide", () => {
    if (seen + (since === null ? 0 : performance.now() - since) >= SEEN) done();
  });
}

function since() {
  const { story, newest, shows, done } = place.dataset;
  const read = remembered(story);
  const news = read !== null && newest > read.moment;
  const button = place.querySelector(".since-read");
  const state = place.querySelector(".since-state");
  const other = place.querySelector(".since-forget");
  const link = place.querySelector(".since-link");
  const plain = link?.textContent;
  let settled = false;

  if (news && shows === "all") point(read);
  button.hidden = !news;
  if (other) other.hidden = read === null;

  button.addEventListener("click", () => {
    settled = true;
    remember(story, newest);
    button.hidden = true;
    state.textContent = done;
    if (link) {
      link.href = place.dataset.href;
      link.textContent = plain;
    }
    place.classList.remove("since-news");
    state.tabIndex = -1;
    state.focus();
  });
  other?.addEventListener("click", () => {
    settled = true;
    forget(story);
    other.hidden = button.hidden = true;
    state.textContent = "";
  });
  // What was new and is only in the timeline is not yet read.
  if (!news || shows === "news") left(() => settled || remember(story, newest));
}

// The front page kept fresh. Nothing moves by itself: a button shows how many updates are new, and puts them in.

// Milliseconds between two questions while the page is visible, and the longest after failures. Range 15,000 up.
const PERIOD = 60_000;
const LONGEST = 15 * PERIOD;

const fresh = document.querySelector("[data-fragment]");
const list = document.querySelector(".updates-list");

function mark(cards) {
  for (const card of cards) {
    const { of, last, storyPage } = card.dataset;
    const read = remembered(of);
    if (read === null || read.moment >= last || card.querySelector(".update-news")) continue;
    const link = document.createElement("a");
    link.className = "chip update-news";
    link.href = `${storyPage}?since=${encodeURIComponent(read.moment)}`;
    link.textContent = fresh.dataset.news;
    card.querySelector(".update-foot").prepend(link);
  }
}

function keys(within) {
  return new Set([...within.querySelectorAll("[data-key]")].map((card) => card.dataset.key));
}

function watch() {
  const button = fresh.querySelector("button");
  const status = fresh.querySelector("[role=status]");
  let state = fresh.dataset.state;
  let found = null;
  let wait = PERIOD;
  let asked = Date.now();
  let timer = 0;

  function offer(page) {
    const here = keys(list);
    const count = [...keys(page)].filter((key) => !here.has(key)).length;
    found = count ? page : null;
    button.hidden = count === 0;
    const text = count === 1 ? fresh.dataset.one : fresh.dataset.many.replace("{count}", String(count));
    if (count) button.textContent = status.textContent = text;
  }

  async function ask() {
    asked = Date.now();
    try {
      const answer = await fetch(fresh.dataset.fragment, { headers: { "If-None-Match": state }, cache: "no-store" });
      if (answer.status !== 304) {
        if (!answer.ok) throw new Error(String(answer.status));
        offer(new DOMParser().parseFromString(await answer.text(), "text/html").body);
        state = answer.headers.get("etag") ?? state;
      }
      wait = PERIOD;
    } catch {
      wait = Math.min(wait * 2, LONGEST); // Out of reach: ask less and less often, and say nothing.
    }
    plan();
  }

  function plan() {
    clearTimeout(timer);
    if (document.visibilityState === "visible") timer = setTimeout(ask, Math.max(0, asked + wait - Date.now()));
  }

  button.addEventListener("click", () => {
    const here = keys(list);
    list.replaceChildren(...found.childNodes);
    const cards = [...list.querySelectorAll("[data-key]")];
    mark(cards);
    button.hidden = true;
    status.textContent = "";
    cards.find((card) => !here.has(card.dataset.key))?.querySelector("h2 a").focus();
  });
  document.addEventListener("visibilitychange", plan);
  plan();
}

if (place) since();
if (fresh && list) {
  mark(list.querySelectorAll("[data-key]"));
  watch();
}
