import type { AuditEntry, IdentityStore, RememberedAnswer, Session, Token, User } from "../../core/people/identity.ts";
import type { Instant } from "../../core/time.ts";
import { appendAuditLine, loadAudit, verifyAuditChain } from "./audit-table.ts";
import type { RecordsDatabase } from "./records-database.ts";
import { loadRemembered, saveRemembered } from "./remembered-table.ts";
import {
  deleteSession,
  deleteSessionsExpired,
  deleteSessionsOf,
  loadSession,
  loadSessionsOf,
  replaceSession,
  saveSession,
} from "./sessions-table.ts";
import {
  addUser,
  changeUser,
  deleteToken,
  loadToken,
  loadTokenByHash,
  loadTokens,
  loadUser,
  loadUserByName,
  loadUsers,
  saveToken,
  saveUser,
  touchToken,
} from "./users-table.ts";

/** Users, tokens, sessions, audit and remembered answers over one SQL database, SQLite or PostgreSQL. */
export class SqlIdentityStore implements IdentityStore {
  readonly #database: RecordsDatabase;

  constructor(database: RecordsDatabase) {
    this.#database = database;
  }

  users(): Promise<readonly User[]> {
    return this.#database.read(loadUsers);
  }

  user(id: string): Promise<User | undefined> {
    return this.#database.read((db, documents) => loadUser(db, documents, id));
  }

  userByName(username: string): Promise<User | undefined> {
    return this.#database.read((db, documents) => loadUserByName(db, documents, username));
  }

  addUser(user: User): Promise<boolean> {
    return this.#database.write((trx, documents) => addUser(trx, documents, user));
  }

  /** Writes the user over the one with the same id. @throws when another user has that name. */
  saveUser(user: User): Promise<void> {
    return this.#database.write((trx, documents) => saveUser(trx, documents, user));
  }

  changeUser(id: string, change: (user: User) => User | undefined): Promise<User | undefined> {
    return this.#database.write((trx, documents) => changeUser(trx, documents, { id, change }));
  }

  tokens(): Promise<readonly Token[]> {
    return this.#database.read(loadTokens);
  }

  tokenByHash(secretHash: string): Promise<Token | undefined> {
    return this.#database.read((db, documents) => loadTokenByHash(db, documents, secretHash));
  }

  token(id: string): Promise<Token | undefined> {
    return this.#database.read((db, documents) => loadToken(db, documents, id));
  }

  touchToken(id: string, at: Instant): Promise<void> {
    return this.#database.write((trx, documents) => touchToken(trx, documents, { id, at }));
  }

  saveToken(token: Token): Promise<void> {
    return this.#database.write((trx, documents) => saveToken(trx, documents, token));
  }

  deleteToken(id: string): Promise<boolean> {
    return this.#database.write((trx) => deleteToken(trx, id));
  }

  session(id: string): Promise<Session | undefined> {
    return this.#database.read((db) => loadSession(db, id));
  }

  sessionsOf(userId: string): Promise<readonly Session[]> {
    return this.#database.read((db) => loadSessionsOf(db, userId));
  }

  saveSession(session: Session): Promise<void> {
    return this.#database.write((trx) => saveSession(trx, session));
  }

  replaceSession(id: string, session: Session): Promise<boolean> {
    return this.#database.write((trx) => replaceSession(trx, id, session));
  }

  deleteSession(id: string): Promise<void> {
    return this.#database.write((trx) => deleteSession(trx, id));
  }

  deleteSessionsOf(userId: string, butId?: string): Promise<void> {
    return this.#database.write((trx) => deleteSessionsOf(trx, userId, butId));
  }

  expireSessions(before: Instant): Promise<void> {
    return this.#database.write((trx) => deleteSessionsExpired(trx, before));
  }

  appendAudit(entry: Omit<AuditEntry, "id" | "hash">): Promise<void> {
    return this.#database.write((trx) => appendAuditLine(trx, entry));
  }

  audit(limit: number, before?: number): Promise<readonly AuditEntry[]> {
    return this.#database.read((db) => loadAudit(db, limit, before));
  }

  verifyAudit(): Promise<AuditEntry | undefined> {
    return this.#database.read(verifyAuditChain);
  }

  remembered(key: string, actor: string): Promise<RememberedAnswer | undefined> {
    return this.#database.read((db) => loadRemembered(db, key, actor));
  }

  remember(answer: RememberedAnswer): Promise<void> {
    return this.#database.write((trx) => saveRemembered(trx, answer));
  }

  close(): Promise<void> {
    return this.#database.close();
  }
}
