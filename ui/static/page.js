// A marker in an answer shows its card: no round trip to the server, no text handled here.

const calm = matchMedia("(prefers-reduced-motion: reduce)");

function reveal(element, block) {
  element.scrollIntoView({ block, behavior: calm.matches ? "auto" : "smooth" });
  element.focus({ preventScroll: true });
}

function at(kind, { turn, marker }) {
  return document.querySelector(`${kind}[data-turn="${turn}"][data-marker="${marker}"]`);
}

function showCard(place) {
  const card = at(".card", place);
  if (!card) return;
  for (const group of document.querySelectorAll(".sources")) {
    group.hidden = group.dataset.turn !== place.turn;
  }
  for (const chosen of document.querySelectorAll(".chosen")) chosen.classList.remove("chosen");
  card.classList.add("chosen");
  at(".marker", place)?.classList.add("chosen");
  reveal(card, "nearest");
}

document.addEventListener("click", ({ target }) => {
  const marker = target.closest(".marker");
  if (marker) showCard(marker.dataset);
  const back = target.closest(".back");
  const origin = back && at(".marker", back.dataset);
  if (origin) reveal(origin, "center");
});

// A new question or its answer: bring its beginning into view.
let seen = 0;
let changed = "";
new MutationObserver(() => {
  const turns = document.querySelectorAll(".turn");
  const last = turns[turns.length - 1];
  const now = last ? `${turns.length} ${last.querySelector(".pending") ? "pending" : "done"}` : "";
  if (now === changed) return;
  changed = now;
  if (turns.length >= seen) {
    last?.scrollIntoView({ block: "start" });
    document.querySelector("#side")?.scrollTo(0, 0);
  }
  seen = turns.length;
}).observe(document.documentElement, { childList: true, subtree: true });
