// Links to files that the assistant makes: where one cannot be had, a line says why, and the browser is
// not left with a file that holds an error.

import { request, understood } from "/page/api.js";
import { say } from "/page/copying.js";

const PATIENCE = 120_000; // ms for a file
const SLOWLY = 1_000; // ms until it is said that it is being made

function named(link, header) {
  const encoded = /filename\*=UTF-8''([^;]+)/i.exec(header)?.[1];
  return link.download || (encoded ? decodeURIComponent(encoded) : (/filename="([^"]*)"/i.exec(header)?.[1] ?? ""));
}

document.addEventListener("click", async (event) => {
  const link = event.target.closest?.("a[download]");
  const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
  if (!link || elsewhere || event.defaultPrevented || link.protocol === "blob:") return;
  event.preventDefault();
  const slow = setTimeout(() => say("The file is being made…"), SLOWLY);
  try {
    const response = await request(link.href, { as: "response", patience: PATIENCE });
    const file = document.createElement("a");
    file.href = URL.createObjectURL(await response.blob());
    file.download = named(link, response.headers.get("content-disposition") ?? "");
    file.click();
    setTimeout(() => URL.revokeObjectURL(file.href), 60_000);
  } catch (error) {
    say(understood(error).message, true);
  } finally {
    clearTimeout(slow);
  }
});
