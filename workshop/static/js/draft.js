// What somebody typed into this page, kept in this browser from the lock until the same person is back. No secrets, no files.
const NEVER = ["hidden", "password", "file", "submit", "button", "reset", "search"];
const place = () => `draft ${location.pathname}`;
const fields = () =>
  [...document.querySelectorAll("main form")].flatMap((form) => [...form.elements].filter((one) => one.name && !NEVER.includes(one.type)));
const isSwitch = (one) => one.type === "checkbox" || one.type === "radio";
const changed = (one) => {
  if (isSwitch(one)) return one.checked !== one.defaultChecked;
  if (one.options) return [...one.options].some((option) => option.selected !== option.defaultSelected);
  return one.value !== one.defaultValue;
};

export function keep(person) {
  const typed = fields().map((one) => (changed(one) ? [one.name, isSwitch(one) ? one.checked : one.value] : null));
  if (typed.some(Boolean)) sessionStorage.setItem(place(), JSON.stringify({ person, typed }));
}

export function restore(person) {
  const kept = JSON.parse(sessionStorage.getItem(place()) ?? "null");
  if (kept?.person !== person) return;
  sessionStorage.removeItem(place());
  const here = fields();
  if (here.length !== kept.typed.length) return;
  kept.typed.forEach((was, at) => {
    const one = here[at];
    if (!was || was[0] !== one.name) return;
    if (isSwitch(one)) one.checked = was[1];
    else one.value = was[1];
    one.dispatchEvent(new Event("input", { bubbles: true }));
  });
  document.querySelector("[data-kept]")?.removeAttribute("hidden");
}
