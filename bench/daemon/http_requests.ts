// SPDX-License-Identifier: Apache-2.0 OR MIT

import { unexpected } from "./errors.ts";
import type { Ground } from "./ground.ts";
import { HttpClient } from "./http_client.ts";
import { quantile } from "./quantile.ts";
import type { Recorder } from "./recorder.ts";

/** What is asked, and how often. */
export interface RequestParts {
  /** `http://address:port`. */
  readonly origin: string;
  readonly path: string;
  readonly count: number;
  readonly ground: Ground;
  readonly recorder: Recorder;
}

/** Share of the requests that go before those that count. */
const warmUp = 0.1;

/** Asks for the health report again and again on one connection, each time when the last answer is there. */
export async function measureRequests(
  { origin, path, count, ground, recorder }: RequestParts,
): Promise<void> {
  using client = await HttpClient.connect(origin);
  const samples: number[] = [];
  for (let at = -Math.ceil(warmUp * count); at < count; at++) {
    ground.signal.throwIfAborted();
    const beginMs = performance.now();
    const answer = await client.get(path);
    const ms = performance.now() - beginMs;
    if (answer.status !== 200) throw unexpected(`answer of ${path}`, answer);
    if (at >= 0) samples.push(ms);
  }
  recorder.add("health_p50", quantile(samples, 0.5));
  recorder.add("health_p99", quantile(samples, 0.99));
}
