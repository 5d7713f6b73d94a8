import type { Instant } from "../time.ts";
import type { Role } from "./rights.ts";

/** A person or a machine that may log in. */
export interface User {
  readonly id: string;
  readonly username: string;
  /** argon2id hash; never leaves the server. */
  readonly passwordHash: string;
  readonly person: string | null;
  readonly name: string;
  readonly roles: readonly Role[];
  readonly cells: readonly string[];
  readonly enterprise: string | null;
  readonly disabled: boolean;
  readonly createdAt: Instant;
}

/** A bearer token; only the SHA-256 of its secret is kept. */
export interface Token {
  readonly id: string;
  readonly name: string;
  readonly secretHash: string;
  readonly roles: readonly Role[];
  readonly cells: readonly string[];
  readonly enterprise: string | null;
  readonly person: string | null;
  readonly createdAt: Instant;
  readonly createdBy: string;
  readonly expiresAt: Instant | null;
}

export interface Session {
  /** SHA-256 of the cookie's secret. */
  readonly id: string;
  readonly userId: string;
  readonly createdAt: Instant;
  readonly expiresAt: Instant;
}

/** One line of who did what at the API, chained by hash. */
export interface AuditEntry {
  readonly id: number;
  readonly at: Instant;
  readonly actor: string;
  readonly action: string;
  readonly subject: string;
  readonly detail: string;
  /** SHA-256 of the previous line's hash and this line's content. */
  readonly hash: string;
}

/** A stored answer to a request that carried an `Idempotency-Key`. */
export interface RememberedAnswer {
  readonly key: string;
  readonly actor: string;
  readonly fingerprint: string;
  readonly status: number;
  readonly body: string;
  /** The `ETag` that the answer carried. */
  readonly etag?: string;
  readonly at: Instant;
}

/** Users, tokens, sessions and the audit: what the API owns itself. Nothing in here can change a verdict. */
export interface IdentityStore {
  users(): Promise<readonly User[]>;
  user(id: string): Promise<User | undefined>;
  userByName(username: string): Promise<User | undefined>;
  /** False when another user has that name; of several that ask at once for one name, one gets it. */
  addUser(user: User): Promise<boolean>;
  saveUser(user: User): Promise<void>;
  tokens(): Promise<readonly Token[]>;
  tokenByHash(secretHash: string): Promise<Token | undefined>;
  saveToken(token: Token): Promise<void>;
  deleteToken(id: string): Promise<boolean>;
  session(id: string): Promise<Session | undefined>;
  saveSession(session: Session): Promise<void>;
  deleteSession(id: string): Promise<void>;
  deleteSessionsOf(userId: string): Promise<void>;
  expireSessions(before: Instant): Promise<void>;
  appendAudit(entry: Omit<AuditEntry, "id" | "hash">): Promise<void>;
  /** Newest first. */
  audit(limit: number, before?: number): Promise<readonly AuditEntry[]>;
  /** The first line whose hash does not fit, or `undefined`. */
  verifyAudit(): Promise<AuditEntry | undefined>;
  remembered(key: string, actor: string): Promise<RememberedAnswer | undefined>;
  remember(answer: RememberedAnswer): Promise<void>;
  close(): Promise<void>;
}
