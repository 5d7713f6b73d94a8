import { GUESSED_WORDS } from "../../words/guessed-words.ts";
import { COMMON_PASSWORDS } from "./common-passwords.ts";

/** Why a password is not taken; its length is checked before. */
export type WeakPassword = "password-common" | "password-own-name" | "password-unchanged";

const LEAST_NAME = 3;

/**
 * Says why somebody cannot have a password. Length is what counts (NIST SP 800-63B): refused is only what is guessed
 * first, that is, common ones, one character or a run over and over, and the own name or a word of the house with
 * little around it.
 */
export function weakPassword(
  password: string,
  { username, name }: { readonly username: string; readonly name: string },
): WeakPassword | undefined {
  const text = password.toLowerCase();
  const bare = text.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, "");
  const isLittleMoreThan = (part: string) => bare === part || (text.includes(part) && text.length - part.length < LEAST_NAME + 2);
  if (COMMON_PASSWORDS.has(text) || isRepeated(text) || isRun(text)) return "password-common";
  if (GUESSED_WORDS.some(isLittleMoreThan)) return "password-common";
  const own = [username, name].map((part) => part.toLowerCase()).filter((part) => part.length >= LEAST_NAME);
  return own.some(isLittleMoreThan) ? "password-own-name" : undefined;
}

/** The same few characters over and over. */
function isRepeated(text: string): boolean {
  return /^(.{1,3})\1+.?$/u.test(text);
}

/** Each character follows the one before, up or down. */
function isRun(text: string): boolean {
  const steps = new Set([...text].slice(1).map((c, i) => c.charCodeAt(0) - text.charCodeAt(i)));
  return steps.size === 1 && (steps.has(1) || steps.has(-1));
}
