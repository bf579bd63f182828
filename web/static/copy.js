// Copies a quotation with its citation, as HTML and as plain text; where that cannot be, the text lies there to be selected.

const parsed = new Map();

async function fetched(address) {
  if (!parsed.has(address)) {
    const answer = await fetch(address, { headers: { accept: "text/html" } });
    if (!answer.ok) throw new Error(answer.statusText);
    parsed.set(address, new DOMParser().parseFromString(await answer.text(), "text/html"));
  }
  return parsed.get(address);
}

function pieces(page) {
  return {
    text: page.getElementById("quotation-text-whole").value ?? "",
    html: page.getElementById("quotation-whole").innerHTML,
  };
}

// The promises keep the reader's click alive while the quotation is still on its way.
async function copy(found) {
  const blob = (name, type) => found.then((made) => new Blob([made[name]], { type }));
  const item = { "text/plain": blob("text", "text/plain"), "text/html": blob("html", "text/html") };
  await navigator.clipboard.write([new ClipboardItem(item)]);
}

function tell(status, text) {
  if (!status) return;
  status.textContent = text;
  setTimeout(() => (status.textContent = ""), 4000);
}

document.addEventListener("click", async (event) => {
  const link = event.target.closest("a[data-copy]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || !navigator.clipboard?.write) return;
  event.preventDefault();
  const list = document.getElementById("changes");
  try {
    await copy(fetched(link.href).then(pieces));
    link.classList.add("copied");
    setTimeout(() => link.classList.remove("copied"), 4000);
    tell(list.querySelector(".copy-status"), list.dataset.copied);
  } catch {
    location.href = link.href;
  }
});

for (const button of document.querySelectorAll("[data-copies]")) {
  if (!navigator.clipboard?.write) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    const area = document.getElementById(`quotation-text-${button.dataset.copies}`);
    try {
      await copy(Promise.resolve(pieces(document)));
      tell(button.nextElementSibling, button.dataset.copied);
    } catch {
      area.select();
    }
  });
}
