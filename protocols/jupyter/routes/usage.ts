// SPDX-License-Identifier: Apache-2.0 OR MIT

import { z } from "zod";
import type { Route } from "./route.ts";

/** Tells what resources the kernel uses, in the words of jupyter-resource-usage. */
export const usage: Route = {
  method: "usage_request",
  reply: "usage_reply",
  channels: ["shell", "control"],
  content: z.unknown(),
  handle: async (_content, { router, context, hostname }) => {
    const used = await router.call("kernel.usage", {}, context);
    const { total, available, percent, used: taken, free } = used.hostMemory;
    return {
      content: {
        status: "ok",
        hostname,
        pid: used.pid,
        kernel_cpu: used.cpuPercent,
        kernel_memory: used.rssBytes,
        host_cpu_percent: used.hostCpuPercent,
        cpu_count: used.hostCpuCount,
        host_virtual_memory: { total, available, percent, used: taken, free },
      },
    };
  },
};
