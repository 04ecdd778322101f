// Looks for cameras, and begins a session.
import { fillCameras } from "./cameras.mjs";
import { json, words } from "./presence.mjs";

const form = document.getElementById("begin-form");
const choice = document.getElementById("camera-choice");
const button = document.getElementById("begin-button");
const trouble = document.getElementById("begin-trouble");
const EASE_FROM = 4;
const STOP_FROM = 6;

async function look() {
  trouble.textContent = await fillCameras(choice);
  button.disabled = choice.disabled;
}

form.addEventListener("change", () => {
  const pain = Number(new FormData(form).get("pain") || 0);
  trouble.textContent = pain >= EASE_FROM && pain < STOP_FROM ? words.go_easy : "";
});
form.addEventListener("submit", async (event) => {
  event.preventDefault();
  button.disabled = true;
  const answer = await fetch(form.action, { method: "POST", body: new URLSearchParams(new FormData(form)), ...json });
  const told = await answer.json();
  if (told.token) {
    sessionStorage.setItem("matside-steers", told.token);
    location.href = "/practise";
    return;
  }
  trouble.textContent = told.error ?? words.failed;
  button.disabled = false;
});
look().catch(() => {
  trouble.textContent = words.failed;
});
