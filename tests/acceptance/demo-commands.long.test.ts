import { expect, test } from "vitest";
import { Product } from "../support/product.ts";

const commandsOf = (mn: string): string => `/api/v1/devices/${mn}/commands`;
/** Of the kiln of 演示水泥厂, over HJ 212; and of the boundary station of 演示烧结厂, over MQTT. */
const KILN = "SIM410102000000000000001";

interface ListedDevice {
  readonly mn: string;
  readonly line: { readonly lastSeenAt: string | null; readonly connected: boolean; readonly transport: string };
}

test("the loggers of the demo district obey the bureau's buttons, over HJ 212 and over MQTT", async () => {
  await using product = await Product.start({ args: ["--demo"] });
  const devices = await product.until(
    async () => (await product.ask("GET", "/api/v1/devices")).body.items,
    (items: readonly ListedDevice[]) => items.length > 0 && items.every(({ line }) => line.connected && line.lastSeenAt !== null),
  );
  const overMqtt = (devices as readonly ListedDevice[]).filter(({ line }) => line.transport === "mqtt").map(({ mn }) => mn);
  expect(overMqtt).not.toEqual([]);
  const lastHour = new Date(Math.floor(Date.now() / 3_600_000) * 3_600_000 - 3_600_000).toISOString();
  const history = { command: "history", cn: "2061", from: lastHour, to: lastHour };

  for (const mn of [KILN, ...overMqtt.slice(0, 1)]) {
    for (const command of [{ command: "set-time" }, { command: "read-time" }, history, { command: "stop-realtime" }]) {
      const { body } = await product.ask("POST", commandsOf(mn), command);
      const ended = await product.until(
        async () => (await product.ask("GET", `${commandsOf(mn)}/${body.id}`)).body,
        (exchange) => !["queued", "sent", "accepted"].includes(exchange.state),
      );

      expect(ended).toMatchObject({ command: command.command, state: "done", attempts: 1 });
    }
  }
});
