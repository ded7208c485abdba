// What a reader chooses, remembered in this browser and sent along with each question.

import { chosen } from "/page/chosen.js";

const KEY = "assistant.settings";
const DEFAULTS = { answers: "", model: "", passages: 4, withheld: null, theme: "", size: "100" };

function read(key, otherwise) {
  try {
    return JSON.parse(localStorage.getItem(key)) ?? otherwise;
  } catch {
    return otherwise; // storage that is switched off, or holds something else
  }
}

let unstored = {}; // where storage is switched off, until the page is closed

function write(settings) {
  unstored = settings;
  try {
    localStorage.setItem(KEY, JSON.stringify(settings));
  } catch {
    // kept above
  }
}

let changing = 0;
function changed() {
  clearTimeout(changing); // a slider says so at every step
  changing = setTimeout(() => document.dispatchEvent(new CustomEvent("settings-changed")), 200);
}

const stored = () => ({ ...DEFAULTS, ...unstored, ...read(KEY, {}) });

// What goes along with a question: see ui/chat/conversation.py.
export function choices() {
  const { answers, model, passages, withheld } = stored();
  return { answers, model, passages: Number(passages), withheld, documents: chosen() };
}

const dark = matchMedia("(prefers-color-scheme: dark)");

function apply() {
  const { theme, size } = stored();
  const asked = new URLSearchParams(location.search).get("__theme");
  const now = theme || asked || (dark.matches ? "dark" : "light");
  document.body.classList.toggle("dark", now === "dark");
  document.documentElement.style.colorScheme = now;
  document.documentElement.style.fontSize = size === "100" ? "" : `${size}%`;
}

apply();
dark.addEventListener("change", apply);
// Once Gradio has drawn the page; it may have done so before this script came.
export function whenReady(does) {
  if ("ready" in document.documentElement.dataset) does();
  else document.addEventListener("assistant-ready", does, { once: true });
}

whenReady(apply); // Gradio sets its own theme while it starts
new MutationObserver(() => {
  const { theme } = stored();
  if (theme && document.body.classList.contains("dark") !== (theme === "dark")) apply();
}).observe(document.body, { attributes: true, attributeFilter: ["class"] });

document.addEventListener("view", ({ detail: { name, element } }) => {
  if (name !== "settings") return;
  const form = element.querySelector("form");
  const now = stored();
  for (const field of form.elements) {
    const value = now[field.name];
    if (field.type === "radio") field.checked = field.value === String(value ?? "");
    else if (field.type === "checkbox") field.checked = value ?? field.defaultChecked;
    else if (field.name in now && value !== "") field.value = value;
  }
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", ({ target }) => {
    const value = target.type === "checkbox" ? target.checked : target.value;
    write({ ...stored(), [target.name]: value });
    apply();
    if (target.name === "withheld" || target.name === "passages") changed();
    const output = form.querySelector(`output[for="${target.id}"]`);
    if (output) output.textContent = value;
  });
  const passages = form.querySelector('output[for="passages"]');
  if (passages) passages.textContent = now.passages;
});
