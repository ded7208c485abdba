// @ts-check
// The list of conversations (`ui/history`): the view "#/conversations", and beside the chat.
//
// Opening a conversation sends the document an event "conversation" with detail { id }; one that is
// gone, "conversation-deleted"; one that has another name, "conversation-renamed" with { id, name }.

import { request } from "/page/api.js";
import { dayOf, whenOf } from "/page/days.js";
import { all, find, make, near, need, tell } from "/page/dom.js";
import { remove, rename } from "/page/history_line.js";
import { close } from "/page/router.js";

const PAUSE = 250; // milliseconds without a key, before a search

const current = () => new URLSearchParams(location.search).get("c");

/** @param {HTMLElement} list */
export function group(list) {
  for (const heading of all(list, ".talks-day")) heading.remove();
  const now = new Date();
  let last = null;
  for (const item of all(list, ".talk")) {
    const moment = new Date(item.dataset.changed ?? "");
    const time = find(item, "time");
    if (time) {
      const { short, exact } = whenOf(moment, now);
      time.textContent = short;
      time.title = exact;
    }
    const day = dayOf(moment, now);
    if (day !== last) item.before(make("li", { class: "talks-day" }, make("h2", {}, day)));
    last = day;
  }
}

/** @param {HTMLElement} list */
function mark(list) {
  for (const item of all(list, ".talk")) {
    const here = item.dataset.conversation === current();
    item.toggleAttribute("data-current", here);
    const link = find(item, ".talk-open");
    if (!link) continue;
    find(link, ".talk-here")?.remove();
    if (here) {
      link.setAttribute("aria-current", "page");
      need(link, ".talk-about").append(make("span", { class: "talk-here" }, "open now"));
    } else {
      link.removeAttribute("aria-current");
    }
  }
}

let waiting = 0; // the search that the last key began

document.addEventListener("view", ({ detail: { name, element } }) => {
  clearTimeout(waiting); // it would put its address in place of another view's
  if (name !== "conversations") return;
  const view = find(element, ".talks");
  if (view) wire(view);
});

// The view may have been shown before this module was loaded.
const early = find(document, "#view .talks");
if (early) wire(early);

document.addEventListener("assistant-back", () => {
  if (find(document, ".talks-missed")) find(document, ".talks-search", HTMLFormElement)?.requestSubmit();
});

/**
 * Returns what looks for the list anew.
 * @param {HTMLElement} view
 * @param {boolean} [beside] it stands beside the chat, and is no view that an address names
 */
export function wire(view, beside = false) {
  const list = need(view, ".talks-list");
  const input = need(view, ".talks-search .field", HTMLInputElement);
  const status = need(view, ".talks-status");
  let asked = 0;
  group(list);
  mark(list);

  /** @param {Record<string, string>} parameters */
  async function fetched(parameters) {
    const mine = ++asked;
    list.setAttribute("aria-busy", "true");
    const address = `/view/conversations?${new URLSearchParams(parameters)}`;
    const html = await request(address, { as: "text" }).catch((error) => error);
    if (mine !== asked) return null;
    list.removeAttribute("aria-busy");
    find(view, ".talks-missed")?.remove();
    if (typeof html === "string") {
      return find(new DOMParser().parseFromString(html, "text/html"), ".talks-list");
    }
    list.before(make("p", { class: "notice bad talks-missed", role: "alert" }, html.message));
    return null;
  }

  async function refresh() {
    const found = await fetched({ search: input.value });
    if (!found) return false;
    list.replaceChildren(...found.childNodes);
    group(list);
    mark(list);
    return true;
  }

  async function search() {
    clearTimeout(waiting);
    if (!view.isConnected) return;
    if (!beside) {
      if (!location.hash.startsWith("#/conversations")) return;
      const wanted = input.value;
      const query = wanted.trim() ? `?${new URLSearchParams({ search: wanted })}` : "";
      history.replaceState(null, "", `${location.pathname}${location.search}#/conversations${query}`);
    }
    if (!(await refresh())) return;
    const count = all(list, ".talk").length;
    const more = find(list, ".talks-more") ? " or more" : "";
    status.textContent = count === 1 ? "1 conversation" : `${count}${more} conversations`;
  }

  /** @param {HTMLButtonElement} button */
  async function older(button) {
    button.disabled = true;
    const found = await fetched({ search: input.value, before: button.dataset.before ?? "" });
    button.disabled = false;
    if (!found) return;
    const items = all(found, ".talk");
    need(list, ".talks-lines").append(...items);
    button.remove();
    list.append(...all(found, ".talks-more"));
    group(list);
    mark(list);
    if (items[0]) find(items[0], ".talk-open")?.focus();
    status.textContent = `${items.length} more`;
  }

  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(search, PAUSE);
  });
  need(view, ".talks-search").addEventListener("submit", (event) => {
    event.preventDefault();
    search();
  });
  list.addEventListener("click", (event) => {
    const { target } = event;
    const more = near(target, ".talks-more");
    if (more instanceof HTMLButtonElement) older(more);
    const item = near(target, ".talk");
    if (!item) return;
    if (near(target, ".talk-open")) open(event, item);
    else if (near(target, ".talk-rename")) rename(item, status);
    else if (near(target, ".talk-delete")) remove(item, status, list, group);
    else if (near(target, ".talk-export")) closeMenus(list, null);
  });
  list.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && near(event.target, ".talk-menu[open]");
    if (!(menu instanceof HTMLDetailsElement)) return;
    event.stopPropagation();
    menu.open = false;
    need(menu, "summary").focus();
  });
  const opened = (/** @type {Event} */ { target }) => {
    if (target instanceof HTMLDetailsElement && target.open) closeMenus(list, target);
  };
  list.addEventListener("toggle", opened, true);
  return refresh;
}

/**
 * Menus close when another opens, or something else is clicked or reached.
 * @param {ParentNode} within
 * @param {Element | null} but
 */
function closeMenus(within, but) {
  for (const menu of all(within, ".talk-menu[open]")) if (menu !== but) menu.removeAttribute("open");
}
for (const event of ["click", "focusin"]) {
  document.addEventListener(event, ({ target }) => closeMenus(document, near(target, ".talk-menu")));
}

/**
 * @param {MouseEvent} event
 * @param {HTMLElement} item
 */
function open(event, item) {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return; // in a tab of its own
  event.preventDefault();
  tell("conversation", { id: item.dataset.conversation ?? "" });
  close();
}

function markAll() {
  for (const list of all(document, ".talks-list")) mark(list);
}
addEventListener("popstate", () => {
  clearTimeout(waiting);
  markAll();
});
document.addEventListener("conversation-shown", markAll);
