// Draws the charts of progress with uPlot; the numbers stand in a table beside each.
const told = JSON.parse(document.getElementById("charts").textContent);
const HIGH_PX = 220;
const { lang } = document.documentElement;
const dark = matchMedia("(prefers-color-scheme: dark)");

function colours() {
  const style = getComputedStyle(document.documentElement);
  const of = (name) => style.getPropertyValue(name).trim();
  return { ink: of("--quiet"), line: of("--line"), first: of("--first"), second: of("--second"), third: of("--third"), wash: of("--first-wash") };
}

function options(chart, width, paint) {
  const strokes = [paint.first, paint.second, paint.third];
  const bars = uPlot.paths.bars({ size: [0.62, 46, 4], radius: 0.18 });
  const axis = { stroke: paint.ink, grid: { stroke: paint.line, width: 1 }, ticks: { show: false }, font: "15px system-ui, sans-serif" };
  const day = new Intl.DateTimeFormat(lang === "en" ? "en-GB" : lang, { day: "numeric", month: "short", timeZone: "UTC" });
  const week = 7 * 86400;
  const weeks = told.mondays_s;
  return {
    width,
    height: HIGH_PX,
    legend: { show: chart.lines.length > 1, live: false },
    cursor: { show: false },
    tzDate: (seconds) => new Date(seconds * 1000),
    scales: {
      x: { range: [weeks[0] - week / 1.6, weeks.at(-1) + week / 1.6] },
      y: { range: (_u, low, high) => scale(chart, low, high) },
    },
    axes: [
      { ...axis, grid: { show: false }, splits: () => marks(weeks, width), values: (_u, at) => at.map((one) => day.format(one * 1000)) },
      { ...axis, size: 46, space: 42 },
    ],
    series: [
      {},
      ...chart.lines.map((line, number) => ({
        label: line.name,
        stroke: strokes[number],
        fill: chart.bars ? paint.wash : undefined,
        width: chart.bars ? 1.5 : 2.5,
        dash: [undefined, [6, 5], [2, 4]][number],
        spanGaps: true,
        paths: chart.bars ? bars : undefined,
        points: { show: !chart.bars, size: number ? 8 : 9, fill: strokes[number] },
      })),
    ],
  };
}

function scale(chart, low, high) {
  if (!chart.free) return [0, chart.top ?? Math.max(1, high * 1.12)];
  const room = Math.max((high - low) * 0.25, Math.abs(high) * 0.05, 0.02);
  return [low - room, high + room];
}

function marks(weeks, width) {
  const every = Math.max(1, Math.ceil(weeks.length / Math.max(2, Math.floor(width / 95))));
  return weeks.filter((_week, place) => (weeks.length - 1 - place) % every === 0);
}

function draw() {
  const paint = colours();
  for (const place of document.querySelectorAll("[data-chart]")) {
    const chart = told.charts.find((one) => one.id === place.dataset.chart);
    place.replaceChildren();
    const data = [told.mondays_s, ...chart.lines.map((line) => line.values)];
    new uPlot(options(chart, place.clientWidth, paint), data, place);
  }
}

let due = 0;
addEventListener("resize", () => {
  clearTimeout(due);
  due = setTimeout(draw, 150);
});
dark.addEventListener("change", draw);
draw();
