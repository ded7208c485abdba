// Until the real page is there: keeps what has been typed, then gives way.

const field = document.querySelector("#early");
let asked = false;

field.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
  event.preventDefault();
  asked = Boolean(field.value.trim());
  field.readOnly = asked;
});

async function look() {
  const answer = await fetch("/api/ready").then((response) => response.json()).catch(() => ({}));
  if (!answer.ready) return setTimeout(look, 250);
  sessionStorage.setItem("assistant.early", JSON.stringify({ text: field.value, asked }));
  location.reload();
}
look();
