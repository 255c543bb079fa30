// SPDX-License-Identifier: Apache-2.0 OR MIT
// The Hono application: who may ask, what is asked, how it is counted.

import { Hono } from "hono";
import type { Logger, RequestContext, Router } from "../../lib/contracts/mod.ts";
import type { MetricSnapshot } from "../../lib/observe/mod.ts";
import { KernelError } from "../../lib/errors.ts";
import type { Peer } from "./connection.ts";
import { methodNotAllowed, pathUnknown, RequestRefused, tokenRefused } from "./errors.ts";
import { checkHost, checkOrigin, type TokenGuard } from "./guard.ts";
import type { HttpMetrics } from "./metrics.ts";
import { noteRefusal } from "./note_refusal.ts";
import { problem } from "./problem.ts";
import { type Route, routes } from "./routes/mod.ts";

/** What `createApp` is given. */
export interface AppOptions {
  readonly router: Router;
  /** Session in whose name the Router is called. */
  readonly session: string;
  /** Aborts when nobody waits for answers any more. */
  readonly signal: AbortSignal;
  readonly tokens: TokenGuard;
  /** In lower case. */
  readonly allowedHosts: ReadonlySet<string>;
  readonly scrape: () => readonly MetricSnapshot[];
  readonly info: () => object;
  readonly metrics: HttpMetrics;
  readonly log: Logger;
  readonly now: () => number;
}

/** Answers requests; a request's second argument says who is at the other end. */
export interface App {
  /** Answers a request. Does not reject. */
  answer(request: Request, peer: Peer): Promise<Response>;
}

type Bindings = { Bindings: { readonly peer: Peer } };

const byPath: ReadonlyMap<string, Route> = new Map(routes.map((route) => [route.path, route]));

/** Makes the application. It opens nothing. */
export function createApp(options: AppOptions): App {
  const { metrics, log, now } = options;
  const app = new Hono<Bindings>();
  app.use(async (http, next) => {
    const startMs = now();
    await next();
    const { method, path } = http.req;
    const route = byPath.has(path) ? path : "_other";
    const { status } = http.res;
    metrics.served(route, method, status, Math.max(0, now() - startMs) / 1000);
    log.debug("{method} {route}: {status}", { method, route, status });
  });
  for (const route of routes) {
    app.get(route.path, (http) => {
      const { peer } = http.env;
      const trusted = admit(http.req.raw.headers, peer, options);
      if (!trusted && route.open !== true) throw tokenRefused("missing");
      return route.handle({ ...options, http, trusted, context: contextOf(peer, options) });
    });
  }
  app.all("*", (http) => {
    if (!admit(http.req.raw.headers, http.env.peer, options)) throw tokenRefused("missing");
    const { method, path } = http.req;
    throw byPath.has(path) ? methodNotAllowed(method, path) : pathUnknown(path);
  });
  app.onError((error) => {
    if (error instanceof RequestRefused) noteRefusal(error, options);
    else if (!(error instanceof KernelError)) {
      log.error("Failed to answer a request: {error}", { error });
    }
    return problem(error);
  });
  return {
    answer: async (request, peer) => await app.fetch(request, { peer }),
  };
}

/** @returns whether the request may see everything. @throws {RequestRefused} when it may see nothing */
function admit(headers: Headers, { local }: Peer, { tokens, allowedHosts }: AppOptions): boolean {
  // No page can make a browser speak to a Unix socket, so the names used there mean nothing.
  if (local !== undefined) checkHost(headers.get("host") ?? "", local, allowedHosts);
  checkOrigin(headers);
  return tokens.trusts(headers.get("authorization"));
}

function contextOf({ client }: Peer, { session, signal }: AppOptions): RequestContext {
  return { client, session, channel: "control", parent: undefined, signal };
}
