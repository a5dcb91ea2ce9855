// Locks a shared tablet after minutes without a touch. What was typed waits for the same person; without Wi-Fi it only asks.
import { keep, restore } from "./draft.js";
import { drop } from "./kept.js";

const { person, idle } = document.body.dataset;
const lock = document.querySelector("[data-lock]");
const still = document.querySelector("[data-still]");
const NOTED_EVERY = 20_000;
let touched = Date.now();
let noted = touched;

const token = () => lock.querySelector("[name=csrf_token]").value;
const post = (path, more = {}) =>
  fetch(path, { method: "POST", redirect: "manual", body: new URLSearchParams({ csrf_token: token(), ...more }) });

const touch = () => {
  touched = Date.now();
  if (touched - noted < NOTED_EVERY) return;
  noted = touched;
  post("/switch/seen").catch(() => {});
};

const leave = async () => {
  keep(person);
  const next = location.pathname + location.search;
  try {
    await post("/switch/lock", { next });
    await drop("mine").catch(() => {});
    location.replace(`/switch?next=${encodeURIComponent(next)}`);
  } catch {
    if (!still.open) still.showModal();
  }
};

// Without Wi-Fi nobody can be signed out yet, but nobody else goes on under this name either.
const notMe = async () => {
  addEventListener("online", leave, { once: true });
  await drop("mine").catch(() => {});
  leave();
};

const look = () => {
  if (!still.open && Date.now() - touched >= idle * 60_000) leave();
};

if (lock) {
  restore(person);
  for (const kind of ["pointerdown", "keydown", "input"]) addEventListener(kind, touch, { passive: true });
  addEventListener("visibilitychange", look);
  // A page that the browser kept as it was may be somebody else's by now: the server says.
  addEventListener("pageshow", ({ persisted }) => (persisted ? location.reload() : look()));
  lock.addEventListener("submit", () => keep(person));
  still.querySelector("[data-yes]").addEventListener("click", () => { touch(); still.close(); });
  still.querySelector("[data-no]").addEventListener("click", notMe);
  still.addEventListener("cancel", (event) => event.preventDefault());
  setInterval(look, 2_000);
}
