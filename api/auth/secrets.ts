import { createHash, randomBytes, timingSafeEqual } from "node:crypto";
import { hash, verify } from "@node-rs/argon2";

/** 32 random bytes as text: the secret of a session or a token. */
export function newSecret(): string {
  return randomBytes(32).toString("base64url");
}

/** What is kept of a secret of 32 random bytes. No salt and no slow hash: there is nothing to guess. */
export function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** Compares two texts in a time that does not depend on where they differ. */
export function sameText(a: string, b: string): boolean {
  return timingSafeEqual(createHash("sha256").update(a).digest(), createHash("sha256").update(b).digest());
}

/** argon2id with the library's cost (19 MiB, two passes), as OWASP asks for at least. */
export function hashPassword(password: string): Promise<string> {
  return hash(password);
}

/** A hash of a random password, so that a log-in with an unknown name takes as long as one with a wrong password. */
const NOBODY = hash(newSecret());

/** True when `password` belongs to `passwordHash`; always false, and as slow, when there is no such user. */
export async function isPassword(passwordHash: string | undefined, password: string): Promise<boolean> {
  const matches = await verify(passwordHash ?? (await NOBODY), password).catch(() => false);
  return matches && passwordHash !== undefined;
}
