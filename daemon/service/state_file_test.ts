// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import { KernelError } from "../../lib/errors.ts";
import { readStateFile, type SavedState, writeStateFile } from "./state_file.ts";

const state: SavedState = {
  format: 1,
  kernel: "work",
  version: "0.1.0",
  savedAt: "2026-01-01T00:00:00.000Z",
  sessions: [
    { id: "main", language: "lua", executionCount: 3, variables: { a: [1, null] }, skipped: ["f"] },
  ],
};

const fails = (code: string, text: RegExp) => (error: unknown) =>
  error instanceof KernelError && error.code === code && text.test(error.message);

Deno.test("readStateFile() reads what writeStateFile() wrote, for its owner alone", () => {
  const folder = Deno.makeTempDirSync();
  const path = `${folder}/kernel_state.json`;
  assert.equal(readStateFile(path), undefined);
  writeStateFile(path, state);
  assert.deepEqual(readStateFile(path), state);
  assert.equal((Deno.statSync(path).mode ?? 0) & 0o777, 0o600);
  Deno.removeSync(folder, { recursive: true });
});

Deno.test("readStateFile() names the file and the field when it is no state", () => {
  const path = Deno.makeTempFileSync();
  for (
    const [text, problem] of [
      ["{", /JSON/],
      [JSON.stringify({ ...state, format: 2 }), /format/],
      [JSON.stringify({ ...state, sessions: [{ id: "main" }] }), /sessions\.0\.language/],
    ] as const
  ) {
    Deno.writeTextFileSync(path, text);
    assert.throws(() => readStateFile(path), fails("state.unreadable", problem));
    assert.throws(() => readStateFile(path), fails("state.unreadable", new RegExp(path)));
  }
  Deno.removeSync(path);
});

Deno.test("writeStateFile() throws state.unwritable when the folder does not take it", () => {
  assert.throws(
    () => writeStateFile("/nowhere/kernel_state.json", state),
    fails("state.unwritable", /\/nowhere\/kernel_state\.json/),
  );
});
