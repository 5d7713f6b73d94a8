import { once } from "node:events";
import { createServer } from "node:net";
import type { Config } from "../config.ts";
import { type DeviceDoor, DOOR_SETTING_NAMES } from "../door-settings.ts";
import type { SettingProblem } from "../setting-problem.ts";
import type { RoleName } from "./role.ts";

interface ListeningPort {
  readonly setting: string;
  readonly hostSetting: string;
  readonly host: string;
  readonly port: number;
}

/** Tries every port that the roles will listen on, and names the settings of those that cannot be had. */
export async function checkPorts(config: Config, roles: readonly RoleName[]): Promise<readonly SettingProblem[]> {
  const problems = new Map<string, SettingProblem>();
  for (const listening of portsOf(config, roles)) {
    const problem = await tryPort(listening);
    // An address that this machine does not have is one problem, however many ports there are.
    if (problem !== undefined) problems.set(problem.pointer, problem);
  }
  return [...problems.values()];
}

function portsOf({ host, httpPort, doors }: Config, roles: readonly RoleName[]): readonly ListeningPort[] {
  const http = { setting: "OUTFALL_HTTP_PORT", hostSetting: "OUTFALL_HOST", host, port: httpPort };
  const ofDevices = (Object.keys(DOOR_SETTING_NAMES) as DeviceDoor[]).flatMap((door) => {
    const address = doors[door];
    if (address === undefined) return [];
    const names = DOOR_SETTING_NAMES[door];
    // Whoever left the address to OUTFALL_HOST looks for the mistake there.
    return [{ setting: names.port, hostSetting: address.host === host ? "OUTFALL_HOST" : names.host, ...address }];
  });
  return [...(roles.includes("api") ? [http] : []), ...(roles.includes("gateway") ? ofDevices : [])];
}

async function tryPort({ setting, hostSetting, host, port }: ListeningPort): Promise<SettingProblem | undefined> {
  const server = createServer();
  try {
    server.listen({ host, port });
    await once(server, "listening");
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    if (code === "EADDRINUSE") return { pointer: setting, code: "port-in-use", facts: { port, host } };
    if (code === "EACCES") return { pointer: setting, code: "port-without-right", facts: { port } };
    return { pointer: hostSetting, code: "host-not-here", facts: { host, technical: message } };
  }
  const closed = once(server, "close");
  server.close();
  await closed;
  return undefined;
}
