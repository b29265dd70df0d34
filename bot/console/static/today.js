// The charts of Today, drawn from the tables beside them: what one shows, the other says.

const HEIGHT = 220;
const style = getComputedStyle(document.documentElement);
const colour = (name) => style.getPropertyValue(name).trim();
// Told apart by dashes, too, and not by colour alone.
const LINES = [
  { stroke: colour("--ink"), dash: [] },
  { stroke: colour("--accent"), dash: [6, 3] },
  { stroke: colour("--quiet"), dash: [2, 3] },
  { stroke: colour("--bad"), dash: [10, 4] },
];
const axis = () => ({ stroke: colour("--quiet"), grid: { stroke: colour("--line") } });

const cells = (row, what) => [...row.querySelectorAll(what)];

function days() {
  const table = document.querySelector("#days");
  const names = cells(table.tHead, "th").slice(1).map((cell) => cell.textContent);
  const rows = [...table.tBodies[0].rows];
  const at = rows.map((row) => Date.parse(`${row.cells[0].textContent}T12:00`) / 1000);
  const counts = names.map((_, column) => rows.map((row) => Number(row.cells[column + 1].textContent)));
  const x = { ...axis(), values: (_, splits) => splits.map((s) => new Date(s * 1000).toLocaleDateString(document.documentElement.lang, { day: "numeric", month: "short" })) };
  return { names, data: [at, ...counts], x, time: true };
}

function hours(place) {
  const every = cells(document.querySelector("#hours"), "td");
  const data = [every.map((_, hour) => hour), every.map((cell) => Number(cell.dataset.count)), every.map((cell) => Number(cell.dataset.teams))];
  const names = cells(document.querySelector("#hours").tBodies[0], "th").map((cell) => cell.textContent);
  const x = { ...axis(), splits: () => names.map((_, day) => day * 24), values: () => names };
  return { names: [place.dataset.first, place.dataset.second], data, x, time: false };
}

function legend(place, names) {
  const list = document.createElement("ul");
  list.className = "chart-legend";
  names.forEach((name, number) => {
    const item = document.createElement("li");
    const { stroke, dash } = LINES[number];
    const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    const line = document.createElementNS("http://www.w3.org/2000/svg", "line");
    const at = { x1: 0, x2: 24, y1: 4, y2: 4, stroke, "stroke-width": 2, "stroke-dasharray": dash.join(" ") };
    for (const [key, value] of Object.entries(at)) line.setAttribute(key, value);
    svg.setAttribute("aria-hidden", "true");
    svg.append(line);
    item.append(svg, name);
    list.append(item);
  });
  place.after(list);
}

function draw(place) {
  const { names, data, x, time } = { days, hours }[place.dataset.chart](place);
  const series = names.map((label, number) => ({ label, width: 2, points: { show: false }, ...LINES[number] }));
  const size = () => ({ width: place.clientWidth, height: HEIGHT });
  const chart = new uPlot({ ...size(), legend: { show: false }, cursor: { show: false }, scales: { x: { time } }, series: [{}, ...series], axes: [x, axis()] }, data, place);
  legend(place, names);
  new ResizeObserver(() => chart.setSize(size())).observe(place);
}

document.querySelectorAll("[data-chart]").forEach(draw);
