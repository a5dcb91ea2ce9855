// Chosen pictures are kept on the tablet beside the answers, until they are signed; no larger than the server keeps them.
import { shrunk } from "./shrink.js";

const DAYS = 14;

const asked = (request) =>
  new Promise((done, failed) => {
    request.onsuccess = () => done(request.result);
    request.onerror = () => failed(request.error);
  });

const store = async (mode) => {
  const opening = indexedDB.open("inspection", 1);
  opening.onupgradeneeded = () => opening.result.createObjectStore("pictures");
  return (await asked(opening)).transaction("pictures", mode, { durability: "strict" }).objectStore("pictures");
};

const nameOf = (form, field) => `${form.dataset.draft} ${field.name}`;

const choose = (field, { name, type, bytes }) => {
  const carried = new DataTransfer();
  carried.items.add(new File([bytes], name, { type }));
  field.files = carried.files;
};

export const keepPicture = async (form, field) => {
  const file = field.files[0];
  const small = file && (await shrunk(file));
  if (small && field.files[0] === file) choose(field, small);
  const pictures = await store("readwrite");
  await asked(small ? pictures.put({ at: Date.now(), ...small }, nameOf(form, field)) : pictures.delete(nameOf(form, field)));
};

const dropOld = async () => {
  const pictures = await store("readwrite");
  const [names, kept] = await Promise.all([asked(pictures.getAllKeys()), asked(pictures.getAll())]);
  names.filter((_, at) => kept[at].at < Date.now() - DAYS * 86400000).forEach((name) => pictures.delete(name));
};

export const restorePictures = async (form) => {
  await dropOld();
  if ("refused" in form.dataset) return;
  const pictures = await store("readonly");
  for (const field of form.querySelectorAll("input[type=file]")) {
    const kept = await asked(pictures.get(nameOf(form, field)));
    if (kept) choose(field, kept);
  }
};

export const forgetPictures = async (form) => {
  const pictures = await store("readwrite");
  const names = await asked(pictures.getAllKeys());
  await Promise.all(names.filter((name) => name.startsWith(`${form.dataset.draft} `)).map((name) => asked(pictures.delete(name))));
};
