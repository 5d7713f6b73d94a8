import { once } from "node:events";
import { createServer } from "node:net";
import type { Config } from "../config.ts";
import type { SettingProblem } from "../setting-problem.ts";
import type { RoleName } from "./role.ts";

interface ListeningPort {
  readonly setting: string;
  readonly port: number;
}

/** Tries every port that the roles will listen on, and names the settings of those that cannot be had. */
export async function checkPorts(config: Config, roles: readonly RoleName[]): Promise<readonly SettingProblem[]> {
  const problems = new Map<string, SettingProblem>();
  for (const listening of portsOf(config, roles)) {
    const problem = await tryPort(config.host, listening);
    // An address that this machine does not have is one problem, however many ports there are.
    if (problem !== undefined) problems.set(problem.pointer, problem);
  }
  return [...problems.values()];
}

function portsOf(config: Config, roles: readonly RoleName[]): readonly ListeningPort[] {
  const { mqttTlsPort, mqttWsPort } = config;
  const doors = [
    { setting: "OUTFALL_MQTT_PORT", port: config.mqttPort },
    { setting: "OUTFALL_HJ212_PORT", port: config.hj212Port },
    ...(mqttTlsPort === undefined ? [] : [{ setting: "OUTFALL_MQTT_TLS_PORT", port: mqttTlsPort }]),
    ...(mqttWsPort === undefined ? [] : [{ setting: "OUTFALL_MQTT_WS_PORT", port: mqttWsPort }]),
  ];
  return [
    ...(roles.includes("api") ? [{ setting: "OUTFALL_HTTP_PORT", port: config.httpPort }] : []),
    ...(roles.includes("gateway") ? doors : []),
  ];
}

async function tryPort(host: string, { setting, port }: ListeningPort): Promise<SettingProblem | undefined> {
  const server = createServer();
  try {
    server.listen({ host, port });
    await once(server, "listening");
  } catch (error) {
    const { code = "", message } = error as NodeJS.ErrnoException;
    if (code === "EADDRINUSE") return { pointer: setting, code: "port-in-use", facts: { port, host } };
    if (code === "EACCES") return { pointer: setting, code: "port-without-right", facts: { port } };
    return { pointer: "OUTFALL_HOST", code: "host-not-here", facts: { host, technical: message } };
  }
  const closed = once(server, "close");
  server.close();
  await closed;
  return undefined;
}
