// Two videos in step: both start at the same moment of what was done, and play, stop and seek together.
import { words } from "./presence.mjs";

const APART_S = 0.08; // more than two frames of a usual video
const [first, second] = document.querySelectorAll(".together video");
const play = document.getElementById("play");
const position = document.getElementById("position");
const time = document.getElementById("time");
const anchor = document.getElementById("anchor");
let starts = [0, 0];
let running = false;

function clock(seconds) {
  const whole = Math.max(0, Math.floor(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

function length() {
  return Math.max(0, Math.min(first.duration - starts[0], second.duration - starts[1]) || 0);
}

function seek(at) {
  first.currentTime = starts[0] + at;
  second.currentTime = starts[1] + at;
}

function look() {
  position.max = length();
  position.value = first.currentTime - starts[0];
  position.setAttribute("aria-valuetext", clock(position.value));
  time.textContent = `${clock(position.value)} / ${clock(length())}`;
  play.textContent = running ? words.pause : words.play;
}

function halt() {
  running = false;
  first.pause();
  second.pause();
  seek(first.currentTime - starts[0]); // what stands still shows the same moment to the frame
  look();
}

async function go() {
  if (first.currentTime - starts[0] >= length() - 0.1) seek(0);
  running = true;
  await Promise.all([first.play(), second.play()]);
  look();
}

function align() {
  const { first: one, second: other } = anchor.selectedOptions[0].dataset;
  starts = [Number(one), Number(other)];
  halt();
  seek(0);
  look();
}

function follow() {
  if (running) {
    const at = first.currentTime - starts[0];
    if (Math.abs(second.currentTime - starts[1] - at) > APART_S && !second.seeking) second.currentTime = starts[1] + at;
    if (at >= length()) halt();
    look();
  }
  requestAnimationFrame(follow);
}

play.addEventListener("click", () => (running ? halt() : go().catch(halt)));
position.addEventListener("input", () => {
  seek(Number(position.value));
  look();
});
anchor.addEventListener("change", align);
for (const video of [first, second]) video.addEventListener("loadedmetadata", align);
if (first.readyState && second.readyState) align();
follow();
