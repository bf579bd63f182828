// The list of changes: filters that work at once, steps from change to change, and on narrow screens a sheet from below.

const list = document.getElementById("changes");
const bar = document.querySelector(".change-bar");
const lines = [...(list?.querySelectorAll(".line") ?? [])];
const FILTERS = ["substance", "kind", "part"];

const place = (line) => document.getElementById(line.querySelector(".line-go").hash.slice(1));
const shown = () => lines.filter((line) => !line.hidden);
let current = null;

function wanted() {
  const asked = new URL(location.href).searchParams;
  return Object.fromEntries(FILTERS.map((name) => [name, asked.get(name) ?? ""]));
}

function fits(line, filters) {
  return FILTERS.every((name) => !filters[name] || line.dataset[name].split(" ").includes(filters[name]));
}

// Each choice is counted with the other filters as they stand, as the server does.
function sift() {
  const filters = wanted();
  const narrow = FILTERS.some((name) => filters[name]);
  for (const line of lines) {
    line.hidden = !fits(line, filters);
    place(line)?.classList.toggle("hit", narrow && !line.hidden);
  }
  for (const choice of list.querySelectorAll("[data-filter]")) {
    const { filter, value } = choice.dataset;
    const count = lines.filter((line) => fits(line, { ...filters, [filter]: value })).length;
    choice.querySelector(".sifter-count").textContent = count;
    choice.classList.toggle("none", count === 0);
    const on = filters[filter] === value;
    if (on) choice.setAttribute("aria-current", "true");
    else choice.removeAttribute("aria-current");
    const address = new URL(location.href);
    address.hash = "";
    if (!on) address.searchParams.set(filter, value);
    else address.searchParams.delete(filter);
    choice.href = address.pathname + address.search;
  }
  // The other ways to look at the comparison keep the filters.
  for (const link of document.querySelectorAll(".ways a, .steps a, .lines-order a")) {
    const address = new URL(link.href);
    for (const name of FILTERS) address.searchParams.delete(name);
    for (const name of FILTERS.filter((name) => filters[name])) address.searchParams.set(name, filters[name]);
    link.href = address.href;
  }
  if (current?.hidden) mark(null);
  count();
}

function count() {
  const visible = shown();
  const at = current ? visible.indexOf(current) + 1 : 0;
  const told = list.dataset.of.replace("{at}", at || "–").replace("{all}", visible.length);
  bar.querySelector(".bar-at").textContent = told;
  for (const button of bar.querySelectorAll("[data-step]")) button.disabled = !visible.length;
}

function mark(line) {
  if (current) {
    current.removeAttribute("aria-current");
    place(current)?.classList.remove("current");
  }
  current = line;
  if (!line) return;
  line.setAttribute("aria-current", "true");
  place(line)?.classList.add("current");
  if (list.scrollHeight > list.clientHeight) {
    list.scrollTop = line.offsetTop - (list.clientHeight - line.offsetHeight) / 2;
  }
}

// Without a current change, the next one is the first below the middle of what is seen.
function next(step) {
  const visible = shown();
  if (!visible.length) return null;
  if (current) return visible[(visible.indexOf(current) + step + visible.length) % visible.length];
  const below = visible.findIndex((line) => (place(line)?.getBoundingClientRect().top ?? 0) > innerHeight / 2);
  const ahead = scrollY < 40 ? 0 : below < 0 ? visible.length : below;
  return step > 0 ? visible[ahead % visible.length] : visible[(ahead - 1 + visible.length) % visible.length];
}

function visit(line) {
  const target = line && place(line);
  if (!target) return;
  mark(line);
  count();
  sheet(false);
  history.replaceState(history.state, "", `#${target.id}`);
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  target.scrollIntoView({ block: "center", behavior: calm ? "auto" : "smooth" });
  target.tabIndex = -1;
  target.focus({ preventScroll: true });
}

function sheet(open) {
  list.classList.toggle("open", open);
  bar.querySelector(".bar-list").setAttribute("aria-expanded", String(open));
}

if (list && bar && lines.length) {
  document.documentElement.classList.add("with-sheet");
  bar.hidden = false;
  list.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    const choice = event.target.closest("[data-filter]");
    const link = event.target.closest(".line-go");
    if (choice && !list.querySelector(".more")) {
      event.preventDefault();
      history.replaceState(history.state, "", choice.href);
      sift();
    } else if (link) {
      event.preventDefault();
      visit(link.closest(".line"));
    }
  });
  for (const button of bar.querySelectorAll("[data-step]")) {
    button.addEventListener("click", () => visit(next(Number(button.dataset.step))));
  }
  bar.querySelector(".bar-list").addEventListener("click", () => {
    const open = !list.classList.contains("open");
    sheet(open);
    if (open) list.focus();
  });
  list.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && list.classList.contains("open")) {
      sheet(false);
      bar.querySelector(".bar-list").focus();
    }
  });
  document.addEventListener("click", (event) => {
    const ref = event.target.closest?.(".ref");
    const line = ref && document.getElementById(ref.hash.slice(1));
    if (!line) return;
    event.preventDefault();
    mark(line);
    count();
    sheet(true);
    line.querySelector(".line-go").focus({ preventScroll: list.classList.contains("open") });
  });
  mark(lines.find((line) => line.querySelector(".line-go").hash === location.hash) ?? null);
  count();
}
