// What has `data-copy` copies that text; a screen reader and the button say so.

const said = document.createElement("div");
said.className = "spoken-only";
said.setAttribute("role", "status");
document.body.append(said);

export async function copy(text, button) {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    // Without the permission, as on an address that is not this computer's.
    const field = document.createElement("textarea");
    field.value = text;
    field.className = "spoken-only";
    document.body.append(field);
    field.select();
    document.execCommand("copy");
    field.remove();
  }
  said.textContent = "";
  said.textContent = "Copied";
  button?.classList.add("copied");
  setTimeout(() => button?.classList.remove("copied"), 1500);
}

document.addEventListener("click", ({ target }) => {
  const button = target.closest?.("[data-copy]");
  if (button) copy(button.dataset.copy, button);
});
