import { Aedes, type Client, type PublishPacket } from "aedes";
import { parseTopic } from "./topics.ts";

type Done = (error?: Error) => void;

/**
 * aedes without routing of what devices send. A message is in the journal before it comes here, and nobody subscribes
 * to it, so it ends; so does `$SYS`, which is hidden. Only what the platform says on a `down` topic goes the way to
 * subscribers.
 */
export class DeviceBroker extends Aedes {
  /** Connected clients by client id (aedes keeps them and does not declare them). */
  declare readonly clients: Readonly<Record<string, Client>>;

  override publish(packet: PublishPacket, clientOrDone: Client | Done | null, done?: Done): void {
    if (typeof clientOrDone === "function" && parseTopic(packet.topic)?.kind === "down") {
      super.publish(packet, clientOrDone);
      return;
    }
    if (typeof clientOrDone === "function") clientOrDone();
    else done?.();
  }
}
