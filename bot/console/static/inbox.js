// The inbox: an article goes into the reply that is being written.

const reply = () => document.querySelector("#text");

function showInserts() {
  for (const button of document.querySelectorAll("[data-insert]")) button.hidden = !reply();
}

document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-insert]");
  const field = reply();
  if (!button || !field) return;
  field.setRangeText(button.dataset.insert, field.selectionStart, field.selectionEnd, "end");
  field.focus();
});

document.addEventListener("htmx:afterSwap", showInserts);
