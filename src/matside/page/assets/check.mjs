// Shows what the camera sees and what is to be changed, and lets the voice be heard.
import { fillCameras } from "./cameras.mjs";
import { connect, draw, unpack } from "./picture.mjs";
import { json, words } from "./presence.mjs";

const at = (id) => document.getElementById(id);
const canvas = at("picture");
const choice = at("camera-choice");
const form = at("sound-form");
const RETRY_MS = 1000;
const rows = [...document.querySelectorAll("[data-aspect]")];
const KINDS = new Map([[true, ["well", words.aspect_well]], [false, ["wrong", words.aspect_wrong]], [null, ["unknown", words.aspect_unknown]]]);
let connection = null;

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
  connection?.leave();
  at("trouble").textContent = "";
  let over = false;
  connection = connect("/check/live", { camera }, take, () => {
    if (!over) setTimeout(() => document.hidden || look(camera), RETRY_MS);
  });

  async function take(message) {
    const [state, jpeg] = unpack(message);
    if (state.over) {
      over = true;
      at("trouble").textContent = state.trouble;
      show({});
      return;
    }
    await draw(canvas, jpeg);
    show(state);
  }
}

function remember() {
  return fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), ...json });
}

document.addEventListener("visibilitychange", () => {
  if (choice.disabled) return;
  if (document.hidden) connection?.leave(); // a page that nobody sees leaves the camera alone
  else look(choice.value);
});
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
