// A tap on the photo of a tree is where the chosen piece hangs: it is kept at once, and the next piece is asked for.
const photo = document.querySelector("[data-spots]");
const form = document.querySelector("form[action$='/places']");

if (photo && form) {
  const { hung, x, y } = form.elements;
  const ask = () => {
    form.querySelector("[data-spots-said]").textContent = photo.dataset.spots.replace("{serial}", hung.value);
  };
  let isSent = false;

  photo.classList.add("taps");
  hung.addEventListener("change", ask);
  ask();
  photo.addEventListener("click", (event) => {
    if (isSent) return;
    isSent = true;
    const box = photo.querySelector("img").getBoundingClientRect();
    const part = (at, from, whole) => Math.min(1000, Math.max(0, Math.round(((at - from) / whole) * 1000)));
    x.value = part(event.clientX, box.left, box.width);
    y.value = part(event.clientY, box.top, box.height);
    form.requestSubmit();
  });
}
