import { z } from "zod";
import type { DeviceFrame } from "../../../core/field/device-state.ts";
import { REFUSALS_KEPT, type Refusal } from "../../../core/field/refusal.ts";
import type { Device } from "../../../core/registry/registry.ts";
import { beijingDate } from "../../../core/time.ts";
import { type Api, type ApiContext, viewOf } from "../../api-context.ts";
import type { FrameSender } from "../../deps.ts";
import { problem } from "../../http/api-problem.ts";
import { AnyId } from "../../http/primitives.ts";
import { pageOfAll } from "../../http/scoped-page.ts";
import { seesDevice } from "../../scope.ts";
import { readAccount } from "../messages/account-wire.ts";
import { quarantineToWire } from "../messages/quarantine-wire.ts";
import { DeviceDetailOut, DevicePage, DeviceQuery, RefusalPage, UnknownDevicePage } from "../messages/schema.ts";
import { countedByDevice, frameToWire } from "./exchange-wire.ts";
import { refusalToWire, unknownToWire } from "./refusal-wire.ts";
import { deviceToWire } from "./wire.ts";

/** Data loggers: which are silent, which knocked and are not registered. */
export function deviceRoutes(app: Api, context: ApiContext): void {
  const { intake, clock, deviceRecords } = context.deps;
  const decode = context.deps.decodeFrame ?? (() => null);

  app.get(
    "/api/v1/devices",
    { schema: { summary: "Devices", tags: ["devices"], querystring: DeviceQuery, response: { 200: DevicePage } } },
    async (request) => {
      const { index, scope } = await viewOf(request, context);
      const visible = index.registry.devices.filter((device) => seesDevice(scope, index, device.mn));
      const page = pageOfAll(visible, request.query);
      const mns = new Set(page.items.map((d) => d.mn));
      const outlets = new Set(index.registry.channels.filter((c) => mns.has(c.device)).map((c) => c.outlet));
      const facts = { now: clock.now(), latest: intake.latest([...outlets]), quirks: countedByDevice(deviceRecords.quirks()) };
      const items = page.items.map((device) => deviceToWire(device, index, { ...facts, line: deviceRecords.device(device.mn) }));
      return { items, next: page.next };
    },
  );

  app.get(
    "/api/v1/devices/unknown",
    { schema: { summary: "Who knocked and is not registered", tags: ["devices"], response: { 200: UnknownDevicePage } } },
    async () => {
      const { deviceByMn } = await context.registry.current();
      const unknown = deviceRecords.refusals({ limit: REFUSALS_KEPT }).filter(isUnknown);
      return { items: unknown.filter(({ mn }) => !deviceByMn.has(mn)).map(unknownToWire), next: null };
    },
  );

  app.get(
    "/api/v1/devices/refused",
    { schema: { summary: "What was turned away at the doors", tags: ["devices"], response: { 200: RefusalPage } } },
    async () => ({ items: deviceRecords.refusals({ limit: REFUSALS_KEPT }).map(refusalToWire), next: null }),
  );

  app.get(
    "/api/v1/devices/:mn",
    { schema: { summary: "One device", tags: ["devices"], params: z.object({ mn: AnyId }), response: { 200: DeviceDetailOut } } },
    async (request) => {
      const { index, scope } = await viewOf(request, context);
      const device = index.deviceByMn.get(request.params.mn);
      if (device === undefined || !seesDevice(scope, index, device.mn)) throw problem("not-found");
      const now = clock.now();
      const outlets = index.registry.channels.filter((c) => c.device === device.mn).map((c) => c.outlet);
      return {
        ...deviceToWire(device, index, {
          ...{ now, latest: intake.latest([...new Set(outlets)]) },
          ...{ line: deviceRecords.device(device.mn), quirks: countedByDevice(deviceRecords.quirks()) },
        }),
        today: await readAccount({ mn: device.mn, day: beijingDate(now) }, context.deps),
        lastQuarantined: intake.quarantine({ mn: device.mn, limit: 20 }).map(quarantineToWire),
        refused: deviceRecords.refusals({ mn: device.mn, limit: 20 }).map(refusalToWire),
        frames: deviceRecords.frames(device.mn).map((frame) => frameToWire(frame, (raw) => decode(raw, senderOf(frame, device)))),
      };
    },
  );
}

function isUnknown({ reason }: Refusal): boolean {
  return reason === "unknown-device";
}

/** The device writes the CRC variant it is registered with and may encrypt; the platform writes the standard's, in clear. */
function senderOf({ direction }: DeviceFrame, device: Device): FrameSender {
  return direction === "in" ? device : {};
}
