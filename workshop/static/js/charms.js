// What is scanned at the charm bar goes into the one field that waits for it, and is sent.
const form = document.querySelector("[data-scanned]");

addEventListener("scanned", (event) => {
  const { serial } = event.detail;
  if (!serial || !form) return;
  event.preventDefault();
  form.elements[form.dataset.scanned].value = serial;
  form.requestSubmit();
});
