// Says by a sound and a shake, where the device has them, that something was taken or was not. Never the only sign of it.
const SOUNDS = { right: [[880, 0.09]], wrong: [[220, 0.16], [180, 0.24]] };
const SHAKES = { right: 60, wrong: [120, 80, 120] };
const SOON_MS = 300; // later than this a sound would speak of something else
let audio = null;

// Browsers let a page sound only after somebody touched it or typed; until then `resume` waits, and nothing sounds.
const ready = () => {
  if (globalThis.AudioContext) audio ??= new AudioContext();
};
for (const kind of ["pointerdown", "keydown"]) addEventListener(kind, ready, { once: true, capture: true });

const isRunning = async () => {
  await Promise.race([audio.resume(), new Promise((after) => { setTimeout(after, SOON_MS); })]);
  return audio.state === "running";
};

const tone = (hertz, from, length) => {
  const voice = audio.createOscillator();
  const loudness = audio.createGain();
  voice.frequency.value = hertz;
  loudness.gain.setValueAtTime(0.25, from);
  loudness.gain.exponentialRampToValueAtTime(0.001, from + length);
  voice.connect(loudness).connect(audio.destination);
  voice.start(from);
  voice.stop(from + length);
};

export const signal = async (kind) => {
  const isTouched = navigator.userActivation?.hasBeenActive ?? true;
  if (isTouched) navigator.vibrate?.(SHAKES[kind]);
  if (isTouched) ready();
  if (!audio || !(await isRunning())) return;
  let at = audio.currentTime;
  for (const [hertz, length] of SOUNDS[kind]) {
    tone(hertz, at, length);
    at += length;
  }
};
