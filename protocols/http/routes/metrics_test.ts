// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import { gunzipSync } from "node:zlib";
import {
  type MetricSnapshot,
  openMetricsType,
  prometheusType,
  writeOpenMetrics,
  writePrometheus,
} from "../../../lib/observe/mod.ts";
import { testApp } from "../testing.ts";

/** What Prometheus 3 sends. */
const PROMETHEUS =
  "application/openmetrics-text;version=1.0.0;escaping=allow-utf-8;q=0.6,application/openmetrics-text;" +
  "version=0.0.1;q=0.5,text/plain;version=1.0.0;escaping=allow-utf-8;q=0.4,text/plain;version=0.0.4;q=0.3," +
  "*/*;q=0.2";

const SNAPSHOTS: MetricSnapshot[] = [{
  name: "llmspell_test_total",
  help: "A count",
  type: "counter",
  samples: [{ labels: {}, value: 3 }],
}];

const LONG: MetricSnapshot[] = [{
  name: "llmspell_test_total",
  help: "A count",
  labels: ["kind"],
  type: "counter",
  samples: Array.from({ length: 100 }, (_, kind) => ({ labels: { kind: `${kind}` }, value: 1 })),
}];

Deno.test("metrics writes the format that the client likes best, Prometheus' own when it does not say", async () => {
  const { get } = testApp({ scrape: () => SNAPSHOTS });
  const cases: [accept: string | undefined, type: string][] = [
    [undefined, prometheusType],
    ["*/*", prometheusType],
    ["text/*", prometheusType],
    ["text/html, image/png", prometheusType],
    ["text/plain;version=0.0.4", prometheusType],
    ["text/plain, application/openmetrics-text", prometheusType],
    ["application/openmetrics-text", openMetricsType],
    ["application/*", openMetricsType],
    ["Application/OpenMetrics-Text; version=1.0.0; charset=utf-8", openMetricsType],
    ["text/plain;q=0.1, application/openmetrics-text;q=0.9", openMetricsType],
    ["text/plain;q=0.9, application/openmetrics-text;q=0.1", prometheusType],
    ["application/openmetrics-text;q=0, */*", prometheusType],
    ["text/plain;q=0, */*;q=0.1", openMetricsType],
    ["application/openmetrics-text;version=2.0.0, text/plain;q=0.1", prometheusType],
    [PROMETHEUS, openMetricsType],
    [";;,=,q", prometheusType],
  ];
  for (const [accept, type] of cases) {
    const answer = await get("/metrics", { headers: accept === undefined ? {} : { accept } });
    assert.equal(answer.headers.get("content-type"), type, accept);
    const write = type === openMetricsType ? writeOpenMetrics : writePrometheus;
    assert.equal(await answer.text(), write(SNAPSHOTS));
  }
});

Deno.test("metrics compresses when the client takes gzip and the text is long", async () => {
  const cases: [scrape: MetricSnapshot[], accepted: string, coding: string | null][] = [
    [LONG, "gzip", "gzip"],
    [LONG, "deflate, GZIP;q=0.5", "gzip"],
    [LONG, "*", "gzip"],
    [LONG, "gzip;q=0, *", null],
    [LONG, "br", null],
    [LONG, "", null],
    [SNAPSHOTS, "gzip", null],
  ];
  for (const [snapshots, accepted, coding] of cases) {
    const { get } = testApp({ scrape: () => snapshots });
    const answer = await get("/metrics", { headers: { "accept-encoding": accepted } });
    assert.equal(answer.headers.get("content-encoding"), coding, accepted);
    assert.equal(answer.headers.get("vary"), "accept, accept-encoding");
    const bytes = new Uint8Array(await answer.arrayBuffer());
    const text = new TextDecoder().decode(coding === "gzip" ? gunzipSync(bytes) : bytes);
    assert.equal(text, writePrometheus(snapshots));
  }
});

Deno.test("metrics shows this protocol's own, once they are there", async () => {
  const { get } = testApp();
  await get("/health");
  const text = await (await get("/metrics")).text();
  const own = 'llmspell_http_requests_total{route="/health",method="GET",status="200"} 1\n';
  assert(text.includes(own), text);
});
