// The view "#/conversations", and the thumbs below answers (`ui/talks`).
//
// Opening a conversation sends the document an event "conversation" with detail { id }; one that is
// gone, "conversation-deleted"; one that has another name, "conversation-renamed" with { id, name }.

import { request, send } from "/page/api.js";
import { close } from "/page/router.js";

const PAUSE = 250; // milliseconds without a key, before a search

const current = () => new URLSearchParams(location.search).get("c");
const api = (id) => `/api/conversations/${encodeURIComponent(id)}`;

function tell(what, detail) {
  document.dispatchEvent(new CustomEvent(what, { detail }));
}

// An element with attributes and children; text is never read as markup.
function make(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...children);
  return made;
}

/* Days, in the reader's own time */

const MONTH = new Intl.DateTimeFormat("en", { month: "long", year: "numeric" });
const DATE = new Intl.DateTimeFormat("en", { day: "numeric", month: "short", year: "numeric" });
const TIME = new Intl.DateTimeFormat(undefined, { hour: "2-digit", minute: "2-digit" });
const EXACT = new Intl.DateTimeFormat(undefined, { dateStyle: "full", timeStyle: "short" });

function daysAgo(moment) {
  const day = (date) => Date.UTC(date.getFullYear(), date.getMonth(), date.getDate()) / 86_400_000;
  return day(new Date()) - day(moment);
}

function dayOf(moment) {
  const ago = daysAgo(moment);
  if (ago <= 0) return "Today";
  if (ago === 1) return "Yesterday";
  if (ago < 7) return "Last 7 days";
  return MONTH.format(moment);
}

function group(list) {
  for (const heading of list.querySelectorAll(".talks-day")) heading.remove();
  let last = null;
  for (const item of list.querySelectorAll(".talk")) {
    const moment = new Date(item.dataset.changed);
    const time = item.querySelector("time");
    if (time) {
      time.textContent = daysAgo(moment) < 2 ? TIME.format(moment) : DATE.format(moment);
      time.title = EXACT.format(moment);
    }
    const day = dayOf(moment);
    if (day !== last) item.before(make("li", { class: "talks-day" }, make("h2", {}, day)));
    last = day;
  }
}

function mark(list) {
  for (const item of list.querySelectorAll(".talk")) {
    const here = item.dataset.conversation === current();
    item.toggleAttribute("data-current", here);
    const link = item.querySelector(".talk-open");
    if (!link) continue;
    link.querySelector(".talk-here")?.remove();
    if (here) {
      link.setAttribute("aria-current", "page");
      link.querySelector(".talk-about").append(make("span", { class: "talk-here" }, "open now"));
    } else {
      link.removeAttribute("aria-current");
    }
  }
}

/* The list */

let waiting = 0; // the search that the last key began

document.addEventListener("view", ({ detail: { name, element } }) => {
  clearTimeout(waiting); // it would put its address in place of another view's
  if (name !== "conversations") return;
  const view = element.querySelector(".talks");
  if (view) wire(view);
});

// The view may have been shown before this module was loaded.
const early = document.querySelector("#view .talks");
if (early) wire(early);

document.addEventListener("assistant-back", () => {
  if (document.querySelector("#view .talks-missed")) document.querySelector("#view .talks-search").requestSubmit();
});

