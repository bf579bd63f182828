// Since you last read: marks a story's page with how much is new, and remembers the newest version that was seen.
//
// What was new stays new until it was looked at (the page of what is new) or marked as read; a page that shows the
// whole timeline remembers its newest version only where nothing was new, or where the story was not read before.

import { forget, remember, remembered } from "./reading.js";

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

function show(read) {
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

if (place) {
  const { story, newest, shows, done } = place.dataset;
  const read = remembered(story);
  const news = read !== null && newest > read.moment;
  const button = place.querySelector(".since-read");
  const state = place.querySelector(".since-state");
  const other = place.querySelector(".since-forget");
  const link = place.querySelector(".since-link");
  const plain = link?.textContent;
  let settled = false;

  if (news && shows === "all") show(read);
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
