// Finding by the keyboard: / goes to the field, the arrows go through what was found, Enter opens it.
const field = document.querySelector("[data-find]");
const hits = [...document.querySelectorAll("[data-hit]")];

function isTyping(target) {
  return target.closest("input, textarea, select") !== null;
}

function step(by) {
  const at = hits.indexOf(document.activeElement);
  const to = at + by;
  if (to < 0) field.focus();
  else hits[Math.min(to, hits.length - 1)]?.focus();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const typing = isTyping(event.target);
  if (event.key === "/" && !typing) {
    field.focus();
    field.select();
  } else if (event.key === "ArrowDown" && (!typing || event.target === field)) step(1);
  else if (event.key === "ArrowUp" && !typing) step(-1);
  else return;
  event.preventDefault();
});
