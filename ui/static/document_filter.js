// Which documents are asked: names; none means all. Kept in localStorage, and told to all that show
// it by the document's event "documents-chosen" with detail { names }.

const KEPT = "assistant.documents";

const strings = (list) => list.filter((one) => typeof one === "string");

let names = kept();

function kept() {
  try {
    const found = JSON.parse(localStorage.getItem(KEPT) ?? "[]");
    return strings(Array.isArray(found) ? found : []);
  } catch {
    return []; // no storage, or something else is kept there
  }
}

function tell() {
  document.dispatchEvent(new CustomEvent("documents-chosen", { detail: { names: chosen() } }));
}

export function chosen() {
  return [...names];
}

export function choose(wanted) {
  names = strings(wanted);
  try {
    localStorage.setItem(KEPT, JSON.stringify(names));
  } catch {
    // Without storage the choice holds until the page is closed.
  }
  tell();
}

// Chosen on another tab. Without a key, all that was stored was cleared.
addEventListener("storage", ({ key }) => {
  if (key !== KEPT && key !== null) return;
  names = kept();
  tell();
});
