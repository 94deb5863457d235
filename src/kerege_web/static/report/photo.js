// A picture is drawn anew before it is kept or sent: place, time and device, which its file holds, do not come along.
const LONGEST_SIDE = 1280;
const QUALITY = 0.72;

export async function drawnAnew(file, canvas) {
  const picture = await decoded(file);
  const scale = Math.min(1, LONGEST_SIDE / Math.max(picture.width, picture.height));
  canvas.width = Math.max(1, Math.round(picture.width * scale));
  canvas.height = Math.max(1, Math.round(picture.height * scale));
  canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
  const blob = await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", QUALITY));
  if (!blob) throw new Error("The picture cannot be drawn.");
  return blob.arrayBuffer();
}

function decoded(file) {
  if (self.createImageBitmap) return createImageBitmap(file, { imageOrientation: "from-image" });
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onerror = reject;
    reader.onload = () => {
      const picture = new Image();
      picture.onload = () => resolve(picture);
      picture.onerror = reject;
      picture.src = reader.result;
    };
    reader.readAsDataURL(file);
  });
}
