// The form of a plan without loading the page anew: its buttons, and what the person will see.
// All of it is made by the server; without this script the buttons do the same.
import { words } from "./presence.mjs";

const PAUSE_MS = 400;
const banner = document.getElementById("banner");
const form = () => document.getElementById("writing");
let changed = form().elements.told !== undefined;
let asked = 0;
let waiting;

async function answerTo(wish) {
  clearTimeout(waiting);
  const turn = ++asked;
  const body = new URLSearchParams(new FormData(form()));
  body.set("do", wish);
  try {
    const answer = await fetch("/plan/write", { method: "POST", body });
    if (!answer.ok) throw new Error(answer.status);
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    return turn === asked ? page : null; // else something was typed meanwhile
  } catch {
    banner.textContent = words.failed;
    banner.hidden = false;
    return null;
  }
}

function put(page, id) {
  document.getElementById(id).replaceWith(document.adoptNode(page.getElementById(id)));
}

// Takes away what is no longer wrong; what is newly wrong is told when it is asked for.
function forgive(page) {
  const list = document.getElementById("wrong");
  if (!list) return;
  for (const told of form().querySelectorAll(".wrong")) {
    if (page.getElementById(told.id)) continue;
    document.getElementById(told.id.replace(/-wrong$/, ""))?.removeAttribute("aria-invalid");
    told.remove();
  }
  const left = page.getElementById("wrong");
  if (!left) list.remove();
  else if (left.querySelectorAll("li").length < list.querySelectorAll("li").length) put(page, "wrong");
}

async function shape(wish, back) {
  const page = await answerTo(wish);
  if (!page) return;
  const chosen = page.querySelector("#writing [autofocus]");
  chosen?.removeAttribute("autofocus"); // browsers complain of one where the focus was elsewhere
  put(page, "writing");
  const next = chosen ?? document.getElementById(back);
  next?.focus();
  next?.select?.();
}

document.addEventListener("submit", (event) => {
  const wish = event.submitter?.value ?? "check";
  changed = false;
  if (wish === "file" || wish === "follow") return;
  changed = true;
  event.preventDefault();
  shape(wish);
});
document.addEventListener("input", () => {
  changed = true;
  clearTimeout(waiting);
  waiting = setTimeout(async () => {
    const page = await answerTo("");
    if (!page) return;
    put(page, "preview");
    forgive(page);
  }, PAUSE_MS);
});
document.addEventListener("change", (event) => {
  if (event.target.matches("[data-shapes]")) shape("", event.target.id);
});
document.addEventListener("click", (event) => {
  const field = event.target.closest("#wrong a")?.hash.slice(1);
  if (field) requestAnimationFrame(() => document.getElementById(field)?.focus());
});
addEventListener("beforeunload", (event) => {
  if (changed) event.preventDefault();
});
