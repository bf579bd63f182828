// Two handles on a line of versions, which move the two selects below them and then ask for that comparison.

const slider = document.querySelector(".slider");
const WAIT = 700; // Milliseconds after the last arrow key: a reader who steps along is not taken away at each step.
const STORE = "rowback-slider";

if (slider) {
  const form = slider.closest("form");
  const handles = [...slider.querySelectorAll("input")];
  const selects = new Map(handles.map((handle) => [handle, document.getElementById(handle.dataset.for)]));
  const chosen = handles.map((handle) => handle.value).join();
  let timer = 0;
  let pressed = false;

  // The selects list the newest version first.
  const option = (handle) => selects.get(handle).options[selects.get(handle).length - Number(handle.value)];

  const told = (handle) => {
    handle.setAttribute("aria-valuetext", option(handle).text);
    const share = (Number(handle.value) - 1) / Math.max(Number(handle.max) - 1, 1);
    slider.style.setProperty(`--${handle.dataset.for}`, share);
  };

  const go = () => {
    if (handles.map((handle) => handle.value).join() === chosen) return;
    sessionStorage.setItem(STORE, document.activeElement?.dataset?.for ?? "");
    form.requestSubmit();
  };

  for (const handle of handles) {
    told(handle);
    handle.addEventListener("pointerdown", () => (pressed = true));
    handle.addEventListener("input", () => {
      option(handle).selected = true;
      told(handle);
    });
    handle.addEventListener("change", () => {
      clearTimeout(timer);
      timer = setTimeout(go, pressed ? 0 : WAIT);
      pressed = false;
    });
    selects.get(handle).addEventListener("change", () => {
      handle.value = selects.get(handle).length - selects.get(handle).selectedIndex;
      told(handle);
    });
  }

  // Where both stand on the last version, the one that can still be moved lies above.
  if (handles[0].value === handles[0].max) handles[0].classList.add("above");
  slider.hidden = false;

  const last = sessionStorage.getItem(STORE);
  sessionStorage.removeItem(STORE);
  if (last) slider.querySelector(`[data-for="${CSS.escape(last)}"]`)?.focus({ preventScroll: true });
}
