/** The journal has failed or is closed: the entry is not durable and must not be acknowledged. */
export class JournalFailedError extends Error {
  override readonly name = "JournalFailedError";
}

/** A store cannot be reached now. Nothing is lost: the caller tries again from the journal. */
export class StoreUnavailableError extends Error {
  override readonly name = "StoreUnavailableError";
}

/** Somebody else holds this role on this data directory. */
export class RoleTakenError extends Error {
  override readonly name = "RoleTakenError";
}

/** The cursor of a list was not made by this product. The caller's mistake, not the store's. */
export class BadCursorError extends Error {
  override readonly name = "BadCursorError";
}
