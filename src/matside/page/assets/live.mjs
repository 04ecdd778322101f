// Shows a live session: the picture on a canvas, the words beside it, and what the person asks for.
import { demonstrate } from "./figures.mjs";
import { connect, draw, unpack } from "./picture.mjs";
import { words } from "./presence.mjs";

const RETRY_MS = 1000;
const EASE = 0.72;
const at = (id) => document.getElementById(id);
const canvas = at("picture");
const token = sessionStorage.getItem("matside-steers") ?? "";
let connection = null;
let lossTold = false;
let over = false;
let asked = false;
const unsent = []; // what was asked for while the connection was not open
let spoken = "";

function put(id, text) {
  const element = at(id);
  if (element.textContent !== text) element.textContent = text;
}

function say(text) {
  if (text && text !== spoken) {
    spoken = text;
    at("said").textContent = text;
  }
}

function showRing(ring) {
  at("ring").hidden = !ring;
  if (!ring) return;
  at("ring-done").setAttribute("stroke-dasharray", `${100 * Math.min(1, ring.share)} 100`);
  at("ring").classList.toggle("done", ring.done);
  at("ring").classList.toggle("still", ring.paused);
  put("ring-figure", ring.figure);
  put("ring-unit", ring.unit);
}

function showCard(card, actions = []) {
  at("card").hidden = !card;
  if (!card) return;
  at("card").dataset.kind = card.kind;
  put("card-headline", card.headline);
  const lines = card.kind === "pain" || card.kind === "paused" ? [] : card.lines;
  at("card-lines").replaceChildren(...lines.map((line) => Object.assign(document.createElement("li"), { textContent: line })));
  at("card-actions").replaceChildren(...actions);
}

function showPacer(pacer) {
  at("breath").hidden = !pacer;
  if (!pacer) return;
  at("breath-circle").style.transform = `scale(${0.4 + 0.6 * pacer.share * EASE})`;
  put("breath-word", pacer.word);
}

function showWords(state) {
  const { hud } = state;
  put("title", hud.title ?? "");
  put("headline", hud.headline ?? "");
  put("work", state.work ?? "");
  put("tally", hud.tally ?? "");
  showRing(hud.ring);
  showCard(hud.card?.kind === "pain" ? null : hud.card);
  showPacer(hud.pacer);
  at("demonstration").hidden = !state.demonstrate;
  demonstrate(at("demonstration").firstElementChild, state.demonstrate ?? "");
  const text = hud.banner?.text ?? state.caption ?? "";
  put("saying", text);
  at("saying").dataset.kind = hud.banner?.kind ?? "speech";
  say(text || hud.card?.headline || "");
  const painful = (state.ask_pain || asked) && state.steers;
  at("pain").hidden = !painful;
  at("tell-pain").hidden = Boolean(state.ask_pain); // it is being asked for
  at("watching").hidden = state.steers;
  put("watching", state.steers ? "" : words.watching);
  at("soundless").hidden = !state.soundless;
  put("soundless", state.soundless ?? "");
  at("controls").hidden = !state.steers;
  for (const [command, on, one, other] of [
    ["pause", state.paused, words.pause, words.go_on],
    ["mute", state.muted, words.sound_off, words.sound_on],
  ]) {
    const button = document.querySelector(`[data-command=${command}]`);
    const text = on ? other : one;
    if (button.textContent !== text) button.textContent = text;
  }
}

function link(text, href, kind) {
  return Object.assign(document.createElement("a"), { textContent: text, href, className: kind });
}

function clear() {
  showRing(null);
  showPacer(null);
  for (const id of ["pain", "controls", "watching", "soundless", "demonstration"]) at(id).hidden = true;
  for (const id of ["title", "headline", "work", "tally", "saying"]) put(id, "");
}

function askAfter(state) {
  clear();
  at("pain").hidden = !state.steers;
  const skip = Object.assign(document.createElement("button"), { type: "button", textContent: words.skip_pain, className: "button second" });
  skip.addEventListener("click", () => ask("stop"));
  showCard({ kind: "done", headline: words.after, lines: [] }, state.steers ? [skip] : []);
  say(words.after);
  document.querySelector("[data-pain]").focus();
}

function finish(state) {
  over = true;
  sessionStorage.removeItem("matside-steers");
  clear();
  const actions = [link(words.to_today, "/", "button second")];
  if (state.session) actions.unshift(link(words.to_report, `/history/${state.session}`, "button"));
  showCard({ kind: "done", headline: state.trouble || words.over, lines: state.lines }, actions);
  say(state.trouble || words.over);
  actions[0].focus();
}

async function take(message) {
  const [state, jpeg] = unpack(message);
  if (state.over) {
    finish(state);
    return;
  }
  if (state.asking) {
    askAfter(state);
    return;
  }
  await draw(canvas, jpeg);
  if (state.frame_s) canvas.dataset.frame = state.frame_s; // when it was taken, for whoever measures
  showWords(state);
}

function begin() {
  connection = connect("/practise/live", { token }, hear, () => {
    if (over) return;
    tellLoss();
    setTimeout(begin, RETRY_MS);
  });
}

function hear(message) {
  if (lossTold) at("banner").hidden = true;
  lossTold = false;
  sendWishes();
  return take(message);
}

function tellLoss() {
  if (!at("banner").hidden) return; // the page says it already
  lossTold = true;
  put("banner", words.lost);
  at("banner").hidden = false;
}

function ask(command, value = 0) {
  unsent.push({ command, value });
  sendWishes();
}

function sendWishes() {
  while (unsent.length && connection.send(unsent[0])) unsent.shift();
}

at("controls").addEventListener("click", (event) => {
  const { command } = event.target.dataset;
  if (command === "full") {
    if (document.fullscreenElement) document.exitFullscreen();
    else document.documentElement.requestFullscreen();
  } else if (command) {
    ask(command);
  }
});
at("tell-pain").addEventListener("click", () => {
  asked = !asked;
  at("tell-pain").setAttribute("aria-expanded", String(asked));
  at("pain").hidden = !asked;
});

function tellPain(pain) {
  ask("pain", pain);
  asked = false;
  at("tell-pain").setAttribute("aria-expanded", "false");
  at("pain").hidden = true;
}

at("pain").addEventListener("click", (event) => {
  if (event.target.dataset.pain) tellPain(Number(event.target.dataset.pain));
});
document.addEventListener("keydown", (event) => {
  // The voice asks for the press of a number, and who lies on the mat does not look for a button.
  const alone = !(event.ctrlKey || event.altKey || event.metaKey || event.repeat);
  if (alone && !at("pain").hidden && /^[0-9]$/.test(event.key)) tellPain(Number(event.key));
});
begin();
