// Tells the server that this page is open, and the person when the server has gone.
const words = JSON.parse(document.getElementById("texts").textContent);
const banner = document.getElementById("banner");
const RETRY_MS = 1500;
const GONE_AFTER = 6;
const json = { headers: { accept: "application/json" } };
let key = document.querySelector("meta[name=matside-key]").content;
let missed = 0;

// Proves to a server that was started anew that this page was open before. The key is never sent.
async function comeBack() {
  const asked = await fetch("/back", json);
  if (!asked.ok) return;
  const { question } = await asked.json();
  const bytes = (text) => new TextEncoder().encode(text);
  const secret = await crypto.subtle.importKey("raw", bytes(key), { name: "HMAC", hash: "SHA-256" }, false, ["sign"]);
  const signed = await crypto.subtle.sign("HMAC", secret, bytes(`${location.port} ${question}`));
  const answer = [...new Uint8Array(signed)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  const query = new URLSearchParams({ question, answer });
  const told = await fetch(`/back?${query}`, { method: "POST", ...json });
  if (told.ok) key = (await told.json()).key;
}

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
      comeBack().catch(() => {}); // it is not there yet
    }
    setTimeout(connect, RETRY_MS);
  });
}

connect();

export { json, words };
