/** Runs tasks one after the other, in the order in which they were given; one that fails does not stop the next. */
export class TaskQueue {
  #last: Promise<unknown> = Promise.resolve();

  /** Answers as the task does. It begins later than this call returns, even when nothing is under way. */
  run<T>(task: () => Promise<T>): Promise<T> {
    const running = this.#last.then(task);
    this.#last = running.catch(() => undefined);
    return running;
  }
}
