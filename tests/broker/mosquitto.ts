import { type ChildProcess, spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const BINARY = ["/usr/sbin/mosquitto", "/usr/local/sbin/mosquitto", "/opt/homebrew/sbin/mosquitto"].find(existsSync);

/** False where mosquitto is not installed; says so once, so that what is skipped is seen. */
export const hasMosquitto = BINARY !== undefined;
if (!hasMosquitto) console.warn("skipped: mosquitto is not installed, reading from a foreign broker is not tested against it");

/** A real mosquitto with persistence on a port of its own. */
export class Mosquitto implements AsyncDisposable {
  readonly port: number;
  readonly #directory: string;
  #child: ChildProcess | undefined;

  private constructor(port: number, directory: string) {
    this.port = port;
    this.#directory = directory;
  }

  /** Starts one that keeps at most `queued` messages for a session that is away. */
  static async start(more: readonly string[] = []): Promise<Mosquitto> {
    const directory = await mkdtemp(join(tmpdir(), "outfall-mosquitto-"));
    // Started by root it goes on as a user who must be able to write here.
    await chmod(directory, 0o777);
    const broker = new Mosquitto(await freePort(), directory);
    const lines = [
      `listener ${broker.port} 127.0.0.1`,
      "allow_anonymous true",
      "persistence true",
      `persistence_location ${directory}/`,
      "max_queued_messages 0",
      ...more,
    ];
    await writeFile(join(directory, "mosquitto.conf"), `${lines.join("\n")}\n`);
    await broker.run();
    return broker;
  }

  /** Starts it (again) on the same port and with what it kept. Resolves once it accepts connections. */
  async run(): Promise<void> {
    if (BINARY === undefined) throw new Error("mosquitto is not installed");
    const child = spawn(BINARY, ["-c", join(this.#directory, "mosquitto.conf")], { stdio: "ignore" });
    this.#child = child;
    for (let tries = 0; !(await answers(this.port)); tries++) {
      if (tries === 1_000) throw new Error("mosquitto does not accept connections");
      if (child.exitCode !== null) throw new Error(`mosquitto ended with ${child.exitCode}`);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }

  /** Stops it: SIGTERM lets it write its state down, SIGKILL does not. */
  async stop(signal: "SIGTERM" | "SIGKILL" = "SIGTERM"): Promise<void> {
    const child = this.#child;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once("exit", resolve));
    child.kill(signal);
    await gone;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.stop("SIGKILL");
    await rm(this.#directory, { recursive: true, force: true });
  }
}

/** mosquitto cannot be given port 0: this is one that was free a moment ago. */
function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address !== null ? address.port : 0));
    });
  });
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, "127.0.0.1");
    socket.once("connect", () => {
      socket.destroy();
      resolve(true);
    });
    socket.once("error", () => resolve(false));
  });
}
