// What the page's scripts tell each other, and what Gradio gives them. For the type checker alone.

/** What a reader is told of a failure; see refusals.js. */
interface Failure extends Error {
  what: string;
  wait: number; // seconds; 0 where there is nothing to wait for
}

/** What Gradio was asked for; `text` is the question, `number` the turn it takes the place of. */
interface Meant {
  kind: "ask" | "show";
  text?: string;
  number?: number;
}

/** How far the indexing is: `as_json` in ui/documents/indexer.py. */
interface Indexing {
  working: boolean;
  held: boolean;
  problem: string;
  runs: number;
  step: string;
  says: string;
  share: number | null;
}

/** The document's own events, by name: what `tell` in dom.js sends. */
interface PageEvents {
  "assistant-ask": { text: string; number?: number };
  "assistant-asked": Meant;
  "assistant-back": undefined;
  "assistant-failed": Meant & { begun: boolean; error: Failure };
  "assistant-ready": undefined;
  "assistant-show": { conversation: string; number?: number; kept?: boolean };
  conversation: { id: string };
  "conversation-deleted": { id: string };
  "conversation-grown": { id: string };
  "conversation-renamed": { id: string; name: string };
  "conversation-shown": { id: string };
  "documents-changed": { status: Indexing };
  "documents-chosen": { names: string[] };
  "documents-indexing": { status: Indexing; first: boolean };
  "documents-said": { text: string };
  "documents-sent": undefined;
  "settings-changed": undefined;
  view: { name: string; element: HTMLElement; address: string };
}

type PageEventMap = { [name in keyof PageEvents]: CustomEvent<PageEvents[name]> };

interface DocumentEventMap extends PageEventMap {}

interface Window {
  assistant: { context(question?: string): string };
  gradio_config: { dependencies: { id: number; outputs: number[] }[] };
}
