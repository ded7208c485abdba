// @ts-check
// Files that are dropped on the view of the documents.

import { near } from "/page/dom.js";
import { refuseFolder } from "/page/uploads.js";

const holdsFiles = (/** @type {DragEvent} */ event) => [...(event.dataTransfer?.types ?? [])].includes("Files");

/**
 * @param {() => HTMLElement | null} view while it is open
 * @param {(files: File[]) => void} take is given what was dropped, without folders
 */
export function dropping(view, take) {
  const drag = (/** @type {boolean} */ over) => view()?.classList.toggle("over", over);
  addEventListener("dragover", (event) => {
    if (!view() || !holdsFiles(event)) return;
    event.preventDefault(); // otherwise the browser would open the file in place of the page
    drag(Boolean(near(event.target, "#view")));
  });
  addEventListener("dragleave", (event) => {
    if (!event.relatedTarget) drag(false);
  });
  addEventListener("drop", (event) => {
    if (!view() || !holdsFiles(event)) return;
    event.preventDefault();
    drag(false);
    if (!near(event.target, "#view")) return;
    const files = [];
    for (const item of event.dataTransfer?.items ?? []) {
      const file = item.getAsFile();
      if (!file) continue;
      if (item.webkitGetAsEntry?.()?.isDirectory) refuseFolder(file.name);
      else files.push(file);
    }
    take(files);
  });
}
