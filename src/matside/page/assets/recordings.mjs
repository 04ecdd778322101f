// Sends videos that are dropped or chosen, and shows how far looking at them has come.
import { dropped } from "./drop.mjs";
import { json, words } from "./presence.mjs";

const EVERY_MS = 700;
const IDLE_MS = 15_000; // another page may have sent something
const files = document.getElementById("files");
const folder = document.getElementById("folder");
const list = document.getElementById("job-list");
const section = document.getElementById("jobs-section");
const said = document.getElementById("said");
const rows = new Map();
const mine = new Set();
const percent = new Intl.NumberFormat(document.documentElement.lang, { style: "percent" });
let sending = 0;
let due = 0;

function filled(text, values) {
  return text.replace(/\{(\w+)\}/g, (_all, name) => values[name]);
}

function made(name, text = "", kind = "") {
  const element = document.createElement(name);
  element.textContent = text;
  if (kind) element.className = kind;
  return element;
}

function rowOf(key, name) {
  if (!rows.has(key)) {
    const row = made("li", "", "job");
    const state = made("p", "", "quiet");
    const bar = document.createElement("progress");
    bar.max = 1;
    bar.setAttribute("aria-label", name);
    const actions = made("p", "", "actions");
    row.append(made("h3", name), bar, state, actions);
    rows.set(key, { row, state, bar, actions, shown: "" });
    list.prepend(row);
    section.hidden = false;
  }
  return rows.get(key);
}

function show(key, name, share, text) {
  const { bar, state } = rowOf(key, name);
  if (share === null) bar.removeAttribute("value");
  else bar.value = share;
  state.textContent = text;
}

function offer(job) {
  const one = rowOf(job.id, job.name);
  const kind = `${job.state} ${job.session}`;
  if (one.shown === kind) return;
  one.shown = kind;
  one.actions.replaceChildren();
  one.bar.hidden = !["waiting", "running"].includes(job.state);
  if (!one.bar.hidden) {
    const stop = made("button", words.cancel, "button second");
    stop.type = "button";
    stop.setAttribute("aria-label", filled(words.cancel_named, { name: job.name }));
    stop.addEventListener("click", () => fetch(`/recordings/${job.id}/cancel`, { method: "POST", ...json }));
    one.actions.append(stop);
  } else {
    said.textContent = `${job.name}: ${job.words}`;
  }
  if (job.session !== null) {
    const open = made("a", words.open, "button");
    open.href = `/history/${job.session}`;
    open.setAttribute("aria-label", filled(words.open_named, { name: job.name }));
    one.actions.append(open);
  }
}

async function look() {
  clearTimeout(due);
  let busy = sending > 0;
  try {
    const answer = await fetch("/recordings/jobs", json);
    const jobs = await answer.json();
    for (const job of [...jobs].reverse()) {
      show(job.id, job.name, job.state === "done" ? 1 : job.share, job.words);
      offer(job);
    }
    const ours = jobs.filter((job) => mine.has(job.id));
    if (!sending && ours.length === 1 && ours[0].state === "done" && ours[0].session !== null) {
      location.href = `/history/${ours[0].session}`;
      return;
    }
    busy ||= jobs.some((job) => ["waiting", "running"].includes(job.state));
  } catch {
    busy = true; // the banner says that the server is gone; it may come back
  }
  clearTimeout(due);
  due = setTimeout(look, busy ? EVERY_MS : IDLE_MS);
}

function send(file) {
  const key = `sending ${file.name} ${file.lastModified}`;
  const request = new XMLHttpRequest();
  const query = new URLSearchParams({ name: file.name, modified: String(Math.floor(file.lastModified)) });
  const fail = (text) => {
    const { bar, state } = rowOf(key, file.name);
    bar.hidden = true;
    state.textContent = text;
    said.textContent = `${file.name}: ${text}`;
  };
  const told = (share) => show(key, file.name, share, filled(words.sending, { name: file.name, share: percent.format(share) }));
  told(0);
  return new Promise((resolve) => {
    request.upload.addEventListener("progress", (event) => told(event.total ? event.loaded / event.total : 0));
    request.addEventListener("loadend", () => {
      let answer = {};
      try {
        answer = JSON.parse(request.responseText);
      } catch {
        answer = { error: words.failed };
      }
      if (answer.job) {
        mine.add(answer.job);
        rows.get(key).row.remove();
        rows.delete(key);
      } else {
        fail(answer.error ?? words.failed);
      }
      resolve();
    });
    request.open("PUT", `/recordings/new?${query}`);
    request.setRequestHeader("accept", "application/json");
    request.send(file);
  });
}

async function take(chosen) {
  for (const file of chosen) {
    sending += 1;
    await send(file);
    sending -= 1;
    look();
  }
}

files.addEventListener("change", () => {
  take([...files.files]);
  files.value = "";
});

// Yields the videos in a folder and the folders in it, in the order of their names.
async function* within(entry) {
  if (entry.isFile) {
    const file = await new Promise((resolve, reject) => entry.file(resolve, reject));
    if (known(file)) yield file;
    return;
  }
  const reader = entry.createReader();
  const entries = [];
  for (let more; (more = await new Promise((resolve, reject) => reader.readEntries(resolve, reject))).length; ) entries.push(...more);
  for (const one of entries.sort((a, b) => a.name.localeCompare(b.name))) yield* within(one);
}

function known(file) {
  return folder.dataset.suffixes.split(",").some((suffix) => file.name.toLowerCase().endsWith(suffix));
}

function takeKnown(chosen) {
  const videos = chosen.filter(known);
  if (videos.length) take(videos);
  else said.textContent = words.no_videos;
}

folder.addEventListener("change", () => {
  takeKnown([...folder.files]);
  folder.value = "";
});
dropped(async (dragged) => {
  const files = [...dragged.files]; // gone once anything is waited for
  const entries = [...dragged.items].map((item) => item.webkitGetAsEntry?.()).filter(Boolean);
  if (entries.some((entry) => entry.isDirectory)) {
    const found = [];
    for (const entry of entries) for await (const file of within(entry)) found.push(file);
    takeKnown(found);
  } else {
    take(files);
  }
});
look();
