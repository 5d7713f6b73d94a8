import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { ownChild } from "./left-behind.ts";

/** Starts a script of ours that is told what to do by messages; `setup` is its argument. */
export function startChild(script: URL, setup: object): ChildProcess {
  return ownChild(fork(script, [JSON.stringify(setup)], { stdio: ["ignore", "ignore", "inherit", "ipc"] }));
}

/** Gives it an order and waits for the answer. @throws Error when it ends before it has answered */
export async function askChild<Answer>(child: ChildProcess, order: object): Promise<Answer> {
  const over = new AbortController();
  const ended = once(child, "exit", { signal: over.signal }).then(([code, signal]) => {
    throw new Error(`a child of the run ended with ${code ?? signal} before it answered`);
  });
  const heard = once(child, "message", { signal: over.signal });
  child.send(order);
  const answer = await Promise.race([heard, ended]);
  ended.catch(() => {});
  heard.catch(() => {});
  over.abort();
  return answer[0] as Answer;
}
