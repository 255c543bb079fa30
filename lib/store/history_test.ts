// SPDX-License-Identifier: Apache-2.0 OR MIT
import assert from "node:assert/strict";
import type { HistoryStore, SessionHistory } from "../contracts/mod.ts";
import { KernelError } from "../errors.ts";
import { openHistory } from "./mod.ts";

const now = () => Date.UTC(2026, 0, 1);

/** The history of one session, and the store that holds it. */
type Filled = SessionHistory & Pick<HistoryStore, typeof Symbol.dispose>;

function opened(path: string): Filled {
  const store = openHistory({ path, now });
  return { ...store.session(), [Symbol.dispose]: () => store[Symbol.dispose]() };
}

function filled(path: string, inputs: string[]): Filled {
  const store = opened(path);
  inputs.forEach((input, at) =>
    store.append({ line: at + 1, input, output: at === 0 ? "first" : undefined })
  );
  return store;
}

Deno.test("openHistory() numbers the kernel's starts and keeps entries across them", async () => {
  const folder = await Deno.makeTempDir();
  const path = `${folder}/deep/history.sqlite`;
  filled(path, ["a = 1", "b = 2"])[Symbol.dispose]();
  using store = filled(path, ["c = 3"]);
  assert.deepEqual(store.query({ access: "tail", n: 2 }), [
    { session: 1, line: 2, input: "b = 2", output: undefined },
    { session: 2, line: 1, input: "c = 3", output: "first" },
  ]);
  assert.deepEqual(
    store.query({ access: "range", session: -1, start: 1 }).map((entry) => entry.input),
    ["a = 1", "b = 2"],
  );
  await Deno.remove(folder, { recursive: true });
});

Deno.test("query() takes a range of the current session, ends counted from either side", () => {
  using store = filled(":memory:", ["one", "two", "three", "four"]);
  const lines = (start: number, stop?: number) =>
    store.query({ access: "range", session: 0, start, stop }).map((entry) => entry.input);
  assert.deepEqual(lines(2, 4), ["two", "three"]);
  assert.deepEqual(lines(-2), ["three", "four"]);
  assert.deepEqual(lines(1, -1), ["one", "two", "three"]);
  assert.deepEqual(lines(9), []);
});

Deno.test("query() searches by glob, newest n, and keeps the newest of equal inputs", () => {
  using store = filled(":memory:", ["print(1)", "x = 2", "print(1)", "print(22)"]);
  const found = (n: number | undefined, unique: boolean) =>
    store.query({ access: "search", pattern: "print(*)", n, unique }).map((entry) => entry.line);
  assert.deepEqual(found(undefined, false), [1, 3, 4]);
  assert.deepEqual(found(2, false), [3, 4]);
  assert.deepEqual(found(undefined, true), [3, 4]);
});

Deno.test("openHistory() throws store.unreadable when the file is no database", async () => {
  const path = await Deno.makeTempFile();
  await Deno.writeTextFile(path, "not a database, but long enough to be taken for one".repeat(40));
  using store = opened(path);
  assert.throws(
    () => store.query({ access: "tail", n: 1 }),
    (error) => error instanceof KernelError && error.code === "store.unreadable",
  );
  await Deno.remove(path);
});

Deno.test("openHistory() leaves the file to other kernels that share it", async () => {
  const folder = await Deno.makeTempDir();
  const path = `${folder}/history.sqlite`;
  using first = filled(path, ["a"]);
  using second = filled(path, ["b"]);
  first.append({ line: 2, input: "c", output: undefined });
  assert.deepEqual(
    second.query({ access: "tail", n: 9 }).map(({ session, line }) => [session, line]),
    [[1, 1], [1, 2], [2, 1]],
  );
  await Deno.remove(folder, { recursive: true });
});

Deno.test("setOutput() completes an entry of this start, and leaves those of other starts alone", () => {
  using store = filled(":memory:", ["one", "two"]);
  store.setOutput(2, "2");
  store.setOutput(9, "nowhere");
  assert.deepEqual(
    store.query({ access: "tail", n: 9 }).map(({ output }) => output),
    ["first", "2"],
  );
});

Deno.test("session() gives each session of a store lines of its own", () => {
  using store = openHistory({ path: ":memory:", now });
  const [first, second] = [store.session(), store.session()];
  first.append({ line: 1, input: "a", output: undefined });
  second.append({ line: 1, input: "b", output: undefined });
  second.setOutput(1, "B");
  const own = { access: "range", session: 0, start: 1 } as const;
  assert.deepEqual(first.query(own).map(({ input, output }) => [input, output]), [[
    "a",
    undefined,
  ]]);
  assert.deepEqual(second.query(own).map(({ input, output }) => [input, output]), [["b", "B"]]);
});
