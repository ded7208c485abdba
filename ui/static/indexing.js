// How far the indexing of the documents is: looked at while it goes on, and drawn.
//
// After each look, the document gets "documents-indexing" with detail { status, first }, and after an
// indexing has ended "documents-changed" with detail { status }.

const POLL = 700; // ms between two looks at the indexing
const RARELY = 5000; // the same while nobody looks at it; the chat still hears of the end
const STAGES = {
  Reading: "Reading the documents",
  Embedding: "Working through the sentences",
  "Storing vectors": "Writing the index",
  "Checking the search": "Checking the index",
  Checking: "Checking the index",
};

let status = null; // as last seen
let polling = false;
let lookAgain = false; // something was begun since the last look
let wake = () => {};

// Whether nothing is being read at the moment, as far as is known.
export const settled = () => status !== null && !status.working;

export async function poll() {
  lookAgain = true;
  wake();
  if (polling) return;
  polling = true;
  try {
    do {
      lookAgain = false;
      const found = await look().catch(() => null);
      if (!found) break;
      const before = status;
      status = found;
      tell("documents-indexing", { status, first: before === null });
      if (before && before.runs !== found.runs) tell("documents-changed", { status });
      if (found.working && !lookAgain) await pause();
    } while (status.working || lookAgain);
  } finally {
    polling = false;
  }
}

async function look() {
  const response = await fetch("/api/indexing");
  return response.ok ? response.json() : null;
}

function tell(what, detail) {
  document.dispatchEvent(new CustomEvent(what, { detail }));
}

function pause() {
  const looking = document.querySelector("#view .documents-indexing") && !document.hidden;
  return new Promise((resolve) => {
    const waiting = setTimeout(resolve, looking ? POLL : RARELY);
    wake = () => {
      clearTimeout(waiting);
      resolve();
    };
  });
}

// Draw it into its place in the view.
export function draw(place) {
  place.hidden = !status || (!status.working && !status.problem);
  if (place.hidden) return place.replaceChildren();
  if (!status.working) return place.replaceChildren(problem());
  if (!place.querySelector(".bar")) {
    place.innerHTML =
      '<p class="small documents-stage"></p><div class="bar" role="progressbar" aria-label="Indexing"' +
      ' aria-valuemin="0" aria-valuemax="100"><span></span></div>';
  }
  const share = status.total ? status.done / status.total : 0;
  const bar = place.querySelector(".bar");
  bar.setAttribute("aria-valuenow", Math.round(share * 100));
  bar.firstElementChild.style.width = `${share * 100}%`;
  place.querySelector(".documents-stage").textContent = stageText(share);
}

function problem() {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button documents-index";
  button.textContent = "Try again";
  const said = document.createElement("p");
  said.textContent = status.problem;
  const notice = document.createElement("div");
  notice.className = "notice bad";
  notice.setAttribute("role", "alert");
  notice.append(said, button);
  return notice;
}

function stageText(share) {
  if (status.held) return `${status.held}. It is tried again.`;
  if (!status.stage) return "Looking through the documents. You can go on asking.";
  const stage = STAGES[status.stage] ?? status.stage;
  const left = status.seconds === null ? "" : `, ${seconds(status.seconds)} left`;
  return `${stage}: ${Math.round(share * 100)} %${left}. You can go on asking.`;
}

function seconds(count) {
  if (count < 60) return `${Math.max(1, Math.round(count))} s`;
  return `${Math.round(count / 60)} min`;
}