function wire(view) {
  const list = view.querySelector(".talks-list");
  const input = view.querySelector(".talks-search .field");
  const status = view.querySelector(".talks-status");
  let asked = 0;
  group(list);
  mark(list);

  async function fetched(parameters) {
    const mine = ++asked;
    list.setAttribute("aria-busy", "true");
    const address = `/view/conversations?${new URLSearchParams(parameters)}`;
    const html = await request(address, { as: "text" }).catch((error) => error);
    if (mine !== asked) return null;
    list.removeAttribute("aria-busy");
    view.querySelector(".talks-missed")?.remove();
    if (typeof html === "string") {
      return new DOMParser().parseFromString(html, "text/html").querySelector(".talks-list");
    }
    list.before(make("p", { class: "notice bad talks-missed", role: "alert" }, html.message));
    return null;
  }

  async function search() {
    clearTimeout(waiting);
    if (!view.isConnected || !location.hash.startsWith("#/conversations")) return;
    const wanted = input.value;
    const query = wanted.trim() ? `?${new URLSearchParams({ search: wanted })}` : "";
    history.replaceState(null, "", `${location.pathname}${location.search}#/conversations${query}`);
    const found = await fetched({ search: wanted });
    if (!found) return;
    list.replaceChildren(...found.childNodes);
    group(list);
    mark(list);
    const count = list.querySelectorAll(".talk").length;
    const more = list.querySelector(".talks-more") ? " or more" : "";
    status.textContent = count === 1 ? "1 conversation" : `${count}${more} conversations`;
  }

  async function older(button) {
    button.disabled = true;
    const found = await fetched({ search: input.value, before: button.dataset.before });
    button.disabled = false;
    if (!found) return;
    const items = [...found.querySelectorAll(".talk")];
    list.querySelector(".talks-lines").append(...items);
    button.remove();
    list.append(...found.querySelectorAll(".talks-more"));
    group(list);
    mark(list);
    items[0]?.querySelector(".talk-open").focus();
    status.textContent = `${items.length} more`;
  }

  input.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(search, PAUSE);
  });
  view.querySelector(".talks-search").addEventListener("submit", (event) => {
    event.preventDefault();
    search();
  });
  list.addEventListener("click", (event) => {
    const item = event.target.closest(".talk");
    if (event.target.closest(".talks-more")) older(event.target.closest(".talks-more"));
    else if (event.target.closest(".talk-open")) open(event, item);
    else if (event.target.closest(".talk-rename")) rename(item, status);
    else if (event.target.closest(".talk-delete")) remove(item, status);
    else if (event.target.closest(".talk-export")) closeMenus(list, null);
  });
  list.addEventListener("keydown", (event) => {
    const menu = event.key === "Escape" && event.target.closest(".talk-menu[open]");
    if (!menu) return;
    event.stopPropagation();
    menu.open = false;
    menu.querySelector("summary").focus();
  });
  list.addEventListener("toggle", (event) => event.target.open && closeMenus(list, event.target), true);
}

// Menus close when another opens, or something else is clicked or reached.
function closeMenus(within, but) {
  for (const menu of within.querySelectorAll(".talk-menu[open]")) if (menu !== but) menu.open = false;
}
for (const event of ["click", "focusin"]) {
  document.addEventListener(event, ({ target }) => closeMenus(document, target.closest?.(".talk-menu")));
}

function open(event, item) {
  if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return; // in a tab of its own
  event.preventDefault();
  tell("conversation", { id: item.dataset.conversation });
  close();
}

// Put something into a line instead of what it shows; returns what puts that back.
function instead(item, shown) {
  const before = [...item.childNodes];
  item.replaceChildren(shown);
  return (focused) => {
    item.replaceChildren(...before);
    if (focused) item.querySelector(focused)?.focus();
  };
}

function problem(within, error) {
  within.querySelector(".talk-problem")?.remove();
  within.append(make("p", { class: "talk-problem small", role: "alert" }, error.message));
}

function rename(item, status) {
  const label = item.querySelector(".talk-name");
  const field = make("input", {
    class: "field", value: label.textContent, maxlength: "200", required: "", dir: "auto", "aria-label": "Name",
  });
  const form = make(
    "form", { class: "talk-naming" }, field,
    make("button", { class: "button primary" }, "Save"),
    make("button", { type: "button", class: "button" }, "Cancel"),
  );
  const back = instead(item, form);
  field.select();
  form.lastChild.addEventListener("click", () => back(".talk-rename"));
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    back(".talk-rename");
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const id = item.dataset.conversation;
    try {
      const { name } = await send("PATCH", api(id), { name: field.value });
      back(".talk-rename");
      for (const button of item.querySelectorAll("[aria-label]")) {
        button.setAttribute("aria-label", `${button.title} “${name}”`);
      }
      label.textContent = name;
      status.textContent = `Renamed to “${name}”`;
      tell("conversation-renamed", { id, name });
    } catch (error) {
      problem(form, error);
    }
  });
}

