import type { QueryClient } from "@tanstack/react-query";
import type { Door } from "./session.ts";

/** Forgets what the server said to somebody as soon as nobody, or somebody else, is logged in. */
export function forgetAnswers(answers: Pick<QueryClient, "clear">, before: Door | null, next: Door): void {
  // A server that does not answer for a moment logs nobody out.
  if (next.problem === null && before?.session?.id !== next.session?.id) answers.clear();
}
