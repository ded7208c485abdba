// @ts-check
// What a reader chooses, remembered in this browser and sent along with each question.

import { chosen } from "/page/document_filter.js";
import { find, store, stored as read, tell } from "/page/dom.js";

const KEY = "assistant.settings";
/** @type {Record<string, string | number | boolean | null>} by the name of its field */
const DEFAULTS = { answers: "", model: "", passages: 4, withheld: null, theme: "", size: "100" };
const storage = () => localStorage;

/** @type {typeof DEFAULTS} */
let unstored = {}; // where storage is switched off, until the page is closed

/** @param {typeof DEFAULTS} settings */
function write(settings) {
  unstored = settings;
  store(storage, KEY, settings);
}

let changing = 0;
function changed() {
  clearTimeout(changing); // a slider says so at every step
  changing = setTimeout(() => tell("settings-changed"), 200);
}

/** @returns {typeof DEFAULTS} */
const stored = () => ({ ...DEFAULTS, ...unstored, .../** @type {object} */ (read(storage, KEY, {})) });

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
  document.documentElement.style.colorScheme = String(now);
  document.documentElement.style.fontSize = size === "100" ? "" : `${size}%`;
}

apply();
dark.addEventListener("change", apply);
/**
 * Once Gradio has drawn the page; it may have done so before this script came.
 * @param {() => void} does
 */
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
  const form = find(element, "form", HTMLFormElement);
  if (!form) return; // it could not be had
  const now = stored();
  for (const field of form.elements) {
    if (!isField(field)) continue;
    const value = now[field.name];
    if (isChoice(field, "radio")) field.checked = field.value === String(value ?? "");
    else if (isChoice(field, "checkbox")) field.checked = typeof value === "boolean" ? value : field.defaultChecked;
    else if (field.name in now && value !== "") field.value = String(value);
  }
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("input", ({ target }) => {
    if (!isField(target)) return;
    const value = isChoice(target, "checkbox") ? target.checked : target.value;
    write({ ...stored(), [target.name]: value });
    apply();
    if (target.name === "withheld" || target.name === "passages") changed();
    const output = find(form, `output[for="${target.id}"]`);
    if (output) output.textContent = String(value);
  });
  const passages = find(form, 'output[for="passages"]');
  if (passages) passages.textContent = String(now.passages);
});

/**
 * @param {EventTarget | null} one
 * @returns {one is HTMLInputElement | HTMLSelectElement}
 */
function isField(one) {
  return one instanceof HTMLInputElement || one instanceof HTMLSelectElement;
}

/**
 * @param {HTMLInputElement | HTMLSelectElement} field
 * @param {"radio" | "checkbox"} type
 * @returns {field is HTMLInputElement}
 */
function isChoice(field, type) {
  return field.type === type;
}
