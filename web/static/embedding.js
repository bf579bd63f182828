// Copies a snippet, where the browser lets a page do so.

for (const button of document.querySelectorAll("[data-copies]")) {
  const from = document.getElementById(button.dataset.copies);
  const status = button.parentElement.querySelector("[role=status]");
  if (!navigator.clipboard) continue;
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(from.value);
    status.textContent = button.dataset.done;
  });
}
