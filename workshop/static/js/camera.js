// The live camera: the browser's own detector where there is one, else the decoder that came at set-up. Off when nobody looks.
import { scanned } from "./scan.js";

const EVERY_MS = 140;
const PICTURE = { video: { facingMode: "environment", width: { ideal: 1280 } } };
const box = document.querySelector("[data-camera]");
const video = box.querySelector("video");
const button = box.querySelector("button");
const said = box.querySelector("p");
let stream = null;

const native = async () => {
  const formats = await globalThis.BarcodeDetector?.getSupportedFormats?.().catch(() => []);
  if (!formats?.includes("qr_code")) return null;
  const detector = new BarcodeDetector({ formats: ["qr_code"] });
  return async () => (await detector.detect(video)).map((code) => code.rawValue);
};

const carried = async () => {
  const { prepareZXingModule, readBarcodes } = await import(box.dataset.reader);
  prepareZXingModule({ overrides: { locateFile: () => box.dataset.wasm } });
  const canvas = document.createElement("canvas");
  const paper = canvas.getContext("2d", { willReadFrequently: true });
  return async () => {
    canvas.width = video.videoWidth;
    canvas.height = video.videoHeight;
    paper.drawImage(video, 0, 0);
    const seen = paper.getImageData(0, 0, canvas.width, canvas.height);
    return (await readBarcodes(seen, { formats: ["QRCode"], maxNumberOfSymbols: 1 })).map((code) => code.text);
  };
};

const stop = () => {
  stream?.getTracks().forEach((track) => track.stop());
  stream = null;
  video.hidden = true;
  button.hidden = false;
};

// The same text twice: half a code in bad light is sometimes read as another.
const watch = async (read) => {
  for (let before = ""; stream; await new Promise((next) => setTimeout(next, EVERY_MS))) {
    const [text] = video.videoWidth ? await read().catch(() => []) : [];
    if (text && text === before) {
      stop();
      scanned(text, "camera");
    }
    before = text || before;
  }
};

const start = async () => {
  said.hidden = true;
  try {
    const reading = (await native()) ?? (await carried());
    stream = await navigator.mediaDevices.getUserMedia(PICTURE);
    video.srcObject = stream;
    video.hidden = false;
    button.hidden = true;
    await video.play();
    watch(reading);
  } catch (error) {
    stop();
    said.textContent = error.name === "NotAllowedError" ? box.dataset.refused : box.dataset.none;
    said.hidden = false;
  }
};

if (navigator.mediaDevices && (globalThis.BarcodeDetector || box.dataset.reader)) {
  box.hidden = false;
  button.addEventListener("click", start);
  document.addEventListener("visibilitychange", () => document.hidden && stop());
}
