// SPDX-License-Identifier: Apache-2.0 OR MIT

import type { FoundHealth } from "./await_ready.ts";
import { checksTable } from "./kernel_tables.ts";

/** A kernel's health for people: a line, and a table of the checks. */
export function healthText({ id, health }: FoundHealth, colour: boolean): string {
  const ready = health.ready ? "ready" : "not ready";
  const checks = checksTable(health.checks, colour);
  return `Kernel "${id}" is ${health.status}, ${health.phase} and ${ready}\n` +
    (checks === "" ? "" : `\n${checks}`);
}
