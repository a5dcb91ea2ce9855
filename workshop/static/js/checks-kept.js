// Answers are kept on the tablet as they are given, for whoever gave them, until they are signed: a reload, a flat battery
// or a sign-out takes none. No PIN is kept. Of a refused form the server's page carries the answers itself.
const KEPT = /^([amni]-.+|traits|note|back_to|also|division)$/;
const PREFIX = "inspection ";
const DAYS = 14;

const nameOf = (form) => PREFIX + form.dataset.draft;

const read = (name) => {
  try {
    return JSON.parse(localStorage.getItem(name));
  } catch {
    return null;
  }
};

export const keepAnswers = (form) => {
  const given = [...new FormData(form)].filter(([name, value]) => KEPT.test(name) && typeof value === "string" && value !== "");
  try {
    localStorage.setItem(nameOf(form), JSON.stringify({ at: Date.now(), seen: form.dataset.seen, given }));
  } catch {
    // A full or forbidden store: the form itself still holds what was typed.
  }
};

const put = (form, name, value) => {
  for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
    if (field.type === "radio" || field.type === "checkbox") field.checked ||= field.value === value;
    else field.value = value;
  }
};

const dropOld = () => {
  for (const name of Object.keys(localStorage)) {
    if (name.startsWith(PREFIX) && !(read(name)?.at > Date.now() - DAYS * 86400000)) localStorage.removeItem(name);
  }
};

export const restoreAnswers = (form) => {
  dropOld();
  if ("refused" in form.dataset) return keepAnswers(form);
  const kept = read(nameOf(form));
  if (!kept?.given.some(([name]) => name !== "division")) return;
  for (const [name, value] of kept.given) put(form, name, value);
  const said = document.querySelector("[data-answers-kept]");
  const moved = kept.seen !== form.dataset.seen;
  said.querySelector("[data-kept-same]").hidden = moved;
  said.querySelector("[data-kept-moved]").hidden = !moved;
  said.hidden = false;
};

export const forgetAnswers = (form) => {
  localStorage.removeItem(nameOf(form));
  form.reset();
};
