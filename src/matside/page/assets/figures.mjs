// Moving figures: outlines of a computer-made person, one path for each tenth of a second.
import { words } from "./presence.mjs";

const SVG = "http://www.w3.org/2000/svg";
const KEY = "matside-still";
const MAT = 9;
const told = await (await fetch("/assets/figures.json")).json();
for (const figure of Object.values(told)) figure.frames = figure.frames.map(rounded);
const button = document.getElementById("stop-figures");
const asked = localStorage.getItem(KEY);
let still = asked === null ? matchMedia("(prefers-reduced-motion: reduce)").matches : asked === "1";

// Rounds the corners of an outline: a curve from the middle of each edge to the middle of the next.
function rounded(path) {
  return path
    .split("M")
    .filter(Boolean)
    .map((part) => {
      const points = part.replace("Z", "").split("L").map((pair) => pair.split(" ").map(Number));
      const middles = points.map(([x, y], at) => {
        const [nextX, nextY] = points[(at + 1) % points.length];
        return `${(x + nextX) / 2} ${(y + nextY) / 2}`;
      });
      const curves = points.map(([x, y], at) => `Q${x} ${y} ${middles[at]}`);
      return `M${middles.at(-1)}${curves.join("")}Z`;
    })
    .join("");
}

function shape(name, values) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(values)) made.setAttribute(key, value);
  return made;
}

function draw(place) {
  const figure = told[place.dataset.figure];
  if (!figure) return null;
  const [width, height] = figure.size;
  const floor = height - MAT - 6;
  const svg = shape("svg", { viewBox: `0 0 ${width} ${height}`, preserveAspectRatio: "xMidYMax meet" });
  svg.append(shape("rect", { class: "mat", x: 4, y: floor, width: width - 8, height: MAT, rx: MAT / 2 }));
  const body = shape("path", { class: "body", d: figure.frames[figure.still] });
  svg.append(body);
  place.replaceChildren(svg);
  return { body, figure, place, seen: true, shown: -1 };
}

const drawn = [...document.querySelectorAll("[data-figure]")].map(draw).filter(Boolean);
const watch = new IntersectionObserver((entries) => {
  for (const entry of entries) {
    const one = drawn.find((each) => each.place === entry.target);
    if (one) one.seen = entry.isIntersecting;
  }
});
for (const one of drawn) watch.observe(one.place);

function move(now) {
  for (const one of drawn) {
    const { frames, rate_hz: rate } = one.figure;
    const at = still ? one.figure.still : Math.floor((now / 1000) * rate) % frames.length;
    if (one.seen && at !== one.shown) {
      one.body.setAttribute("d", frames[at]);
      one.shown = at;
    }
  }
  if (!still) requestAnimationFrame(move);
}

function look() {
  button.textContent = still ? words.moving : words.still;
  requestAnimationFrame(move);
}

// Shows another exercise in a place, or nothing.
function demonstrate(place, exercise) {
  if (place.dataset.figure === exercise) return;
  place.dataset.figure = exercise;
  const before = drawn.findIndex((one) => one.place === place);
  if (before >= 0) drawn.splice(before, 1);
  const made = draw(place);
  if (made) drawn.push(made);
  else place.replaceChildren();
}

if (!button) {
  requestAnimationFrame(move);
} else if (drawn.length) {
  button.hidden = false;
  button.addEventListener("click", () => {
    still = !still;
    localStorage.setItem(KEY, still ? "1" : "0");
    look();
  });
  look();
}

export { demonstrate };
