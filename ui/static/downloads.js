// @ts-check
// Links to files that the assistant makes: where one cannot be had, a line says why, and the browser is
// not left with a file that holds an error.

import { request, understood } from "/page/api.js";
import { say } from "/page/copying.js";
import { make, near } from "/page/dom.js";
import { downloadName } from "/page/download_name.js";

const PATIENCE = 120_000; // ms for a file
const SLOWLY = 1_000; // ms until it is said that it is being made

document.addEventListener("click", async (event) => {
  const link = near(event.target, "a[download]");
  const elsewhere = event.ctrlKey || event.metaKey || event.shiftKey || event.altKey;
  if (!(link instanceof HTMLAnchorElement) || elsewhere || event.defaultPrevented || link.protocol === "blob:") return;
  event.preventDefault();
  const slow = setTimeout(() => say("The file is being made…"), SLOWLY);
  try {
    const response = await request(link.href, { as: "response", patience: PATIENCE });
    const file = make("a");
    file.href = URL.createObjectURL(await response.blob());
    file.download = downloadName(link.download, response.headers.get("content-disposition") ?? "");
    file.click();
    setTimeout(() => URL.revokeObjectURL(file.href), 60_000);
  } catch (error) {
    say(understood(error).message, true);
  } finally {
    clearTimeout(slow);
  }
});
