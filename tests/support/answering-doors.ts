import { createServer, type Server, type Socket } from "node:net";
import { parser } from "mqtt-packet";

/** Doors of a platform that acknowledges whatever comes, on free ports. */
export async function answeringDoors() {
  const sockets = new Set<Socket>();
  const listen = async (onSocket: (socket: Socket) => void): Promise<Server> => {
    const server = createServer((socket) => {
      sockets.add(socket.on("error", () => socket.destroy()));
      onSocket(socket);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return server;
  };
  const servers = [await listen(acknowledgeFrames), await listen(acknowledgeMqtt)];
  const [hj212 = 0, mqtt = 0] = servers.map((server) => (server.address() as { readonly port: number }).port);
  return {
    /** As `--to` takes it. */
    to: `hj212://127.0.0.1:${hj212},mqtt://127.0.0.1:${mqtt}`,
    async [Symbol.asyncDispose](): Promise<void> {
      for (const socket of sockets) socket.destroy();
      await Promise.all(servers.map((server) => new Promise<void>((done) => server.close(() => done()))));
    },
  };
}

/** Answers each frame by its QN, as data that was taken. */
function acknowledgeFrames(socket: Socket): void {
  let rest = "";
  socket.on("data", (chunk) => {
    const lines = (rest + chunk.toString("latin1")).split("\r\n");
    rest = lines.pop() ?? "";
    for (const line of lines) {
      const qn = /QN=([^;]*);/.exec(line)?.[1];
      if (qn !== undefined) socket.write(`##0045QN=${qn};ST=91;CN=9014;Flag=4;CP=&&&&0000\r\n`);
    }
  });
}

function acknowledgeMqtt(socket: Socket): void {
  const reader = parser({ protocolVersion: 4 });
  reader.on("packet", (packet) => {
    if (packet.cmd === "connect") socket.write(Buffer.from([0x20, 2, 0, 0]));
    else if (packet.cmd === "pingreq") socket.write(Buffer.from([0xd0, 0]));
    else if (packet.cmd === "subscribe") {
      const id = packet.messageId ?? 0;
      socket.write(Buffer.from([0x90, 3, id >> 8, id & 255, 1]));
    } else if (packet.cmd === "publish" && packet.messageId !== undefined) {
      socket.write(Buffer.from([0x40, 2, packet.messageId >> 8, packet.messageId & 255]));
    }
  });
  socket.on("data", (chunk) => void reader.parse(chunk));
}
