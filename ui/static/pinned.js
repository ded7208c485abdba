// @ts-check
// The list of conversations beside the chat: there for as long as a reader wants it, where there is room.

import { request } from "/page/api.js";
import { all, find, make, near, need, store, stored } from "/page/dom.js";
import { wire } from "/page/history.js";
import { close } from "/page/router.js";

const KEY = "assistant.pinned";
const PIN =
  '<svg viewBox="0 0 16 16" width="16" height="16" aria-hidden="true" fill="none" stroke="currentColor"' +
  ' stroke-width="1.5" stroke-linejoin="round"><rect x="1.75" y="2.75" width="12.5" height="10.5" rx="1.5"/>' +
  '<path d="M6 3v10"/></svg>';
const storage = () => localStorage;
const room = matchMedia("(min-width: 80rem)");

/** @type {HTMLElement | null} */
let panel = null;
let refresh = async () => false;
let wanted = stored(storage, KEY, false) === true;

export const pinned = () => panel !== null;

export function focusPinned() {
  if (panel) (find(panel, "#talks-search") ?? panel).focus();
}

/** @param {boolean} on what a click on it makes of it */
function button(on) {
  const label = on ? "Keep this list open beside the chat" : "Close this list";
  const made = make("button", { type: "button", class: "button icon pin", "aria-label": label, title: label });
  made.innerHTML = PIN;
  made.addEventListener("click", () => pin(on));
  return made;
}

/** @param {boolean} on */
function pin(on) {
  wanted = on;
  store(storage, KEY, on);
  if (on) close();
  arrange();
  if (on) focusPinned();
  else need(document, '[data-view-link="conversations"]').focus();
}

function arrange() {
  const on = wanted && room.matches;
  if (on === pinned()) return;
  document.documentElement.toggleAttribute("data-pinned", on);
  if (!on) {
    panel?.remove();
    panel = null;
    return;
  }
  panel = make("aside", { id: "pinned", class: "view", "aria-label": "Conversations", tabindex: "-1" });
  panel.append(button(false), make("div", { class: "pinned-body" }));
  need(document, "body").prepend(panel);
  load();
}

async function load() {
  const shown = panel;
  const body = shown && find(shown, ".pinned-body");
  if (!body) return;
  try {
    body.innerHTML = await request("/view/conversations", { as: "text" });
    const view = find(body, ".talks");
    if (view) refresh = wire(view, true);
    if (document.activeElement === shown) focusPinned();
  } catch (error) {
    const said = error instanceof Error ? error.message : String(error);
    body.replaceChildren(make("p", { class: "notice bad talks-missed", role: "alert" }, said));
  }
}

// What is being done in it is not taken away.
async function follow() {
  if (!panel || all(panel, ".talk-naming, .talk-sure, .talk-menu[open]").length) return;
  if (!find(panel, ".talks")) return load();
  const focused = panel.contains(document.activeElement) ? near(document.activeElement, ".talk") : null;
  const at = focused?.dataset.conversation;
  await refresh();
  if (at && panel) find(panel, `.talk[data-conversation="${CSS.escape(at)}"] .talk-open`)?.focus({ preventScroll: true });
}
for (const event of /** @type {const} */ (["conversation-shown", "conversation-grown", "assistant-back"])) {
  document.addEventListener(event, follow);
}

document.addEventListener("view", ({ detail: { name } }) => {
  find(document, ".view-bar .pin")?.remove();
  if (name !== "conversations") return;
  if (pinned()) {
    close();
    focusPinned();
  } else {
    need(document, ".view-bar").prepend(button(true));
  }
});

room.addEventListener("change", arrange);
// The view may have been shown before this module was there.
if (find(document, "#view .talks")) need(document, ".view-bar").prepend(button(true));
arrange();
