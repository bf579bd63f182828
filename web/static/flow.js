// The history flow: what a band says is written below the picture, and the arrow keys go from band to band.

const picture = document.querySelector(".flow-bands[role=group]");
const read = document.querySelector("#flow-read");

// A band's title is “its sentence”, where that may be shown, and its life.
function tell(band) {
  const title = band.querySelector("title").textContent;
  const end = title.lastIndexOf("”");
  read.querySelector("bdi").textContent = title.slice(0, end + 1);
  read.querySelector(".flow-life").textContent = title.slice(end + 1).trim();
  read.hidden = false;
}

function beside(band, key) {
  const bands = [...picture.querySelectorAll("a")];
  const step = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 }[key];
  return step ? bands[bands.indexOf(band) + step] : undefined;
}

if (picture && read) {
  document.querySelector(".flow-keys").hidden = false;
  for (const event of ["pointerover", "focusin"]) {
    picture.addEventListener(event, ({ target }) => {
      const band = target.closest("a");
      if (band) tell(band);
    });
  }
  picture.addEventListener("keydown", (event) => {
    const next = beside(event.target.closest("a"), event.key);
    if (!next || event.altKey || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    next.focus();
  });
}
