// Shows what the camera sees and what is to be changed, and lets the voice be heard.
import { fillCameras, json } from "./cameras.mjs";
import { draw, unpack } from "./picture.mjs";
import { words } from "./presence.mjs";

const at = (id) => document.getElementById(id);
const canvas = at("picture");
const choice = at("camera-choice");
const form = at("sound-form");
const rows = [...document.querySelectorAll("[data-aspect]")];
const KINDS = new Map([[true, ["well", words.aspect_well]], [false, ["wrong", words.aspect_wrong]], [null, ["unknown", words.aspect_unknown]]]);
let socket = null;

function put(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

function show(state) {
  put(at("words"), state.words ?? "");
  for (const row of rows) {
    const [kind, text] = KINDS.get(state.aspects?.[row.dataset.aspect] ?? null);
    row.dataset.kind = kind;
    put(row.lastElementChild, text);
  }
}

function look(camera) {
  socket?.close();
  at("trouble").textContent = "";
  const mine = new WebSocket(`ws://${location.host}/check/live`);
  socket = mine;
  mine.binaryType = "arraybuffer";
  mine.addEventListener("open", () => mine.send(JSON.stringify({ camera })));
  mine.addEventListener("message", async (event) => {
    const [state, jpeg] = unpack(event.data);
    if (mine !== socket) return;
    if (state.over) {
      at("trouble").textContent = state.trouble;
      show({});
      return;
    }
    await draw(canvas, jpeg);
    show(state);
    if (mine.readyState === WebSocket.OPEN) mine.send('{"seen":1}');
  });
}

function remember() {
  return fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), ...json });
}

choice.addEventListener("change", () => look(choice.value));
form.addEventListener("change", remember);
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  const button = form.querySelector("[type=submit]");
  button.disabled = true;
  try {
    await remember();
    const told = await (await fetch("/check/sound", { method: "POST", ...json })).json();
    at("sound-said").textContent = told.error || told.advice || words.sound_heard;
  } catch {
    at("sound-said").textContent = words.failed;
  }
  button.disabled = false;
});
show({});
try {
  at("trouble").textContent = await fillCameras(choice);
  if (!choice.disabled) look(choice.value);
} catch {
  at("trouble").textContent = words.failed;
}
