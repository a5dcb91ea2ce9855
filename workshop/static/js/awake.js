// The screen stays on while somebody works at a piece, where the device lets it; asked for again whenever the page is shown again.
let lock = null;

const stayAwake = async () => {
  if (!navigator.wakeLock || document.visibilityState !== "visible" || (lock && !lock.released)) return;
  lock = await navigator.wakeLock.request("screen").catch(() => null); // refused when the battery is low
};
document.addEventListener("visibilitychange", stayAwake);
stayAwake();
