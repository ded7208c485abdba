// @ts-check
// Views beside the chat: "#/read/NAME?at=12-80" shows what GET /view/read/NAME?at=12-80 answers.
// The address is all the state there is, so the browser's back and forward work.
//
// When a view is shown, the document gets an event "view" with detail { name, element, address };
// a view's own module listens for its name. A link to a view is <a href="#/NAME/...">.

import { viewOf } from "/page/addresses.js";
import { refusal, understood } from "/page/api.js";
import { within } from "/page/connection.js";
import { find, make, near, need, tell } from "/page/dom.js";

const panel = make("section", { id: "view", class: "view" });
panel.hidden = true;
panel.innerHTML =
  '<div class="view-bar"><button type="button" class="button icon view-close" title="Close (Esc)"' +
  ' aria-label="Close">✕</button></div><div class="view-body"></div>';
const body = need(panel, ".view-body");
document.body.append(panel);

/** @type {Element | null} */
let came = null; // what had the focus before the view was opened
let asked = 0;
let current = "";
let missed = false; // the view could not be had

const PATIENCE = 30_000; // ms for a view
const SLOWLY = 400; // ms until it is said that it is coming

export function close() {
  if (viewOf(location.hash)) {
    history.pushState(null, "", location.pathname + location.search);
    show();
  }
}

// Show the current view anew, as the server has it now.
export async function refresh() {
  await show({ again: true });
}

/**
 * The view's HTML. Nothing else of this server is ever taken for HTML, wherever an address leads.
 * @param {string} address
 */
async function fragment(address) {
  missed = false;
  try {
    const response = await fetch(address, { signal: within(PATIENCE) });
    const html = response.headers.get("content-type")?.startsWith("text/html");
    if (html && new URL(response.url).pathname.startsWith("/view/")) return await response.text();
    if (!response.ok) throw await refusal(response);
  } catch (error) {
    missed = true;
    return notice(understood(error).message);
  }
  return notice("There is no such page.");
}

/** @param {string} said */
function notice(said) {
  const line = make("p", { class: "notice bad", role: "alert" }, said);
  const again = '<p><button type="button" class="button view-again">Try again</button></p>';
  return `<h1>Document assistant</h1>${line.outerHTML}${missed ? again : ""}`;
}

function opening() {
  body.innerHTML = '<p class="empty" role="status">Loading…</p>';
  panel.hidden = false;
}

export async function show({ again = false } = {}) {
  const address = location.hash;
  if (address === current && !again) return; // going to a hash is told twice
  current = address;
  const name = viewOf(address);
  const mine = ++asked;
  if (!name) {
    if (panel.hidden) return;
    panel.hidden = true;
    body.replaceChildren();
    tell("view", { name: "", element: body, address: "" });
    document.documentElement.removeAttribute("data-view");
    if (came instanceof HTMLElement) came.focus({ preventScroll: true });
    came = null;
    return;
  }
  if (panel.hidden) came = document.activeElement;
  const slow = again ? 0 : setTimeout(opening, SLOWLY);
  const html = await fragment(`/view${address.slice(1)}`);
  clearTimeout(slow);
  if (mine !== asked) return; // another view was asked for in the meantime
  body.innerHTML = html;
  panel.hidden = false;
  document.documentElement.dataset.view = name;
  panel.setAttribute("aria-label", find(body, "h1")?.textContent ?? name);
  if (!again) {
    body.scrollTop = 0;
    const heading = find(body, "h1");
    heading?.setAttribute("tabindex", "-1");
    heading?.focus({ preventScroll: true });
  }
  tell("view", { name, element: body, address });
}

// Gradio gives the page a base address, against which "#/..." would lead away from ?c=...
document.addEventListener("click", (event) => {
  const link = near(event.target, 'a[href^="#/"]');
  if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const address = link.getAttribute("href") ?? "";
  if (location.hash === address) refresh();
  else location.hash = address;
});

need(panel, ".view-close").addEventListener("click", close);
body.addEventListener("click", ({ target }) => {
  if (near(target, ".view-again")) refresh();
});
document.addEventListener("assistant-back", () => {
  if (missed && !panel.hidden) refresh();
});
addEventListener("hashchange", () => show());
addEventListener("popstate", () => show());
