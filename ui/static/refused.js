// A question that the server does not take now (429, 503): its own line is shown beside the box, and
// counts down until it is worth asking again. What was asked stays in the box.

const fetched = window.fetch;
let ticking;

// text: names the seconds to wait.
function say(text, seconds) {
  clearInterval(ticking);
  document.querySelector("#refused")?.remove();
  const form = document.querySelector("#left .form");
  if (!form || !text) return;
  const line = document.createElement("div");
  line.id = "refused";
  // Read aloud once; what counts down is for the eye.
  line.innerHTML = '<p class="spoken-only" role="alert"></p><p aria-hidden="true"></p>';
  form.prepend(line);
  const [spoken, seen] = line.children;
  spoken.textContent = seen.textContent = text;
  const until = Date.now() + seconds * 1000;
  ticking = setInterval(() => {
    const left = Math.ceil((until - Date.now()) / 1000);
    if (left <= 0) say("");
    else seen.textContent = text.replace(`${seconds} s`, `${left} s`);
  }, 500);
}

window.fetch = async (...given) => {
  const joins = String(given[0]?.url ?? given[0]).includes("/queue/join");
  if (joins) say("");
  const response = await fetched(...given);
  if (joins && [429, 503].includes(response.status)) {
    const answer = await response.clone().json().catch(() => ({}));
    say(answer.detail, Number(response.headers.get("Retry-After")));
    document.dispatchEvent(new CustomEvent("question-refused"));
  }
  return response;
};
