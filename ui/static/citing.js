// The menu "Cite" (ui/references/menu.py), wherever it is.

import { copy } from "/page/copying.js";

async function reference(address) {
  const response = await fetch(address).catch(() => {
    throw new Error("The assistant does not answer: is it still running?");
  });
  if (response.ok) return response.text();
  const answer = await response.json().catch(() => ({}));
  throw new Error(answer.error ?? `That did not work (${response.status}).`);
}

function close(menu, focus) {
  menu.open = false;
  if (focus) menu.querySelector("summary").focus();
}

document.addEventListener("click", ({ target }) => {
  const chosen = target.closest?.("[data-cite]");
  if (chosen) copy(reference(chosen.dataset.cite));
  const inside = target.closest?.(".cite");
  for (const menu of document.querySelectorAll(".cite[open]")) {
    if (menu !== inside) close(menu);
    else if (target.closest("li")) close(menu, true);
  }
});

// Before the view hears of it: Escape closes the menu alone.
document.addEventListener(
  "keydown",
  (event) => {
    const menu = event.key === "Escape" && event.target.closest?.(".cite[open]");
    if (!menu) return;
    event.preventDefault();
    event.stopPropagation();
    close(menu, true);
  },
  true,
);
