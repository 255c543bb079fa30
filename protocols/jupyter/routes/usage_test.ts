// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import { callRoute } from "../testing.ts";
import { usage } from "./usage.ts";

Deno.test("usage answers in the words of jupyter-resource-usage", async () => {
  const hostMemory = { total: 8, available: 4, used: 3, free: 1, percent: 50 };
  const { reply } = await callRoute(usage, {}, {
    "kernel.usage": () => ({
      pid: 42,
      cpuPercent: 12.5,
      rssBytes: 1_000,
      hostCpuPercent: 30,
      hostCpuCount: 2,
      hostMemory,
    }),
  });
  assert.deepEqual(reply?.content, {
    status: "ok",
    hostname: "here",
    pid: 42,
    kernel_cpu: 12.5,
    kernel_memory: 1_000,
    host_cpu_percent: 30,
    cpu_count: 2,
    host_virtual_memory: hostMemory,
  });
});
