// A photo as it is sent: no larger than the server keeps it. What cannot be read here goes as it is; the server judges it.
const LONGEST = 1600;

export async function shrunk(file) {
  const small = file.type.startsWith("image/") ? await drawn(file).catch(() => null) : null;
  const sent = small && small.size < file.size ? small : file;
  const name = sent === file ? file.name : file.name.replace(/\.\w+$/, "") + ".jpg";
  // Bytes, not a file: a file on the card may be gone when its turn comes, and old Safari loses stored ones.
  return { name, type: sent.type, bytes: await sent.arrayBuffer() };
}

async function drawn(file) {
  const picture = await createImageBitmap(file, { imageOrientation: "from-image" });
  const scale = Math.min(1, LONGEST / Math.max(picture.width, picture.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.round(picture.width * scale);
  canvas.height = Math.round(picture.height * scale);
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  picture.close();
  return new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.88));
}
