import { createCipheriv, createDecipheriv, createHash, randomBytes } from "node:crypto";
import type { FastifyInstance, FastifyRequest } from "fastify";
import { problem } from "./api-problem.ts";

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** Longer than any of ours. */
const LONGEST_CURSOR = 2_000;

/**
 * Cursors of lists go out sealed and come back opened, in one place for all routes: nobody reads a place, an id or a
 * time out of them, or makes one up. A cursor belongs to who asked, to the route and to the filters: with others it is
 * none of ours.
 */
export function sealCursors(app: FastifyInstance, fingerprint: (text: string) => string): void {
  const key = createHash("sha256").update(fingerprint("cursors of lists")).digest();

  // The query as it was sent: validation gives it defaults and other forms.
  const places = new WeakMap<FastifyRequest, string>();

  app.addHook("preValidation", async (request) => {
    const query = request.query as Record<string, unknown> | undefined;
    const place = placeOf(request);
    places.set(request, place);
    const sealed = query?.["cursor"];
    if (query === undefined || sealed === undefined) return;
    const opened = typeof sealed === "string" ? unseal(key, sealed, place) : undefined;
    if (opened === undefined) throw problem("invalid-cursor");
    query["cursor"] = opened;
  });

  app.addHook("preSerialization", async (request, _reply, payload) => {
    const place = places.get(request);
    if (place === undefined || typeof payload !== "object" || payload === null) return payload;
    if (!("next" in payload) || typeof payload.next !== "string") return payload;
    return { ...payload, next: seal(key, payload.next, place) };
  });
}

/** Whose list, and which one: how many items a page has does not matter. */
function placeOf({ caller, method, routeOptions, params, query }: FastifyRequest): string {
  const { cursor: _cursor, limit: _limit, ...filters } = { ...(query as Record<string, unknown> | undefined) };
  const sorted = Object.entries(filters).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([caller?.actor.id, method, routeOptions.url, params, sorted]);
}

function seal(key: Buffer, text: string, place: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key, nonce).setAAD(Buffer.from(place));
  const body = Buffer.concat([cipher.update(text, "utf8"), cipher.final()]);
  return Buffer.concat([nonce, cipher.getAuthTag(), body]).toString("base64url");
}

function unseal(key: Buffer, sealed: string, place: string): string | undefined {
  if (sealed.length > LONGEST_CURSOR) return undefined;
  const bytes = Buffer.from(sealed, "base64url");
  if (bytes.length <= NONCE_BYTES + TAG_BYTES) return undefined;
  const decipher = createDecipheriv("aes-256-gcm", key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(place)).setAuthTag(bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES));
  try {
    return Buffer.concat([decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES)), decipher.final()]).toString("utf8");
  } catch {
    return undefined;
  }
}
