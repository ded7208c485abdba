// Requests that change something. An error's message is one line for the reader.

export async function send(method, path, body) {
  const form = body instanceof FormData;
  const response = await fetch(path, {
    method,
    body: form || body === undefined ? body : JSON.stringify(body),
    headers: form || body === undefined ? {} : { "Content-Type": "application/json" },
  }).catch(() => {
    throw new Error("The assistant does not answer: is it still running?");
  });
  const answer = await response.json().catch(() => ({}));
  if (!response.ok) throw new Error(answer.error ?? `That did not work (${response.status}).`);
  return answer;
}
