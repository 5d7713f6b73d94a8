/** The MN that the first bytes of a frame name; empty when they name none. */
export function namedIn(sample: Uint8Array): string {
  return /MN=([A-Za-z0-9_-]{1,32})[;,]/.exec(Buffer.from(sample).toString("latin1"))?.[1] ?? "";
}
