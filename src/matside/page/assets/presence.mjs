// Tells the server that this page is open, and the person when the server has gone.
const words = JSON.parse(document.getElementById("texts").textContent);
const banner = document.getElementById("banner");
const RETRY_MS = 1500;
const GONE_AFTER = 6;
let missed = 0;

function connect() {
  const socket = new WebSocket(`ws://${location.host}/presence`);
  socket.addEventListener("open", () => {
    missed = 0;
    banner.hidden = true;
  });
  socket.addEventListener("close", () => {
    missed += 1;
    if (missed > 1) {
      banner.textContent = missed > GONE_AFTER ? words.gone : words.lost;
      banner.hidden = false;
    }
    setTimeout(connect, RETRY_MS);
  });
}

connect();

export { words };
