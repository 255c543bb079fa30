// SPDX-License-Identifier: Apache-2.0 OR MIT

import assert from "node:assert/strict";
import { EMPTY_JSON } from "./messages.ts";
import { clientOf, JupyterParent, parentHeader } from "./parent.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

Deno.test("clientOf() shows identities that can be read, and others in hexadecimal", () => {
  assert.equal(clientOf([bytes("c0ffee-42_a")]), "jupyter:c0ffee-42_a");
  assert.equal(clientOf([new Uint8Array([0, 255, 16])]), "jupyter:0x00ff10");
  assert.equal(clientOf([new Uint8Array([1]), bytes("a")]), "jupyter:0x01/a");
  assert.equal(clientOf([]), "jupyter:");
});

Deno.test("clientOf() names no two identities alike", () => {
  const names = [bytes("0x00"), new Uint8Array([0]), bytes("a/b"), bytes("a"), bytes("61")];
  const named = names.map((identity) => clientOf([identity]));
  assert.equal(new Set([...named, clientOf([bytes("a"), bytes("b")])]).size, names.length + 1);
});

Deno.test("parentHeader() is empty when the parent is another protocol's", () => {
  const header = new Uint8Array([1]);
  assert.equal(parentHeader(new JupyterParent("c", header, [])), header);
  assert.equal(parentHeader({ line: 3 }), EMPTY_JSON);
  assert.equal(parentHeader(undefined), EMPTY_JSON);
});
