import type { StoredSecret } from "../registry/stored-secret.ts";
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
  /** The password was set by somebody else: nothing is done before it is changed. */
  readonly mustChangePassword: boolean;
  readonly secondFactor: SecondFactor | null;
  /** Roles whose first words the person has put away; absent while there is none. */
  readonly welcomed?: readonly Role[];
}

/** A shared secret of RFC 6238. */
export interface SecondFactor {
  /** Sealed with the key of the installation. */
  readonly secret: StoredSecret;
  /** Until a first code showed that the person has it, it is not asked for. */
  readonly isConfirmed: boolean;
  /** The time step of the code that was taken last: none up to it counts again. */
  readonly lastStep: number;
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
  /** To the minute. */
  readonly lastUsedAt: Instant | null;
}

export interface Session {
  /** SHA-256 of the cookie's secret. */
  readonly id: string;
  readonly userId: string;
  readonly createdAt: Instant;
  /** When it ends unless its owner does something before. */
  readonly expiresAt: Instant;
  /** Where it was opened. */
  readonly address: string;
  /** What the browser calls itself, cut short. */
  readonly agent: string;
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
  /**
   * Changes the user as it is at that moment: what others change at once stays, and `change` may be asked again for it.
   * The changed user; `undefined`, and nothing is written, when there is none of that id or the change gives none.
   */
  changeUser(id: string, change: (user: User) => User | undefined): Promise<User | undefined>;
  tokens(): Promise<readonly Token[]>;
  token(id: string): Promise<Token | undefined>;
  tokenByHash(secretHash: string): Promise<Token | undefined>;
  saveToken(token: Token): Promise<void>;
  /** Notes that a token was used; nothing when it is gone. */
  touchToken(id: string, at: Instant): Promise<void>;
  deleteToken(id: string): Promise<boolean>;
  session(id: string): Promise<Session | undefined>;
  /** The oldest first. */
  sessionsOf(userId: string): Promise<readonly Session[]>;
  saveSession(session: Session): Promise<void>;
  /** Writes the session in place of the one of that id; false, and nothing is written, once that one ended. */
  replaceSession(id: string, session: Session): Promise<boolean>;
  deleteSession(id: string): Promise<void>;
  /** Ends all sessions of a user but one, where one is named. */
  deleteSessionsOf(userId: string, butId?: string): Promise<void>;
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
