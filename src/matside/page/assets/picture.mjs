// Messages of a live picture: words as JSON, and a JPEG that is drawn on a canvas.
const decoder = new TextDecoder();

function unpack(message) {
  const length = new DataView(message).getUint32(0);
  const state = JSON.parse(decoder.decode(new Uint8Array(message, 4, length)));
  return [state, new Blob([new Uint8Array(message, 4 + length)], { type: "image/jpeg" })];
}

async function draw(canvas, jpeg) {
  if (!jpeg.size) return;
  const picture = await createImageBitmap(jpeg);
  if (canvas.width !== picture.width || canvas.height !== picture.height) {
    canvas.width = picture.width;
    canvas.height = picture.height;
  }
  canvas.getContext("2d").drawImage(picture, 0, 0);
  picture.close();
}

export { draw, unpack };
