import pg from "pg";

/** Round trips of all clients of this class: how often something was sent while no answer was outstanding. */
let trips = 0;

/** A client of PostgreSQL whose round trips are counted. */
export class CountingClient extends pg.Client {
  #waiting = 0;

  override query(...args: unknown[]): never {
    if (this.#waiting === 0) trips += 1;
    this.#waiting += 1;
    const answer = (super.query as (...all: unknown[]) => Promise<unknown>)(...args);
    const answered = () => {
      this.#waiting -= 1;
    };
    answer.then(answered, answered);
    return answer as never;
  }
}

/** How many round trips the work takes. */
export async function tripsOf(work: () => Promise<unknown>): Promise<number> {
  const before = trips;
  await work();
  return trips - before;
}
