// SPDX-License-Identifier: Apache-2.0 OR MIT

import type { Context } from "hono";
import { accepts } from "hono/accepts";
import {
  openMetricsType,
  prometheusType,
  writeOpenMetrics,
  writePrometheus,
} from "../../../lib/observe/mod.ts";
import { commonHeaders } from "../problem.ts";
import type { Route } from "./route.ts";

/** One item of an Accept field, as Hono reads it. */
interface Accept {
  readonly type: string;
  readonly params: Readonly<Record<string, string>>;
  readonly q: number;
}

/** Shorter texts are not worth compressing. */
const GZIP_MIN_BYTES = 1024;

/** All metrics, in the format that the client likes best; Prometheus' own when it does not say. */
export const metrics: Route = {
  path: "/metrics",
  summary: "All metrics, as Prometheus text or OpenMetrics",
  handle: async ({ http, scrape }) => {
    const open = wantsOpenMetrics(http);
    const snapshots = scrape();
    const text = open ? writeOpenMetrics(snapshots) : writePrometheus(snapshots);
    const bytes = new TextEncoder().encode(text);
    const headers = {
      ...commonHeaders,
      "content-type": open ? openMetricsType : prometheusType,
      vary: "accept, accept-encoding",
    };
    if (bytes.length < GZIP_MIN_BYTES || !takesGzip(http)) return new Response(bytes, { headers });
    return new Response(await gzip(bytes), { headers: { ...headers, "content-encoding": "gzip" } });
  },
};

/** Media types by what they are written as, with the versions that are understood as that. */
const formats: readonly (readonly [type: string, versions: readonly string[]])[] = [
  ["text/plain", ["0.0.4"]],
  ["application/openmetrics-text", ["1.0.0", "0.0.1"]],
];

function wantsOpenMetrics(http: Context): boolean {
  const supports = formats.map(([type]) => type);
  const [fallback = ""] = supports;
  const match = (accepted: Accept[]) => best(accepted) ?? fallback;
  return accepts(http, { header: "Accept", supports, default: fallback, match }) !== fallback;
}

/** The format with the greatest quality; at equal qualities the first. */
function best(accepted: readonly Accept[]): string | undefined {
  const rated = formats.map(([type, versions]) => {
    return { type, quality: quality(accepted, type, versions) };
  });
  return rated.filter(({ quality }) => quality > 0)
    .reduce<typeof rated[number] | undefined>(
      (best, next) => best === undefined || next.quality > best.quality ? next : best,
      undefined,
    )?.type;
}

/** Quality of a type: what is said of it most exactly counts, be it 0. */
function quality(accepted: readonly Accept[], type: string, versions: readonly string[]): number {
  const [main] = type.split("/");
  const ranges = [type, `${main}/*`, "*/*"];
  for (const range of ranges) {
    const named = accepted.filter((accept) => {
      const { version } = accept.params;
      return accept.type.toLowerCase() === range &&
        (version === undefined || versions.includes(version));
    });
    if (named.length > 0) return Math.max(...named.map(({ q }) => q));
  }
  return 0;
}

function takesGzip(http: Context): boolean {
  const match = (codings: Accept[]) => {
    const named = codings.find(({ type }) => type.toLowerCase() === "gzip") ??
      codings.find(({ type }) => type === "*");
    return named !== undefined && named.q > 0 ? "gzip" : "identity";
  };
  const supports = ["gzip", "identity"];
  return accepts(http, { header: "Accept-Encoding", supports, default: "identity", match }) ===
    "gzip";
}

/** Read to its end here, so that an answer to HEAD leaves no stream behind. */
async function gzip(bytes: Uint8Array<ArrayBuffer>): Promise<ArrayBuffer> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream("gzip"));
  return await new Response(stream).arrayBuffer();
}
