// <rowback-changes story="7" src="https://changes.example.org"></rowback-changes>
//
// The change log of a story on its publisher's own page. Everything comes from the Rowback named by `src` (else from
// where this script came): one JSON, without cookies. It lives in a shadow root, is as high as its content, and takes
// its colours from custom properties (--rowback-ink and so on) and light or dark from the page's own `color-scheme`.
// Nothing is written as HTML and no style is inline, so that a page's policy needs to allow that one server and no more.

const home = document.currentScript?.src ?? null;

const STYLE = `
:host { display: block; font: var(--rowback-font, 1rem/1.5 system-ui, sans-serif); color: var(--ink); background: var(--rowback-paper, transparent);
  --ink: var(--rowback-ink, light-dark(#1d1c1a, #e8e4dc)); --soft: var(--rowback-soft, light-dark(#5d5850, #aaa59b));
  --line: var(--rowback-line, light-dark(#e3ddd1, #4a4d52)); --link: var(--rowback-link, light-dark(#17508c, #93bdf2));
  --put: var(--rowback-put, light-dark(#0b5a3c, #98e2bd)); --put-paper: var(--rowback-put-paper, light-dark(#dcf1e4, #143526));
  --out: var(--rowback-out, light-dark(#9a2414, #f6b0a3)); --out-paper: var(--rowback-out-paper, light-dark(#fbe4df, #472019));
  overflow-wrap: anywhere; }
:host([hidden]) { display: none; }
:host([theme="light"]) { color-scheme: light; }
:host([theme="dark"]) { color-scheme: dark; }
.title { margin: 0 0 .5em; font-size: 1.125em; font-weight: 700; line-height: 1.3; }
ol { margin: 0; padding: 0; list-style: none; }
li { border-top: 1px solid var(--line); padding: .65em 0; }
p { margin: 0; }
.when, .kinds, .label { color: var(--soft); font-size: .8125em; }
.told { margin-top: .1em; }
a { color: var(--link); text-underline-offset: .18em; }
:focus-visible { outline: 3px solid var(--link); outline-offset: 2px; border-radius: 2px; }
summary { cursor: pointer; width: fit-content; padding: .25em 0; color: var(--soft); font-size: .875em; }
.text { margin: .3em 0 .6em; padding-inline-start: .8em; border-inline-start: 2px solid var(--line); }
ins { color: var(--put); background: var(--put-paper); text-decoration: underline; text-underline-offset: .2em; }
del { color: var(--out); background: var(--out-paper); text-decoration: line-through; }
del + ins { margin-inline-start: .12em; }
.said { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.foot { border-top: 1px solid var(--line); padding-top: .65em; font-size: .875em; }
@media (forced-colors: active) { ins, del { forced-color-adjust: auto; } }
@media print { summary { display: none; } }
`;

// An element with attributes and children; texts stay texts.
function make(name, given = {}, ...children) {
  const made = document.createElement(name);
  for (const [key, value] of Object.entries(given)) if (value) made.setAttribute(key, value);
  made.append(...children);
  return made;
}

// Where Rowback is: as the page says, else where this script came from; "" where neither tells.
function address(given) {
  if (given === null && home === null) return "";
  return new URL(given === null ? "." : given || "/", given === null ? home : document.baseURI).href.replace(/\/+$/, "");
}

// An address that a link may lead to: only a page of the web.
function link(address, ...children) {
  const whole = new URL(address);
  return make("a", { href: /^https?:$/.test(whole.protocol) ? whole.href : "" }, ...children);
}

function words(script, texts) {
  return script.map(([sign, text]) => {
    if (sign === "=") return text;
    const [name, said] = sign === "+" ? ["ins", texts.put] : ["del", texts.out];
    return make(name, {}, make("span", { class: "said" }, `[${said}: `), text, make("span", { class: "said" }, "]"));
  });
}

function passage(each, log) {
  const label = each.label ? [make("p", { class: "label" }, each.label)] : [];
  return [...label, make("p", { class: "text", lang: log.language, dir: "auto" }, ...words(each.words, log.texts))];
}

function entry(each, log) {
  const when = make("time", { datetime: each.at }, each.when);
  const item = make(
    "li",
    {},
    make("p", { class: "when" }, link(each.url, each.title), ", ", when),
    make("p", { class: "told", dir: "auto" }, each.told),
  );
  if (each.kinds.length) item.append(make("p", { class: "kinds" }, each.kinds.join(", ")));
  if (each.passages.length) {
    const summary = make("summary", {}, log.texts.details, make("span", { class: "said" }, `: ${each.title}`));
    item.append(make("details", {}, summary, ...each.passages.flatMap((one) => passage(one, log))));
  }
  return item;
}

function draw(log, most, level) {
  const title = make("p", { class: "title", id: "title", role: "heading", "aria-level": level }, log.texts.title);
  const entries = make("ol", {}, ...log.entries.slice(0, most).map((each) => entry(each, log)));
  return make(
    "section",
    { "aria-labelledby": "title", lang: log.spoken },
    title,
    entries,
    make("p", { class: "foot" }, link(log.url, log.texts.all)),
  );
}

class RowbackChanges extends HTMLElement {
  static observedAttributes = ["story", "src", "lang", "limit", "level"];

  #asked = "";

  connectedCallback() {
    if (this.shadowRoot) return;
    const root = this.attachShadow({ mode: "open" });
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
    root.adoptedStyleSheets = [sheet];
    // Until the log is there, and where it cannot be had, the element's own content stands: a link, say.
    root.append(document.createElement("slot"));
    this.#load();
  }

  attributeChangedCallback() {
    if (this.shadowRoot) this.#load();
  }

  async #load() {
    const story = this.getAttribute("story") ?? "";
    const src = address(this.getAttribute("src"));
    const tongue = this.getAttribute("lang") ?? "";
    const most = Math.max(1, Number.parseInt(this.getAttribute("limit") ?? "5", 10) || 5);
    if (!/^\d{1,10}$/.test(story) || !src) {
      console.error('rowback-changes: needs a story, such as <rowback-changes story="7" src="https://…">');
      return;
    }
    const from = `${src}${/^[a-z]{2}$/.test(tongue) ? `/${tongue}` : ""}/embed/stories/${story}.json`;
    this.#asked = from;
    try {
      const answer = await fetch(from, { credentials: "omit", referrerPolicy: "no-referrer" });
      if (!answer.ok) throw new Error(`${from} answers ${answer.status}`);
      const log = await answer.json();
      if (this.#asked !== from) return; // Asked for something else meanwhile.
      this.shadowRoot.replaceChildren(draw(log, most, this.getAttribute("level") ?? "2"));
      this.dispatchEvent(new CustomEvent("rowback-shown", { bubbles: true, composed: true }));
    } catch (error) {
      console.error("rowback-changes:", error.message);
    }
  }
}

if (!customElements.get("rowback-changes")) customElements.define("rowback-changes", RowbackChanges);
