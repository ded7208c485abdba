// Copy text, and say so: once, in a line that is also read aloud.

const note = document.createElement("p");
note.className = "copied-note";
note.setAttribute("role", "status");
document.body.append(note);
let hiding = 0;

// Say one line for a moment.
export function say(words, bad = false) {
  clearTimeout(hiding);
  note.textContent = "";
  requestAnimationFrame(() => {
    note.textContent = words;
    note.classList.toggle("bad", bad);
  });
  hiding = setTimeout(() => (note.textContent = ""), bad ? 6000 : 2500);
}

// text: a string, or a promise of one. Some browsers copy only while the click is being handled,
// so the promise itself is given to them where they take one.
export async function copy(text) {
  try {
    const found = Promise.resolve(text);
    if (window.ClipboardItem && navigator.clipboard?.write) {
      const blob = found.then((words) => new Blob([words], { type: "text/plain" }));
      await navigator.clipboard.write([new ClipboardItem({ "text/plain": blob })]).catch(async () => write(await found));
    } else {
      await write(await found);
    }
    say("Copied");
  } catch (error) {
    say(error.message, true);
  }
}

async function write(words) {
  if (!navigator.clipboard) throw new Error("This browser does not let the page copy: select the words and copy them.");
  await navigator.clipboard.writeText(words).catch(() => {
    throw new Error("The browser did not allow copying.");
  });
}

// What has `data-copy` copies that text.
document.addEventListener("click", ({ target }) => {
  const button = target.closest?.("[data-copy]");
  if (button) copy(button.dataset.copy);
});
