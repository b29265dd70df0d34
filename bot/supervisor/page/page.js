// Shows the steps of the set-up; when the gateway has taken the port over, becomes the demo.
const POLL_MS = 1000;
// So many silences in a row while nothing is wrong: the gateway needs seconds, not minutes.
const PATIENCE = 90;

const texts = document.body.dataset;
const place = (id) => document.getElementById(id);
let silences = 0;
let stopped = false;

function clockTime(seconds) {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
}

function line(step) {
  const item = document.createElement("li");
  item.dataset.state = step.state;
  const title = document.createElement("span");
  title.textContent = step.title;
  const time = document.createElement("small");
  if (step.state === "unchanged") time.textContent = texts.unchanged;
  else if (step.state !== "waiting") time.textContent = clockTime(step.seconds);
  const detail = document.createElement("small");
  detail.className = "detail";
  detail.textContent = step.detail;
  item.append(title, time, detail);
  return item;
}

function show(status) {
  place("progress").value = status.fraction;
  place("percent").textContent = `${Math.round(status.fraction * 100)} %`;
  place("elapsed").textContent = texts.elapsed.replace("{time}", clockTime(status.elapsed_seconds));
  place("steps").replaceChildren(...status.steps.map(line));
  if (status.problem) {
    stopped = true;
    say(`${texts.failed}: ${status.problem}`, true);
  }
}

function say(text, wrong) {
  place("news").textContent = text;
  place("news").classList.toggle("wrong", wrong);
}

async function poll() {
  try {
    const response = await fetch("/setup/status.json", { cache: "no-store" });
    silences = 0;
    if (!response.ok) {
      say(texts.opening, false);
      location.reload();
      return;
    }
    show(await response.json());
  } catch {
    silences += 1;
    if (!stopped && silences > PATIENCE) say(texts.gone, true);
  }
  setTimeout(poll, POLL_MS);
}

poll();
