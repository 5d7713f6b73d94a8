import { HttpError, type Transport } from "@influxdata/influxdb-client";

/**
 * The client's transport, but a write succeeds only with 204. The client itself also takes 201 and an answer without a
 * status for success, and some proxies answer 200 for a server that is gone.
 */
export function strictTransport(inner: Transport): Transport {
  return {
    chunkCombiner: inner.chunkCombiner,
    request: (path, body, options, started) => inner.request(path, body, options, started),
    iterate: (path, body, options) => inner.iterate(path, body, options),
    send(path, body, options, callbacks = {}) {
      if (!path.startsWith("/api/v2/write")) {
        inner.send(path, body, options, callbacks);
        return;
      }
      let status: number | undefined;
      inner.send(path, body, options, {
        ...callbacks,
        responseStarted(headers, code) {
          status = code;
          callbacks.responseStarted?.(headers, code);
        },
        complete() {
          if (status === 204) callbacks.complete?.();
          else callbacks.error?.(new HttpError(status ?? 0, `204 expected, ${status ?? "nothing"} answered`));
        },
      });
    },
  };
}
