import { useState } from "react";
import type { Say } from "../i18n/say.ts";
import { failureWords } from "./failure-words.ts";

interface Sending {
  /** Why the last try was not taken, in words. */
  readonly failure: string | null;
  readonly isBusy: boolean;
  /** Says what is wrong before anything is sent. */
  readonly refuse: (failure: string | null) => void;
  /** Sends, and says why when it is not taken. */
  readonly send: <Answer>(work: () => Promise<Answer>, onDone: (answer: Answer) => void) => void;
}

/** Where the sending of a form stands. */
export function useSending(say: Say): Sending {
  const [failure, refuse] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const send: Sending["send"] = (work, onDone) => {
    setBusy(true);
    refuse(null);
    work()
      .then(onDone, (error: unknown) => refuse(failureWords(error, say)))
      .finally(() => setBusy(false));
  };
  return { failure, isBusy, refuse, send };
}
