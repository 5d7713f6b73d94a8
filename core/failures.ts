import type { StoreTrouble } from "./store-trouble.ts";

/** The journal has failed or is closed: the entry is not durable and must not be acknowledged. */
export class JournalFailedError extends Error {
  override readonly name: string = "JournalFailedError";
}

/**
 * The journal failed while it wrote the entry: nobody knows what of it the disk holds until the journal is opened
 * again. It must not be acknowledged, and nobody may be told that it will not take effect.
 */
export class JournalDoubtError extends JournalFailedError {
  override readonly name: string = "JournalDoubtError";
}

/** A store cannot be reached now. Nothing is lost: the caller tries again from the journal. */
export class StoreUnavailableError extends Error {
  override readonly name = "StoreUnavailableError";
  /** Why, where a store on a server says so. */
  readonly trouble: StoreTrouble | undefined;

  constructor(message: string, options: { readonly cause?: unknown; readonly trouble?: StoreTrouble | undefined } = {}) {
    super(message, options);
    this.trouble = options.trouble;
  }
}

/**
 * What was asked for is durable, or may be, and its outcome is not known yet: it may be asked for under `command`.
 * Never to be taken for a refusal.
 */
export class OutcomeOpenError extends Error {
  override readonly name = "OutcomeOpenError";
  readonly command: string;

  constructor(command: string, options?: { readonly cause: unknown }) {
    super(`the outcome of command ${command} is open`, options);
    this.command = command;
  }
}

/** Somebody else holds this role on this data directory. */
export class RoleTakenError extends Error {
  override readonly name = "RoleTakenError";
}

/** The cursor of a list was not made by this product. The caller's mistake, not the store's. */
export class BadCursorError extends Error {
  override readonly name = "BadCursorError";
}
