import type { FastifyRequest } from "fastify";
import { type FirstPlant, registryOf } from "../../../core/registry/first-plant.ts";
import { type BeijingDate, formatIso } from "../../../core/time.ts";
import { drawnFor, newDeviceSecrets } from "../../auth/device-secrets.ts";
import { commandRequestOf } from "../../commands/asked.ts";
import { type Api, type ApiContext, viewOf } from "../../context/api-context.ts";
import type { ApiDeps, Door } from "../../context/deps.ts";
import { problem } from "../../http/api-problem.ts";
import { withRow } from "../registry/edit-row.ts";
import { answeredBefore, putDocument } from "../registry/put-document.ts";
import { registryToWire } from "../registry/wire.ts";
import { FirstPlantIn, FirstPlantOut, type FirstPlantWire, FirstStepsOut } from "./schema.ts";
import { type DoorsAt, type SampledPlant, sampledPlant, sendingsOf } from "./sendings.ts";

/** What a new installation still has to do, and the form that registers its first plant. */
export function firstStepRoutes(app: Api, context: ApiContext): void {
  stepsRoute(app, context);
  plantRoute(app, context);
  secretsRoute(app, context);
}

function stepsRoute(app: Api, context: ApiContext): void {
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
        doors: doorsFor(request, deps),
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
}

function plantRoute(app: Api, context: ApiContext): void {
  app.post(
    "/api/v1/first-plant",
    {
      config: { idempotent: true, journalled: true, givesSecrets: true },
      schema: {
        summary: "Register the first enterprise of an empty installation: the grid down to it, an outlet, a limit, a device",
        tags: ["registry"],
        body: FirstPlantIn,
        response: { 200: FirstPlantOut },
      },
    },
    async (request, reply) => {
      const { mn, validFrom, ...rest } = request.body;
      const device = secretsAsked(request, context.deps, mn);
      const plant: FirstPlant = { ...rest, validFrom: validFrom as BeijingDate, device };
      const audited = { action: "registry.put", subject: "registry" };
      if ((await answeredBefore(context, { request, reply, audited })) === undefined) {
        const { version, index } = await context.registry.inForce();
        if (index.registry.cells.length > 0 || index.registry.devices.length > 0) throw problem("registry-not-empty");
        await putDocument(context, { request, reply, document: registryOf(plant), expected: version, audited, asked: {} });
      }
      return answerOf(request, context.deps, { device, plant });
    },
  );
}

function secretsRoute(app: Api, context: ApiContext): void {
  app.post(
    "/api/v1/first-plant/secrets",
    {
      config: { idempotent: true, journalled: true, givesSecrets: true },
      schema: {
        summary: "New secrets of the first device, as often as wanted until it is heard: an answer that carried them may be lost",
        tags: ["registry"],
        response: { 200: FirstPlantOut },
      },
    },
    async (request, reply) => {
      const { version, index } = await context.registry.inForce();
      const mn = index.registry.devices[0]?.mn;
      if (mn === undefined) throw problem("not-found");
      if ((await context.deps.deviceRecords.device(mn))?.lastSeenAt != null) throw problem("first-device-heard");
      const device = secretsAsked(request, context.deps, mn);
      const { mn: _, ...secrets } = device;
      const edited = withRow(registryToWire(index.registry), { table: "devices", id: mn }, secrets);
      if (!edited.ok) throw problem("registry-invalid", { errors: edited.error });
      const audited = { action: "registry.patch", subject: `devices/${mn}` };
      const { document } = edited.value;
      await putDocument(context, { request, reply, document, expected: version, audited, asked: {} });
      return answerOf(request, context.deps, { device, plant: sampledPlant(index.registry, mn) });
    },
  );
}

/** The secrets that this request sets, or has set when it came first. */
function secretsAsked(request: FastifyRequest, { fingerprint }: ApiDeps, mn: string): FirstPlant["device"] {
  return { mn, ...newDeviceSecrets(mn, drawnFor(commandRequestOf(request), fingerprint)) };
}

interface Registered {
  readonly device: FirstPlant["device"];
  /** Nothing where the device has no limit that a sample could pass. */
  readonly plant: SampledPlant | undefined;
}

/** The only answers that carry secrets. */
function answerOf(request: FastifyRequest, deps: ApiDeps, { device, plant }: Registered): FirstPlantWire {
  const { encodeFrame, clock } = deps;
  const how = { doors: doorsFor(request, deps), now: clock.now(), ...(encodeFrame && { encodeFrame }) };
  return { ...device, sendings: plant === undefined ? [] : [...sendingsOf({ ...plant, device }, how)] };
}

function doorsFor(request: FastifyRequest, { deviceDoors }: ApiDeps): DoorsAt {
  const { mqtt, hj212 } = deviceDoors?.() ?? {};
  return { mqtt: reachable(mqtt, request), hj212: reachable(hj212, request) };
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
