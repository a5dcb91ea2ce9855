// A picture key says which file was chosen.
for (const key of document.querySelectorAll("[data-chosen]")) {
  const field = key.querySelector("input[type=file]");
  const word = key.querySelector("span");
  field.addEventListener("change", () => {
    key.classList.toggle("on", field.files.length > 0);
    if (field.files.length) word.textContent = field.files[0].name;
  });
}