function remove(item, status) {
  const name = item.querySelector(".talk-name").textContent;
  const keep = make("button", { type: "button", class: "button" }, "Keep");
  const sure = make("button", { type: "button", class: "button danger" }, "Delete");
  const question = `Delete “${name}” (${item.dataset.count})? This cannot be undone.`;
  const asked = make(
    "div", { class: "talk-sure", role: "group", "aria-label": question },
    make("p", { dir: "auto" }, question), make("div", {}, keep, sure),
  );
  const back = instead(item, asked);
  keep.focus();
  keep.addEventListener("click", () => back(".talk-delete"));
  asked.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    back(".talk-delete");
  });
  sure.addEventListener("click", async () => {
    const id = item.dataset.conversation;
    sure.disabled = true;
    try {
      await send("DELETE", api(id));
    } catch (error) {
      sure.disabled = false;
      problem(asked, error);
      return;
    }
    const lines = [...item.parentElement.querySelectorAll(".talk")];
    const place = lines.indexOf(item);
    const next = lines[place + 1] ?? lines[place - 1];
    const list = item.closest(".talks-list");
    item.remove();
    group(list);
    if (!next) list.replaceChildren(make("p", { class: "empty" }, "There are no more conversations here."));
    (next?.querySelector(".talk-open") ?? document.getElementById("talks-search"))?.focus();
    status.textContent = `Deleted “${name}”`;
    tell("conversation-deleted", { id });
  });
}

addEventListener("popstate", () => {
  clearTimeout(waiting);
  const list = document.querySelector("#view .talks-list");
  if (list) mark(list);
});

/* What a reader says of an answer. The chat's log is drawn anew while answers arrive, so what was
   said is kept here as well, and put back: with it a comment that is being written. */

const given = new Map(); // what is pressed, said and being written, by the group's id
const shown = new WeakSet(); // groups that were seen to; the others have just been drawn

function show(group) {
  const state = given.get(group.id);
  if (!state) return;
  const drawn = !shown.has(group);
  shown.add(group);
  for (const kind of ["good", "bad"]) {
    const pressed = String(state.pressed === kind);
    const button = group.querySelector(`.rating-${kind}`);
    if (button.getAttribute("aria-pressed") !== pressed) button.setAttribute("aria-pressed", pressed);
  }
  const said = group.querySelector(".rating-said");
  if (said.textContent !== state.said) said.textContent = state.said;
  said.classList.toggle("bad", Boolean(state.failed));
  const form = group.querySelector(".rating-form");
  form.hidden = !state.open;
  group.querySelector(".rating-bad").setAttribute("aria-expanded", String(!form.hidden));
  if (drawn) resume(group, form, state);
}

// Put back into a form that was drawn anew what was being written, and the focus.
function resume(group, form, { reason, comment, at }) {
  if (reason !== undefined) {
    for (const one of form.elements.reason) one.checked = one.value === reason;
  }
  if (comment !== undefined) form.elements.comment.value = comment;
  if (!at || form.hidden || document.activeElement !== document.body) return; // gone elsewhere
  const target = group.querySelector(at.selector);
  target?.focus({ preventScroll: true });
  if (at.from !== undefined) target?.setSelectionRange(at.from, at.to);
}

