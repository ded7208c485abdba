// @ts-check
// The title of the browser's tab: what is open beside the conversation, the conversation, the page.

import { request } from "/page/api.js";
import { whenReady } from "/page/settings.js";
import { titleOf } from "/page/titles.js";

let view = "";
let conversation = "";
let name = "";

function show() {
  const page = document.querySelector(".heading h1")?.textContent ?? "";
  if (page) document.title = titleOf(view, name, page);
}

// Its first question stands on the page; that it has another name, the assistant knows.
document.addEventListener("conversation-shown", ({ detail: { id } }) => named(id));
document.addEventListener("conversation-grown", ({ detail: { id } }) => named(id));

/** @param {string} id */
async function named(id) {
  if (id === conversation && name) return;
  conversation = id;
  name = id ? (document.querySelector("#talk .turn .question")?.textContent ?? "") : "";
  show();
  if (!id) return;
  const kept = await request(`/api/conversations/${encodeURIComponent(id)}`).catch(() => ({ name: "" }));
  if (conversation !== id || !kept.name) return;
  name = kept.name;
  show();
}
document.addEventListener("conversation-renamed", ({ detail }) => {
  if (detail.id !== conversation) return;
  name = detail.name;
  show();
});
document.addEventListener("view", ({ detail: { name: opened, element } }) => {
  view = opened ? (element.querySelector("h1")?.textContent ?? "") : "";
  show();
});
whenReady(show);
