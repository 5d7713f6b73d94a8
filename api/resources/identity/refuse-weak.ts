import { weakPassword } from "../../auth/password-policy.ts";
import { problem } from "../../http/api-problem.ts";

/** @throws ApiProblem `password-weak` when the password is among the first that are guessed for this person */
export function refuseWeak(password: string, who: { readonly username: string; readonly name: string }): void {
  const why = weakPassword(password, who);
  if (why !== undefined) throw problem("password-weak", { facts: { why } });
}