// What is being written, as it is now.
function writing(group) {
  const form = group.querySelector(".rating-form");
  const focused = group.contains(document.activeElement) ? document.activeElement : null;
  const at = focused && {
    selector: focused.name
      ? `[name="${focused.name}"]${focused.type === "radio" ? `[value="${focused.value}"]` : ""}`
      : `.${focused.classList.item(focused.classList.length - 1)}`,
    from: focused.selectionStart ?? undefined,
    to: focused.selectionEnd ?? undefined,
  };
  const said = new FormData(form);
  return { reason: said.get("reason") ?? "", comment: said.get("comment"), at };
}

function keepWriting({ target }) {
  const group = target.closest?.(".rating");
  if (!group || group.querySelector(".rating-form").hidden) return;
  shown.add(group);
  given.set(group.id, { ...stateOf(group), open: true, ...writing(group) });
}
for (const event of ["input", "focusin", "keyup", "pointerup"]) {
  document.addEventListener(event, keepWriting);
}
// Leaving it for something else; what the browser does when the focused element is taken out of the
// page is no leaving.
document.addEventListener("focusout", ({ target, relatedTarget }) => {
  const group = target.closest?.(".rating");
  const state = group && given.get(group.id);
  if (state && relatedTarget && !group.contains(relatedTarget)) given.set(group.id, { ...state, at: null });
});
document.addEventListener("pointerdown", ({ target }) => {
  if (target.closest?.(".rating")) return;
  for (const [id, state] of given) if (state.at) given.set(id, { ...state, at: null });
});

function put(group, state) {
  given.set(group.id, { ...stateOf(group), failed: false, ...state });
  // It may have been drawn anew in the meantime.
  const now = document.getElementById(group.id);
  if (now) show(now);
}

function stateOf(group) {
  const pressed = group.querySelector('[aria-pressed="true"]');
  const kind = pressed ? (pressed.classList.contains("rating-good") ? "good" : "bad") : null;
  return { pressed: kind, said: "", open: false, ...given.get(group.id) };
}

async function rate(group, rating, state) {
  const address = `${api(group.dataset.conversation)}/turns/${group.dataset.number}/rating`;
  try {
    await (rating ? send("POST", address, rating) : send("DELETE", address));
    put(group, state);
    return true;
  } catch (error) {
    put(group, { said: error.message, failed: true });
    return false;
  }
}

document.addEventListener("click", async ({ target }) => {
  const group = target.closest?.(".rating");
  if (!group) return;
  const { pressed, open: opened } = stateOf(group);
  if (target.closest(".rating-close")) {
    put(group, { open: false });
    group.querySelector(".rating-bad").focus();
  } else if (target.closest(".rating-good")) {
    if (pressed === "good") await rate(group, null, { pressed: null, said: "" });
    else await rate(group, { good: true }, { pressed: "good", said: group.dataset.noted, open: false });
  } else if (target.closest(".rating-bad")) {
    if (pressed === "bad" && opened) await rate(group, null, { pressed: null, said: "", open: false });
    else if (pressed === "bad") put(group, { open: true });
    else if (await rate(group, { good: false }, { pressed: "bad", said: group.dataset.noted, open: true })) {
      document.getElementById(group.id)?.querySelector("input")?.focus();
    }
  }
});

document.addEventListener("submit", async (event) => {
  const form = event.target.closest?.(".rating-form");
  if (!form) return;
  event.preventDefault();
  const group = form.closest(".rating");
  const said = new FormData(form);
  const rating = { good: false, reason: said.get("reason") ?? "", comment: said.get("comment").trim() };
  if (await rate(group, rating, { pressed: "bad", said: group.dataset.noted, open: false })) {
    document.getElementById(group.id)?.querySelector(".rating-bad").focus();
  }
});

let due = false;
new MutationObserver(() => {
  if (due || given.size === 0) return;
  due = true;
  requestAnimationFrame(() => {
    due = false;
    for (const group of document.querySelectorAll(".rating")) show(group);
  });
}).observe(document.body, { childList: true, subtree: true });
