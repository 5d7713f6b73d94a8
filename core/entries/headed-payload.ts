const LINE_FEED = 10;

/** A payload with something to say before the message: a document as a line of JSON, the message. */
export function withHead(document: unknown, message: Uint8Array): Uint8Array {
  const head = asciiOf(document);
  const payload = new Uint8Array(head.length + 1 + message.length);
  payload.set(head);
  payload[head.length] = LINE_FEED;
  payload.set(message, head.length + 1);
  return payload;
}

/** Takes such a payload apart. The message is a view. */
export function readHead<T>(payload: Uint8Array): { readonly head: T; readonly message: Uint8Array } {
  const end = payload.indexOf(LINE_FEED);
  const head = JSON.parse(String.fromCharCode(...payload.subarray(0, end))) as T;
  return { head, message: payload.subarray(end + 1) };
}

/** JSON whose every character is one byte. */
function asciiOf(document: unknown): Uint8Array {
  const escaped = (letter: string): string => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`;
  const text = JSON.stringify(document).replaceAll(/[^\x20-\x7e]/g, escaped);
  return Uint8Array.from(text, (letter) => letter.charCodeAt(0));
}
