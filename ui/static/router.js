// Views beside the chat: "#/read/NAME?at=12-80" shows what GET /view/read/NAME?at=12-80 answers.
// The address is all the state there is, so the browser's back and forward work.
//
// When a view is shown, the document gets an event "view" with detail { name, element, address };
// a view's own module listens for its name. A link to a view is <a href="#/NAME/...">.

const ADDRESS = /^#\/([a-z]+)(?:[/?].*)?$/;

const panel = document.createElement("section");
panel.id = "view";
panel.className = "view";
panel.hidden = true;
panel.innerHTML =
  '<div class="view-bar"><button type="button" class="button icon view-close" title="Close (Esc)"' +
  ' aria-label="Close">✕</button></div><div class="view-body"></div>';
const body = panel.querySelector(".view-body");
document.body.append(panel);

let came = null; // what had the focus before the view was opened
let asked = 0;
let current = "";

export function close() {
  if (ADDRESS.test(location.hash)) {
    history.pushState(null, "", location.pathname + location.search);
    show();
  }
}

// Show the current view anew, as the server has it now.
export async function refresh() {
  await show({ again: true });
}

// The view's HTML. Nothing else of this server is ever taken for HTML, wherever an address leads.
async function fragment(address) {
  const response = await fetch(address).catch(() => null);
  if (!response) return notice("The assistant does not answer: is it still running?");
  const html = response.headers.get("content-type")?.startsWith("text/html");
  if (html && new URL(response.url).pathname.startsWith("/view/")) return response.text();
  return notice("There is no such page.");
}

const notice = (said) => `<h1>Document assistant</h1><p class="notice bad" role="alert">${said}</p>`;

export async function show({ again = false } = {}) {
  const address = location.hash;
  if (address === current && !again) return; // going to a hash is told twice
  current = address;
  const name = ADDRESS.exec(address)?.[1];
  const mine = ++asked;
  if (!name) {
    if (panel.hidden) return;
    panel.hidden = true;
    body.replaceChildren();
    document.dispatchEvent(new CustomEvent("view", { detail: { name: "", element: body, address: "" } }));
    document.documentElement.removeAttribute("data-view");
    came?.focus?.({ preventScroll: true });
    came = null;
    return;
  }
  if (panel.hidden) came = document.activeElement;
  const html = await fragment(`/view${address.slice(1)}`);
  if (mine !== asked) return; // another view was asked for in the meantime
  body.innerHTML = html;
  panel.hidden = false;
  document.documentElement.dataset.view = name;
  panel.setAttribute("aria-label", body.querySelector("h1")?.textContent ?? name);
  if (!again) {
    body.scrollTop = 0;
    const heading = body.querySelector("h1");
    heading?.setAttribute("tabindex", "-1");
    heading?.focus({ preventScroll: true });
  }
  document.dispatchEvent(new CustomEvent("view", { detail: { name, element: body, address } }));
}

// Gradio gives the page a base address, against which "#/..." would lead away from ?c=...
document.addEventListener("click", (event) => {
  const link = event.target.closest?.('a[href^="#/"]');
  if (!link || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  const address = link.getAttribute("href");
  if (location.hash === address) refresh();
  else location.hash = address;
});

panel.querySelector(".view-close").addEventListener("click", close);
addEventListener("hashchange", () => show());
addEventListener("popstate", () => show());
