// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { KernelError } from "../../lib/errors.ts";
import type { FoundKernel } from "./discovery.ts";
import { selectKernel, selectRunningKernel } from "./select.ts";
import { TestHome } from "./testing.ts";

await using home = new TestHome();

function kernel(id: string, base: number, more: Partial<FoundKernel> = {}): FoundKernel {
  const ports = {
    shell: base,
    iopub: base + 1,
    stdin: base + 2,
    control: base + 3,
    hb: base + 4,
  };
  const record = home.record(id, { pid: base, ports, http: `http://127.0.0.1:${base + 5}` });
  const found = { record, path: `/run/kernel-${id}.json`, folder: "/run", uid: 0 } as const;
  return { ...found, owner: "own", state: "running", ...more };
}

const kernels = [
  kernel("work", 9555),
  kernel("worker", 9565),
  kernel("95-times", 9575),
  kernel("ended", 9585, { state: "stale" }),
  kernel("theirs", 9595, { owner: "other user", uid: 1001 }),
];

function chosen(selector: string | undefined, among: readonly FoundKernel[] = kernels): string {
  return selectKernel(among, selector).record.id;
}

function refusal(selector: string | undefined, among: readonly FoundKernel[] = kernels): string {
  try {
    selectKernel(among, selector);
  } catch (error) {
    assert.ok(error instanceof KernelError);
    return `${error.code}: ${error.message}`;
  }
  assert.fail("expected a KernelError");
}

Deno.test("selectKernel() finds a kernel by id, by the beginning of its id and by any port", () => {
  assert.equal(chosen("work"), "work");
  assert.equal(chosen("worke"), "worker");
  assert.equal(chosen("9559"), "work");
  assert.equal(chosen("9570"), "worker");
  assert.equal(chosen("95"), "95-times");
  assert.equal(chosen("end"), "ended");
});

Deno.test("selectKernel() takes the only one that runs when none is named", () => {
  assert.equal(chosen(undefined, [kernels[3]!, kernels[0]!, kernels[4]!]), "work");
});

Deno.test("selectKernel() prefers a kernel that runs to one that has ended and to another user's", () => {
  const among = [kernel("a-old", 1, { state: "stale" }), kernel("a-new", 6)];
  assert.equal(chosen("a", among), "a-new");
  const theirs = kernel("a", 1, { owner: "other user" });
  assert.equal(chosen("a", [theirs, kernel("a-mine", 6)]), "a-mine");
});

Deno.test("selectKernel() names the candidates when it cannot choose", () => {
  assert.equal(
    refusal("wor"),
    'kernel.ambiguous: Cannot choose a kernel: "wor" fits "work" (process 9555), "worker" (process 9565)',
  );
  assert.match(
    refusal(undefined),
    /kernel.unnamed: .*"work".*"worker".*"95-times" \(process 9575\)$/,
  );
  assert.match(refusal("x"), /kernel.unknown: Cannot find kernel "x": running are "work"/);
  assert.equal(refusal("x", []), 'kernel.unknown: Cannot find kernel "x": none is running');
  assert.equal(refusal(undefined, []), "kernel.none: Cannot find a kernel: none is running");
  assert.match(refusal(""), /kernel.unknown/);
});

Deno.test("selectKernel() refuses another user's kernel", () => {
  assert.match(refusal("theirs"), /kernel.foreign: .*"theirs": it belongs to user 1001/);
  assert.match(refusal(undefined, [kernels[4]!]), /kernel.none/);
});

Deno.test("selectRunningKernel() refuses a kernel that has ended", () => {
  assert.throws(
    () => selectRunningKernel(kernels, "ended"),
    (error: KernelError) => error.code === "kernel.not_running",
  );
});
