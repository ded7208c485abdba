// Beside the question: that documents are being read, or why they could not be.

const note = document.createElement("p");
note.id = "reading";
note.innerHTML = '<a href="#/documents"></a><span></span>';
const [link, rest] = note.children;

document.addEventListener("documents-indexing", ({ detail: { status } }) => {
  const form = document.querySelector("#left .form");
  if (!form || !(status.working || status.problem)) return note.remove();
  link.textContent = status.working ? status.says.replace(/\.$/, "") : "The documents could not be read";
  rest.textContent = status.working ? ". Answers do not know the newest documents yet." : `: ${status.problem}`;
  note.classList.toggle("bad", !status.working);
  if (note.parentElement !== form) form.prepend(note);
});
