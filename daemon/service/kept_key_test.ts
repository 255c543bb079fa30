// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { join } from "node:path";
import { keepKey, keptKey } from "./kept_key.ts";

const key = "0123456789abcdef".repeat(4);

Deno.test("keptKey() gives back what keepKey() kept, for its owner alone", () => {
  const folder = Deno.makeTempDirSync();
  const path = join(folder, "deep", "connection.key");
  assert.equal(keptKey(path), undefined);
  keepKey(path, key);
  assert.equal((Deno.statSync(path).mode ?? 0) & 0o777, 0o600);
  assert.equal(keptKey(path), key);
  Deno.chmodSync(path, 0o640);
  assert.equal(keptKey(path), undefined);
  Deno.removeSync(folder, { recursive: true });
});

Deno.test("keptKey() and keepKey() leave alone what is no key of ours", () => {
  const folder = Deno.makeTempDirSync();
  const path = join(folder, "connection.key");
  keepKey(path, "chosen by a front end");
  assert.throws(() => Deno.statSync(path), Deno.errors.NotFound);
  Deno.writeTextFileSync(path, "short\n", { mode: 0o600 });
  assert.equal(keptKey(path), undefined);
  Deno.removeSync(folder, { recursive: true });
});
