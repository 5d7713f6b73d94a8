import { setImmediate as nextTurn, setTimeout as pause } from "node:timers/promises";
import pg from "pg";
import { StoreUnavailableError } from "../../core/failures.ts";
import type { StoreTrouble } from "../../core/store-trouble.ts";
import { postgresTrouble } from "../postgres-trouble.ts";

const EVERY_MS = 500;
/** With the pause before it less than the five seconds that a request may wait for a server that stands still. */
const ANSWER_MS = 4_000;

const SILENT: StoreTrouble = { code: "no-answer", facts: {} };

export interface PulseOptions {
  readonly url: string;
  readonly answerMs?: number;
  /** The server says nothing any more: whoever waits for it waits in vain. */
  readonly onSilence: () => void;
}

/**
 * Asks a server again and again, over a connection of its own, whether it serves. A slow statement is waited for as
 * long as the server answers here; one that stands still, or to which the line is cut without a word, is known within
 * five seconds.
 */
export class PostgresPulse {
  readonly #options: PulseOptions;
  readonly #running: Promise<void>;
  #client: pg.Client | undefined;
  #trouble: StoreTrouble | undefined;
  readonly #closing = new AbortController();

  constructor(options: PulseOptions) {
    this.#options = options;
    this.#running = this.#run();
  }

  /** What is wrong with the server, as of the last question. */
  get trouble(): StoreTrouble | undefined {
    return this.#trouble;
  }

  /** @throws StoreUnavailableError while the server says nothing: nobody has to find that out anew. */
  refuseSilent(): void {
    const trouble = this.#trouble;
    if (trouble?.code === "no-answer") throw new StoreUnavailableError("the records database does not answer", { trouble });
  }

  async close(): Promise<void> {
    this.#closing.abort();
    this.#drop();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#closing;
    while (!signal.aborted) {
      const before = this.#trouble;
      this.#trouble = await this.#ask();
      if (this.#trouble?.code === "no-answer" && before?.code !== "no-answer" && !signal.aborted) this.#options.onSilence();
      if (this.#trouble !== undefined && this.#trouble.code !== "read-only") this.#drop();
      // A close ends the pause: the timer alone does not keep a command alive that waits for the end.
      await pause(EVERY_MS, undefined, { ref: false, signal }).catch(() => {});
    }
    this.#drop();
  }

  async #ask(): Promise<StoreTrouble | undefined> {
    try {
      return await withinTime(this.#look(), this.#options.answerMs ?? ANSWER_MS);
    } catch (cause) {
      return postgresTrouble(cause);
    }
  }

  async #look(): Promise<StoreTrouble | undefined> {
    if (this.#client === undefined) {
      const { url } = this.#options;
      const client = new pg.Client({ connectionString: url, application_name: "outfall pulse", keepAlive: true });
      client.on("error", () => {});
      this.#client = client;
      await client.connect();
    }
    const { rows } = await this.#client.query("select current_setting('transaction_read_only') as read_only");
    return rows[0]?.read_only === "on" ? { code: "read-only", facts: {} } : undefined;
  }

  #drop(): void {
    const client = this.#client;
    this.#client = undefined;
    client?.end().catch(() => {});
    if (client !== undefined) cutOff(client);
  }
}

/** Ends a connection whose other side may never answer again: everybody who waits for it is told. */
export function cutOff(client: pg.Client): void {
  client.connection.stream.destroy();
}

async function withinTime<T>(work: Promise<T>, ms: number): Promise<T | StoreTrouble> {
  work.catch(() => {});
  const late = new AbortController();
  const silence = pause(ms, undefined, { signal: late.signal, ref: false }).then(async () => {
    // An answer that came while this thread was busy is read first.
    await nextTurn();
    await nextTurn();
    return SILENT;
  });
  silence.catch(() => {});
  try {
    return await Promise.race([work, silence]);
  } finally {
    late.abort();
  }
}
