import type { FastifyRequest } from "fastify";
import { type FirstPlant, registryOf } from "../../../core/registry/first-plant.ts";
import { type BeijingDate, formatIso } from "../../../core/time.ts";
import { newDeviceSecrets } from "../../auth/device-secrets.ts";
import { type Api, type ApiContext, viewOf } from "../../context/api-context.ts";
import type { Door } from "../../context/deps.ts";
import { problem } from "../../http/api-problem.ts";
import { putDocument } from "../registry/put-document.ts";
import { FirstPlantIn, FirstPlantOut, FirstStepsOut } from "./schema.ts";
import { type DoorsAt, sendingsOf } from "./sendings.ts";

/** What a new installation still has to do, and the form that registers its first plant. */
export function firstStepRoutes(app: Api, context: ApiContext): void {
  const { deps } = context;

  app.get(
    "/api/v1/first-steps",
    { schema: { summary: "How far a new installation is", tags: ["system"], response: { 200: FirstStepsOut } } },
    async (request) => {
      const { index } = await viewOf(request, context);
      const { enterprises, outlets, limits, people, devices } = index.registry;
      const [first] = devices;
      const heard = first && (await deps.deviceRecords.device(first.mn));
      const latest = await deps.intake.latest(outlets.slice(0, 1).map(({ id }) => id));
      const newest = latest.toSorted((a, b) => b.at - a.at)[0];
      const users = await deps.identity.users();
      return {
        doors: doorsFor(request),
        ...{ enterprises: enterprises.length, outlets: outlets.length, limits: limits.length, people: people.length },
        accounts: Math.max(0, users.length - 1),
        device:
          first === undefined
            ? null
            : { mn: first.mn, lastHeardAt: heard?.lastSeenAt == null ? null : formatIso(heard.lastSeenAt) },
        value:
          newest === undefined
            ? null
            : {
                ...{ outlet: newest.outlet, pollutant: newest.pollutant, value: newest.value, unit: newest.unit },
                at: formatIso(newest.at),
              },
      };
    },
  );

  app.post(
    "/api/v1/first-plant",
    {
      config: { idempotent: true, journalled: true },
      schema: {
        summary: "Register the first enterprise of an empty installation: the grid down to it, an outlet, a limit, a device",
        tags: ["registry"],
        body: FirstPlantIn,
        response: { 200: FirstPlantOut },
      },
    },
    async (request, reply) => {
      const { version, index } = await context.registry.inForce();
      if (index.registry.cells.length > 0 || index.registry.devices.length > 0) throw problem("registry-not-empty");
      const { mn, validFrom, ...rest } = request.body;
      const device = { mn, ...newDeviceSecrets(mn) };
      const plant: FirstPlant = { ...rest, validFrom: validFrom as BeijingDate, device };
      const audited = { action: "registry.put", subject: "registry" };
      await putDocument(context, { request, reply, document: registryOf(plant), expected: version, audited, asked: {} });
      const { encodeFrame } = deps;
      const sendings = sendingsOf(plant, {
        doors: doorsFor(request),
        now: deps.clock.now(),
        ...(encodeFrame && { encodeFrame }),
      });
      return { ...device, sendings: [...sendings] };
    },
  );

  function doorsFor(request: FastifyRequest): DoorsAt {
    const { mqtt, hj212 } = deps.deviceDoors?.() ?? {};
    return { mqtt: reachable(mqtt, request), hj212: reachable(hj212, request) };
  }
}

/** A name or an address: what a shell or a page reads as nothing else. */
const HOST_NAME = /^(?:[A-Za-z0-9][A-Za-z0-9.-]{0,252}|\[?([0-9A-Fa-f:.]{2,45})\]?)$/;

/**
 * A door that listens everywhere is reached under the name by which the caller came. What the caller writes there goes
 * into a line that a person runs, so anything but a name is left out: then the line is for this machine.
 */
function reachable(door: Door | undefined, { hostname }: FastifyRequest): Door | null {
  if (door === undefined) return null;
  const isEverywhere = door.host === "0.0.0.0" || door.host === "::";
  return { host: isEverywhere ? hostOf(hostname) : door.host, port: door.port };
}

function hostOf(hostname: string): string {
  const found = HOST_NAME.exec(hostname.replace(/(?<=^[^:]*|\]):\d+$/, ""));
  return found === null ? "127.0.0.1" : (found[1] ?? found[0]);
}
