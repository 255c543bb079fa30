// SPDX-License-Identifier: Apache-2.0 OR MIT
// Entry of an engine's Worker while its start is measured: tells when its runtime is up and when the engine's own
// module, named in this module's query, has been loaded. Then that module has the Worker to itself.

/** What the probe says. */
export interface ProbeMessage {
  readonly type: "probe";
  readonly step: "runtime" | "modules";
  /** Milliseconds since 1970, with fractions. */
  readonly atMs: number;
}

/** The Worker's global scope, as far as it is used. */
interface WorkerScope {
  onmessage: ((event: MessageEvent) => unknown) | null;
  postMessage(message: ProbeMessage): void;
}

const scope = globalThis as unknown as WorkerScope;

function tell(step: ProbeMessage["step"]): void {
  scope.postMessage({ type: "probe", step, atMs: performance.timeOrigin + performance.now() });
}

tell("runtime");
// A boot message may come while the module is loaded, when nobody listens yet.
let early: MessageEvent | undefined;
scope.onmessage = (event) => early = event;
await import(new URL(import.meta.url).searchParams.get("module") ?? "");
tell("modules");
if (early !== undefined) scope.onmessage?.(early);
