// My pieces as last seen, for the time without a network. They go when the tablet changes hands.
import { drop, keep, kept } from "./kept.js";

const FRESH_MS = 30000;
const chip = document.querySelector("header [data-outbox]");

// The page that is shown without a network knows nobody; every other page says who is here, or that nobody is.
export const isKept = document.querySelector("[data-shell=kept]") !== null;
export const mine = () => kept("mine");

// Whose work it is: who is signed in on this page; on the page without a network, who was signed in last. Nobody is "".
export const here = async () => chip.dataset.person || (isKept && (await mine().catch(() => null))?.person) || "";

export async function who() {
  const subject = await here();
  if (!subject) throw new Error("nobody is signed in");
  return subject;
}

// What was sent changed them: the next page asks anew.
export async function stale() {
  const had = await mine().catch(() => null);
  if (had) await keep("mine", { ...had, kept: 0 });
}

async function asked() {
  const answer = await fetch("/bench/pieces.json").catch(() => null);
  if (answer?.status === 401 || answer?.redirected) return { person: "" };
  return answer?.ok ? answer.json().catch(() => null) : null;
}

// True when the workshop answered with the pieces of whoever is here.
export async function refresh(isNow = false) {
  const { person } = chip.dataset;
  if (!person && !isKept) return drop("mine");
  const had = await mine();
  if (person && had && had.person !== person) await drop("mine");
  if (!document.body.classList.contains("bench")) return;
  if (!isNow && had?.person === person && Date.now() - had.kept < FRESH_MS) return;
  const told = await asked();
  const isOurs = told !== null && told.person === (person || had?.person);
  if (isOurs && told.person) await keep("mine", { ...told, kept: Date.now() });
  else if (told && isKept) await drop("mine");
  return told !== null;
}
