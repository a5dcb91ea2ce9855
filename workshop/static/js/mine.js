// My pieces as last seen, for the time without a network. They go when the tablet changes hands.
import { drop, keep, kept } from "./queue.js";

const FRESH_MS = 30000;
const chip = document.querySelector("header [data-outbox]");
const isShell = document.querySelector("[data-shell]") !== null;

export const mine = () => kept("mine");

// Whose work it is: who is signed in on this page; on the page without a network, who was signed in last.
export async function who() {
  const subject = chip.dataset.person || (isShell && (await mine())?.person);
  if (!subject) throw new Error("nobody is signed in");
  return subject;
}

export async function refresh() {
  const { person } = chip.dataset;
  if (!person) return isShell ? undefined : drop("mine");
  const had = await mine();
  if (had && had.person !== person) await drop("mine");
  if (!document.body.classList.contains("bench") || (had?.person === person && Date.now() - had.kept < FRESH_MS)) return;
  const answer = await fetch("/bench/pieces.json").catch(() => null);
  if (!answer?.ok || answer.redirected) return;
  const told = await answer.json();
  if (told.person === person) await keep("mine", { ...told, kept: Date.now() });
}
