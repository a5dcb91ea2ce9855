// One button in place of the field that a text is copied from; the field comes back where the browser refuses.
// With data-copy="shown" the field stays beside the button.
for (const box of document.querySelectorAll("[data-copy]")) {
  const field = box.querySelector("textarea");
  const button = box.querySelector("button");
  const word = button.querySelector("span");
  const label = word.textContent;

  const stays = box.dataset.copy === "shown";

  field.hidden = !stays;
  button.hidden = false;

  const bySelection = () => {
    field.hidden = false;
    field.select();
    return document.execCommand("copy");
  };
  button.addEventListener("click", async () => {
    const done = navigator.clipboard
      ? await navigator.clipboard.writeText(field.value).then(() => true, bySelection)
      : bySelection();
    word.textContent = done ? button.dataset.done : label;
    if (done) field.hidden = !stays;
  });
}
