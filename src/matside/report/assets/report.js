"use strict";
(() => {
  const { start_s: startS, words, blocks } = JSON.parse(document.getElementById("report-data").textContent);
  const video = document.getElementById("video");
  const css = getComputedStyle(document.documentElement);
  const colour = (name) => css.getPropertyValue(`--${name}`).trim();
  const plots = [];
  let playing = null;
  document.documentElement.classList.add("js");

  function clock(t) {
    const tenths = Math.max(0, Math.floor(t * 10 + 1e-6));
    const pad = (n) => String(n).padStart(2, "0");
    const s = Math.floor(tenths / 10), h = Math.floor(s / 3600), m = Math.floor(s / 60) % 60;
    return (h ? `${h}:${pad(m)}` : `${m}`) + `:${pad(s % 60)}.${tenths % 10}`;
  }

  // The moment on the axis: whole seconds, tenths only when zoomed in to less than some seconds.
  const tick = (t, step) => (step < 1 ? clock(t) : clock(t + 1e-3).slice(0, -2));

  function seek(t) {
    if (!video) return;
    video.currentTime = Math.max(0, t - startS);
    follow(t);
  }

  function follow(t) {
    playing = t;
    for (const plot of plots) plot.follow(t);
  }

  function told(chart, value) {
    if (value === null || value === undefined) return words.notSeen;
    const text = value.toFixed(chart.decimals).replace(/^-(0(\.0+)?)$/, "$1");
    const sign = chart.signed && value > 0 && Number(text) !== 0 ? "+" : "";
    return (sign + text).replace("-", "\u2212") + chart.unit;
  }

  const filled = (text, values) => text.replace(/\{(\w+)\}/g, (_, name) => values[name]);

  function during(lanes, t) {
    const at = lanes.filter((lane) => lane.spans.some(([a, b]) => a <= t && t <= b));
    return at.map((lane) => (lane.kind === "fault" ? filled(words.fault, { name: lane.name }) : lane.name)).join(", ");
  }

  function say(block, chart, index) {
    const values = chart.series.map((line) => {
      const value = told(chart, line.values[index]);
      return line.side ? filled(words.sideValue, { side: words[line.side], value }) : value;
    });
    const phase = during(block.lanes, block.t[index]);
    return [clock(block.t[index]), ...values, phase].filter(Boolean).join(" \u00b7 ");
  }

  function shade(u, block) {
    const { ctx, bbox } = u;
    const box = (a, b) => {
      const left = Math.max(bbox.left, u.valToPos(a, "x", true));
      const right = Math.min(bbox.left + bbox.width, u.valToPos(b, "x", true));
      return [left, Math.max(right - left, 0)];
    };
    ctx.save();
    for (const lane of block.lanes) {
      if (lane.kind !== "hold" && lane.kind !== "move") continue;
      ctx.fillStyle = colour(`tone-${lane.tone % 4}`);
      for (const [a, b] of lane.spans) {
        const [left, width] = box(a, b);
        ctx.fillRect(left, bbox.top, width, bbox.height);
      }
    }
    ctx.restore();
    return box;
  }

  function mark(u, block, box) {
    const { ctx, bbox } = u;
    const high = 6 * devicePixelRatio, stripe = 5 * devicePixelRatio;
    ctx.save();
    for (const lane of block.lanes.filter((l) => l.kind === "fault" || l.kind === "unseen")) {
      for (const [a, b] of lane.spans) {
        const [left, width] = box(a, b);
        if (!width) continue;
        ctx.fillStyle = lane.kind === "fault" ? colour("fault") : colour("bar-rest");
        ctx.fillRect(left, bbox.top, width, high);
        ctx.fillStyle = lane.kind === "fault" ? colour("fault-edge") : colour("still-edge");
        for (let x = left; x < left + width; x += 2 * stripe) {
          ctx.fillRect(x, bbox.top, Math.min(stripe, left + width - x), high);
        }
      }
    }
    ctx.restore();
  }

  function options(block, chart, group, hooks) {
    const axis = { stroke: colour("quiet"), font: "12px system-ui, sans-serif", gap: 4,
      grid: { stroke: "rgba(70,85,98,.16)", width: 1 }, ticks: { show: false } };
    let box = null;
    const ticks = [];
    for (let v = chart.low; v <= chart.high + chart.step / 1e3; v += chart.step) ticks.push(v);
    return {
      width: 600, height: 170, legend: { show: false }, padding: [10, 12, 0, 0],
      cursor: { sync: { key: group, setSeries: false }, drag: { x: true, y: false, dist: 6 },
        y: false, points: { size: 8 } },
      scales: { x: { time: false }, y: { range: [chart.low, chart.high] } },
      axes: [
        { ...axis, size: 24, space: 70, values: (u, splits, i, space, step) => splits.map((t) => tick(t, step)),
          incrs: [.1, .2, .5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200] },
        { ...axis, size: 50, splits: () => ticks, values: (u, splits) => splits.map((v) => told(chart, v)) },
      ],
      series: [{}, ...chart.series.map((line) => ({
        spanGaps: false, points: { show: false }, width: 1.8,
        stroke: colour(line.side === "right" ? "right" : "left"),
        dash: line.side === "right" ? [7, 4] : undefined,
      }))],
      hooks: { drawClear: [(u) => { box = shade(u, block); }], draw: [(u) => mark(u, block, box)], ...hooks },
    };
  }

  class Plot {
    constructor(figure, block, chart) {
      this.block = block;
      this.chart = chart;
      this.group = figure.dataset.block;
      this.readout = figure.querySelector(".readout");
      const live = figure.querySelector(".live");
      this.slider = document.createElement("div");
      this.slider.className = "slider";
      live.append(this.slider);
      figure.classList.add("drawn");
      this.u = new uPlot(
        options(block, chart, this.group, {
          setCursor: [(u) => this.show(u.cursor.idx)],
          setScale: [(u, key) => key === "x" && this.zoomed()],
        }),
        [block.t, ...chart.series.map((line) => line.values)], this.slider);
      this.head = document.createElement("div");
      this.head.className = "playhead";
      this.head.hidden = true;
      this.u.over.append(this.head);
      this.index = 0;
      this.label(live.dataset.label);
      this.listen();
      new ResizeObserver(() => this.fit(live)).observe(live);
      this.fit(live);
    }

    get ends() { return [this.block.t[0], this.block.t[this.block.t.length - 1]]; }

    label(text) {
      const [low, high] = this.ends;
      const facts = { role: "slider", tabindex: 0, "aria-label": text, "aria-valuemin": low, "aria-valuemax": high };
      for (const [name, value] of Object.entries(facts)) this.slider.setAttribute(name, value);
      this.slider.dataset.points = this.u.data[0].length;
      this.describe();
    }

    describe() {
      this.slider.setAttribute("aria-valuenow", this.block.t[this.index]);
      this.slider.setAttribute("aria-valuetext", say(this.block, this.chart, this.index));
    }

    listen() {
      let from = null;
      this.u.over.addEventListener("mousedown", (event) => { from = event.clientX; });
      this.u.over.addEventListener("click", (event) => {
        if (from !== null && Math.abs(event.clientX - from) > 4) return;
        const left = event.clientX - this.u.over.getBoundingClientRect().left;
        seek(this.u.posToVal(left, "x"));
      });
      this.slider.addEventListener("keydown", (event) => this.key(event));
      this.slider.addEventListener("focus", () => this.show(this.index));
    }

    fit(live) {
      const width = Math.floor(live.clientWidth);
      if (width > 0 && width !== this.u.width) this.u.setSize({ width, height: width < 500 ? 150 : 170 });
      if (playing !== null) this.follow(playing);
    }

    show(index) {
      if (index === null || index === undefined) {
        this.readout.textContent = playing === null ? "\u00a0" : say(this.block, this.chart, this.nearest(playing));
        return;
      }
      this.index = index;
      this.readout.textContent = say(this.block, this.chart, index);
      this.describe();
    }

    nearest(t) {
      return this.u.valToIdx(t);
    }

    follow(t) {
      const { min, max } = this.u.scales.x;
      this.head.hidden = !(t >= min && t <= max);
      this.head.style.transform = `translateX(${this.u.valToPos(t, "x") - 1}px)`;
      if (this.u.cursor.idx === null || this.u.cursor.idx === undefined) this.show(null);
    }

    zoom(min, max) { this.u.setScale("x", { min, max }); }

    zoomed() {
      if (!this.head) return;
      const { min, max } = this.u.scales.x;
      const [low, high] = this.ends;
      const whole = min <= low && max >= high;
      for (const button of document.querySelectorAll(`[data-block="${this.group}"] [data-zoom]`)) {
        button.disabled = whole && button.dataset.zoom !== "0.5";
      }
      for (const other of plots) {
        const x = other.u.scales.x;
        if (other !== this && other.group === this.group && (x.min !== min || x.max !== max)) other.zoom(min, max);
      }
      if (playing !== null) this.follow(playing);
    }

    move(t) {
      const { min, max } = this.u.scales.x;
      const clamped = Math.min(max, Math.max(min, t));
      const index = this.nearest(clamped);
      this.u.setCursor({ left: this.u.valToPos(this.block.t[index], "x"), top: 10 });
      this.show(index);
    }

    zoomBy(factor) {
      const { min, max } = this.u.scales.x;
      const [low, high] = this.ends;
      // about what is looked at: the cursor, else the video's moment, else the middle
      const looked = this.index ? this.block.t[this.index] : playing ?? (min + max) / 2;
      const middle = looked >= min && looked <= max ? looked : (min + max) / 2;
      const width = Math.max(0.5, (max - min) * factor);
      const from = Math.max(low, Math.min(middle - width / 2, high - width));
      this.zoom(from, Math.min(high, from + width));
    }

    key(event) {
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      const { min, max } = this.u.scales.x;
      const here = this.block.t[this.index], page = (max - min) / 10;
      // a step of a hundredth of the picture, but never less than one point
      const step = (way) => {
        const near = this.block.t[this.index + way];
        const far = here + (way * page) / 10;
        return near === undefined ? here : way > 0 ? Math.max(near, far) : Math.min(near, far);
      };
      const keys = {
        ArrowLeft: () => this.move(step(-1)), ArrowRight: () => this.move(step(1)),
        ArrowDown: () => this.move(step(-1)), ArrowUp: () => this.move(step(1)),
        PageDown: () => this.move(here - page), PageUp: () => this.move(here + page),
        Home: () => this.move(min), End: () => this.move(max),
        Enter: () => seek(here), "+": () => this.zoomBy(0.5), "=": () => this.zoomBy(0.5),
        "-": () => this.zoomBy(2), 0: () => this.zoom(...this.ends),
      };
      if (!keys[event.key]) return;
      event.preventDefault();
      keys[event.key]();
    }
  }

  for (const figure of document.querySelectorAll("figure.chart")) {
    const block = blocks[figure.dataset.block];
    const chart = block.charts.find((one) => one.key === figure.dataset.key);
    plots.push(new Plot(figure, block, chart));
  }

  for (const button of document.querySelectorAll("[data-zoom]")) {
    const group = button.closest("[data-block]").dataset.block;
    const plot = plots.find((one) => one.group === group);
    const factor = Number(button.dataset.zoom);
    button.addEventListener("click", () => (factor ? plot.zoomBy(factor) : plot.zoom(...plot.ends)));
    button.disabled = factor !== 0.5;
  }

  if (video) {
    for (const button of document.querySelectorAll("[data-seek]")) {
      button.addEventListener("click", () => seek(Number(button.dataset.seek)));
    }
    const now = () => follow(video.currentTime + startS);
    const run = () => {
      now();
      if (!video.paused && !video.ended) requestAnimationFrame(run);
    };
    video.addEventListener("play", run);
    for (const name of ["seeked", "pause", "timeupdate"]) video.addEventListener(name, now);
    video.addEventListener("error", () => {
      document.body.classList.remove("with-video");
      video.closest(".player").hidden = true;
      for (const button of document.querySelectorAll("button.time")) button.disabled = true;
    });
  }
})();
