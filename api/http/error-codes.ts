import type { ApiCode } from "../../words/errors.ts";

/**
 * The HTTP status of every code that the API answers by itself or shares with the subjects of casework; their words are
 * in `words/errors.ts`. A code of a subject has its status in the folder of the subject.
 */
export const STATUS_BY_CODE: Readonly<Record<ApiCode, number>> = {
  "bad-request": 400,
  "not-json": 400,
  "invalid-body": 400,
  "invalid-query": 400,
  "invalid-path": 400,
  "invalid-cursor": 400,
  "invalid-idempotency-key": 400,
  "registry-invalid": 400,
  "findings-stand-on-it": 400,
  "invalid-fields": 400,
  "not-logged-in": 401,
  "wrong-credentials": 401,
  "role-not-allowed": 403,
  "cross-site": 403,
  "metrics-not-allowed": 403,
  "outside-your-cells": 403,
  "not-found": 404,
  "command-not-known": 404,
  "username-taken": 409,
  "clock-goes-back": 409,
  "own-account": 409,
  "clock-not-manual": 409,
  "request-in-progress": 409,
  "precondition-failed": 412,
  "body-too-large": 413,
  "unsupported-media-type": 415,
  "idempotency-key-reused": 422,
  "precondition-required": 428,
  "too-many-log-ins": 429,
  "too-many-streams": 429,
  "too-many-commands": 429,
  internal: 500,
  "store-unavailable": 503,
  "not-ready": 503,
};
