// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import { EMPTY_JSON } from "./messages.ts";
import { clientOf, JupyterParent, parentHeader } from "./parent.ts";

Deno.test("clientOf() names identities of any bytes", () => {
  assert.equal(clientOf([new Uint8Array([0, 255, 16])]), "jupyter:00ff10");
  assert.equal(clientOf([new Uint8Array([1]), new Uint8Array([2])]), "jupyter:01/02");
  assert.equal(clientOf([]), "jupyter:");
});

Deno.test("parentHeader() is empty when the parent is another protocol's", () => {
  const header = new Uint8Array([1]);
  assert.equal(parentHeader(new JupyterParent("c", header, [])), header);
  assert.equal(parentHeader({ line: 3 }), EMPTY_JSON);
  assert.equal(parentHeader(undefined), EMPTY_JSON);
});
