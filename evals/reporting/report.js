"use strict";
(() => {
  const root = document.documentElement;
  const themes = ["auto", "light", "dark"];
  const button = document.getElementById("theme");

  // A page opened from a file may have no storage: the choice then lasts until it is closed.
  const stored = (value) => {
    try {
      if (value) localStorage.setItem("report-theme", value);
      return localStorage.getItem("report-theme");
    } catch {
      return null;
    }
  };
  const wear = (theme) => {
    root.dataset.theme = theme;
    button.textContent = `Theme: ${theme}`;
  };
  wear(themes.includes(stored()) ? stored() : "auto");
  button.hidden = false;
  button.addEventListener("click", () => {
    const next = themes[(themes.indexOf(root.dataset.theme) + 1) % themes.length];
    stored(next);
    wear(next);
  });

  const form = document.getElementById("filter");
  const rows = [...document.querySelectorAll(".question")];
  const words = new Map(); // filled on the first search: reading 600 answers takes a moment
  const shows = (row, show) =>
    show === "all" || (show === "text" ? "text" in row.dataset : row.dataset.status === show);
  const text = (row) => {
    if (!words.has(row)) words.set(row, row.textContent.toLowerCase());
    return words.get(row);
  };
  const filter = () => {
    const { show, kind, text: box } = form.elements;
    const wanted = box.value.trim().toLowerCase();
    let count = 0;
    for (const row of rows) {
      row.hidden = !(
        shows(row, show.value) &&
        (!kind.value || row.dataset.kind === kind.value) &&
        (!wanted || text(row).includes(wanted))
      );
      count += row.hidden ? 0 : 1;
    }
    form.querySelector("output").textContent = `${count} of ${rows.length} shown`;
  };
  form.hidden = false;
  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  filter();

  const open = () => {
    const row = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (row?.matches("details")) {
      row.open = true;
      row.scrollIntoView();
    }
  };
  addEventListener("hashchange", open);
  open();
})();
