// The front page: marks the stories that changed since they were read here, and says when there is something new.
// Nothing moves by itself: a button shows how many updates are new, and puts them in.

import { remembered } from "./reading.js";

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

if (fresh && list) {
  mark(list.querySelectorAll("[data-key]"));
  watch();
}
