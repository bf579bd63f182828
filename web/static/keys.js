// Single keys: each presses the element that names it in data-key. They rest in fields, with modifiers, while a dialog
// is open, and where the reader has switched them off (WCAG 2.2, 2.1.4).

const STORE = "rowback-keys";

const dialog = document.getElementById("keys");
const tick = document.getElementById("keys-on");

function on() {
  try {
    return localStorage.getItem(STORE) !== "off";
  } catch {
    return true;
  }
}

function keep(value) {
  try {
    localStorage.setItem(STORE, value ? "on" : "off");
  } catch {
    // Without storage the choice holds for this page only.
  }
}

let active = on();

function inField(target) {
  return target instanceof Element && target.closest("input:not([type=range]), select, textarea, [contenteditable]");
}

document.addEventListener("keydown", (event) => {
  if (!active || event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || event.isComposing) return;
  if (inField(event.target) || document.querySelector("dialog[open]")) return;
  if (event.key.length !== 1) return;
  const named = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
  if (!named || named.disabled) return;
  event.preventDefault();
  named.click();
});

for (const button of document.querySelectorAll("[data-opens]")) {
  button.hidden = false;
  button.addEventListener("click", () => document.getElementById(button.dataset.opens).showModal());
}

if (dialog && tick) {
  tick.checked = active;
  tick.addEventListener("change", () => {
    active = tick.checked;
    keep(active);
  });
  dialog.addEventListener("click", (event) => {
    if (event.target === dialog) dialog.close();
  });
}
