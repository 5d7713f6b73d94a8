import { connect, type Socket } from "node:net";
import { hourFrame, hoursAgo } from "./district.ts";
import type { Product } from "./product.ts";

const LOOK_MS = 500;
const MOST_LOOKS = 120;

/** Sends hour frames without end and counts the answers. */
export class BusyLogger {
  sent = 0;
  #answered = 0;
  #socket: Socket;

  constructor(product: Product) {
    const { host, port } = product.doors.hj212;
    this.#socket = connect(port, host);
    this.#socket.on("data", (chunk) => {
      this.#answered += chunk.toString("latin1").split("CN=9014").length - 1;
    });
  }

  send(count: number): void {
    for (let i = 0; i < count; i++) {
      this.sent += 1;
      this.#socket.write(hourFrame(hoursAgo(24 + this.sent), "a21026", 50 + (this.sent % 40)));
    }
  }

  /** The number of answers once no more come. */
  async quiet(): Promise<number> {
    for (let looks = 0; looks < MOST_LOOKS; looks++) {
      const before = this.#answered;
      await new Promise((done) => setTimeout(done, LOOK_MS));
      if (this.#answered === before) return before;
    }
    throw new Error(`answers still come after ${this.#answered} of ${this.sent}`);
  }

  async allAnswered(): Promise<void> {
    const end = Date.now() + 30_000;
    while (this.#answered < this.sent) {
      if (Date.now() > end) throw new Error(`${this.#answered} of ${this.sent} answered`);
      await new Promise((done) => setTimeout(done, 50));
    }
  }

  close(): void {
    this.#socket.destroy();
  }
}
