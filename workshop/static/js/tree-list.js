// Puts what is scanned or typed on the list of a new tree, and takes it off, without another word of the page being lost: the workshop gives the list back.
import { scanned } from "./scan.js";
import { signal } from "./signals.js";

const form = document.querySelector("[data-tree]");
const header = document.querySelector("[data-scan]");
const list = () => document.getElementById("hanging");
let turn = Promise.resolve();

const renew = async (name, value) => {
  const body = new FormData(form);
  body.delete("photo");
  body.set(name, value);
  const answer = await fetch(form.action, { method: "POST", body });
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const told = page.getElementById("hanging");
  if (!told) return location.reload(); // signed out, or the page is too old
  list().replaceWith(told);
  const alloy = page.getElementById("f-alloy");
  if (!form.elements.alloy.value && alloy) form.elements.alloy.value = alloy.value;
  if (told.querySelector(".error")) signal("wrong");
  form.elements.adding.focus();
};

const next = (name, value, before = () => {}) => {
  turn = turn.then(before).then(() => renew(name, value)).catch(() => location.reload());
};

form.addEventListener("submit", (event) => {
  const { name, value } = event.submitter ?? {};
  if (name !== "add" && name !== "drop") return;
  event.preventDefault();
  next(name, value);
});

header.addEventListener("submit", (event) => {
  event.preventDefault();
  const { text } = header.elements;
  if (text.value.trim()) scanned(text.value.trim(), "");
  text.value = "";
});

addEventListener("scanned", (event) => {
  const { serial, serials } = event.detail;
  const those = serials?.length ? serials.join(" ") : serial;
  if (!those) return;
  event.preventDefault();
  next("add", "yes", () => {
    form.elements.adding.value = those;
  });
});
