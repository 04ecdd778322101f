// Messages of a live picture: words as JSON, and a JPEG that is drawn on a canvas.
const SILENT_MS = 6000;
const LOOK_MS = 1000;
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

// Connects to a live picture; `take` gets each message, `lost` is called once when the connection ends. The server
// says something every second: one that says nothing is gone, even if nobody closed the connection, as after a sleep.
function connect(path, hello, take, lost) {
  const socket = new WebSocket(`ws://${location.host}${path}`);
  let heard = Date.now();
  let left = false;
  const looking = setInterval(() => {
    if (Date.now() - heard > SILENT_MS) end();
  }, LOOK_MS);

  function leave() {
    left = true;
    clearInterval(looking);
    socket.close();
  }

  function end() {
    if (left) return;
    leave();
    lost();
  }

  function send(told) {
    if (left || socket.readyState !== WebSocket.OPEN) return false;
    socket.send(JSON.stringify(told));
    return true;
  }

  socket.binaryType = "arraybuffer";
  socket.addEventListener("open", () => send(hello)); // first, or the server would pass over the rest
  socket.addEventListener("message", async (event) => {
    heard = Date.now();
    if (left || !event.data.byteLength) return;
    await take(event.data);
    send({ seen: 1 });
  });
  socket.addEventListener("close", end);
  return { leave, send };
}

export { connect, draw, unpack };
