/** Who did something: the account, and the person of the registry behind it. */
export interface Doer {
  readonly by: string;
  readonly person: string | null;
}

/** True for the person of that account, whichever account is used now. */
export function isSamePerson(doer: Doer, now: Doer): boolean {
  return doer.by === now.by || (doer.person !== null && doer.person === now.person);
}
