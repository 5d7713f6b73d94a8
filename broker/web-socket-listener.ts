import type { Server as HttpServer, IncomingMessage } from "node:http";
import { isIP, type Socket } from "node:net";
import type { Duplex } from "node:stream";
import { createWebSocketStream, type WebSocket, WebSocketServer } from "ws";

const PATH = "/mqtt";
const SUB_PROTOCOL = "mqtt";

/** The event of a stream over which something came that carries no MQTT: it is to end. */
export const FOREIGN_FRAME = "foreign-frame";

/**
 * Lets MQTT in over WebSocket at `/mqtt`, sub protocol `mqtt`, in binary frames [MQTT-6.0.0-1 to -4]. Everything else
 * is refused before a WebSocket is made of it. A message beyond `messageBytes` closes the connection on its length
 * field; compression is not offered.
 */
export function acceptWebSockets(
  server: HttpServer,
  { messageBytes, publicUrl }: { readonly messageBytes: number; readonly publicUrl: URL | undefined },
  enter: (stream: Duplex, socket: Socket) => void,
): void {
  const sockets = new WebSocketServer({
    noServer: true,
    maxPayload: messageBytes,
    clientTracking: false,
    perMessageDeflate: false,
    handleProtocols: () => SUB_PROTOCOL,
  });
  server.on("request", (_request, response) => {
    response.writeHead(426, { connection: "close", upgrade: "websocket" }).end();
  });
  server.on("upgrade", (request: IncomingMessage, socket: Socket, head: Buffer) => {
    const refusal = foreignAddress(request, publicUrl) ?? refusalOf(request);
    if (refusal !== undefined) {
      // Nobody else listens to it: its client may be gone already, and may never end its own side.
      socket.on("error", () => {});
      socket.once("finish", () => socket.destroy());
      socket.end(`HTTP/1.1 ${refusal}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
      return;
    }
    socket.setNoDelay(true);
    sockets.handleUpgrade(request, socket, head, (webSocket) => enter(streamOf(webSocket), socket));
  });
}

/**
 * Two `Host` headers are refused always. Where people use one address, a page has to come from there, and a host that
 * is given by name has to be that one: devices use the number of an address, too, which no page can stand under.
 */
function foreignAddress({ headers, rawHeaders }: IncomingMessage, publicUrl: URL | undefined): string | undefined {
  if (rawHeaders.filter((text, i) => i % 2 === 0 && text.toLowerCase() === "host").length > 1) return "400 Bad Request";
  if (publicUrl === undefined) return undefined;
  if (headers.origin !== undefined && headers.origin !== publicUrl.origin) return "403 Forbidden";
  const host = (headers.host ?? "").replace(/:\d+$/, "").toLowerCase();
  const isOurs = host === publicUrl.hostname || host === "localhost" || isIP(host.replace(/^\[|\]$/g, "")) !== 0;
  return isOurs ? undefined : "421 Misdirected Request";
}

function refusalOf(request: IncomingMessage): string | undefined {
  const path = (request.url ?? "").split("?")[0];
  if (path !== PATH) return "404 Not Found";
  const offered = (request.headers["sec-websocket-protocol"] ?? "").split(",").map((name) => name.trim());
  return offered.includes(SUB_PROTOCOL) ? undefined : "400 Bad Request";
}

/** The bytes in the frames, as one stream: packets may be cut anywhere. A text frame ends it [MQTT-6.0.0-1]. */
function streamOf(webSocket: WebSocket): Duplex {
  let stream: Duplex | undefined;
  webSocket.on("message", (_data, isBinary) => {
    if (!isBinary) stream?.emit(FOREIGN_FRAME);
  });
  stream = createWebSocketStream(webSocket);
  // Without it every field of a packet would leave in a frame of its own.
  stream._writev = (chunks, done) => webSocket.send(Buffer.concat(chunks.map(({ chunk }) => chunk)), done);
  return stream;
}
