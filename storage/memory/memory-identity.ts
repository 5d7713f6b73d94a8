import type { AuditEntry, IdentityStore, RememberedAnswer, Session, Token, User } from "../../core/people/identity.ts";
import type { Instant } from "../../core/time.ts";
import { auditHash, CHAIN_START, canonicalAuditLine } from "../records/audit-chain.ts";
import { REMEMBERED_FOR } from "../records/remembered-table.ts";

/** The identity store in memory, for tests of others: same behaviour as the SQL stores, nothing on a disk. */
export class MemoryIdentity implements IdentityStore {
  readonly #users = new Map<string, User>();
  readonly #tokens = new Map<string, Token>();
  readonly #sessions = new Map<string, Session>();
  readonly #audit: AuditEntry[] = [];
  readonly #remembered = new Map<string, RememberedAnswer>();

  async users(): Promise<readonly User[]> {
    return [...this.#users.values()].toSorted((a, b) => Buffer.compare(Buffer.from(a.username), Buffer.from(b.username)));
  }

  async user(id: string): Promise<User | undefined> {
    return this.#users.get(id);
  }

  async userByName(username: string): Promise<User | undefined> {
    return [...this.#users.values()].find((user) => user.username === username);
  }

  async addUser(user: User): Promise<boolean> {
    if ([...this.#users.values()].some(({ username }) => username === user.username)) return false;
    this.#users.set(user.id, user);
    return true;
  }

  async saveUser(user: User): Promise<void> {
    this.#saveUser(user);
  }

  async changeUser(id: string, change: (user: User) => User | undefined): Promise<User | undefined> {
    const user = this.#users.get(id);
    const changed = user && change(user);
    if (changed !== undefined) this.#saveUser(changed);
    return changed;
  }

  async tokens(): Promise<readonly Token[]> {
    return [...this.#tokens.values()].toSorted((a, b) => Buffer.compare(Buffer.from(a.id), Buffer.from(b.id)));
  }

  async tokenByHash(secretHash: string): Promise<Token | undefined> {
    return [...this.#tokens.values()].find((token) => token.secretHash === secretHash);
  }

  async token(id: string): Promise<Token | undefined> {
    return this.#tokens.get(id);
  }

  async touchToken(id: string, at: Instant): Promise<void> {
    const token = this.#tokens.get(id);
    if (token !== undefined) this.#tokens.set(id, { ...token, lastUsedAt: at });
  }

  async saveToken(token: Token): Promise<void> {
    this.#tokens.set(token.id, token);
  }

  async deleteToken(id: string): Promise<boolean> {
    return this.#tokens.delete(id);
  }

  async session(id: string): Promise<Session | undefined> {
    return this.#sessions.get(id);
  }

  async sessionsOf(userId: string): Promise<readonly Session[]> {
    const own = [...this.#sessions.values()].filter((session) => session.userId === userId);
    return own.toSorted((a, b) => a.createdAt - b.createdAt || Buffer.compare(Buffer.from(a.id), Buffer.from(b.id)));
  }

  async saveSession(session: Session): Promise<void> {
    this.#sessions.set(session.id, session);
  }

  async replaceSession(id: string, session: Session): Promise<boolean> {
    if (!this.#sessions.delete(id)) return false;
    this.#sessions.set(session.id, session);
    return true;
  }

  async deleteSession(id: string): Promise<void> {
    this.#sessions.delete(id);
  }

  async deleteSessionsOf(userId: string, butId?: string): Promise<void> {
    this.#dropSessions((session) => session.userId === userId && session.id !== butId);
  }

  async expireSessions(before: Instant): Promise<void> {
    this.#dropSessions((session) => session.expiresAt < before);
  }

  async appendAudit(entry: Omit<AuditEntry, "id" | "hash">): Promise<void> {
    const line = { ...entry, id: this.#audit.length + 1 };
    const previousHash = this.#audit.at(-1)?.hash ?? CHAIN_START;
    this.#audit.push({ ...line, hash: auditHash(previousHash, canonicalAuditLine(line)) });
  }

  async audit(limit: number, before = Number.POSITIVE_INFINITY): Promise<readonly AuditEntry[]> {
    return this.#audit
      .filter((entry) => entry.id < before)
      .toReversed()
      .slice(0, limit);
  }

  async verifyAudit(): Promise<AuditEntry | undefined> {
    return this.#audit.find((entry, i) => {
      const previousHash = this.#audit[i - 1]?.hash ?? CHAIN_START;
      return entry.hash !== auditHash(previousHash, canonicalAuditLine(entry));
    });
  }

  async remembered(key: string, actor: string): Promise<RememberedAnswer | undefined> {
    return this.#remembered.get(JSON.stringify([key, actor]));
  }

  async remember(answer: RememberedAnswer): Promise<void> {
    this.#remembered.set(JSON.stringify([answer.key, answer.actor]), answer);
    for (const [key, { at }] of this.#remembered) if (at < answer.at - REMEMBERED_FOR) this.#remembered.delete(key);
  }

  async close(): Promise<void> {}

  #saveUser(user: User): void {
    const isTaken = [...this.#users.values()].some(({ id, username }) => username === user.username && id !== user.id);
    if (isTaken) throw new Error("another user has that name");
    this.#users.set(user.id, user);
  }

  #dropSessions(isOver: (session: Session) => boolean): void {
    for (const session of this.#sessions.values()) if (isOver(session)) this.#sessions.delete(session.id);
  }
}
