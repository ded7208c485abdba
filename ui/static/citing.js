// The menu "Cite" (ui/references/quotation.py), wherever it is.

import { request } from "/page/api.js";
import { copy } from "/page/copying.js";

function close(menu, focus) {
  menu.open = false;
  if (focus) menu.querySelector("summary").focus();
}

document.addEventListener("click", ({ target }) => {
  const chosen = target.closest?.("[data-cite]");
  if (chosen) copy(request(chosen.dataset.cite, { as: "text" }));
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
