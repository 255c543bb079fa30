// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import type { KernelPhase } from "../../lib/contracts/mod.ts";
import { Lifecycle } from "./lifecycle.ts";

Deno.test("Lifecycle tells Starting, Running, Draining and the phases of the shutdown", () => {
  let draining = false;
  const lifecycle = new Lifecycle({ draining: () => draining });
  const phases: KernelPhase[] = [];
  const listening = lifecycle.onPhase((phase) => phases.push(phase));
  assert.deepEqual([lifecycle.phase, lifecycle.hasStarted], ["Starting", false]);
  lifecycle.started();
  draining = true;
  lifecycle.drained();
  lifecycle.enter("Initiated");
  assert.deepEqual([lifecycle.phase, lifecycle.hasStarted], ["Initiated", true]);
  listening[Symbol.dispose]();
  lifecycle.enter("Complete");
  assert.deepEqual(phases, ["Running", "Draining", "Initiated"]);
});
