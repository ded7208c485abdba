// @ts-check
// One line of the list of conversations: renamed and deleted in its place.

import { send } from "/page/api.js";
import { all, find, make, need, tell } from "/page/dom.js";

const api = (/** @type {string} */ id) => `/api/conversations/${encodeURIComponent(id)}`;

/**
 * Put something into a line instead of what it shows; returns what puts that back. Escape does, too.
 * @param {HTMLElement} item
 * @param {HTMLElement} shown
 * @param {string} origin what has the focus then
 */
function instead(item, shown, origin) {
  const before = [...item.childNodes];
  const back = () => {
    item.replaceChildren(...before);
    find(item, origin)?.focus();
  };
  item.replaceChildren(shown);
  shown.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    event.stopPropagation();
    back();
  });
  return back;
}

/**
 * @param {HTMLElement} within
 * @param {unknown} error
 */
function problem(within, error) {
  find(within, ".talk-problem")?.remove();
  const said = error instanceof Error ? error.message : String(error);
  within.append(make("p", { class: "talk-problem small", role: "alert" }, said));
}

/**
 * @param {HTMLElement} item
 * @param {HTMLElement} status where it is said what has been done
 */
export function rename(item, status) {
  const label = need(item, ".talk-name");
  const field = make("input", {
    class: "field", value: label.textContent ?? "", maxlength: "200", required: "", dir: "auto", "aria-label": "Name",
  });
  const cancel = make("button", { type: "button", class: "button" }, "Cancel");
  const save = make("button", { class: "button primary" }, "Save");
  const form = make("form", { class: "talk-naming" }, field, save, cancel);
  const back = instead(item, form, ".talk-rename");
  field.select();
  cancel.addEventListener("click", back);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const id = item.dataset.conversation ?? "";
    try {
      const { name } = await send("PATCH", api(id), { name: field.value });
      back();
      for (const button of all(item, "[aria-label]")) {
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

/**
 * @param {HTMLElement} item
 * @param {HTMLElement} status where it is said what has been done
 * @param {HTMLElement} list
 * @param {(list: HTMLElement) => void} group puts the days above what is left
 */
export function remove(item, status, list, group) {
  const name = need(item, ".talk-name").textContent;
  const keep = make("button", { type: "button", class: "button" }, "Keep");
  const sure = make("button", { type: "button", class: "button danger" }, "Delete");
  const question = `Delete “${name}” (${item.dataset.count})? This cannot be undone.`;
  const asked = make(
    "div", { class: "talk-sure", role: "group", "aria-label": question },
    make("p", { dir: "auto" }, question), make("div", {}, keep, sure),
  );
  const back = instead(item, asked, ".talk-delete");
  keep.focus();
  keep.addEventListener("click", back);
  sure.addEventListener("click", async () => {
    const id = item.dataset.conversation ?? "";
    sure.disabled = true;
    try {
      await send("DELETE", api(id));
    } catch (error) {
      sure.disabled = false;
      problem(asked, error);
      return;
    }
    const lines = all(list, ".talk");
    const place = lines.indexOf(item);
    const next = lines[place + 1] ?? lines[place - 1];
    item.remove();
    group(list);
    if (!next) list.replaceChildren(make("p", { class: "empty" }, "There are no more conversations here."));
    ((next && find(next, ".talk-open")) ?? find(document, "#talks-search"))?.focus();
    status.textContent = `Deleted “${name}”`;
    tell("conversation-deleted", { id });
  });
}
