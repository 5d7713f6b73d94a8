import type { JournalEntry, NewEntry } from "../journal/journal-entry.ts";
import { readHead, withHead } from "./headed-payload.ts";

/** The form of a frame in which something is starred: its proof as JSON, a line feed, the starred message. */
const STARRED_FORMAT = 2;

/** What is kept beside a message whose passwords and keys are starred. */
export interface FrameProof {
  /** SHA-256 of the starred message, base64url. */
  readonly hash: string;
  /**
   * HMAC-SHA-256 of the message as it came, its first 16 bytes as base64url, with the key of the installation: a plain
   * hash would tell a password of six digits to whoever tries a million of them.
   */
  readonly hmac: string;
  /** Deviations of the message as it came that the starred one does not show; left out where there are none. */
  readonly quirks?: readonly string[];
}

/** The entry of a message with the starred one in place of what came. */
export function starredEntry(entry: NewEntry, starred: Uint8Array, proof: FrameProof): NewEntry {
  return { ...entry, payload: withHead(proof, starred), format: STARRED_FORMAT };
}

/** A frame with the message alone, and what is kept beside it: nothing of one without a secret, and of older builds. */
export function readFrame(entry: JournalEntry): { readonly entry: JournalEntry; readonly proof?: FrameProof } {
  if (entry.format !== STARRED_FORMAT) return { entry };
  const { head: proof, message } = readHead<FrameProof>(entry.payload);
  return { entry: { ...entry, payload: message }, proof };
}
